"""The questions of a kind of request, and answers held against them. Pure.

A form is data: a committee adds or changes a kind without code.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from storage.errors import RuleError
from storage.requests.dates import read_day
from storage.requests.kinds import AnswerKind, Purpose

TEXT_LENGTH = 400
MOST = 999
"""The largest number that a question takes, where it names none itself."""

Answer = str | int | list[str]
"""Text, choice: str. Number: int. Several: list of choices. Date: ISO 8601 text."""
Words = Mapping[str, str]
"""The same words by language code."""


@dataclass(frozen=True)
class Question:
    """One question of a form.

    Attributes:
        name: key of its answer, the same in every language.
        choices: keys of what can be chosen; `choice_words` has their words.
        most: the largest number, or how many can be chosen.
    """

    name: str
    kind: AnswerKind
    purpose: Purpose | None = None
    required: bool = True
    choices: tuple[str, ...] = ()
    words: Words = field(default_factory=dict)
    hints: Words = field(default_factory=dict)
    choice_words: Mapping[str, Words] = field(default_factory=dict)
    most: int | None = None


@dataclass(frozen=True)
class Form:
    """The questions of a kind in their order."""

    questions: tuple[Question, ...] = ()

    def find(self, purpose: Purpose) -> Question | None:
        """The first question of this purpose."""
        return next((each for each in self.questions if each.purpose is purpose), None)

    def question(self, name: str) -> Question | None:
        """The question of this name."""
        return next((each for each in self.questions if each.name == name), None)

    def has(self, *purposes: Purpose) -> bool:
        """Whether there is a question for each of these purposes."""
        return all(self.find(purpose) is not None for purpose in purposes)

    @property
    def is_gathered(self) -> bool:
        """Whether requests are gathered into runs (S84)."""
        return self.has(Purpose.DRUG, Purpose.HOSPITAL)

    @property
    def has_sessions(self) -> bool:
        """Whether requests stay open as a register of sessions (S86)."""
        return self.has(Purpose.SESSION)

    @property
    def is_refilled(self) -> bool:
        """Whether what was delivered runs out and is asked for again (S82)."""
        return self.has(Purpose.RECURRENCE, Purpose.LASTS)


@dataclass(frozen=True)
class KindDraft:
    """A kind of request as it is written down, shipped or by a committee.

    Attributes:
        slug: lower-case letters, digits, `-`; None: one is given.
        title: by language; at least in `language`.
        keywords: words that tell this kind, by language.
        priority: 0 comes first.
        respond_minutes: until somebody has to claim it.
        hours: until it has to be done.
    """

    slug: str | None
    icon: str
    title: Words
    form: Form
    language: str
    hint: Words = field(default_factory=dict)
    keywords: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    priority: int = 5
    respond_minutes: int = 60
    hours: int = 24
    is_sensitive: bool = False


def check_answer(question: Question, raw: Any, today: date) -> Answer:
    """The answer as it is kept.

    Args:
        raw: what was typed, or the key of a choice, or a list of those.
        today: by the committee's clock.

    Raises:
        RuleError: `need_text_empty`, `need_text_long` with `limit`, `need_number_wrong` with
            `most`, `need_choice_unknown`, `need_choices_many` with `most`, `need_date_wrong`,
            `need_date_past`, `need_photo_wanted`.
    """
    match question.kind:
        case AnswerKind.NUMBER:
            return _check_number(question, str(raw))
        case AnswerKind.CHOICE:
            return _check_choice(question, str(raw))
        case AnswerKind.SEVERAL:
            return _check_several(question, raw)
        case AnswerKind.DATE:
            return _check_date(str(raw), today)
        case AnswerKind.PHOTO:
            raise RuleError("need_photo_wanted")
        case _:
            return _check_text(str(raw))


def check_answers(form: Form, answers: Mapping[str, Any], today: date) -> dict[str, Answer]:
    """All answers of a form as they are kept; what no question asks for is left out.

    Raises:
        RuleError: what `check_answer` raises, or `need_answer_missing` with `name`.
    """
    asked = {each.name: each for each in form.questions if each.name in answers}
    checked = {name: check_answer(each, answers[name], today) for name, each in asked.items()}
    lacking = missing(form, checked)
    if lacking:
        raise RuleError("need_answer_missing", name=lacking[0].name)
    return checked


def missing(form: Form, answers: Mapping[str, Any]) -> tuple[Question, ...]:
    """The required questions that have no answer yet. Photos are asked for, never demanded."""
    return tuple(
        each
        for each in form.questions
        if each.required and each.kind is not AnswerKind.PHOTO and each.name not in answers
    )


def _check_text(raw: str) -> str:
    text = "\n".join(" ".join(line.split()) for line in raw.splitlines() if line.strip())
    if not text:
        raise RuleError("need_text_empty")
    if len(text) > TEXT_LENGTH:
        raise RuleError("need_text_long", limit=TEXT_LENGTH)
    return text


def _check_number(question: Question, raw: str) -> int:
    most = question.most or MOST
    text = raw.strip()
    # `isdecimal` knows full-width digits too, and `int` reads them.
    number = int(text) if text.isdecimal() and len(text) <= 6 else 0
    if not 1 <= number <= most:
        raise RuleError("need_number_wrong", most=most)
    return number


def _check_choice(question: Question, raw: str) -> str:
    wanted = raw.strip().casefold()
    for choice in question.choices:
        words = question.choice_words.get(choice, {}).values()
        if wanted in {choice.casefold(), *(word.casefold() for word in words)}:
            return choice
    raise RuleError("need_choice_unknown")


def _check_several(question: Question, raw: Any) -> list[str]:
    given = raw if isinstance(raw, Sequence) and not isinstance(raw, str) else [raw]
    chosen = {_check_choice(question, str(each)) for each in given}
    if not chosen:
        raise RuleError("need_choice_unknown")
    if question.most is not None and len(chosen) > question.most:
        raise RuleError("need_choices_many", most=question.most)
    return [choice for choice in question.choices if choice in chosen]


def _check_date(raw: str, today: date) -> str:
    day = read_day(raw, today)
    if day is None:
        raise RuleError("need_date_wrong")
    if day < today:
        raise RuleError("need_date_past")
    return day.isoformat()

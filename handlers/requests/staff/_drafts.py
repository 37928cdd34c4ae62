"""A kind and its questions as staff write them. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import replace

from storage.errors import RuleError
from storage.requests.forms import Form, KindDraft, Question
from storage.requests.kinds import AnswerKind

NO_ICON = "📌"
LONGEST_LINE = 60
"""Characters of a title or a choice: it stands on a button."""
LONGEST_QUESTION = 200
MOST_KEYWORDS = 40

_BETWEEN = re.compile(r"[,，、;；\n]")

# Parts of an emoji that are no sign of their own: joiner, variation, keycap.
_JOINERS = frozenset("\u200d\ufe0f\u20e3")


def read_title(text: str) -> tuple[str | None, str]:
    """The emoji in front, if there is one, and the name.

    Raises:
        RuleError: `fact_missing` without a name; `text_too_long`.
    """
    line = " ".join(text.split())
    end = 0
    while end < len(line) and _is_picture(line[end]):
        end += 1
    title = line[end:].strip()
    if not title:
        raise RuleError("fact_missing", fact="title")
    if len(title) > LONGEST_LINE:
        raise RuleError("text_too_long", limit=LONGEST_LINE)
    return line[:end] or None, title


def _is_picture(character: str) -> bool:
    return character in _JOINERS or unicodedata.category(character) in {"So", "Sk"}


def read_hint(text: str) -> str:
    """One line that explains a kind.

    Raises:
        RuleError: `text_too_long`.
    """
    line = " ".join(text.split())
    if len(line) > LONGEST_QUESTION:
        raise RuleError("text_too_long", limit=LONGEST_QUESTION)
    return line


def read_keywords(text: str) -> tuple[str, ...]:
    """Words by which a kind is known, one a line or with commas between them.

    Raises:
        RuleError: `text_too_long`.
    """
    words = [word.strip().casefold() for word in _BETWEEN.split(text)]
    if any(len(word) > LONGEST_LINE for word in words):
        raise RuleError("text_too_long", limit=LONGEST_LINE)
    return tuple(dict.fromkeys(word for word in words if word))[:MOST_KEYWORDS]


def read_question(text: str, language: str, taken: Sequence[Question]) -> Question:
    """A question, and under it, one a line, what can be chosen.

    Args:
        taken: the kind's other questions; the new one is named otherwise.

    Raises:
        RuleError: `fact_missing`, `text_too_long`.
    """
    first, *choices = [line.strip(" •·-–*\t") for line in text.splitlines() if line.strip()] or [""]
    if not first:
        raise RuleError("fact_missing", fact="question")
    if len(first) > LONGEST_QUESTION:
        raise RuleError("text_too_long", limit=LONGEST_QUESTION)
    return with_choices(
        Question(_free_name(taken), AnswerKind.TEXT, words={language: first}), choices, language
    )


def with_choices(question: Question, choices: Sequence[str], language: str) -> Question:
    """The question with these answers to choose from; with none of them answered in words.

    Raises:
        RuleError: `text_too_long`.
    """
    distinct = list(dict.fromkeys(each for each in choices if each))
    if not distinct:
        return question
    if any(len(each) > LONGEST_LINE for each in distinct):
        raise RuleError("text_too_long", limit=LONGEST_LINE)
    words: dict[str, Mapping[str, str]] = {
        f"c{number}": {language: each} for number, each in enumerate(distinct, start=1)
    }
    return replace(question, kind=AnswerKind.CHOICE, choices=tuple(words), choice_words=words)


def _free_name(taken: Sequence[Question]) -> str:
    names = {each.name for each in taken}
    number = next(n for n in range(1, len(names) + 2) if f"q{n}" not in names)
    return f"q{number}"


def say(words: Mapping[str, str], language: str, text: str) -> dict[str, str]:
    """The words with those of one language put in place of the old."""
    return {**words, language: text}


def replace_question(draft: KindDraft, place: int, question: Question | None) -> KindDraft:
    """The draft with another question at a place, counted from 0, or with None without it.

    Raises:
        RuleError: `stale_button`: there is no such question any more.
    """
    questions = list(draft.form.questions)
    check_place(questions, place)
    questions[place : place + 1] = [question] if question else []
    return replace(draft, form=Form(tuple(questions)))


def add_question(draft: KindDraft, question: Question) -> KindDraft:
    """The draft with one question more."""
    return replace(draft, form=Form((*draft.form.questions, question)))


def raise_question(draft: KindDraft, place: int) -> KindDraft:
    """The draft with a question one place earlier; the first one stays.

    Raises:
        RuleError: `stale_button`: there is no such question any more.
    """
    questions = list(draft.form.questions)
    check_place(questions, place)
    if place:
        questions[place - 1 : place + 1] = questions[place], questions[place - 1]
    return replace(draft, form=Form(tuple(questions)))


def check_place(questions: Sequence[Question], place: int) -> None:
    """Whether there is a question at this place.

    Raises:
        RuleError: `stale_button`.
    """
    if not 0 <= place < len(questions):
        raise RuleError("stale_button")

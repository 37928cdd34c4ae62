"""The shipped kinds of need: whole, in every language, short, and fit to be asked on a phone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
import yaml

from handlers.folding import fold
from locales.kinds import STARTER
from locales.languages import LANGUAGES
from storage.requests.files import read_kinds
from storage.requests.forms import KindDraft, Question
from storage.requests.kinds import AnswerKind, Purpose

KINDS = {kind.slug: kind for kind in read_kinds(STARTER)}
QUESTIONS = [
    pytest.param(question, id=f"{kind.slug}/{question.name}")
    for kind in KINDS.values()
    for question in kind.form.questions
]
EACH = [pytest.param(kind, id=str(kind.slug)) for kind in KINDS.values()]

LONGEST_TITLE = 24
LONGEST_CHOICE = 36
"""Characters that a button shows on a small phone."""
LONGEST_WORDS = 44
LONGEST_HINT = 110
WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def _all_words(kind: KindDraft) -> Iterator[Mapping[str, object]]:
    yield from (kind.title, kind.hint, kind.keywords)
    for question in kind.form.questions:
        yield question.words
        yield from question.choice_words.values()
        if question.hints:
            yield question.hints


def test_what_neighbours_ask_for_is_there_in_the_order_of_the_menu() -> None:
    assert list(KINDS) == [
        "medicine",
        "mother-baby",
        "supplies",
        "repairs",
        "rubbish-parcels",
        "elder-meals",
        "dialysis",
        "chemotherapy",
        "pregnancy",
        "study-exams",
        "certificates",
        "talk",
        "other",
    ]


@pytest.mark.parametrize("kind", EACH)
def test_every_word_stands_in_every_language(kind: KindDraft) -> None:
    for words in _all_words(kind):
        assert set(words) == set(LANGUAGES)
        assert all(words.values())


@pytest.mark.parametrize("kind", EACH)
def test_a_kind_has_a_clock_a_place_and_one_icon(kind: KindDraft) -> None:
    assert kind.language == "zh-hans"
    assert 15 <= kind.respond_minutes <= 120
    assert kind.hours in {4, 24, 72}
    assert 0 <= kind.priority <= 5
    assert all(len(title) <= LONGEST_TITLE for title in kind.title.values())
    assert all(len(hint) <= LONGEST_HINT for hint in kind.hint.values())


def test_no_two_kinds_look_alike() -> None:
    assert len({kind.icon for kind in KINDS.values()}) == len(KINDS)
    for language in LANGUAGES:
        assert len({kind.title[language] for kind in KINDS.values()}) == len(KINDS)


@pytest.mark.parametrize("kind", EACH)
def test_a_form_is_short(kind: KindDraft) -> None:
    questions = kind.form.questions
    assert len({question.name for question in questions}) == len(questions)
    if kind.slug == "medicine":
        assert len(questions) <= 9
        assert sum(not question.required for question in questions) == 3
    else:
        assert 2 <= len(questions) <= 5


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_question_can_be_asked_and_answered(question: Question) -> None:
    assert (question.kind in {AnswerKind.CHOICE, AnswerKind.SEVERAL}) == bool(question.choices)
    assert all(len(words) <= LONGEST_WORDS for words in question.words.values())
    assert all(len(hint) <= LONGEST_HINT for hint in question.hints.values())
    for language in LANGUAGES:
        shown = [words[language] for words in question.choice_words.values()]
        assert len({word.casefold() for word in shown}) == len(shown)
        assert all(len(word) <= LONGEST_CHOICE for word in shown)
    if question.kind is AnswerKind.NUMBER:
        assert question.most is not None


def test_what_code_relies_on_is_asked() -> None:
    medicine = KINDS["medicine"].form
    assert medicine.is_gathered
    assert medicine.is_refilled
    assert {slug for slug, kind in KINDS.items() if kind.form.has_sessions} == {
        "dialysis",
        "chemotherapy",
        "pregnancy",
    }
    assert {slug for slug, kind in KINDS.items() if kind.form.is_gathered} == {"medicine"}


def test_choices_that_code_relies_on_are_named_alike() -> None:
    found = [
        (question.purpose, question.choices)
        for kind in KINDS.values()
        for question in kind.form.questions
        if question.choices and question.purpose is not None
    ]
    assert set(found) == {
        (Purpose.RECURRENCE, ("once", "chronic")),
        (Purpose.ROUTE, ("local", "cross")),
        (Purpose.SLOT, ("morning", "afternoon", "evening")),
        (Purpose.DAYS, WEEK),
    }


def test_medicine_comes_before_all_else_and_tells_nobody() -> None:
    first = {slug for slug, kind in KINDS.items() if kind.priority == 0}
    assert first == {"medicine", "dialysis", "chemotherapy", "pregnancy"}
    assert all(KINDS[slug].is_sensitive for slug in first)
    assert KINDS["mother-baby"].priority < KINDS["supplies"].priority


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_keyword_tells_one_kind(language: str) -> None:
    counts = Counter(fold(word) for kind in KINDS.values() for word in kind.keywords[language])
    assert [word for word, count in counts.items() if count > 1] == []
    for kind in KINDS.values():
        assert 10 <= len(kind.keywords[language]) <= 26


def _write(folder: Path, kind: Mapping[str, object]) -> None:
    (folder / "_questions.yaml").write_text("{}", encoding="utf-8")
    (folder / "some-kind.yaml").write_text(yaml.safe_dump(dict(kind)), encoding="utf-8")


def test_what_a_file_should_not_hold_is_told(tmp_path: Path) -> None:
    kind = yaml.safe_load((STARTER / "other.yaml").read_text(encoding="utf-8"))

    _write(tmp_path, {**kind, "questions": [{**kind["questions"][0], "colour": "red"}]})
    with pytest.raises(ValueError, match="some-kind: unknown colour"):
        read_kinds(tmp_path)

    _write(tmp_path, {**kind, "owner": 1, "questions": []})
    with pytest.raises(ValueError, match="some-kind: unknown owner"):
        read_kinds(tmp_path)

    _write(tmp_path, {**kind, "questions": ["unheard"]})
    with pytest.raises(ValueError, match="some-kind: no question unheard"):
        read_kinds(tmp_path)

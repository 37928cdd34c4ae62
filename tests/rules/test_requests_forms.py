"""Answers as people give them: read, or refused with a word that helps."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.errors import RuleError
from storage.requests.codec import from_values, to_values
from storage.requests.dates import read_day, weekday_of
from storage.requests.forms import Form, Question, check_answer, check_answers, missing
from storage.requests.kinds import AnswerKind, Purpose

# A Wednesday.
TODAY = date(2022, 4, 6)

SLOT = Question(
    "slot",
    AnswerKind.CHOICE,
    Purpose.SLOT,
    choices=("morning", "evening"),
    choice_words={"morning": {"zh-hans": "上午", "fr": "Matin"}, "evening": {"zh-hans": "晚上"}},
)
DAYS = Question("days", AnswerKind.SEVERAL, Purpose.DAYS, choices=("mon", "wed", "fri"), most=2)
BOXES = Question("boxes", AnswerKind.NUMBER, Purpose.QUANTITY, most=10)
BY = Question("by", AnswerKind.DATE, Purpose.NEEDED_BY, required=False)
DRUG = Question("drug", AnswerKind.TEXT, Purpose.DRUG, words={"en": "Which medicine?"})
PICTURE = Question("picture", AnswerKind.PHOTO)
FORM = Form((DRUG, BOXES, SLOT, DAYS, BY, PICTURE))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("today", "2022-04-06"),
        ("Tomorrow", "2022-04-07"),
        ("明天", "2022-04-07"),
        ("后天", "2022-04-08"),
        ("後天", "2022-04-08"),
        ("大后天", "2022-04-09"),
        ("明日", "2022-04-07"),
        ("모레", "2022-04-08"),
        ("après-demain", "2022-04-08"),
        ("aujourd’hui", "2022-04-06"),
        ("周四", "2022-04-07"),
        ("週三", "2022-04-13"),
        ("Monday", "2022-04-11"),
        ("星期天", "2022-04-10"),
        ("日曜日", "2022-04-10"),
        ("4/12", "2022-04-12"),
        ("４／１２", "2022-04-12"),
        ("4.12", "2022-04-12"),
        ("4月12日", "2022-04-12"),
        ("4月 12号", "2022-04-12"),
        ("4월 12일", "2022-04-12"),
        ("2022年5月1日", "2022-05-01"),
        ("2022-04-12", "2022-04-12"),
        ("2023/1/5", "2023-01-05"),
        ("1/5", "2023-01-05"),
        ("4/5", "2022-04-05"),
    ],
)
def test_days_are_read_as_people_write_them(text: str, day: str) -> None:
    assert read_day(text, TODAY) == date.fromisoformat(day)


@pytest.mark.parametrize(
    "text", ["", "soon", "13/45", "2/30", "2022-13-01", "4/12/2022", "0/0", "12", "明天下午"]
)
def test_what_is_no_day_is_not_guessed(text: str) -> None:
    assert read_day(text, TODAY) is None


def test_weekdays_are_known_by_name() -> None:
    assert [weekday_of(name) for name in ("周一", "Tuesday", "수요일", "x")] == [0, 1, 2, None]


@given(st.text())
def test_reading_a_day_never_fails(text: str) -> None:
    day = read_day(text, TODAY)
    assert day is None or isinstance(day, date)


@pytest.mark.parametrize(
    ("question", "raw", "answer"),
    [
        (DRUG, "  硝苯地平 \n\n 控释片  ", "硝苯地平\n控释片"),
        (BOXES, "３", 3),
        (BOXES, " 10 ", 10),
        (BOXES, 2, 2),
        (SLOT, "morning", "morning"),
        (SLOT, "上午", "morning"),
        (SLOT, "matin", "morning"),
        (DAYS, ["fri", "mon", "mon"], ["mon", "fri"]),
        (DAYS, "wed", ["wed"]),
        (BY, "明天", "2022-04-07"),
        (BY, "2022-04-06", "2022-04-06"),
    ],
)
def test_answers_are_kept_in_one_form(question: Question, raw: Any, answer: Any) -> None:
    assert check_answer(question, raw, TODAY) == answer


@pytest.mark.parametrize(
    ("question", "raw", "code"),
    [
        (DRUG, " \n ", "need_text_empty"),
        (DRUG, "x" * 401, "need_text_long"),
        (BOXES, "两盒", "need_number_wrong"),
        (BOXES, "0", "need_number_wrong"),
        (BOXES, "-1", "need_number_wrong"),
        (BOXES, "11", "need_number_wrong"),
        (BOXES, "²", "need_number_wrong"),
        (BOXES, "9" * 5000, "need_number_wrong"),
        (SLOT, "noon", "need_choice_unknown"),
        (DAYS, [], "need_choice_unknown"),
        (DAYS, ["mon", "sun"], "need_choice_unknown"),
        (DAYS, ["mon", "wed", "fri"], "need_choices_many"),
        (BY, "whenever", "need_date_wrong"),
        (BY, "2022-04-05", "need_date_past"),
        (BY, "4/5", "need_date_past"),
        (PICTURE, "photo", "need_photo_wanted"),
    ],
)
def test_wrong_answers_are_refused_by_name(question: Question, raw: Any, code: str) -> None:
    with pytest.raises(RuleError) as refusal:
        check_answer(question, raw, TODAY)
    assert refusal.value.code == code


def test_only_what_is_asked_is_kept_and_what_is_demanded_is_there() -> None:
    given = {"drug": "阿司匹林", "boxes": "2", "slot": "上午", "days": ["mon"], "else": "x"}
    checked = check_answers(FORM, given, TODAY)

    assert checked == {"drug": "阿司匹林", "boxes": 2, "slot": "morning", "days": ["mon"]}
    assert missing(FORM, checked) == ()
    assert missing(FORM, {}) == (DRUG, BOXES, SLOT, DAYS)
    with pytest.raises(RuleError, match="need_answer_missing") as refusal:
        check_answers(FORM, {"drug": "阿司匹林"}, TODAY)
    assert refusal.value.params == {"name": "boxes"}


def test_checked_answers_can_be_checked_again() -> None:
    given = {"drug": "a", "boxes": 2, "slot": "morning", "days": ["mon"], "by": "2022-04-07"}
    assert check_answers(FORM, given, TODAY) == given


def test_code_relies_on_purposes_only() -> None:
    hospital = Question("where", AnswerKind.TEXT, Purpose.HOSPITAL)
    session = Question("next", AnswerKind.DATE, Purpose.SESSION)
    assert not FORM.is_gathered
    assert Form((DRUG, hospital)).is_gathered
    assert Form((session,)).has_sessions
    assert FORM.find(Purpose.SLOT) == SLOT
    assert FORM.question("by") == BY


def test_forms_are_kept_and_read_back() -> None:
    assert from_values(to_values(FORM)) == FORM

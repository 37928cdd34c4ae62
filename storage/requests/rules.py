"""Clocks and limits of requests. Pure: values and `now` in, an answer or a `RuleError` out."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from storage.errors import RuleError
from storage.requests.dates import weekday_of
from storage.requests.forms import TEXT_LENGTH, Answer, Form, KindDraft, Question
from storage.requests.kinds import AnswerKind, Outcome, Purpose, RequestState

HOUSEHOLD_FLOOR = 5
"""Below so many households a group is shown no number: one could be recognised."""
MOST_PHOTOS = 6
PHOTO_MB = 10
MOST_AN_HOUR = 20
"""Requests that one person opens within an hour."""
REOPEN_DAYS = 14
CONFIRM_WITHIN = timedelta(days=3)
"""How long what was brought waits for its household's word."""
KEEP_OPEN = timedelta(days=180)
"""How long a request stands open that nobody has touched."""
SHOWN_FOR = timedelta(hours=1)
ONCE = "once"
"""The choice of a recurrence that asks for nothing more, in every form."""
REFILL_AHEAD = timedelta(days=5)
"""How long before the last dose it is asked for again: a run takes days (S82)."""
MOST_LEVELS = 5
"""So often all staff hear of what nobody takes; after that those on duty, once a day."""
TELL_AGAIN_AFTER = timedelta(days=1)
REMIND_ASKED_AFTER = timedelta(days=1)
ANSWER_WITHIN = timedelta(days=2)
"""How long a requester's answer is waited for; after that it is staff's turn again."""

# By the committee's clock. The evening before and after a session, the morning of an alarm.
REMIND_SESSION_AT = time(18)
ASK_SESSION_AT = time(21)
ALARM_SESSION_AT = time(9)
REFILL_AT = time(9)
DIGEST_AT = time(20)

_MOST_QUESTIONS = 12
_MOST_HOURS = 30 * 24
_FEWEST_CHOICES = 2
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_WEEK = 7


def end_of_day(day: date, zone: str) -> datetime:
    """The instant at which a day is over."""
    return datetime.combine(day + timedelta(days=1), time.min, ZoneInfo(zone)).astimezone(UTC)


def at_clock(day: date, clock: time, zone: str) -> datetime:
    """An instant by a committee's clock."""
    return datetime.combine(day, clock, ZoneInfo(zone)).astimezone(UTC)


def find_due(opened_at: datetime, hours: int, needed_by: date | None, zone: str) -> datetime:
    """When a request has to be done: its kind's hours, or the end of the day it is needed by."""
    due = opened_at + timedelta(hours=hours)
    return due if needed_by is None else min(due, end_of_day(needed_by, zone))


def is_overdue(
    state: RequestState,
    due_at: datetime,
    asked_at: datetime | None,
    delivered_at: datetime | None,
    now: datetime,
) -> bool:
    """Whether staff are late. Waiting for the requester's answer is nobody's delay, for a while."""
    is_live = state in (RequestState.OPEN, RequestState.CLAIMED)
    return is_live and not is_waiting(asked_at, now) and delivered_at is None and due_at <= now


def is_waiting(asked_at: datetime | None, now: datetime) -> bool:
    """Whether the requester was asked, and still has time to answer."""
    return asked_at is not None and now < asked_at + ANSWER_WITHIN


def escalation_at(waiting_since: datetime, respond_minutes: int, level: int) -> datetime:
    """When an unclaimed request goes further: the wait doubles, by at most a day.

    Args:
        level: from 1.
    """
    wait = timedelta(minutes=respond_minutes)
    for _ in range(level - 1):
        wait += min(wait, TELL_AGAIN_AFTER)
    return waiting_since + wait


def find_level(waiting_since: datetime, respond_minutes: int, now: datetime) -> int:
    """How far an unclaimed request has gone; 0 as long as it may wait."""
    level = 0
    while escalation_at(waiting_since, respond_minutes, level + 1) <= now:
        level += 1
    return level


def refill_day(form: Form, answers: Mapping[str, Answer], delivered_on: date) -> date | None:
    """The day on which to ask again for what runs out (S82); None where it is taken once."""
    days, recurrence = (_find(form, answers, each) for each in (Purpose.LASTS, Purpose.RECURRENCE))
    if not form.is_refilled or not isinstance(days, int) or recurrence == ONCE:
        return None
    return delivered_on + max(timedelta(days=days) - REFILL_AHEAD, timedelta(days=1))


def next_session(days: Any, after: date) -> date | None:
    """The next day of a weekly rhythm.

    Args:
        days: choices named `mon` to `sun`, or weekdays as people write them.
    """
    named = [days] if isinstance(days, str) else days or ()
    numbers = {_weekday(str(each)) for each in named} - {None}
    ahead = (after + timedelta(days=step) for step in range(1, _WEEK + 1))
    return next((day for day in ahead if day.weekday() in numbers), None)


def fold_drug(name: str) -> str:
    """A medicine's name by which two ways to write it are one."""
    folded = unicodedata.normalize("NFKC", name).casefold()
    return "".join(letter for letter in folded if letter.isalnum())


def floor_count(households: int) -> int | None:
    """A number that a group may see; None below the floor."""
    return households if households >= HOUSEHOLD_FLOOR else None


def median_minutes(spans: Collection[timedelta]) -> int | None:
    """The middle of some spans in whole minutes; of two middles the mean."""
    ordered = sorted(spans)
    if not ordered:
        return None
    middle = (ordered[(len(ordered) - 1) // 2] + ordered[len(ordered) // 2]) / 2
    return round(middle.total_seconds() / 60)


def check_text(text: str) -> str:
    """Words that somebody writes about a request.

    Raises:
        RuleError: `need_text_empty`, `need_text_long` with `limit`.
    """
    cleaned = text.strip()
    if not cleaned:
        raise RuleError("need_text_empty")
    if len(cleaned) > TEXT_LENGTH:
        raise RuleError("need_text_long", limit=TEXT_LENGTH)
    return cleaned


def check_photo(size: int, count: int) -> None:
    """One photo more.

    Args:
        size: in bytes.
        count: with this one.

    Raises:
        RuleError: `need_photo_large` with `limit_mb`, `need_photos_many` with `most`.
    """
    if size > PHOTO_MB * 1024 * 1024:
        raise RuleError("need_photo_large", limit_mb=PHOTO_MB)
    if count > MOST_PHOTOS:
        raise RuleError("need_photos_many", most=MOST_PHOTOS)


def check_live(state: RequestState, erased_at: datetime | None = None) -> None:
    """Something can still be done.

    Raises:
        RuleError: `need_erased`, `need_closed`.
    """
    if erased_at is not None:
        raise RuleError("need_erased")
    if state not in (RequestState.OPEN, RequestState.CLAIMED):
        raise RuleError("need_closed")


def check_reopen(state: RequestState, closed_at: datetime | None, now: datetime) -> None:
    """A request that ended comes back, within two weeks: later it is a new one.

    Raises:
        RuleError: `need_not_closed`, `need_reopen_late` with `days`.
    """
    if state is not RequestState.DONE or closed_at is None:
        raise RuleError("need_not_closed")
    if closed_at < now - timedelta(days=REOPEN_DAYS):
        raise RuleError("need_reopen_late", days=REOPEN_DAYS)


def check_outcome(outcome: Outcome, delivered_at: datetime | None) -> None:
    """Only a requester withdraws, and what counts as delivered was delivered.

    Raises:
        RuleError: `need_outcome_wrong`.
    """
    is_undelivered = outcome is Outcome.DELIVERED and delivered_at is None
    if outcome is Outcome.WITHDRAWN or is_undelivered:
        raise RuleError("need_outcome_wrong")


def check_draft(draft: KindDraft) -> None:
    """A kind that residents can be asked about.

    Raises:
        RuleError: `need_title_missing`, `need_icon_wrong`, `need_hours_wrong` with `most`,
            `need_questions_many` with `most`, `need_question_empty`, `need_choices_few`,
            `need_slug_wrong`.
    """
    if not draft.title.get(draft.language, "").strip():
        raise RuleError("need_title_missing")
    if not 1 <= len(draft.icon.strip()) <= 16:
        raise RuleError("need_icon_wrong")
    if not 1 <= draft.hours <= _MOST_HOURS or not 1 <= draft.respond_minutes <= _MOST_HOURS * 60:
        raise RuleError("need_hours_wrong", most=_MOST_HOURS)
    if len(draft.form.questions) > _MOST_QUESTIONS:
        raise RuleError("need_questions_many", most=_MOST_QUESTIONS)
    if draft.slug is not None and not re.fullmatch(r"[a-z][a-z0-9_-]{0,29}", draft.slug):
        raise RuleError("need_slug_wrong")
    names = [question.name for question in draft.form.questions]
    if len(names) != len(set(names)):
        raise RuleError("need_question_empty")
    for question in draft.form.questions:
        _check_question(question, draft.language)


def _check_question(question: Question, language: str) -> None:
    if not question.name or not question.words.get(language, "").strip():
        raise RuleError("need_question_empty")
    is_chosen = question.kind in (AnswerKind.CHOICE, AnswerKind.SEVERAL)
    if is_chosen and len(set(question.choices)) < _FEWEST_CHOICES:
        raise RuleError("need_choices_few")


def _find(form: Form, answers: Mapping[str, Answer], purpose: Purpose) -> Answer | None:
    question = form.find(purpose)
    return answers.get(question.name) if question is not None else None


def _weekday(name: str) -> int | None:
    short = name.strip().casefold()[:3]
    return _WEEKDAYS.index(short) if short in _WEEKDAYS else weekday_of(name)

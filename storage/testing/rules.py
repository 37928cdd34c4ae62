"""What a building hears about its slot, and when. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TypeVar

from storage.errors import RuleError
from storage.local_time import (
    MINUTES_A_DAY,
    at_local,
    covers_minute,
    local_day,
    local_minute,
)
from storage.testing.kinds import ReminderKind, SlotKind

# In minutes; what is put off for longer is another day.
LONGEST_DELAY = 600
MOST_OFFSETS = 4
LONGEST_OFFSET = 12 * 60
# What can be read later. "Your building now" cannot.
_PATIENT = frozenset({ReminderKind.EVENING, ReminderKind.BEFORE})
_AT_HOME = _PATIENT


@dataclass(frozen=True, slots=True)
class Manner:
    """How the buildings of a round are reminded; all minutes are of the committee's wall clock.

    Attributes:
        evening_at: minute of the day before; None for no word then.
        before_minutes: so long before a slot begins.
        last_call_minutes: so long before it ends; None for no last call.
        quiet_from: from then on nobody is woken, until `quiet_until`; both None: at no time.
    """

    evening_at: int | None = 19 * 60
    before_minutes: tuple[int, ...] = (30,)
    last_call_minutes: int | None = 15
    quiet_from: int | None = 22 * 60
    quiet_until: int | None = 7 * 60


@dataclass(frozen=True, slots=True)
class Moment:
    """One reminder of a slot: from `due_at` on it is to be told, at `expires_at` it is too late."""

    kind: ReminderKind
    minutes: int
    due_at: datetime
    expires_at: datetime


def list_moments(
    kind: SlotKind,
    day: date,
    starts_at: datetime,
    ends_at: datetime,
    manner: Manner,
    zone: str,
) -> tuple[Moment, ...]:
    """Everything that is told about a slot. Those sampled at home are not called to the site."""
    moments = _list_all(day, starts_at, ends_at, manner, zone)
    return tuple(moment for moment in moments if kind is SlotKind.SITE or moment.kind in _AT_HOME)


def _list_all(
    day: date, starts_at: datetime, ends_at: datetime, manner: Manner, zone: str
) -> Iterator[Moment]:
    if manner.evening_at is not None:
        evening = at_local(day - timedelta(days=1), manner.evening_at, zone)
        due_at = before_quiet(evening, manner, zone)
        yield Moment(ReminderKind.EVENING, 0, due_at, starts_at)
    for minutes in manner.before_minutes:
        due_at = after_quiet(starts_at - timedelta(minutes=minutes), starts_at, manner, zone)
        yield Moment(ReminderKind.BEFORE, minutes, due_at, starts_at)
    yield Moment(ReminderKind.NOW, 0, starts_at, ends_at)
    if manner.last_call_minutes is not None:
        last_call = ends_at - timedelta(minutes=manner.last_call_minutes)
        if last_call > starts_at:
            yield Moment(ReminderKind.LAST_CALL, manner.last_call_minutes, last_call, ends_at)


def is_quiet(at: datetime, manner: Manner, zone: str) -> bool:
    """Whether nobody should be woken at an instant."""
    begins, ends = manner.quiet_from, manner.quiet_until
    if begins is None or ends is None:
        return False
    return covers_minute((begins, ends), local_minute(at, zone))


def before_quiet(at: datetime, manner: Manner, zone: str) -> datetime:
    """`at`, or the minute in which the quiet hours around it begin."""
    if manner.quiet_from is None or not is_quiet(at, manner, zone):
        return at
    day = local_day(at, zone)
    if local_minute(at, zone) < manner.quiet_from:
        day -= timedelta(days=1)
    return at_local(day, manner.quiet_from, zone)


def after_quiet(at: datetime, starts_at: datetime, manner: Manner, zone: str) -> datetime:
    """`at`, or the minute in which the quiet hours around it end, if that is before the slot.

    Otherwise it stays where it is, and is told without a sound (`is_silent`).
    """
    if manner.quiet_until is None or not is_quiet(at, manner, zone):
        return at
    day = local_day(at, zone)
    if local_minute(at, zone) >= manner.quiet_until:
        day += timedelta(days=1)
    edge = at_local(day, manner.quiet_until, zone)
    return edge if edge < starts_at else at


def is_silent(kind: ReminderKind, now: datetime, manner: Manner, zone: str) -> bool:
    """Whether a reminder that is told now makes no sound."""
    return kind in _PATIENT and is_quiet(now, manner, zone)


T = TypeVar("T")


def choose_newest(due: Iterable[tuple[int, datetime, T]]) -> tuple[list[T], list[T]]:
    """Of several reminders of one slot that fell due, the newest; after a stop it says all.

    Args:
        due: slot, instant at which it fell due, and the reminder itself.

    Returns:
        What is to be told, and what need not be any more.
    """
    newest: dict[int, tuple[datetime, T]] = {}
    passed_over = []
    for slot_id, due_at, reminder in sorted(due, key=lambda each: each[1]):
        if slot_id in newest:
            passed_over.append(newest[slot_id][1])
        newest[slot_id] = due_at, reminder
    return [reminder for _, reminder in newest.values()], passed_over


def check_manner(manner: Manner) -> None:
    """Refuse reminders that no clock shows, or that would never end.

    Raises:
        RuleError: `wrong_number` (fact, limit), `testing_quiet_half`.
    """
    minutes = (manner.evening_at, manner.quiet_from, manner.quiet_until)
    for fact, minute in zip(("evening", "quiet_hours", "quiet_hours"), minutes, strict=True):
        if minute is not None and not 0 <= minute < MINUTES_A_DAY:
            raise RuleError("wrong_number", fact=fact, limit=MINUTES_A_DAY - 1)
    if (manner.quiet_from is None) != (manner.quiet_until is None):
        raise RuleError("testing_quiet_half")
    if len(manner.before_minutes) > MOST_OFFSETS:
        raise RuleError("testing_too_many_offsets", limit=MOST_OFFSETS)
    for minute in manner.before_minutes:
        _check_offset("before", minute)
    if manner.last_call_minutes is not None:
        _check_offset("last_call", manner.last_call_minutes)


def check_delay(minutes: int) -> None:
    """Refuse a delay of nothing, and one that should be another day.

    Raises:
        RuleError: `testing_delay_wrong` (limit).
    """
    if not minutes or abs(minutes) > LONGEST_DELAY:
        raise RuleError("testing_delay_wrong", limit=LONGEST_DELAY)


def _check_offset(fact: str, minutes: int) -> None:
    if not 1 <= minutes <= LONGEST_OFFSET:
        raise RuleError("wrong_number", fact=fact, limit=LONGEST_OFFSET)


def slot_span(day: date, begins: int, ends: int, zone: str) -> tuple[datetime, datetime]:
    """The instants of a slot.

    Where the clock is put forward none ends before it begins: it is as long as was said.
    """
    starts_at, ends_at = at_local(day, begins, zone), at_local(day, ends, zone)
    if ends_at <= starts_at:
        ends_at = starts_at + timedelta(minutes=ends - begins)
    return starts_at, ends_at

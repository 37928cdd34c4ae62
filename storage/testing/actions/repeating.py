"""Rounds without an end: their days stand two weeks ahead, and follow a pause of the schedule."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from storage.schedules.actions import claim_due
from storage.schedules.kinds import Occurrence, ScheduleKind
from storage.schedules.queries import find_schedule
from storage.schedules.rules import Calendar
from storage.testing.actions._locks import lock_round, note
from storage.testing.actions.announcing import tell_called_off, tell_left_out
from storage.testing.actions.moving import is_free
from storage.testing.actions.reminding import plan_reminders
from storage.testing.actions.rows import add_day, from_pattern
from storage.testing.actions.visiting import repeat_visits
from storage.testing.kinds import ChangeKind, DayState, ReminderState, RoundState
from storage.testing.plan import HORIZON_DAYS
from storage.testing.tables import Day, Reminder, Round, Slot

HORIZON = timedelta(days=HORIZON_DAYS)
# Who reads the card prepares for a day so long before.
NEAR = timedelta(days=1)


def extend_rounds(session: Session, now: datetime, calendar: Calendar) -> int:
    """Have the days of rounds without an end stand for the next two weeks.

    Days of a schedule that is paused are taken back, and stand again when it goes on.

    Returns:
        How many days were added.
    """
    occurrences = claim_due(session, ScheduleKind.TESTING, now, calendar, lead=HORIZON)
    for round_id in sorted({each.subject_id for each in occurrences}):
        _add_days(
            session, round_id, [each for each in occurrences if each.subject_id == round_id], now
        )
    _follow_pauses(session, now)
    return len(occurrences)


def _add_days(
    session: Session, round_id: int, occurrences: Sequence[Occurrence], now: datetime
) -> None:
    testing = lock_round(session, round_id)
    slots = from_pattern(testing.pattern or ())
    if testing.state is not RoundState.PLANNED or not slots:
        return
    days = [add_day(session, testing, each.number, each.day, slots) for each in occurrences]
    repeat_visits(session, testing, days)
    _leave_clashes_out(session, testing, days, now)
    plan_reminders(session, [day.id for day in days if day.id is not None], now)
    note(session, testing, "extended", None, now, days=len(days))


def _follow_pauses(session: Session, now: datetime) -> None:
    repeated = select(Round).where(
        col(Round.state) == RoundState.PLANNED, col(Round.schedule_id).is_not(None)
    )
    for testing in session.exec(repeated.order_by(col(Round.id))).all():
        follow_pause(session, testing, now)


def follow_pause(session: Session, testing: Round, now: datetime) -> None:
    """Take the days ahead back while the round's schedule is paused; else have them stand.

    Buildings hear of the days that they were told of, or that are near.
    """
    assert testing.schedule_id is not None
    assert testing.id is not None
    schedule = find_schedule(session, testing.schedule_id)
    is_paused = schedule is not None and schedule.paused_at is not None
    before, after = DayState.PAUSED, DayState.PLANNED
    if is_paused:
        before, after = after, before
    query = select(Day).where(
        col(Day.round_id) == testing.id, col(Day.state) == before, col(Day.starts_at) > now
    )
    if session.exec(query).first() is None:
        return
    testing = lock_round(session, testing.id)
    days = session.exec(query.execution_options(populate_existing=True)).all()
    for day in days:
        day.state = after
        session.add(day)
    if not is_paused:
        _leave_clashes_out(session, testing, days, now)
    plan_reminders(session, [day.id for day in days if day.id is not None], now, catch_up=False)
    note(session, testing, "paused" if is_paused else "resumed", None, now, days=len(days))
    testing.version += 1
    _tell_expecting(session, testing, [day for day in days if day.state is after], now)


def _tell_expecting(session: Session, testing: Round, days: Sequence[Day], now: datetime) -> None:
    """Tell the buildings that expect some days, or were told that these are off.

    Whoever heard of a pause hears of its end: a day comes only nearer, and what was told stays so.
    """
    told = select(Slot.day_id).join(Reminder, col(Reminder.slot_id) == col(Slot.id))
    told = told.where(
        col(Reminder.state) == ReminderState.TOLD, col(Slot.day_id).in_([day.id for day in days])
    )
    expected = set(session.exec(told))
    near = [day for day in days if day.id in expected or day.starts_at <= now + NEAR]
    if near:
        is_on = near[0].state is DayState.PLANNED
        template = "testing/back_on" if is_on else "testing/called_off"
        tell_called_off(session, testing, near, template, now)


def _leave_clashes_out(
    session: Session, testing: Round, days: Sequence[Day], now: datetime
) -> None:
    """Skip the days on which another round calls a building by now, and tell staff.

    They undo it as a day that they skipped, once the other round is out of the way.
    """
    clashes = [day for day in days if not is_free(session, testing, day)]
    if not clashes:
        return
    for day in clashes:
        day.state = DayState.SKIPPED
        session.add(day)
    former = [[day.id, DayState.PLANNED.value] for day in clashes]
    testing.last_change = {"kind": ChangeKind.SKIP.value, "days": former}
    testing.version += 1
    session.add(testing)
    note(session, testing, DayState.SKIPPED.value, None, now, days=len(clashes))
    tell_left_out(session, testing, clashes, now)

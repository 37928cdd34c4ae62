"""A day that is left out, and a round that is called off: whoever was to come is told."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session, col, select

from storage.errors import RuleError
from storage.schedules.actions import end_schedule
from storage.schedules.tables import Schedule
from storage.testing.actions._locks import (
    Changed,
    Press,
    check_ahead,
    is_repeated,
    keep,
    lock_day,
    lock_for,
)
from storage.testing.actions.announcing import tell_called_off
from storage.testing.actions.reminding import plan_reminders
from storage.testing.kinds import ChangeKind, DayState, RoundState
from storage.testing.tables import Day, Round


def skip_day(
    session: Session,
    day_id: int,
    *,
    by: int,
    now: datetime,
    seen: int | None = None,
    update_id: int | None = None,
) -> Changed:
    """Leave one day of a round out (跳过一次).

    Raises:
        RuleError: `testing_unknown`, `not_staff`, `stale_button`, `testing_over`.
    """
    press = Press(by, now, seen, update_id)
    testing, day = lock_day(session, day_id, press)
    if is_repeated(testing, press):
        return Changed(testing.version)
    check_ahead(testing, day, now)
    return _take_back(session, testing, [day], ChangeKind.SKIP, press)


def call_off_round(
    session: Session,
    round_id: int,
    *,
    by: int,
    now: datetime,
    seen: int | None = None,
    update_id: int | None = None,
) -> Changed:
    """Call off what is left of a round; one without an end recurs no more.

    Raises:
        RuleError: `testing_unknown`, `not_staff`, `stale_button`, `testing_over`.
    """
    press = Press(by, now, seen, update_id)
    _lock_schedule(session, round_id)
    testing = lock_for(session, round_id, press)
    if is_repeated(testing, press):
        return Changed(testing.version)
    if testing.state is not RoundState.PLANNED:
        raise RuleError("testing_over")
    if testing.schedule_id is not None:
        end_schedule(session, testing.schedule_id, by=None, now=now)
    query = select(Day).where(
        col(Day.round_id) == round_id,
        col(Day.state).in_([DayState.PLANNED, DayState.PAUSED]),
        col(Day.ends_at) > now,
    )
    days = list(session.exec(query.order_by(col(Day.ordinal))))
    testing.state = RoundState.CALLED_OFF
    return _take_back(session, testing, days, ChangeKind.CALL_OFF, press)


def _lock_schedule(session: Session, round_id: int) -> None:
    """Before the round, as the clock does that adds its days: neither waits for the other."""
    of = select(Round.schedule_id).where(col(Round.id) == round_id).scalar_subquery()
    session.exec(select(Schedule.id).where(col(Schedule.id) == of).with_for_update()).first()


def _take_back(
    session: Session, testing: Round, days: list[Day], kind: ChangeKind, press: Press
) -> Changed:
    is_undoable = kind is ChangeKind.SKIP or testing.schedule_id is None
    undo = {"kind": kind.value, "days": [[day.id, day.state.value] for day in days]}
    state = DayState.SKIPPED if kind is ChangeKind.SKIP else DayState.CALLED_OFF
    for day in days:
        day.state = state
        session.add(day)
    plan_reminders(session, [day.id for day in days if day.id is not None], press.now)
    keep(session, testing, state.value, press, undo if is_undoable else None, days=len(days))
    return tell_called_off(session, testing, days, "testing/called_off", press.now)

"""The last change of a round is taken back, and whoever was told of it is told of that."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlmodel import Session

from storage.errors import RuleError
from storage.testing.actions._locks import Changed, Press, is_repeated, keep, lock_for
from storage.testing.actions.announcing import tell_called_off
from storage.testing.actions.changing import apply_manner
from storage.testing.actions.moving import check_free, retime
from storage.testing.actions.reminding import plan_reminders
from storage.testing.kinds import ChangeKind, DayState, RoundState
from storage.testing.rules import Manner, slot_span
from storage.testing.tables import Day, Round


def undo_change(
    session: Session,
    round_id: int,
    *,
    by: int,
    now: datetime,
    seen: int | None = None,
    update_id: int | None = None,
) -> Changed:
    """Take the last change back, as far as its times still lie ahead. What was undone stays so.

    Raises:
        RuleError: `testing_unknown`, `not_staff`, `stale_button`, `testing_nothing_to_undo`, or
            what speaks against the former times by now.
    """
    press = Press(by, now, seen, update_id)
    testing = lock_for(session, round_id, press)
    if is_repeated(testing, press):
        return Changed(testing.version)
    last = testing.last_change
    if last is None:
        raise RuleError("testing_nothing_to_undo")
    kind = ChangeKind(last["kind"])
    if kind is ChangeKind.MANNER:
        return _undo_manner(session, testing, last, press)
    if kind in (ChangeKind.SKIP, ChangeKind.CALL_OFF):
        return _undo_taking_back(session, testing, last, press)
    return _undo_times(session, testing, last, press)


def _undo_manner(session: Session, testing: Round, last: dict[str, Any], press: Press) -> Changed:
    former = last["manner"] | {"before_minutes": tuple(last["manner"]["before_minutes"])}
    apply_manner(session, testing, Manner(**former), press.now)
    keep(session, testing, "manner_undone", press)
    return Changed(testing.version)


def _undo_times(session: Session, testing: Round, last: dict[str, Any], press: Press) -> Changed:
    day = session.get_one(Day, last["day"], populate_existing=True)
    spans = {
        slot_id: (begins, ends)
        for slot_id, begins, ends in last["slots"]
        if slot_span(day.day, begins, ends, testing.zone)[1] > press.now
    }
    if not spans or day.state is not DayState.PLANNED:
        raise RuleError("testing_nothing_to_undo")
    kind = ChangeKind(last["kind"])
    put_off = {"delay": -last["delay"], "of_day": last["of_day"]}
    return retime(session, testing, day, spans, kind, press, **put_off, can_undo=False)


def _undo_taking_back(
    session: Session, testing: Round, last: dict[str, Any], press: Press
) -> Changed:
    days = []
    for day_id, state in last["days"]:
        day = session.get_one(Day, day_id, populate_existing=True)
        if day.ends_at > press.now:
            day.state = DayState(state)
            session.add(day)
            days.append(day)
    if not days:
        raise RuleError("testing_nothing_to_undo")
    check_free(session, testing, days)
    testing.state = RoundState.PLANNED
    session.add(testing)
    plan_reminders(session, [day.id for day in days if day.id is not None], press.now)
    keep(session, testing, "back_on", press)
    return tell_called_off(session, testing, days, "testing/back_on", press.now)

"""A day that is put off, a building that is moved, and when the buildings are reminded.

Only the buildings whose times change are told, once, with the old time and the new one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime

from sqlmodel import Session, col, select

from storage.errors import RuleError
from storage.local_time import MINUTES_A_DAY
from storage.testing.actions._locks import (
    Changed,
    Press,
    check_ahead,
    is_repeated,
    keep,
    lock_day,
    lock_for,
)
from storage.testing.actions.moving import Span, list_day_slots, retime
from storage.testing.actions.reminding import plan_reminders
from storage.testing.kinds import ChangeKind, RoundState
from storage.testing.queries.rounds import manner_of
from storage.testing.rules import Manner, check_delay, check_manner
from storage.testing.tables import Day, Round, Slot


def delay_day(
    session: Session,
    day_id: int,
    minutes: int,
    *,
    by: int,
    now: datetime,
    seen: int | None = None,
    update_id: int | None = None,
) -> Changed:
    """Put off every slot of a day that is not over, or bring it forward where `minutes` are
    negative.

    Raises:
        RuleError: `testing_unknown`, `not_staff`, `stale_button`, `testing_over`,
            `testing_delay_wrong`, `testing_clash`.
    """
    check_delay(minutes)
    press = Press(by, now, seen, update_id)
    testing, day = lock_day(session, day_id, press)
    if is_repeated(testing, press):
        return Changed(testing.version)
    check_ahead(testing, day, now)
    spans = {
        slot.id: (slot.starts_minute + minutes, slot.ends_minute + minutes)
        for slot in list_day_slots(session, day)
        if slot.id is not None and slot.ends_at > now
    }
    return retime(session, testing, day, spans, ChangeKind.DELAY, press, delay=minutes, of_day=True)


def delay_slot(
    session: Session,
    slot_id: int,
    minutes: int,
    *,
    by: int,
    now: datetime,
    seen: int | None = None,
    update_id: int | None = None,
) -> Changed:
    """Put off one building.

    Raises:
        RuleError: as `delay_day`, `testing_lanes_exceeded`, `testing_twice_at_once`.
    """
    check_delay(minutes)
    slot = _find_slot(session, slot_id)
    span = (slot.starts_minute + minutes, slot.ends_minute + minutes)
    press = Press(by, now, seen, update_id)
    return _move(session, slot.day_id, {slot_id: span}, ChangeKind.DELAY, press, minutes)


def move_slot(
    session: Session,
    slot_id: int,
    begins: int,
    ends: int | None = None,
    *,
    by: int,
    now: datetime,
    seen: int | None = None,
    update_id: int | None = None,
) -> Changed:
    """Give one building another time of the same day.

    Args:
        begins: minutes past midnight; without `ends` the slot stays as long as it was.

    Raises:
        RuleError: as `delay_slot`, `testing_times_reversed`.
    """
    slot = _find_slot(session, slot_id)
    span = (begins, begins + slot.ends_minute - slot.starts_minute if ends is None else ends)
    press = Press(by, now, seen, update_id)
    return _move(session, slot.day_id, {slot_id: span}, ChangeKind.MOVE, press)


def change_times(
    session: Session,
    day_id: int,
    times: Mapping[int, Span],
    *,
    by: int,
    now: datetime,
    seen: int | None = None,
    update_id: int | None = None,
) -> Changed:
    """Give several buildings of a day other times at once.

    Args:
        times: begin and end by slot, minutes past midnight.

    Raises:
        RuleError: as `move_slot`.
    """
    return _move(session, day_id, times, ChangeKind.TIMES, Press(by, now, seen, update_id))


def set_manner(
    session: Session,
    round_id: int,
    manner: Manner,
    *,
    by: int,
    now: datetime,
    seen: int | None = None,
    update_id: int | None = None,
) -> Changed:
    """Change when the buildings of a round are reminded. Nobody is told of that.

    Raises:
        RuleError: `testing_unknown`, `not_staff`, `stale_button`, `testing_over`, or what
            `check_manner` raises.
    """
    check_manner(manner)
    press = Press(by, now, seen, update_id)
    testing = lock_for(session, round_id, press)
    if is_repeated(testing, press):
        return Changed(testing.version)
    if testing.state is not RoundState.PLANNED:
        raise RuleError("testing_over")
    undo = {"kind": ChangeKind.MANNER.value, "manner": asdict(manner_of(testing))}
    apply_manner(session, testing, manner, now)
    keep(session, testing, "manner_set", press, undo)
    return Changed(testing.version)


def apply_manner(session: Session, testing: Round, manner: Manner, now: datetime) -> None:
    """Have the reminders of the days ahead follow a manner."""
    testing.evening_at = manner.evening_at
    testing.before_minutes = list(manner.before_minutes)
    testing.last_call_minutes = manner.last_call_minutes
    testing.quiet_from, testing.quiet_until = manner.quiet_from, manner.quiet_until
    session.add(testing)
    ahead = select(Day.id).where(col(Day.round_id) == testing.id, col(Day.ends_at) > now)
    days = [day_id for day_id in session.exec(ahead) if day_id is not None]
    plan_reminders(session, days, now, catch_up=False)


def _find_slot(session: Session, slot_id: int) -> Slot:
    slot = session.get(Slot, slot_id)
    if slot is None:
        raise RuleError("testing_unknown")
    return slot


def _move(
    session: Session,
    day_id: int,
    spans: Mapping[int, Span],
    kind: ChangeKind,
    press: Press,
    delay: int = 0,
) -> Changed:
    testing, day = lock_day(session, day_id, press)
    if is_repeated(testing, press):
        return Changed(testing.version)
    check_ahead(testing, day, press.now)
    for begins, ends in spans.values():
        if not 0 <= begins < ends <= 2 * MINUTES_A_DAY:
            raise RuleError("testing_times_reversed")
    return retime(session, testing, day, spans, kind, press, delay=delay)

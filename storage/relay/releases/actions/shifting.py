"""When a point is slower or faster than planned, turns move; only those affected are told."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session

from storage.local_time import at_local, local_day
from storage.relay.releases import pace
from storage.relay.releases.actions._locks import Held, hold_own, note
from storage.relay.releases.actions._telling import tell_households, tell_staff
from storage.relay.releases.books import list_open_slots, list_points, read_slots
from storage.relay.releases.hours import MOST_RANGES, spell
from storage.relay.releases.kinds import SlotState
from storage.relay.releases.pace import (
    NOTICE,
    Pace,
    Rebalanced,
    Served,
    Shift,
    observe,
    ranges,
    rebalance,
)
from storage.relay.releases.queries import list_slots
from storage.relay.releases.slots import Point, about, open_spans
from storage.relay.releases.tables import RelaySlot
from storage.relay.vouchers.queries import list_pickups

# Between two moves of the same list: people who were just told a time are left in peace.
REST = timedelta(minutes=15)


def observe_point(session: Session, held: Held, point: Point, now: datetime) -> Pace | None:
    """The pace of a point today, from those who collected there themselves; None: too few."""
    midnight = at_local(local_day(now, held.time_zone), 0, held.time_zone)
    slots = read_slots(session, held.relay_id)
    served = [
        Served(pickup.at, slots[pickup.number].told_at)
        for pickup in list_pickups(session, held.relay_id, since=midnight)
        if pickup.number in slots
        and slots[pickup.number].point_number == point.number
        and not pickup.from_list
    ]
    return observe(served, point.desks, held.plan.seconds_per_person)


def shift_slots(session: Session, held: Held, now: datetime) -> int:
    """Move the turns of a relay whose points keep another pace; returns how many moved."""
    rested = held.plan.shifted_at is None or held.plan.shifted_at + REST <= now
    if not rested or (held.plan.held_until is not None and held.plan.held_until > now):
        return 0
    moved: list[Shift] = []
    beyond: list[int] = []
    seconds = held.plan.seconds_per_person
    for point in list_points(session, held.relay_id):
        found = observe_point(session, held, point, now)
        if found is not None:
            laid = _rebalance(session, held, point, found, now)
            moved += laid.shifts
            beyond += laid.beyond
            seconds = found.seconds if laid.shifts or laid.beyond else seconds
    if moved:
        told = _move(session, held, {shift.number: shift for shift in moved}, now)
        _tell_staff(session, held, told, beyond, seconds, now)
    elif beyond:
        _warn_staff(session, held, beyond, seconds, now)
    return len(moved)


def undo_shift(session: Session, relay_id: int, *, by: int, now: datetime) -> int:
    """Put the turns back that the last shift moved, and move none before tomorrow.

    Who cannot come so soon any more comes as soon as can be told. Again changes nothing.

    Returns:
        How many were put back.

    Raises:
        RuleError: `relay_unknown`, `not_staff`, `relay_cancelled`.
    """
    held = hold_own(session, relay_id, by, now)
    back = {
        slot.entry_number: Shift(slot.entry_number, _put_back(slot, slot.before_at, now), True)
        for slot in list_open_slots(session, relay_id, SlotState.CALLED)
        if slot.before_at is not None and slot.starts_at > now
    }
    if not back:
        return 0
    _move(session, held, back, now)
    for slot in read_slots(session, relay_id).values():
        slot.before_at = None
    tomorrow = local_day(now, held.time_zone) + timedelta(days=1)
    held.plan.held_until = at_local(tomorrow, 0, held.time_zone)
    note(session, held, "shift_undone", by, now, count=len(back))
    return len(back)


def _put_back(slot: RelaySlot, before: datetime, now: datetime) -> datetime:
    return max(before, min(slot.told_at, now + NOTICE))


def _rebalance(
    session: Session, held: Held, point: Point, found: Pace, now: datetime
) -> Rebalanced:
    waiting = [
        pace.Held(slot.entry_number, slot.point_number, slot.starts_at, slot.told_at)
        for slot in list_open_slots(session, held.relay_id, SlotState.CALLED)
        if slot.point_number == point.number
    ]
    spans = list(open_spans(point, held.time_zone))
    return rebalance(waiting, point, spans, found, now=now)


def _move(session: Session, held: Held, shifts: Mapping[int, Shift], now: datetime) -> int:
    rows = read_slots(session, held.relay_id)
    before = {number: rows[number].told_at for number in shifts}
    for number, slot in rows.items():
        shift = shifts.get(number)
        slot.before_at = slot.starts_at if shift else None
        if shift:
            slot.starts_at = shift.starts_at
            slot.told_at = shift.starts_at if shift.is_told else slot.told_at
    session.flush()
    held.plan.shifted_at = now
    told = {
        shift.number
        for shift in shifts.values()
        if shift.is_told and about(shift.starts_at) != about(before[shift.number])
    }
    _tell_moved(session, held, told, before, now)
    return len(told)


def _tell_moved(
    session: Session,
    held: Held,
    numbers: Iterable[int],
    before: Mapping[int, datetime],
    now: datetime,
) -> None:
    wanted = set(numbers)
    slots = [slot for slot in list_slots(session, held.relay_id) if slot.entry_number in wanted]
    more = {number: {"before": about(before[number]).isoformat()} for number in wanted}
    key = f"moved:{int(now.timestamp())}"
    tell_households(session, held, "relay/slot_moved", slots, key=key, now=now, more=more)


def _tell_staff(
    session: Session, held: Held, told: int, beyond: Collection[int], seconds: int, now: datetime
) -> None:
    note(session, held, "shifted", None, now, told=told, seconds=seconds)
    key = f"shifted:{int(now.timestamp())}"
    _say(session, held, key, beyond, now, moved=True, told=told, seconds=seconds)


def _warn_staff(
    session: Session, held: Held, beyond: Collection[int], seconds: int, now: datetime
) -> None:
    """Nobody can be moved: staff are told once, until others were called."""
    key = f"beyond:{max(beyond)}"
    _say(session, held, key, beyond, now, moved=False, told=0, seconds=seconds)


def _say(
    session: Session, held: Held, key: str, beyond: Collection[int], now: datetime, **found: Any
) -> None:
    tell_staff(
        session,
        held,
        "relay/slots_shifted",
        key=key,
        now=now,
        beyond=len(beyond),
        numbers=[spell(*span) for span in ranges(beyond)][:MOST_RANGES],
        planned=held.plan.seconds_per_person,
        **found,
    )

"""Plans, slots and forecasts as people look at them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from sqlmodel import Session, select

from storage.relay.kinds import EntryState
from storage.relay.pools import RESERVE
from storage.relay.releases.books import (
    busy_desks,
    count_ahead,
    find_relay_row,
    find_zone,
    list_lines,
    list_points,
    read_slots,
)
from storage.relay.releases.forecast import (
    NOTHING,
    Forecast,
    find_turn,
    forecast_called,
    forecast_expected,
)
from storage.relay.releases.kinds import SlotState, When
from storage.relay.releases.slots import Caller, Slot, lay_out, next_grain
from storage.relay.releases.tables import RelayPlan, RelaySlot
from storage.relay.releases.views import Line, PlanView, SlotView
from storage.relay.tables import RelayEntry
from storage.relay.vouchers.tables import RelayVoucher

# What people need to see a call and to come.
LEAD = timedelta(minutes=15)


def find_plan(session: Session, relay_id: int, *, now: datetime) -> PlanView:
    """How a relay is handed out; as by default where nobody has planned it yet.

    Raises:
        RuleError: `relay_unknown`.
    """
    relay, committee = find_relay_row(session, relay_id)
    plan = session.get(RelayPlan, relay_id) or RelayPlan(relay_id=relay_id)
    lines = list_lines(session, relay_id)
    slots = read_slots(session, relay_id)
    collected = {line.number for line in lines if line.collected_at is not None}
    standing = [slots[line.number] for line in lines if line.number in slots]
    open_slots = [slot for slot in standing if slot.entry_number not in collected]
    uncalled = [line for line in lines if line.number not in slots.keys() | collected]
    states = Counter(slot.state for slot in open_slots)
    due = sum(slot.starts_at <= now for slot in open_slots if slot.state is SlotState.CALLED)
    return PlanView(
        relay_id=relay_id,
        committee_id=committee.id or 0,
        time_zone=committee.time_zone,
        title=relay.title,
        relay_state=relay.state,
        is_rehearsal=relay.is_rehearsal,
        seconds_per_person=plan.seconds_per_person,
        points=list_points(session, relay_id),
        releases=plan.last_release,
        paused_at=plan.paused_at,
        shifted_at=plan.shifted_at,
        held_until=plan.held_until,
        admitted=len(lines),
        called=len(standing),
        uncalled=len(uncalled),
        unready=sum(not line.is_ready for line in uncalled if not line.is_granted),
        granted=sum(line.is_granted for line in uncalled),
        collected=len(collected),
        due=due,
        ahead=states[SlotState.CALLED] - due,
        missed=states[SlotState.MISSED],
        held=states[SlotState.HELD],
    )


def find_slot(session: Session, relay_id: int, entry_number: int) -> SlotView | None:
    """When and where a number is to come; None before it was called."""
    slot = session.get(RelaySlot, (relay_id, entry_number))
    return _view(slot, _places(session, relay_id)) if slot else None


def list_slots(session: Session, relay_id: int) -> tuple[SlotView, ...]:
    """The slots of all numbers that were called, the earliest first."""
    places = _places(session, relay_id)
    slots = sorted(
        read_slots(session, relay_id).values(), key=lambda s: (s.starts_at, s.entry_number)
    )
    return tuple(_view(slot, places) for slot in slots)


def list_called_numbers(session: Session, relay_id: int) -> frozenset[int]:
    """The numbers that were called, whatever became of it."""
    rows = select(RelaySlot.entry_number).where(RelaySlot.relay_id == relay_id)
    return frozenset(session.exec(rows))


def find_forecast(session: Session, relay_id: int, entry_number: int, *, now: datetime) -> Forecast:
    """What can be told about one number's turn (S26). Two reads where nothing is planned."""
    points = list_points(session, relay_id)
    entry = session.get(RelayEntry, (relay_id, entry_number))
    if not points or entry is None or not _holds_place(entry):
        return NOTHING
    zone = find_zone(session, relay_id)
    collected = session.get(RelayVoucher, (relay_id, entry_number))
    if collected is not None and collected.collected_at is not None:
        return Forecast(When.COLLECTED, collected.collected_at)
    slot = find_slot(session, relay_id, entry_number)
    if slot is not None:
        return forecast_called(slot.starts_at, slot.state, slot.place, now=now, time_zone=zone)
    if entry.pool == RESERVE:
        return NOTHING
    turn = find_turn(
        Caller(entry_number, entry.building_id),
        count_ahead(session, entry, points),
        points,
        busy_desks(session, relay_id, points, now=now),
        not_before=next_grain(now + LEAD),
    )
    return forecast_expected(turn, points, now=now, time_zone=zone)


def _holds_place(entry: RelayEntry) -> bool:
    return entry.state is EntryState.ADMITTED and entry.offer_until is None


def list_forecasts(session: Session, relay_id: int, *, now: datetime) -> dict[int, Forecast]:
    """What can be told about each number that holds a place."""
    points = list_points(session, relay_id)
    lines = list_lines(session, relay_id)
    if not points:
        return {line.number: NOTHING for line in lines}
    zone = find_zone(session, relay_id)
    places, slots = _places(session, relay_id), read_slots(session, relay_id)
    expected = {
        turn.number: turn for turn in _lay_out_uncalled(session, relay_id, lines, slots, now=now)
    }
    forecasts = {}
    for line in lines:
        slot = slots.get(line.number)
        if line.collected_at is not None:
            forecast = Forecast(When.COLLECTED, line.collected_at)
        elif slot is not None:
            view = _view(slot, places)
            forecast = forecast_called(
                view.starts_at, view.state, view.place, now=now, time_zone=zone
            )
        else:
            forecast = forecast_expected(expected.get(line.number), points, now=now, time_zone=zone)
        forecasts[line.number] = forecast
    return forecasts


def _lay_out_uncalled(
    session: Session,
    relay_id: int,
    lines: Iterable[Line],
    slots: Collection[int],
    *,
    now: datetime,
) -> list[Slot]:
    points = list_points(session, relay_id)
    callers = [
        Caller(line.number, line.building_id)
        for line in lines
        if line.number not in slots and line.collected_at is None and not line.is_granted
    ]
    desks = busy_desks(session, relay_id, points, now=now)
    return lay_out(callers, points, desks, not_before=next_grain(now + LEAD))


def _view(slot: RelaySlot, places: dict[int, str]) -> SlotView:
    return SlotView(
        entry_number=slot.entry_number,
        release=slot.release_number,
        point=slot.point_number,
        place=places.get(slot.point_number, ""),
        starts_at=slot.starts_at,
        told_at=slot.told_at,
        state=slot.state,
    )


def _places(session: Session, relay_id: int) -> dict[int, str]:
    return {point.number: point.place for point in list_points(session, relay_id)}

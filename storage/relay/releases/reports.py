"""How a day went, and who is to be called by somebody at the door (S32)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, select

from storage.community.kinds import ResidentState
from storage.community.tables import Building, Household, Person, Resident
from storage.local_time import local_day
from storage.relay.releases.books import find_relay_row, list_lines, list_points, read_slots
from storage.relay.releases.kinds import SlotState
from storage.relay.releases.tables import RelaySlot
from storage.relay.releases.views import DayReport
from storage.relay.tables import RelayEntry
from storage.relay.vouchers.queries import list_pickups


def find_day_report(session: Session, relay_id: int, day: date) -> DayReport:
    """How a day of the committee's calendar went, in numbers.

    Raises:
        RuleError: `relay_unknown`.
    """
    relay, committee = find_relay_row(session, relay_id)
    zone = committee.time_zone
    lines = {line.number: line for line in list_lines(session, relay_id)}
    slots = {n: slot for n, slot in read_slots(session, relay_id).items() if n in lines}
    pickups = [p for p in list_pickups(session, relay_id) if local_day(p.at, zone) == day]
    days = {number: local_day(slot.starts_at, zone) for number, slot in slots.items()}
    called_today = [number for number, when in days.items() if when == day]
    return DayReport(
        relay_id=relay_id,
        title=relay.title,
        day=day,
        called=len(called_today),
        collected=len(pickups),
        pieces=sum(lines[pickup.number].quantity for pickup in pickups if pickup.number in lines),
        missed=sum(slots[number].state is SlotState.MISSED for number in called_today),
        uncalled=sum(
            number not in slots and line.collected_at is None for number, line in lines.items()
        ),
        tomorrow=sum((when - day).days == 1 for when in days.values()),
        from_list=sum(pickup.from_list for pickup in pickups),
    )


@dataclass(frozen=True, slots=True)
class CallLine:
    """A household that was called and cannot be written to: somebody rings or knocks.

    Telephones are not held here: the door is what the committee's own list is looked up by.
    """

    number: int
    building: str
    door: str
    quantity: int
    place: str
    starts_at: datetime
    state: SlotState


def list_calls(session: Session, relay_id: int) -> tuple[CallLine, ...]:
    """Who was called, did not collect and cannot be written to; by building, then by time."""
    places = {point.number: point.place for point in list_points(session, relay_id)}
    waiting = {line.number for line in list_lines(session, relay_id) if line.collected_at is None}
    return tuple(
        CallLine(
            number=entry.number,
            building=building,
            door=door,
            quantity=entry.quantity,
            place=places.get(slot.point_number, ""),
            starts_at=slot.starts_at,
            state=slot.state,
        )
        for entry, slot, door, building in _unreached(session, relay_id)
        if entry.number in waiting
    )


def _unreached(session: Session, relay_id: int) -> Iterator[tuple[RelayEntry, RelaySlot, str, str]]:
    reached = (
        select(Resident.household_id)
        .join(Person, col(Person.id) == col(Resident.person_id))
        .where(Resident.state == ResidentState.ACTIVE, col(Person.reachable))
    )
    rows = (
        select(RelayEntry, RelaySlot, Household.door, Building.label)
        .join(
            RelaySlot,
            (col(RelaySlot.relay_id) == col(RelayEntry.relay_id))
            & (col(RelaySlot.entry_number) == col(RelayEntry.number)),
        )
        .join(Household, col(Household.id) == col(RelayEntry.household_id))
        .join(Building, col(Building.id) == col(Household.building_id))
        .where(RelayEntry.relay_id == relay_id, col(RelayEntry.household_id).not_in(reached))
        .order_by(col(Building.position), col(RelaySlot.starts_at), col(RelayEntry.number))
    )
    yield from session.exec(rows)

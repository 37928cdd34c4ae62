"""The rows that releases are decided by, read as the pure rules take them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlmodel import Session, col, func, select

from storage.community.tables import Committee, Estate
from storage.errors import RuleError
from storage.relay.kinds import EntryState
from storage.relay.pools import RESERVE
from storage.relay.releases.kinds import SlotState
from storage.relay.releases.slots import (
    SECONDS_PER_PERSON,
    Desks,
    Point,
    find_gaps,
    find_queue,
    open_spans,
)
from storage.relay.releases.tables import RelayPlan, RelayPoint, RelaySlot
from storage.relay.releases.views import Line
from storage.relay.tables import Relay, RelayEntry
from storage.relay.vouchers.kinds import CheckState
from storage.relay.vouchers.queries import list_collected_times
from storage.relay.vouchers.tables import RelayCheck, RelayVoucher


def find_relay_row(session: Session, relay_id: int) -> tuple[Relay, Committee]:
    """A relay and whose it is.

    Raises:
        RuleError: `relay_unknown`.
    """
    row = session.exec(
        select(Relay, Committee)
        .join(Estate, col(Estate.id) == col(Relay.estate_id))
        .join(Committee, col(Committee.id) == col(Estate.committee_id))
        .where(Relay.id == relay_id)
    ).first()
    if row is None:
        raise RuleError("relay_unknown")
    relay, committee = row
    return relay, committee


def find_zone(session: Session, relay_id: int) -> str:
    """The zone by which a relay's days and hours are meant."""
    return find_relay_row(session, relay_id)[1].time_zone


def list_points(session: Session, relay_id: int) -> tuple[Point, ...]:
    """Where a relay is handed out, by number."""
    rows = (
        select(RelayPoint).where(RelayPoint.relay_id == relay_id).order_by(col(RelayPoint.number))
    )
    return tuple(
        Point(
            number=row.number,
            place=row.place,
            desks=row.desks,
            hours=tuple((begins, ends) for begins, ends in row.hours),
            starts_on=row.starts_on,
            ends_on=row.ends_on,
            buildings=frozenset(row.buildings),
        )
        for row in session.exec(rows)
    )


def read_slots(session: Session, relay_id: int) -> dict[int, RelaySlot]:
    """The slots of a relay by the entry's number."""
    rows = select(RelaySlot).where(RelaySlot.relay_id == relay_id)
    return {slot.entry_number: slot for slot in session.exec(rows)}


def list_open_slots(session: Session, relay_id: int, state: SlotState) -> list[RelaySlot]:
    """The slots in a state whose entries hold their place and did not collect, by time."""
    waiting = {line.number for line in list_lines(session, relay_id) if line.collected_at is None}
    slots = read_slots(session, relay_id)
    standing = [slots[number] for number in waiting & slots.keys()]
    found = [slot for slot in standing if slot.state is state]
    return sorted(found, key=lambda slot: (slot.starts_at, slot.entry_number))


def list_lines(session: Session, relay_id: int) -> tuple[Line, ...]:
    """Entries that hold a place, in order; one that was only offered a place does not yet."""
    rows = (
        select(RelayEntry, RelayCheck.state, Relay.needs_papers)
        .join(Relay, col(Relay.id) == col(RelayEntry.relay_id))
        .outerjoin(
            RelayCheck,
            (col(RelayCheck.relay_id) == col(RelayEntry.relay_id))
            & (col(RelayCheck.number) == col(RelayEntry.number)),
        )
        .where(
            RelayEntry.relay_id == relay_id,
            RelayEntry.state == EntryState.ADMITTED,
            col(RelayEntry.offer_until).is_(None),
        )
        .order_by(col(RelayEntry.ordered_at), col(RelayEntry.number))
    )
    collected = list_collected_times(session, relay_id)
    return tuple(
        Line(
            number=entry.number,
            household_id=entry.household_id,
            building_id=entry.building_id,
            quantity=entry.quantity,
            is_granted=entry.pool == RESERVE,
            is_ready=_is_ready(check, needs_papers),
            collected_at=collected.get(entry.number),
        )
        for entry, check, needs_papers in session.execute(rows)
    )


def _is_ready(check: CheckState | None, needs_papers: bool) -> bool:
    """Where papers are needed only who was confirmed is called; nobody is who was refused."""
    if needs_papers or check is CheckState.AWAITING:
        return check is CheckState.CONFIRMED
    return check is not CheckState.REFUSED


def busy_desks(
    session: Session, relay_id: int, points: Sequence[Point], *, now: datetime
) -> dict[int, Desks]:
    """The desks of each point, busy with those who were called and are still to come.

    Whose entry holds its place no more leaves a gap.
    """
    plan, time_zone = session.get(RelayPlan, relay_id), find_zone(session, relay_id)
    seconds = plan.seconds_per_person if plan else SECONDS_PER_PERSON
    needed = timedelta(seconds=seconds)
    busy, left = _read_turns(session, relay_id, now - needed)
    return {
        point.number: Desks(
            point.desks,
            seconds,
            open_spans(point, time_zone),
            free_at=[at + needed for at in (*busy[point.number], *left[point.number])],
            gaps=find_gaps(left[point.number], busy[point.number], point.desks, needed),
        )
        for point in points
    }


_Turns = defaultdict[int, list[datetime]]


def _read_turns(session: Session, relay_id: int, since: datetime) -> tuple[_Turns, _Turns]:
    """The turns of each point that are taken, and those that were given up."""
    rows = (
        select(RelaySlot.point_number, RelaySlot.starts_at, RelayEntry.state)
        .join(
            RelayEntry,
            (col(RelayEntry.relay_id) == col(RelaySlot.relay_id))
            & (col(RelayEntry.number) == col(RelaySlot.entry_number)),
        )
        .where(
            RelaySlot.relay_id == relay_id,
            RelaySlot.state == SlotState.CALLED,
            RelaySlot.starts_at > since,
        )
    )
    busy, left = _Turns(list), _Turns(list)
    for point, starts_at, state in session.exec(rows):
        (busy if state is EntryState.ADMITTED else left)[point].append(starts_at)
    return busy, left


def count_ahead(session: Session, entry: RelayEntry, points: Sequence[Point]) -> int:
    """How many uncalled entries of the same queue stand before one."""
    queue = find_queue(entry.building_id, points)
    named = {building for point in points for building in point.buildings}
    same = {building for building in named if find_queue(building, points) == queue}
    in_queue = (
        col(RelayEntry.building_id).in_(same)
        if find_queue(-1, points) != queue
        else col(RelayEntry.building_id).not_in(named - same)
    )
    stands_before = (col(RelayEntry.ordered_at) < entry.ordered_at) | (
        (col(RelayEntry.ordered_at) == entry.ordered_at) & (col(RelayEntry.number) < entry.number)
    )
    ahead = (
        select(func.count())
        .select_from(RelayEntry)
        .outerjoin(
            RelaySlot,
            (col(RelaySlot.relay_id) == col(RelayEntry.relay_id))
            & (col(RelaySlot.entry_number) == col(RelayEntry.number)),
        )
        .outerjoin(
            RelayVoucher,
            (col(RelayVoucher.relay_id) == col(RelayEntry.relay_id))
            & (col(RelayVoucher.number) == col(RelayEntry.number)),
        )
        .where(
            RelayEntry.relay_id == entry.relay_id,
            RelayEntry.state == EntryState.ADMITTED,
            func.coalesce(col(RelayEntry.pool), 0) != RESERVE,
            col(RelayEntry.offer_until).is_(None),
            col(RelaySlot.entry_number).is_(None),
            col(RelayVoucher.collected_at).is_(None),
            in_queue,
            stands_before,
        )
    )
    return session.exec(ahead).one()

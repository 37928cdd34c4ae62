"""The list of a relay and its log as people look at them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import func
from sqlmodel import Session, col, select

from storage.community.tables import Building, Household
from storage.relay import ledger
from storage.relay.counting import count_places
from storage.relay.kinds import Channel, EntryState, EventKind, Role
from storage.relay.order import Span, find_uncertain
from storage.relay.pools import RESERVE
from storage.relay.ranking import Ranked
from storage.relay.rules import from_stamp
from storage.relay.statements import LISTED, SPANS
from storage.relay.tables import Relay, RelayBuilding, RelayEntry, RelayEvent


@dataclass(frozen=True, slots=True)
class EntryView:
    """One line of the list.

    Attributes:
        place: from 1, in the order of the whole list; 0 for who left and for a granted place.
        door: unmasked; who shows it in public masks it.
        ordered_at: what it is ordered by; a draw or a yield changes that.
        came_at: when the press or the paper came.
        not_before: where the time is only known to lie between this and `came_at`.
        is_uncertain: somebody else's time falls into that span: the order between the two is the
            tie rule's.
        waiting_place, building_place: from 1; filled where a single entry is asked for.
    """

    place: int
    number: int
    household_id: int
    door: str
    quantity: int
    state: EntryState
    channel: Channel
    ordered_at: datetime
    entered_by: int | None
    building_id: int
    pool: int | None
    came_at: datetime
    not_before: datetime | None
    offer_until: datetime | None
    person_id: int | None
    is_uncertain: bool = False
    waiting_place: int | None = None
    building_place: int | None = None


@dataclass(frozen=True, slots=True)
class EventView:
    """One line of the log, for staff.

    Attributes:
        door: empty for a line about the relay as a whole.
        claimed_at: the time on the paper, for a row entered by staff.
        note: public facts, JSON.
        reason: staff's words; for staff and the household alone.
        because_of: number of the entry that caused it; 0 is the relay, None nobody.
    """

    number: int
    kind: EventKind
    at: datetime
    actor_id: int | None
    door: str
    claimed_at: datetime | None
    entry_number: int
    role: Role
    state: EntryState | None
    pool: int | None
    note: str | None
    reason: str | None
    because_of: int | None


@dataclass(frozen=True, slots=True)
class BuildingCount:
    """How the households of a building stand in a relay; without places of the reserve."""

    building_id: int
    label: str
    households: int
    admitted: int
    waiting: int
    drawing: int


def list_entries(
    session: Session,
    relay_id: int,
    *,
    after: int = 0,
    most: int | None = None,
    building_id: int | None = None,
) -> tuple[EntryView, ...]:
    """Lines of the list in order, those behind place `after`; places of the reserve are left out.

    Args:
        building_id: only the lines of this building, with their places in the whole list.
    """
    ordered = select(RelayEntry, Household.door).join(
        Household, col(Household.id) == col(RelayEntry.household_id)
    )
    if building_id is None:
        lines = ordered.where(LISTED, RelayEntry.relay_id == relay_id).order_by(*_ORDER)
        found = session.exec(lines.offset(after).limit(most)).all()
        rows = [(entry, door, place) for place, (entry, door) in enumerate(found, start=after + 1)]
    else:
        rows = _list_of_building(session, relay_id, building_id)[after:]
        rows = rows if most is None else rows[:most]
    unsure = list_uncertain(session, relay_id, [entry for entry, _, _ in rows])
    return tuple(_view(entry, door, place, entry.number in unsure) for entry, door, place in rows)


_ORDER = (col(RelayEntry.ordered_at), col(RelayEntry.number))


def _list_of_building(
    session: Session, relay_id: int, building_id: int
) -> list[tuple[RelayEntry, str, int]]:
    place = func.row_number().over(order_by=_ORDER).label("place")
    placed = (
        select(RelayEntry.number, place).where(LISTED, RelayEntry.relay_id == relay_id).subquery()
    )
    lines = (
        select(RelayEntry, Household.door, placed.c.place)
        .join(placed, placed.c.number == col(RelayEntry.number))
        .join(Household, col(Household.id) == col(RelayEntry.household_id))
        .where(RelayEntry.relay_id == relay_id, RelayEntry.building_id == building_id)
        .order_by(placed.c.place)
    )
    return list(session.exec(lines).all())


def list_latest_entries(
    session: Session, relay_id: int, *, joined: int, most: int
) -> tuple[EntryView, ...]:
    """The last lines of a list of `joined`, in order."""
    first = max(joined - most, 0)
    return list_entries(session, relay_id, after=first, most=most)


def list_uncertain(session: Session, relay_id: int, among: Iterable[RelayEntry]) -> frozenset[int]:
    """Numbers of those `among` whose order with somebody else's is not known."""
    if not any(entry.not_before is not None for entry in among):
        return frozenset()
    rows = session.connection().execute(SPANS, {"relay": relay_id})
    return find_uncertain(
        [Span(row.number, row.came_at, row.not_before, tuple(row)[1:]) for row in rows]
    )


def find_entry(session: Session, relay_id: int, household_id: int) -> EntryView | None:
    """A household's line, with its places; a place of the reserve has none."""
    mine = select(RelayEntry).where(
        RelayEntry.relay_id == relay_id,
        RelayEntry.household_id == household_id,
        RelayEntry.state != EntryState.LEFT,
    )
    entry = session.exec(mine).first()
    return None if entry is None else _single(session, entry)


def find_entry_by_number(session: Session, relay_id: int, number: int) -> EntryView | None:
    """A line by its number, of those who left too."""
    entry = session.get(RelayEntry, (relay_id, number))
    return None if entry is None else _single(session, entry)


def _single(session: Session, entry: RelayEntry) -> EntryView:
    door = session.exec(select(Household.door).where(Household.id == entry.household_id)).one()
    view = _view(entry, door, 0, is_uncertain=False)
    if entry.state is EntryState.LEFT or entry.pool == RESERVE:
        return view
    sheet = ledger.peek(session.connection(), entry.relay_id)
    ranked = count_places(session.connection(), sheet, [entry.number])[entry.number]
    return replace(
        view,
        place=_place_of(session, entry, ranked),
        waiting_place=ranked.waiting_place,
        building_place=1 + _count_ahead(session, entry, of_building=True),
        is_uncertain=entry.number in list_uncertain(session, entry.relay_id, [entry]),
    )


def _place_of(session: Session, entry: RelayEntry, ranked: Ranked) -> int:
    # In the pot of a draw nobody has a place, but its line stands somewhere in the list.
    return ranked.place or 1 + _count_ahead(session, entry, of_building=False)


def _count_ahead(session: Session, entry: RelayEntry, *, of_building: bool) -> int:
    ahead = select(func.count()).where(
        LISTED,
        RelayEntry.relay_id == entry.relay_id,
        (col(RelayEntry.ordered_at) < entry.ordered_at)
        | (
            (col(RelayEntry.ordered_at) == entry.ordered_at)
            & (col(RelayEntry.number) < entry.number)
        ),
    )
    if of_building:
        ahead = ahead.where(RelayEntry.building_id == entry.building_id)
    return session.exec(ahead).one()


def count_by_building(session: Session, relay_id: int) -> tuple[BuildingCount, ...]:
    """How every building that may join stands, in the order of the estate."""
    relay = session.get_one(Relay, relay_id)
    scope = select(RelayBuilding.building_id).where(RelayBuilding.relay_id == relay_id)
    allowed = set(session.exec(scope))
    houses = session.exec(
        select(Building, func.count(col(Household.id)))
        .join(Household, col(Household.building_id) == col(Building.id))
        .where(Building.estate_id == relay.estate_id)
        .group_by(col(Building.id))
        .order_by(col(Building.position))
    ).all()
    counted = {
        (building_id, state): count
        for building_id, state, count in session.exec(
            select(RelayEntry.building_id, RelayEntry.state, func.count())
            .where(LISTED, RelayEntry.relay_id == relay_id)
            .group_by(col(RelayEntry.building_id), col(RelayEntry.state))
        )
    }
    states = (EntryState.ADMITTED, EntryState.WAITING, EntryState.DRAWING)
    return tuple(
        BuildingCount(
            house.id, house.label, households, *(counted.get((house.id, s), 0) for s in states)
        )
        for house, households in houses
        if house.id is not None and (not allowed or house.id in allowed)
    )


def list_events(
    session: Session, relay_id: int, *, most: int = 50, number: int | None = None
) -> tuple[EventView, ...]:
    """The newest lines of a relay's log, newest first.

    Args:
        number: only those of this entry; 0 is the relay as a whole.
    """
    statement = (
        select(RelayEvent, Household.door)
        .outerjoin(
            RelayEntry,
            (col(RelayEntry.relay_id) == col(RelayEvent.relay_id))
            & (col(RelayEntry.number) == col(RelayEvent.entry_number)),
        )
        .outerjoin(Household, col(Household.id) == col(RelayEntry.household_id))
        .where(RelayEvent.relay_id == relay_id)
        .order_by(col(RelayEvent.number).desc())
        .limit(most)
    )
    if number is not None:
        statement = statement.where(RelayEvent.entry_number == number)
    return tuple(_event_view(event, door or "") for event, door in session.exec(statement))


def _event_view(event: RelayEvent, door: str) -> EventView:
    return EventView(
        number=event.number,
        kind=event.kind,
        at=from_stamp(event.at),
        actor_id=event.actor_id,
        door=door,
        claimed_at=_moment(event.claimed_at),
        entry_number=event.entry_number,
        role=event.role,
        state=event.state,
        pool=event.pool,
        note=event.note,
        reason=event.reason,
        because_of=event.because_of,
    )


def _view(entry: RelayEntry, door: str, place: int, is_uncertain: bool) -> EntryView:
    return EntryView(
        place=place,
        number=entry.number,
        household_id=entry.household_id,
        door=door,
        quantity=entry.quantity,
        state=entry.state,
        channel=entry.channel,
        ordered_at=from_stamp(entry.ordered_at),
        entered_by=entry.entered_by,
        building_id=entry.building_id,
        pool=entry.pool,
        came_at=from_stamp(entry.came_at),
        not_before=_moment(entry.not_before),
        offer_until=_moment(entry.offer_until),
        person_id=entry.person_id,
        is_uncertain=is_uncertain,
    )


def _moment(stamp: int | None) -> datetime | None:
    return None if stamp is None else from_stamp(stamp)

"""Relays as people look at them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, or_
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import Select

from storage.community.queries import count_households
from storage.community.tables import Building, Committee, Estate, Household
from storage.outbox.tables import Card
from storage.relay.kinds import Channel, EntryState, EventKind, RelayState
from storage.relay.rules import from_stamp
from storage.relay.sharing import Sharing
from storage.relay.sharing_rows import read_sharing
from storage.relay.statements import CARD_KIND
from storage.relay.tables import Relay, RelayBuilding, RelayEntry, RelayEvent


@dataclass(frozen=True, slots=True)
class RelayView:
    """A relay with all that its card says.

    Attributes:
        households: households that may join; with `admitted + waiting` the share shown (S13).
        buildings: labels of the buildings that may join; empty is the whole estate.
    """

    id: int
    estate_id: int
    committee_id: int
    estate: str
    time_zone: str
    state: RelayState
    title: str
    item: str
    per_household: int
    capacity: int | None
    waiting_list: bool
    opens_at: datetime
    closes_at: datetime
    place: str
    eligibility: str
    collection: str
    admitted: int
    waiting: int
    households: int
    buildings: tuple[str, ...]
    building_ids: frozenset[int]
    sharing: Sharing
    round_number: int
    follows_id: int | None
    is_rehearsal: bool
    seed_digest: str | None
    drawn_at: datetime | None
    shares_opened_at: datetime | None
    root: str | None

    @property
    def joined(self) -> int:
        """Households on the list, admitted or waiting."""
        return self.admitted + self.waiting


@dataclass(frozen=True, slots=True)
class EntryView:
    """One line of the list.

    Attributes:
        place: from 1, in strict order of time.
        door: unmasked; who shows it in public masks it.
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


@dataclass(frozen=True, slots=True)
class EventView:
    """One line of the log, for staff.

    Attributes:
        claimed_at: the time on the paper, for a row entered by staff.
    """

    number: int
    kind: EventKind
    at: datetime
    actor_id: int | None
    door: str
    claimed_at: datetime | None


def find_relay(session: Session, relay_id: int) -> RelayView | None:
    """The relay, whatever its state."""
    statement = (
        select(Relay, Estate, Committee)
        .join(Estate, col(Estate.id) == col(Relay.estate_id))
        .join(Committee, col(Committee.id) == col(Estate.committee_id))
        .where(Relay.id == relay_id)
    )
    row = session.exec(statement).first()
    return _view(session, *row) if row else None


def _view(session: Session, relay: Relay, estate: Estate, committee: Committee) -> RelayView:
    scope = session.exec(
        select(Building.id, Building.label)
        .join(RelayBuilding, col(RelayBuilding.building_id) == col(Building.id))
        .where(RelayBuilding.relay_id == relay.id)
        .order_by(col(Building.position))
    ).all()
    ids = frozenset(number for number, _ in scope if number is not None)
    assert relay.id is not None
    assert committee.id is not None
    return RelayView(
        id=relay.id,
        estate_id=relay.estate_id,
        committee_id=committee.id,
        estate=estate.name,
        time_zone=committee.time_zone,
        state=relay.state,
        title=relay.title,
        item=relay.item,
        per_household=relay.per_household,
        capacity=relay.capacity,
        waiting_list=relay.waiting_list,
        opens_at=relay.opens_at,
        closes_at=relay.closes_at,
        place=relay.place,
        eligibility=relay.eligibility,
        collection=relay.collection,
        admitted=relay.admitted,
        waiting=relay.waiting,
        households=count_households(session, relay.estate_id, ids or None),
        buildings=tuple(label for _, label in scope),
        building_ids=ids,
        sharing=read_sharing(relay),
        round_number=relay.round_number,
        follows_id=relay.follows_id,
        is_rehearsal=relay.is_rehearsal,
        seed_digest=relay.seed_digest,
        drawn_at=relay.drawn_at,
        shares_opened_at=relay.shares_opened_at,
        root=relay.root,
    )


def list_relays(
    session: Session, estate_ids: list[int], *, now: datetime | None = None, most: int = 10
) -> tuple[RelayView, ...]:
    """Relays of some estates, newest first; with `now` only those that still run then."""
    statement = (
        select(Relay, Estate, Committee)
        .join(Estate, col(Estate.id) == col(Relay.estate_id))
        .join(Committee, col(Committee.id) == col(Estate.committee_id))
        .where(col(Relay.estate_id).in_(estate_ids))
        .order_by(col(Relay.id).desc())
        .limit(most)
    )
    if now is not None:
        running = col(Relay.state).in_([RelayState.SCHEDULED, RelayState.OPEN])
        statement = statement.where(running, Relay.closes_at > now)
    return tuple(_view(session, *row) for row in session.exec(statement))


def list_relays_in_chat(session: Session, chat_id: int, *, now: datetime) -> tuple[RelayView, ...]:
    """Running relays whose card stands in a group, the one that opened last first."""
    statement = (
        select(Relay, Estate, Committee)
        .join(Card, (col(Card.subject_id) == col(Relay.id)) & (col(Card.kind) == CARD_KIND))
        .join(Estate, col(Estate.id) == col(Relay.estate_id))
        .join(Committee, col(Committee.id) == col(Estate.committee_id))
        .where(
            Card.chat_id == chat_id,
            col(Card.gone_at).is_(None),
            col(Relay.state).in_([RelayState.SCHEDULED, RelayState.OPEN]),
            Relay.closes_at > now,
        )
        .order_by(col(Relay.opens_at).desc(), col(Relay.id).desc())
    )
    return tuple(_view(session, *row) for row in session.exec(statement))


def has_due_relays(session: Session, now: datetime) -> bool:
    """Whether a relay's second to open or to close has come."""
    due = or_(is_due(RelayState.SCHEDULED, now), is_due(RelayState.OPEN, now))
    return session.exec(select(Relay.id).where(due).limit(1)).first() is not None


def is_due(state: RelayState, now: datetime) -> ColumnElement[bool]:
    """A relay stands in `state` and the time to leave it has come."""
    end = Relay.opens_at if state is RelayState.SCHEDULED else Relay.closes_at
    return and_(col(Relay.state) == state, col(end) <= now)


def find_relay_of_card(session: Session, chat_id: int, message_id: int) -> int | None:
    """The relay whose card a message is."""
    statement = select(Card.subject_id).where(
        Card.kind == CARD_KIND,
        Card.chat_id == chat_id,
        Card.message_id == message_id,
        col(Card.gone_at).is_(None),
    )
    return session.exec(statement).first()


def list_entries(
    session: Session, relay_id: int, *, after: int = 0, most: int | None = None
) -> tuple[EntryView, ...]:
    """Lines of the list in order, those behind place `after`."""
    statement = _entries(relay_id).offset(after).limit(most)
    return tuple(_lines(session, statement, first=after + 1))


def list_latest_entries(
    session: Session, relay_id: int, *, joined: int, most: int
) -> tuple[EntryView, ...]:
    """The last lines of a list of `joined`, in order."""
    first = max(joined - most, 0)
    return list_entries(session, relay_id, after=first, most=most)


def find_entry(session: Session, relay_id: int, household_id: int) -> EntryView | None:
    """A household's line."""
    mine = _entries(relay_id).where(col(RelayEntry.household_id) == household_id)
    line = next(_lines(session, mine, first=1), None)
    if line is None:
        return None
    entry = session.get_one(RelayEntry, (relay_id, line.number))
    ahead = session.exec(
        select(func.count()).where(
            RelayEntry.relay_id == relay_id,
            RelayEntry.state != EntryState.LEFT,
            (col(RelayEntry.ordered_at) < entry.ordered_at)
            | (
                (col(RelayEntry.ordered_at) == entry.ordered_at)
                & (col(RelayEntry.number) < entry.number)
            ),
        )
    ).one()
    return replace(line, place=ahead + 1)


def list_events(session: Session, relay_id: int, *, most: int = 50) -> tuple[EventView, ...]:
    """The newest lines of a relay's log, newest first."""
    statement = (
        select(RelayEvent, Household.door)
        .join(
            RelayEntry,
            (col(RelayEntry.relay_id) == col(RelayEvent.relay_id))
            & (col(RelayEntry.number) == col(RelayEvent.entry_number)),
        )
        .join(Household, col(Household.id) == col(RelayEntry.household_id))
        .where(RelayEvent.relay_id == relay_id)
        .order_by(col(RelayEvent.number).desc())
        .limit(most)
    )
    return tuple(
        EventView(
            event.number,
            event.kind,
            from_stamp(event.at),
            event.actor_id,
            door,
            from_stamp(event.claimed_at) if event.claimed_at is not None else None,
        )
        for event, door in session.exec(statement)
    )


def _entries(relay_id: int) -> Select[RelayEntry, str]:
    return (
        select(RelayEntry, Household.door)
        .join(Household, col(Household.id) == col(RelayEntry.household_id))
        .where(RelayEntry.relay_id == relay_id, RelayEntry.state != EntryState.LEFT)
        .order_by(col(RelayEntry.ordered_at), col(RelayEntry.number))
    )


def _lines(
    session: Session, statement: Select[RelayEntry, str], *, first: int
) -> Iterator[EntryView]:
    for place, (entry, door) in enumerate(session.exec(statement), start=first):
        yield EntryView(
            place=place,
            number=entry.number,
            household_id=entry.household_id,
            door=door,
            quantity=entry.quantity,
            state=entry.state,
            channel=entry.channel,
            ordered_at=from_stamp(entry.ordered_at),
            entered_by=entry.entered_by,
        )

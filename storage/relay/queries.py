"""Relays as people look at them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, or_
from sqlmodel import Session, col, select

from storage.community.queries import count_households
from storage.community.tables import Building, Committee, Estate
from storage.outbox.tables import Card
from storage.relay.kinds import OrderRule, RelayState, SplitRule
from storage.relay.listing import (
    BuildingCount,
    EntryView,
    EventView,
    count_by_building,
    find_entry,
    find_entry_by_number,
    list_entries,
    list_events,
    list_latest_entries,
)
from storage.relay.sharing import Sharing
from storage.relay.sharing_rows import read_sharing
from storage.relay.statements import CARD_KIND
from storage.relay.tables import Relay, RelayBuilding, RelayPool

__all__ = [
    "BuildingCount",
    "EntryView",
    "EventView",
    "RelayView",
    "ShareView",
    "are_shares_due",
    "count_by_building",
    "find_entry",
    "find_entry_by_number",
    "find_relay",
    "find_relay_of_card",
    "has_due_relays",
    "is_draw_due",
    "is_due",
    "list_entries",
    "list_events",
    "list_latest_entries",
    "list_relays",
    "list_relays_in_chat",
]


@dataclass(frozen=True, slots=True)
class ShareView:
    """A pool and how full it is.

    Attributes:
        label: the building's; empty for the common and the offline one.
        waiting: entries that wait and may take a place of it.
    """

    key: int
    label: str
    quota: int
    taken: int
    waiting: int


@dataclass(frozen=True, slots=True)
class RelayView:
    """A relay with all that its card says.

    Attributes:
        admitted, waiting, drawing: households in the list; places of the reserve are in none.
        households: households that may join; with `joined` the share shown (S13).
        buildings: labels of the buildings that may join; empty is the whole estate.
        seed: of the draw; told once it was held (T4).
        shares: its pools, where it has any but the common one.
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
    drawing: int
    households: int
    buildings: tuple[str, ...]
    building_ids: frozenset[int]
    sharing: Sharing
    round_number: int
    follows_id: int | None
    is_rehearsal: bool
    seed_digest: str | None
    seed: str | None
    drawn_at: datetime | None
    shares_opened_at: datetime | None
    root: str | None
    shares: tuple[ShareView, ...]

    @property
    def joined(self) -> int:
        """Households on the list: admitted, waiting or in the pot."""
        return self.admitted + self.waiting + self.drawing


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
        drawing=relay.drawing,
        households=count_households(session, relay.estate_id, ids or None),
        buildings=tuple(label for _, label in scope),
        building_ids=ids,
        sharing=read_sharing(relay),
        round_number=relay.round_number,
        follows_id=relay.follows_id,
        is_rehearsal=relay.is_rehearsal,
        seed_digest=relay.seed_digest,
        seed=relay.seed if relay.drawn_at is not None else None,
        drawn_at=relay.drawn_at,
        shares_opened_at=relay.shares_opened_at,
        root=relay.root,
        shares=_shares(session, relay),
    )


def _shares(session: Session, relay: Relay) -> tuple[ShareView, ...]:
    if not read_sharing(relay).has_pools:
        return ()
    rows = session.exec(
        select(RelayPool, Building.label)
        .outerjoin(Building, col(Building.id) == col(RelayPool.key))
        .where(RelayPool.relay_id == relay.id)
        .order_by(col(Building.position).nulls_last(), col(RelayPool.key).desc())
    )
    return tuple(
        ShareView(pool.key, label or "", pool.quota, pool.taken, pool.waiting)
        for pool, label in rows
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
            ~col(Relay.is_rehearsal),
        )
        .order_by(col(Relay.opens_at).desc(), col(Relay.id).desc())
    )
    return tuple(_view(session, *row) for row in session.exec(statement))


# Presses of the window that are still on their way when it ends: the draw waits for them.
DRAW_AFTER = timedelta(seconds=5)


def has_due_relays(session: Session, now: datetime) -> bool:
    """Whether something of a relay is due: to open, to be drawn, to open its shares, to close."""
    due = or_(
        is_due(RelayState.SCHEDULED, now),
        is_draw_due(now),
        are_shares_due(now),
        is_due(RelayState.OPEN, now),
    )
    return session.exec(select(Relay.id).where(due).limit(1)).first() is not None


def is_due(state: RelayState, now: datetime) -> ColumnElement[bool]:
    """A relay stands in `state` and the time to leave it has come; rehearsals end by themselves."""
    end = Relay.opens_at if state is RelayState.SCHEDULED else Relay.closes_at
    return and_(col(Relay.state) == state, col(end) <= now, ~col(Relay.is_rehearsal))


def is_draw_due(now: datetime) -> ColumnElement[bool]:
    """A relay's opening window is over, and not drawn."""
    return and_(
        col(Relay.state) == RelayState.OPEN,
        col(Relay.order_rule) == OrderRule.DRAW,
        col(Relay.drawn_at).is_(None),
        col(Relay.draw_until) <= now - DRAW_AFTER,
    )


def are_shares_due(now: datetime) -> ColumnElement[bool]:
    """The time has come at which a relay's unused shares become common."""
    return and_(
        col(Relay.state) == RelayState.OPEN,
        col(Relay.shares_opened_at).is_(None),
        col(Relay.shares_until) <= now,
        or_(col(Relay.order_rule) == OrderRule.TIME, col(Relay.drawn_at).is_not(None)),
        or_(col(Relay.split_rule) == SplitRule.BUILDINGS, col(Relay.offline_share) > 0),
    )


def find_relay_of_card(session: Session, chat_id: int, message_id: int) -> int | None:
    """The relay whose card a message is."""
    statement = select(Card.subject_id).where(
        Card.kind == CARD_KIND,
        Card.chat_id == chat_id,
        Card.message_id == message_id,
        col(Card.gone_at).is_(None),
    )
    return session.exec(statement).first()

"""The statements of the relay's hot road, built once: building costs more than running."""

from __future__ import annotations

from typing import Any

from sqlalchemy import and_, bindparam, case, func, insert, or_, select, text, update

from storage.batch import Insert, Update, among, gather, listed
from storage.community.tables import (
    Building,
    Committee,
    Estate,
    Household,
    Person,
    Resident,
)
from storage.outbox.tables import Card, OutboxMessage
from storage.relay.kinds import OFFLINE, EntryState, EventKind
from storage.relay.pools import RESERVE
from storage.relay.tables import Relay, RelayBuilding, RelayEntry, RelayEvent, RelayPool

CARD_KIND = "relay"

_relay = Relay.__table__  # type: ignore[attr-defined]
_scope = RelayBuilding.__table__  # type: ignore[attr-defined]
_entry = RelayEntry.__table__  # type: ignore[attr-defined]
_event = RelayEvent.__table__  # type: ignore[attr-defined]
_pool = RelayPool.__table__  # type: ignore[attr-defined]
_building = Building.__table__  # type: ignore[attr-defined]
_resident = Resident.__table__  # type: ignore[attr-defined]
_household = Household.__table__  # type: ignore[attr-defined]
_person = Person.__table__  # type: ignore[attr-defined]
_estate = Estate.__table__  # type: ignore[attr-defined]
_committee = Committee.__table__  # type: ignore[attr-defined]
_card = Card.__table__  # type: ignore[attr-defined]
_outbox = OutboxMessage.__table__  # type: ignore[attr-defined]

# Spelled as the partial indexes spell it: with a bound value no database would use them.
_ACTIVE = text(f"relay_entry.state <> '{EntryState.LEFT.value}'")
# Those that stand in the list: places granted out of the reserve do not.
LISTED = text(
    f"relay_entry.state <> '{EntryState.LEFT.value}' AND coalesce(relay_entry.pool, 0) <> {RESERVE}"
)


def _any(name: str) -> Any:
    return bindparam(name, expanding=True)


READ_RELAYS = (
    select(_relay, _committee.c.time_zone, _committee.c.id.label("committee_id"))
    .join(_estate, _estate.c.id == _relay.c.estate_id)
    .join(_committee, _committee.c.id == _estate.c.committee_id)
    .where(_relay.c.id.in_(_any("relays")))
    .order_by(_relay.c.id)
)
# Locks the scarce rows, always in the same order. SQLite has one writer and needs no lock.
LOCK_RELAYS = READ_RELAYS.with_for_update(of=_relay)
POOLS = select(_pool).where(_pool.c.relay_id.in_(_any("relays")))
HOUSES = (
    select(_building.c.id, _building.c.label, _building.c.position, func.count(_household.c.id))
    .join(_household, _household.c.building_id == _building.c.id)
    .where(_building.c.estate_id == bindparam("estate"))
    .group_by(_building.c.id, _building.c.label, _building.c.position)
    .order_by(_building.c.position)
)
SCOPES = select(_scope).where(_scope.c.relay_id.in_(_any("relays")))

_ENTRY_COLUMNS = (
    "number",
    "household_id",
    "quantity",
    "state",
    "ordered_at",
    "person_id",
    "channel",
    "entered_by",
    "left_at",
    "building_id",
    "came_at",
    "pool",
    "not_before",
    "offer_until",
    "served_at",
)
_ENTRY = [_entry.c[name] for name in _ENTRY_COLUMNS]

# Person, language, name, and the household that they are tied to, if any.
PEOPLE = (
    gather(
        _person.c.id,
        _person.c.language,
        _person.c.name,
        _resident.c.estate_id,
        _resident.c.state,
        _household.c.id,
        _household.c.building_id,
        _household.c.door,
    )
    .select_from(_person)
    .outerjoin(_resident, _resident.c.person_id == _person.c.id)
    .outerjoin(_household, _household.c.id == _resident.c.household_id)
    .where(among(_person.c.id, "people"))
)
DOORS = gather(
    _household.c.id, _household.c.building_id, _household.c.door, _household.c.estate_id
).where(among(_household.c.id, "households"))
# Outer, so that SQLite, which keeps no statistics here, looks each household up in the index
# of standing entries; given the choice it walks the whole relay.
_wanted = listed("households")
STANDING = (
    gather(*_ENTRY, only=_entry.c.number.is_not(None))
    .select_from(_wanted)
    .outerjoin(
        _entry,
        and_(
            _ACTIVE,
            _entry.c.relay_id == bindparam("relay"),
            _entry.c.household_id == _wanted.c.value,
        ),
    )
)
TOLD = (
    gather(_event.c.relay_id, _event.c.actor_id, _event.c.update_id, _event.c.kind, *_ENTRY)
    .select_from(_event)
    .join(
        _entry,
        (_entry.c.relay_id == _event.c.relay_id) & (_entry.c.number == _event.c.entry_number),
    )
    .where(among(_event.c.update_id, "updates"))
)


ACTIVE = gather(*_ENTRY).where(_ACTIVE, _entry.c.relay_id == bindparam("relay"))
ONE = gather(*_ENTRY).where(
    _entry.c.relay_id == bindparam("relay"), _entry.c.number == bindparam("number")
)
# Rows alike in all but the number are of one sheet: the order of its lines is known.
SPANS = select(
    *(_entry.c[name] for name in ("number", "came_at", "not_before", "channel", "building_id"))
).where(LISTED, _entry.c.relay_id == bindparam("relay"))
LAPSING = (
    select(_entry.c.relay_id, _entry.c.number)
    .where(_entry.c.offer_until <= bindparam("now"))
    .order_by(_entry.c.relay_id, _entry.c.offer_until, _entry.c.number)
)
WHY_LEFT = (
    select(_event.c.kind)
    .where(
        _event.c.relay_id == bindparam("relay"),
        _event.c.entry_number == bindparam("number"),
        _event.c.state == EntryState.LEFT,
    )
    .order_by(_event.c.number.desc())
    .limit(1)
)
HOW_MADE = (
    select(_event.c.kind)
    .where(
        _event.c.relay_id == bindparam("relay"),
        _event.c.entry_number == bindparam("number"),
    )
    .order_by(_event.c.number)
    .limit(1)
)
DONE = select(_event.c.number).where(
    _event.c.update_id == bindparam("update"),
    _event.c.relay_id == bindparam("relay"),
    _event.c.actor_id == bindparam("actor"),
)


def _edge(state: EntryState, *, first: bool) -> Any:
    order = [_entry.c.ordered_at, _entry.c.number]
    # Who has collected is nobody whom a move can reach.
    can_move = _entry.c.served_at.is_(None)
    return (
        select(*_ENTRY)
        .where(LISTED, _entry.c.relay_id == bindparam("relay"), _entry.c.state == state, can_move)
        .order_by(*(order if first else [column.desc() for column in order]))
        .limit(bindparam("most"))
    )


FIRST_WAITING = _edge(EntryState.WAITING, first=True)
LAST_ADMITTED = _edge(EntryState.ADMITTED, first=False)

_is_offline = case((_entry.c.channel.in_(OFFLINE), 1), else_=0)
_ORDER = [_entry.c.ordered_at, _entry.c.number]


def _both_ends() -> Any:
    """The first and the last of each lot: see `storage.relay.lots`."""
    # Who has collected stands before all others of the lot, so both kinds have ends of their own.
    lot = [_entry.c.pool, _entry.c.building_id, _is_offline, _entry.c.served_at.is_(None)]
    first = func.row_number().over(partition_by=lot, order_by=_ORDER)
    last = func.row_number().over(partition_by=lot, order_by=[column.desc() for column in _ORDER])
    ranked = (
        select(*_ENTRY, first.label("first"), last.label("last"))
        .where(LISTED, _entry.c.relay_id == bindparam("relay"))
        .subquery()
    )
    most: Any = bindparam("most")
    return select(*(ranked.c[name] for name in _ENTRY_COLUMNS)).where(
        or_(ranked.c.first <= most, ranked.c.last <= most)
    )


BOTH_ENDS = _both_ends()

INSERT_ENTRIES = Insert(_entry, ("relay_id", *_ENTRY_COLUMNS))
INSERT_EVENTS = Insert(
    _event,
    (
        "relay_id",
        "number",
        "entry_number",
        "kind",
        "at",
        "quantity",
        "actor_id",
        "update_id",
        "claimed_at",
        "because_of",
        "role",
        "state",
        "pool",
        "ordered_at",
        "note",
        "reason",
        "salt",
        "digest",
    ),
)
INSERT_NOTICES = insert(_outbox)
CHANGED_COLUMNS = (
    "quantity",
    "state",
    "ordered_at",
    "channel",
    "left_at",
    "came_at",
    "pool",
    "not_before",
    "offer_until",
    "served_at",
)
UPDATE_ENTRIES = Update(_entry, ("relay_id", "number"), CHANGED_COLUMNS)
UPDATE_POOLS = Update(_pool, ("relay_id", "key"), ("quota", "taken", "waiting"))
UPDATE_RELAYS = (
    update(_relay)
    .where(_relay.c.id == bindparam("of_relay"))
    .values(
        admitted=bindparam("new_admitted"),
        waiting=bindparam("new_waiting"),
        drawing=bindparam("new_drawing"),
        last_number=bindparam("new_number"),
        last_event=bindparam("new_event"),
        last_ordered_at=bindparam("new_ordered_at"),
        head=bindparam("new_head"),
    )
)
TOUCH_CARDS = (
    update(_card)
    .where(_card.c.kind == CARD_KIND, _card.c.subject_id == bindparam("of_relay"))
    .values(version=_card.c.version + 1)
)


def _count_places() -> Any:
    """Place in the list by number, and for who waits the place among several kinds of others."""
    place = func.row_number().over(order_by=_ORDER)
    state = _entry.c.state
    building = _entry.c.building_id

    def rank(*among_same: Any) -> Any:
        return func.row_number().over(partition_by=[state, *among_same], order_by=_ORDER)

    ranked = (
        select(
            _entry.c.number,
            place.label("place"),
            state,
            _is_offline.label("is_offline"),
            rank().label("of_all"),
            rank(building).label("of_building"),
            rank(_is_offline).label("of_kind"),
            rank(building, _is_offline).label("of_both"),
        )
        .where(LISTED, _entry.c.relay_id == bindparam("relay"))
        .subquery()
    )
    return select(ranked).where(among(ranked.c.number, "numbers"))


COUNT_PLACES = _count_places()

# The relays before this one, and who was served in one of them: collected, and not undone.
ROUND_BEFORE = select(_relay.c.follows_id).where(_relay.c.id == bindparam("relay"))


def _served() -> Any:
    kinds = [EventKind.COLLECTED, EventKind.UNDONE]
    last = (
        select(_event.c.relay_id, _event.c.entry_number, func.max(_event.c.number).label("number"))
        .where(_event.c.relay_id.in_(_any("relays")), _event.c.kind.in_(kinds))
        .group_by(_event.c.relay_id, _event.c.entry_number)
        .subquery()
    )
    return (
        select(_entry.c.household_id)
        .join(
            last,
            and_(last.c.relay_id == _entry.c.relay_id, last.c.entry_number == _entry.c.number),
        )
        .join(_event, and_(_event.c.relay_id == last.c.relay_id, _event.c.number == last.c.number))
        .where(_event.c.kind == EventKind.COLLECTED, among(_entry.c.household_id, "households"))
    )


SERVED = _served()

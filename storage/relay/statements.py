"""The statements of the relay's hot road, built once: building costs more than running."""

from __future__ import annotations

from typing import Any

from sqlalchemy import and_, bindparam, func, insert, select, text, update

from storage.batch import Insert, among, gather, listed
from storage.community.kinds import ResidentState
from storage.community.tables import Committee, Estate, Household, Person, Resident
from storage.outbox.tables import Card, OutboxMessage
from storage.relay.kinds import EntryState
from storage.relay.tables import Relay, RelayBuilding, RelayEntry, RelayEvent

CARD_KIND = "relay"

_relay = Relay.__table__  # type: ignore[attr-defined]
_scope = RelayBuilding.__table__  # type: ignore[attr-defined]
_entry = RelayEntry.__table__  # type: ignore[attr-defined]
_event = RelayEvent.__table__  # type: ignore[attr-defined]
_resident = Resident.__table__  # type: ignore[attr-defined]
_household = Household.__table__  # type: ignore[attr-defined]
_person = Person.__table__  # type: ignore[attr-defined]
_estate = Estate.__table__  # type: ignore[attr-defined]
_committee = Committee.__table__  # type: ignore[attr-defined]
_card = Card.__table__  # type: ignore[attr-defined]
_outbox = OutboxMessage.__table__  # type: ignore[attr-defined]

# Spelled as the partial indexes spell it: with a bound value no database would use them.
_ACTIVE = text(f"relay_entry.state <> '{EntryState.LEFT.value}'")


def _any(name: str) -> Any:
    return bindparam(name, expanding=True)


# Locks the scarce rows, always in the same order. SQLite has one writer and needs no lock.
LOCK_RELAYS = (
    select(_relay, _committee.c.time_zone)
    .join(_estate, _estate.c.id == _relay.c.estate_id)
    .join(_committee, _committee.c.id == _estate.c.committee_id)
    .where(_relay.c.id.in_(_any("relays")))
    .order_by(_relay.c.id)
    .with_for_update(of=_relay)
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
    )
    .select_from(_person)
    .outerjoin(_resident, _resident.c.person_id == _person.c.id)
    .outerjoin(_household, _household.c.id == _resident.c.household_id)
    .where(among(_person.c.id, "people"))
)
BUILDINGS = select(_household.c.id, _household.c.building_id).where(
    _household.c.id.in_(_any("households"))
)
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


def _edge(state: EntryState, *, first: bool) -> Any:
    order = [_entry.c.ordered_at, _entry.c.number]
    return (
        select(*_ENTRY)
        .where(_ACTIVE, _entry.c.relay_id == bindparam("relay"), _entry.c.state == state)
        .order_by(*(order if first else [column.desc() for column in order]))
        .limit(bindparam("most"))
    )


FIRST_WAITING = _edge(EntryState.WAITING, first=True)
LAST_ADMITTED = _edge(EntryState.ADMITTED, first=False)

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
    ),
)
INSERT_NOTICES = insert(_outbox)
UPDATE_ENTRIES = (
    update(_entry)
    .where(_entry.c.relay_id == bindparam("of_relay"), _entry.c.number == bindparam("of_number"))
    .values(
        quantity=bindparam("new_quantity"),
        state=bindparam("new_state"),
        left_at=bindparam("new_left_at"),
    )
)
UPDATE_RELAYS = (
    update(_relay)
    .where(_relay.c.id == bindparam("of_relay"))
    .values(
        admitted=bindparam("new_admitted"),
        waiting=bindparam("new_waiting"),
        last_number=bindparam("new_number"),
        last_event=bindparam("new_event"),
        last_ordered_at=bindparam("new_ordered_at"),
    )
)
TOUCH_CARDS = (
    update(_card)
    .where(_card.c.kind == CARD_KIND, _card.c.subject_id == bindparam("of_relay"))
    .values(version=_card.c.version + 1)
)
FAMILIES = select(_resident.c.household_id, _resident.c.person_id).where(
    _resident.c.household_id.in_(_any("households")),
    _resident.c.state == ResidentState.ACTIVE,
)


def _count_places(relay_id: Any, numbers: Any) -> Any:
    ranked = (
        select(
            _entry.c.number,
            func.row_number().over(order_by=[_entry.c.ordered_at, _entry.c.number]).label("place"),
        )
        .where(_ACTIVE, _entry.c.relay_id == relay_id)
        .subquery()
    )
    return select(ranked).where(ranked.c.number.in_(numbers))


COUNT_PLACES = _count_places(bindparam("relay"), _any("numbers"))

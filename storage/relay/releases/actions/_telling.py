"""Who hears of a release: the households concerned, the relay's groups, staff."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from sqlmodel import Session, col, select

from storage.community.kinds import RoleKind
from storage.community.queries import list_roles
from storage.community.tables import Household, Person
from storage.outbox.actions import NewMessage, leave_many, tell
from storage.outbox.tables import Card, Urgency
from storage.proxies.readers import Reader, list_readers
from storage.relay.releases.actions._locks import Held
from storage.relay.releases.slots import about
from storage.relay.releases.views import SlotView
from storage.relay.statements import CARD_KIND
from storage.relay.tables import RelayEntry


def list_reached(
    session: Session, households: Collection[int], now: datetime
) -> dict[int, list[Reader]]:
    """Who of each household, or acting for it, can be written to; a disputed tie hears nothing."""
    readers = list_readers(session, households, now)
    people = {reader.person_id for each in readers.values() for reader in each}
    reachable = select(Person.id).where(col(Person.id).in_(people), col(Person.reachable))
    heard = set(session.exec(reachable))
    kept = {
        household_id: [reader for reader in each if reader.person_id in heard]
        for household_id, each in readers.items()
    }
    return {household_id: each for household_id, each in kept.items() if each}


def slot_params(held: Held, slot: SlotView, **more: Any) -> dict[str, Any]:
    """What a message about a turn says: the relay, and when and where to come."""
    return {
        "relay_id": held.relay_id,
        "title": held.relay.title,
        "is_rehearsal": held.relay.is_rehearsal,
        "at": about(slot.starts_at).isoformat(),
        "place": slot.place,
        "bring": held.relay.bring,
        "before": None,
        **more,
    }


def tell_households(
    session: Session,
    held: Held,
    template: str,
    slots: Iterable[SlotView],
    *,
    key: str,
    now: datetime,
    more: Mapping[int, Mapping[str, Any]] | None = None,
) -> int:
    """Leave a message about its turn for whoever reads for each household, once a `key`.

    Args:
        more: further values by the entry's number.

    Returns:
        How many households have nobody who can be written to.
    """
    slots = list(slots)
    homes = _households(session, held.relay_id, [slot.entry_number for slot in slots])
    readers = list_reached(session, {home.household_id for home in homes.values()}, now)
    letters = [
        NewMessage(
            chat_id=reader.person_id,
            template=template,
            params=slot_params(held, slot, **(more or {}).get(slot.entry_number, {}))
            | _whose(homes[slot.entry_number], reader),
            dedupe_key=f"relay:{held.relay_id}:{key}:{slot.entry_number}:{reader.person_id}",
            urgency=Urgency.URGENT,
        )
        for slot in slots
        for reader in readers.get(homes[slot.entry_number].household_id, ())
    ]
    leave_many(session, letters, now=now)
    return sum(homes[slot.entry_number].household_id not in readers for slot in slots)


class _Home(NamedTuple):
    household_id: int
    door: str


def _whose(home: _Home, reader: Reader) -> dict[str, Any]:
    """Which household it is, for who acts for it; 0 and no door is the reader's own."""
    if not reader.is_proxy:
        return {"household_id": 0, "door": None}
    return {"household_id": home.household_id, "door": home.door}


def _households(session: Session, relay_id: int, numbers: Collection[int]) -> dict[int, _Home]:
    rows = (
        select(RelayEntry.number, RelayEntry.household_id, Household.door)
        .join(Household, col(Household.id) == col(RelayEntry.household_id))
        .where(RelayEntry.relay_id == relay_id, col(RelayEntry.number).in_(numbers))
    )
    return {number: _Home(household_id, door) for number, household_id, door in session.exec(rows)}


def tell_groups(
    session: Session, held: Held, template: str, *, key: str, now: datetime, **params: Any
) -> None:
    """Leave a message in every group in which the relay's card stands, once a `key`."""
    cards = select(Card).where(
        Card.kind == CARD_KIND, Card.subject_id == held.relay_id, col(Card.gone_at).is_(None)
    )
    for card in session.exec(cards):
        tell(
            session,
            card.chat_id,
            template,
            now=now,
            thread_id=card.thread_id,
            dedupe_key=f"relay:{held.relay_id}:{key}:{card.chat_id}",
            **_relay_params(held),
            **params,
        )


def tell_staff(
    session: Session, held: Held, template: str, *, key: str, now: datetime, **params: Any
) -> None:
    """Leave a message for everybody who is staff of the relay's committee, once a `key`."""
    roles = list_roles(session, held.committee_id, now)
    for person in {role.person_id for role in roles if role.kind is RoleKind.STAFF}:
        tell(
            session,
            person,
            template,
            now=now,
            dedupe_key=f"relay:{held.relay_id}:{key}:{person}",
            **_relay_params(held),
            **params,
        )


def _relay_params(held: Held) -> dict[str, Any]:
    return {
        "relay_id": held.relay_id,
        "title": held.relay.title,
        "is_rehearsal": held.relay.is_rehearsal,
    }

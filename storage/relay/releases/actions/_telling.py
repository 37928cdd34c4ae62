"""Who hears of a release: the households concerned, the relay's groups, staff."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from storage.community.kinds import ResidentState, RoleKind
from storage.community.queries import list_roles
from storage.community.tables import Person, Resident
from storage.outbox.actions import NewMessage, leave_many, tell
from storage.outbox.tables import Card, Urgency
from storage.relay.releases.actions._locks import Held
from storage.relay.releases.slots import about
from storage.relay.releases.views import SlotView
from storage.relay.statements import CARD_KIND
from storage.relay.tables import RelayEntry


def list_families(session: Session, households: Collection[int]) -> dict[int, list[int]]:
    """Members of each household who can be written to; a disputed tie hears nothing."""
    query = (
        select(Resident.household_id, Resident.person_id)
        .join(Person, col(Person.id) == col(Resident.person_id))
        .where(
            col(Resident.household_id).in_(households),
            Resident.state == ResidentState.ACTIVE,
            col(Person.reachable),
        )
        .order_by(col(Resident.id))
    )
    families: dict[int, list[int]] = {}
    for household_id, person_id in session.exec(query):
        families.setdefault(household_id, []).append(person_id)
    return families


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
    """Leave a message about its turn for every linked member of each household, once a `key`.

    Args:
        more: further values by the entry's number.

    Returns:
        How many households have nobody who can be written to.
    """
    slots = list(slots)
    homes = _households(session, held.relay_id, [slot.entry_number for slot in slots])
    families = list_families(session, set(homes.values()))
    letters = [
        NewMessage(
            chat_id=person,
            template=template,
            params=slot_params(held, slot, **(more or {}).get(slot.entry_number, {})),
            dedupe_key=f"relay:{held.relay_id}:{key}:{slot.entry_number}:{person}",
            urgency=Urgency.URGENT,
        )
        for slot in slots
        for person in families.get(homes[slot.entry_number], ())
    ]
    leave_many(session, letters, now=now)
    return sum(homes[slot.entry_number] not in families for slot in slots)


def _households(session: Session, relay_id: int, numbers: Collection[int]) -> dict[int, int]:
    rows = select(RelayEntry.number, RelayEntry.household_id).where(
        RelayEntry.relay_id == relay_id, col(RelayEntry.number).in_(numbers)
    )
    return dict(session.exec(rows).all())


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

"""The life of a relay: published, opened and closed. Joining and leaving go over the desk."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session, col, select

from storage.audit.actions import record
from storage.community.actions import end_conversation
from storage.community.queries import (
    find_actor,
    find_conversation,
    find_estate,
    list_bound_chats,
)
from storage.errors import RuleError
from storage.outbox.actions import place_card, touch_cards
from storage.relay.drafts import Draft, check_draft
from storage.relay.kinds import RelayState
from storage.relay.queries import is_due
from storage.relay.sharing_rows import sharing_values
from storage.relay.statements import CARD_KIND
from storage.relay.tables import Relay, RelayBuilding


def publish_relay(session: Session, draft: Draft, *, by: int, now: datetime) -> int:
    """Publish a draft: its card stands in every group bound to its houses (S19).

    Args:
        by: the member of staff; the right is read in this transaction.

    Returns:
        The relay's number.

    Raises:
        RuleError: `not_staff`, `not_found`, or what `check_draft` raises.
    """
    estate = find_estate(session, draft.estate_id)
    if estate is None:
        raise RuleError("not_found", kind="estate")
    _check_staff(session, estate.committee_id, by, now)
    check_draft(draft, now)
    relay = Relay(
        estate_id=draft.estate_id,
        title=draft.title.strip(),
        item=draft.item.strip(),
        per_household=draft.per_household,
        capacity=draft.capacity,
        waiting_list=draft.waiting_list,
        opens_at=draft.opens_at,
        closes_at=draft.closes_at,
        place=draft.place.strip(),
        eligibility=draft.eligibility.strip(),
        collection=draft.collection.strip(),
        created_by=by,
        created_at=now,
        follows_id=draft.follows_id,
        **sharing_values(draft.sharing),
    )
    session.add(relay)
    session.flush()
    assert relay.id is not None
    for building_id in draft.buildings:
        session.add(RelayBuilding(relay_id=relay.id, building_id=building_id))
    for chat in list_bound_chats(session, draft.estate_id, draft.buildings or None):
        place_card(session, CARD_KIND, relay.id, chat.telegram_id, chat.thread_id)
    _audit(session, relay, "relay.published", by, now)
    return relay.id


def publish_draft(session: Session, draft: Draft, step: str, *, by: int, now: datetime) -> int:
    """Publish what a conversation at `step` has gathered, and end it: two presses, one relay.

    Raises:
        RuleError: `stale_button` where the conversation is over, or what `publish_relay` raises.
    """
    conversation = find_conversation(session, by, by)
    if conversation is None or conversation.step != step:
        raise RuleError("stale_button")
    end_conversation(session, by, by)
    return publish_relay(session, draft, by=by, now=now)


def turn_due_relays(session: Session, now: datetime) -> int:
    """Open relays whose second has come and close those whose time is over; returns how many."""
    return _turn_due(session, RelayState.SCHEDULED, RelayState.OPEN, now) + _turn_due(
        session, RelayState.OPEN, RelayState.CLOSED, now
    )


def close_relay(session: Session, relay_id: int, *, by: int, now: datetime) -> None:
    """Close a relay before its time. Closing again changes nothing.

    Raises:
        RuleError: `not_staff`, `relay_unknown`, `relay_cancelled`.
    """
    relay = _find_own(session, relay_id, by, now)
    if relay.state is RelayState.CANCELLED:
        raise RuleError("relay_cancelled")
    if relay.state is not RelayState.CLOSED:
        _turn(session, relay, RelayState.CLOSED, by, now)


def cancel_relay(session: Session, relay_id: int, *, by: int, now: datetime) -> None:
    """Call a relay off. Its list is kept; nobody can join or leave any more.

    Raises:
        RuleError: `not_staff`, `relay_unknown`.
    """
    relay = _find_own(session, relay_id, by, now)
    if relay.state is not RelayState.CANCELLED:
        _turn(session, relay, RelayState.CANCELLED, by, now)


def place_cards_in_chat(session: Session, telegram_id: int, *, now: datetime) -> int:
    """Put the cards of running relays into a group that was bound after they were published."""
    running = select(Relay).where(
        col(Relay.state).in_([RelayState.SCHEDULED, RelayState.OPEN]), Relay.closes_at > now
    )
    placed = 0
    for relay in session.exec(running):
        scope = _scope(session, relay)
        for chat in list_bound_chats(session, relay.estate_id, scope or None):
            if chat.telegram_id == telegram_id:
                assert relay.id is not None
                place_card(session, CARD_KIND, relay.id, telegram_id, chat.thread_id)
                placed += 1
    return placed


def _check_staff(session: Session, committee_id: int, by: int, now: datetime) -> None:
    if not find_actor(session, by, now).is_staff(committee_id):
        raise RuleError("not_staff")


def _scope(session: Session, relay: Relay) -> set[int]:
    rows = select(RelayBuilding.building_id).where(RelayBuilding.relay_id == relay.id)
    return set(session.exec(rows))


def _find_own(session: Session, relay_id: int, by: int, now: datetime) -> Relay:
    # Locked: presses of the same second are decided wholly before or wholly after this change.
    relay = session.exec(select(Relay).where(Relay.id == relay_id).with_for_update()).first()
    if relay is None:
        raise RuleError("relay_unknown")
    estate = find_estate(session, relay.estate_id)
    assert estate is not None
    _check_staff(session, estate.committee_id, by, now)
    return relay


def _turn_due(session: Session, before: RelayState, after: RelayState, now: datetime) -> int:
    rows = select(Relay).where(is_due(before, now)).order_by(col(Relay.id))
    relays = session.exec(rows.with_for_update(skip_locked=True)).all()
    for relay in relays:
        _turn(session, relay, after, None, now)
    return len(relays)


def _turn(session: Session, relay: Relay, state: RelayState, by: int | None, now: datetime) -> None:
    relay.state = state
    if state is not RelayState.OPEN:
        relay.closed_at = now
    session.add(relay)
    assert relay.id is not None
    touch_cards(session, CARD_KIND, relay.id)
    _audit(session, relay, f"relay.{state.value}", by, now)


def _audit(session: Session, relay: Relay, action: str, by: int | None, now: datetime) -> None:
    record(session, action, f"relay:{relay.id}", at=now, actor_id=by)

"""The life of a relay: published, opened and closed. Joining and leaving go over the desk."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import ColumnElement
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
from storage.relay.kinds import EventKind, RelayState, Role
from storage.relay.moves.shares import draw_relay, open_shares
from storage.relay.moves.terms import commit_to_seed
from storage.relay.opening import begin_log, write_pools
from storage.relay.proof.actions import NewEvent, append_events, post_root
from storage.relay.queries import are_shares_due, is_draw_due, is_due
from storage.relay.sharing_rows import read_sharing, sharing_values
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
        round_number=_next_round(session, draft.follows_id),
        **sharing_values(draft.sharing),
    )
    commit_to_seed(relay)
    session.add(relay)
    session.flush()
    assert relay.id is not None
    write_pools(session, relay, draft.buildings or None)
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
    """Do what has come due: open, draw, open shares, close. Returns how many relays it did."""
    return (
        _turn_due(session, RelayState.SCHEDULED, RelayState.OPEN, now)
        + _each(session, is_draw_due(now), lambda relay: draw_relay(session, relay, now=now))
        + _each(session, are_shares_due(now), lambda relay: _open_shares(session, relay, now))
        + _turn_due(session, RelayState.OPEN, RelayState.CLOSED, now)
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


def _next_round(session: Session, follows_id: int | None) -> int:
    before = None if follows_id is None else session.get(Relay, follows_id)
    return 1 if before is None else before.round_number + 1


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
    return _each(
        session,
        is_due(before, now),
        lambda relay_id: _turn(session, session.get_one(Relay, relay_id), after, None, now),
    )


def _each(session: Session, due: ColumnElement[bool], do: Callable[[int], object]) -> int:
    # Locked, and left to whoever holds them already.
    rows = select(Relay.id).where(due).order_by(col(Relay.id)).with_for_update(skip_locked=True)
    relays = [relay_id for relay_id in session.exec(rows).all() if relay_id is not None]
    for relay_id in relays:
        do(relay_id)
    return len(relays)


def _open_shares(session: Session, relay_id: int, now: datetime) -> None:
    open_shares(session, relay_id, by=None, now=now)


def _turn(session: Session, relay: Relay, state: RelayState, by: int | None, now: datetime) -> None:
    assert relay.id is not None
    relay_id, is_before = relay.id, relay.state is RelayState.SCHEDULED
    if is_before and not relay.last_event:
        # The roster may have grown since it was published.
        write_pools(session, relay, frozenset(_scope(session, relay)) or None)
    if state is not RelayState.CANCELLED:
        begin_log(session, relay_id, now)
    if state is RelayState.CLOSED:
        _settle(session, relay_id, now)
    relay = session.get_one(Relay, relay_id)
    relay.state = state
    if state is not RelayState.OPEN:
        relay.closed_at = now
    session.add(relay)
    session.flush()
    touch_cards(session, CARD_KIND, relay_id)
    _audit(session, relay, f"relay.{state.value}", by, now)
    if state is RelayState.CLOSED:
        role = Role.CLOCK if by is None else Role.STAFF
        closed = NewEvent(EventKind.CLOSED, now, actor_id=by, role=role)
        append_events(session, relay_id, [closed])
        post_root(session, relay_id, now=now)


def _settle(session: Session, relay_id: int, now: datetime) -> None:
    """Decide what closing decides: the draw, and who gets the places that nobody used."""
    draw_relay(session, relay_id, now=now)
    relay = session.get_one(Relay, relay_id)
    if read_sharing(relay).has_pools and relay.shares_opened_at is None:
        open_shares(session, relay_id, by=None, now=now)


def _audit(session: Session, relay: Relay, action: str, by: int | None, now: datetime) -> None:
    record(session, action, f"relay:{relay.id}", at=now, actor_id=by)

"""The life of a round up to its deadline: published, opened, closed, called off."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session, col, select

from storage.community.actions import end_conversation
from storage.community.queries import find_conversation, find_estate, list_bound_chats
from storage.errors import RuleError
from storage.outbox.actions import place_card
from storage.supplies.actions._families import list_families, tell_household
from storage.supplies.actions._locks import check_staff, lock_own_round, note
from storage.supplies.drafts import RoundDraft, check_draft
from storage.supplies.kinds import RoundState
from storage.supplies.queries import list_orders
from storage.supplies.queries.rounds import is_due
from storage.supplies.rules import check_turn
from storage.supplies.statements import CARD_KIND
from storage.supplies.tables import (
    SupplyBuilding,
    SupplyPackage,
    SupplyRound,
    SupplySupplier,
)
from storage.upsert import insert_new


def publish_round(session: Session, draft: RoundDraft, *, by: int, now: datetime) -> int:
    """Publish a draft: its card stands in every group bound to its houses (S66).

    Returns:
        The round's number.

    Raises:
        RuleError: `not_found`, `not_staff`, or what `check_draft` raises.
    """
    estate = find_estate(session, draft.estate_id)
    if estate is None:
        raise RuleError("not_found", kind="estate")
    check_staff(session, estate.committee_id, by, now)
    check_draft(draft, now)
    supplier = _find_supplier(session, estate.committee_id, draft.supplier.strip())
    assert supplier.id is not None
    supplies = SupplyRound(
        committee_id=estate.committee_id,
        estate_id=draft.estate_id,
        supplier_id=supplier.id,
        title=draft.title.strip(),
        arrives=draft.arrives.strip(),
        opens_at=draft.opens_at,
        closes_at=draft.closes_at,
        created_by=by,
        created_at=now,
    )
    session.add(supplies)
    session.flush()
    assert supplies.id is not None
    _add_catalogue(session, supplies.id, draft)
    for chat in list_bound_chats(session, draft.estate_id, draft.buildings or None):
        place_card(session, CARD_KIND, supplies.id, chat.telegram_id, chat.thread_id)
    note(session, supplies, "published", by, now)
    return supplies.id


def publish_draft(session: Session, draft: RoundDraft, step: str, *, by: int, now: datetime) -> int:
    """Publish what a conversation at `step` has gathered, and end it: two presses, one round.

    Raises:
        RuleError: `stale_button` where the conversation is over, or what `publish_round` raises.
    """
    conversation = find_conversation(session, by, by)
    if conversation is None or conversation.step != step:
        raise RuleError("stale_button")
    end_conversation(session, by, by)
    return publish_round(session, draft, by=by, now=now)


def turn_due_rounds(session: Session, now: datetime) -> int:
    """Open rounds whose second has come, close those past their deadline; returns how many."""
    return _turn_due(session, RoundState.SCHEDULED, RoundState.OPEN, now) + _turn_due(
        session, RoundState.OPEN, RoundState.CLOSED, now
    )


def close_round(session: Session, round_id: int, *, by: int, now: datetime) -> None:
    """Take no more orders, before the deadline. Closing again changes nothing.

    Raises:
        RuleError: `supply_unknown`, `not_staff`, `supply_wrong_state`.
    """
    _turn(session, round_id, RoundState.CLOSED, by, now)


def begin_picking(session: Session, round_id: int, *, by: int, now: datetime) -> None:
    """The supplier has the list and packs the bags. Again, it changes nothing.

    Raises:
        RuleError: `supply_unknown`, `not_staff`, `supply_wrong_state`.
    """
    _turn(session, round_id, RoundState.PICKING, by, now)


def cancel_round(session: Session, round_id: int, *, by: int, now: datetime) -> None:
    """Call a round off; every household that ordered is told. Again, it changes nothing.

    Raises:
        RuleError: `supply_unknown`, `not_staff`, `supply_wrong_state` once goods have arrived.
    """
    if not _turn(session, round_id, RoundState.CANCELLED, by, now):
        return
    supplies = session.get_one(SupplyRound, round_id)
    orders = list_orders(session, round_id)
    families = list_families(session, [order.household_id for order in orders])
    for order in orders:
        people = families[order.household_id]
        tell_household(
            session, people, "supplies/cancelled", supplies, order, now=now, key="cancelled"
        )


def vouch_for_supplier(
    session: Session, round_id: int, is_checked: bool, *, by: int, now: datetime
) -> None:
    """Say whether the committee has checked the supplier of a round; it holds for all its rounds.

    Raises:
        RuleError: `supply_unknown`, `not_staff`.
    """
    supplies = lock_own_round(session, round_id, by, now)
    supplier = session.get_one(SupplySupplier, supplies.supplier_id)
    if (supplier.checked_at is not None) == is_checked:
        return
    supplier.checked_at, supplier.checked_by = (now, by) if is_checked else (None, None)
    session.add(supplier)
    of_supplier = select(SupplyRound).where(SupplyRound.supplier_id == supplier.id)
    action = "supplier_checked" if is_checked else "supplier_doubted"
    for each in session.exec(of_supplier.order_by(col(SupplyRound.id))):
        note(session, each, action, by, now)


def place_supply_cards(session: Session, telegram_id: int, *, now: datetime) -> int:
    """Put the cards of running rounds into a group that was bound after they were published."""
    running = select(SupplyRound).where(
        col(SupplyRound.state).in_([RoundState.SCHEDULED, RoundState.OPEN]),
        SupplyRound.closes_at > now,
    )
    placed = 0
    for supplies in session.exec(running):
        assert supplies.id is not None
        scope = set(
            session.exec(
                select(SupplyBuilding.building_id).where(SupplyBuilding.round_id == supplies.id)
            )
        )
        for chat in list_bound_chats(session, supplies.estate_id, scope or None):
            if chat.telegram_id == telegram_id:
                place_card(session, CARD_KIND, supplies.id, telegram_id, chat.thread_id)
                placed += 1
    return placed


def _find_supplier(session: Session, committee_id: int, name: str) -> SupplySupplier:
    row = {"committee_id": committee_id, "name": name}
    insert_new(session, SupplySupplier, [row], keys=["committee_id", "name"])
    query = select(SupplySupplier).where(
        SupplySupplier.committee_id == committee_id, SupplySupplier.name == name
    )
    return session.exec(query).one()


def _add_catalogue(session: Session, round_id: int, draft: RoundDraft) -> None:
    for building_id in draft.buildings:
        session.add(SupplyBuilding(round_id=round_id, building_id=building_id))
    for position, package in enumerate(draft.packages, start=1):
        session.add(
            SupplyPackage(
                round_id=round_id,
                position=position,
                name=package.name.strip(),
                contents=package.contents.strip(),
                price=package.price,
                per_household=package.per_household,
                stock=package.stock,
                is_urgent=package.is_urgent,
            )
        )


def _turn_due(session: Session, before: RoundState, after: RoundState, now: datetime) -> int:
    rows = select(SupplyRound).where(is_due(before, now)).order_by(col(SupplyRound.id))
    rounds = session.exec(rows.with_for_update(skip_locked=True)).all()
    for supplies in rounds:
        _set(session, supplies, after, None, now)
    return len(rounds)


def _turn(session: Session, round_id: int, state: RoundState, by: int, now: datetime) -> bool:
    supplies = lock_own_round(session, round_id, by, now)
    if supplies.state is state:
        return False
    check_turn(supplies.state, state)
    _set(session, supplies, state, by, now)
    return True


def _set(
    session: Session, supplies: SupplyRound, state: RoundState, by: int | None, now: datetime
) -> None:
    supplies.state = state
    if state is not RoundState.OPEN and supplies.closed_at is None:
        supplies.closed_at = now
    if state is RoundState.CANCELLED:
        supplies.ended_at = now
    note(session, supplies, state.value, by, now)

"""Questions that wait for a person (S99): brought to the duty, alike ones together."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from storage.audit.actions import record
from storage.community.actions import lock_committee
from storage.community.queries import find_actor, find_duty
from storage.community.rules import check_staff
from storage.errors import RuleError
from storage.faq.actions._askers import tell_askers
from storage.faq.kinds import ItemState
from storage.faq.queries import ItemView, find_item
from storage.faq.queries.waiting import count_opened, find_same
from storage.faq.tables import FaqItem, FaqQuestion
from storage.faq.upkeep import GROWN_ITEM, NEW_ITEM
from storage.outbox.actions import leave

# The duty hears again when a question grows to one of many, not at every press.
_TOLD_AT = (5, 10, 20, 50)
# Items that one person opens within an hour.
_MOST_OPENED = 10


def open_item(session: Session, question_id: int, *, alike: int | None, now: datetime) -> ItemView:
    """Bring a question to a person; the same question again changes nothing.

    A question in the words of an open item joins it.

    Args:
        alike: another item that asks the same; joined if it is open still and of the same
            committee.

    Raises:
        RuleError: `stale_button` for a question that is not kept any more; `faq_too_many` with
            `most` for somebody who opened as many items within the hour.
    """
    question = _lock_question(session, question_id)
    if question.item_id is not None:
        return view_item(session, question.item_id)
    same = find_same(session, question.committee_id, question.text)
    joined = _find_open(session, same or alike, question.committee_id)
    if joined is None:
        _check_pace(session, question.person_id, now)
    item = joined or FaqItem(committee_id=question.committee_id, opened_at=now)
    session.add(item)
    session.flush()
    assert item.id is not None
    before = view_item(session, item.id).askers
    question.item_id = item.id
    session.add(question)
    view = view_item(session, item.id)
    if joined is None:
        record(session, "faq.item_opened", f"faq_item:{item.id}", at=now, actor_id=None)
        return _announce(session, item, now)
    if view.askers > before and view.askers in _TOLD_AT:
        _tell_duty(session, GROWN_ITEM, view, f"faq:item:{item.id}:{view.askers}", now)
    return view


def announce_items(session: Session, now: datetime) -> int:
    """Tell those on duty of open items that nobody could be told of before.

    Returns:
        Of how many.
    """
    query = select(FaqItem).where(FaqItem.state == ItemState.OPEN, col(FaqItem.told_at).is_(None))
    # Two processes look at once: each item is told by one of them.
    waiting = session.exec(query.order_by("id").with_for_update(skip_locked=True)).all()
    return sum(_announce(session, item, now).is_told for item in waiting)


def dismiss_item(session: Session, item_id: int, *, by: int, now: datetime) -> ItemView:
    """Let a question rest without an answer; everybody who asked is told once.

    Raises:
        RuleError: `not_found`, `not_staff`, `faq_item_settled`.
    """
    item = lock_open(session, item_id, by, now)
    view = settle(session, item, ItemState.DISMISSED, by=by, now=now)
    tell_askers(session, item, now)
    return view


def lock_item(session: Session, item_id: int, by: int, now: datetime) -> FaqItem:
    """An item, for staff of its committee; others who settle it wait.

    Raises:
        RuleError: `not_found`, `not_staff`.
    """
    item = session.exec(select(FaqItem).where(FaqItem.id == item_id).with_for_update()).first()
    if item is None:
        raise RuleError("not_found", kind="item")
    check_staff(find_actor(session, by, now), item.committee_id)
    return item


def lock_open(session: Session, item_id: int, by: int, now: datetime) -> FaqItem:
    """An item that nobody has settled yet, for staff of its committee.

    Raises:
        RuleError: `not_found`, `not_staff`, `faq_item_settled`.
    """
    item = lock_item(session, item_id, by, now)
    if item.state is not ItemState.OPEN:
        raise RuleError("faq_item_settled")
    return item


def settle(
    session: Session, item: FaqItem, state: ItemState, *, by: int, now: datetime
) -> ItemView:
    """End an item's waiting, and audit who did."""
    item.state, item.settled_by, item.settled_at = state, by, now
    session.add(item)
    record(session, f"faq.item_{state.value}", f"faq_item:{item.id}", at=now, actor_id=by)
    assert item.id is not None
    return view_item(session, item.id)


def view_item(session: Session, item_id: int) -> ItemView:
    """An item that is there, with what this transaction changed."""
    session.flush()
    view = find_item(session, item_id)
    assert view is not None
    return view


def _lock_question(session: Session, question_id: int) -> FaqQuestion:
    """A question that is kept still; its committee's questions come to a person in turn.

    Raises:
        RuleError: `stale_button`.
    """
    query = select(FaqQuestion.committee_id).where(FaqQuestion.id == question_id)
    committee_id = session.exec(query).first()
    if committee_id is None:
        raise RuleError("stale_button")
    # Two who ask the same at once must see each other's item, and one question opens one.
    lock_committee(session, committee_id)
    asked = select(FaqQuestion).where(FaqQuestion.id == question_id).with_for_update()
    question = session.exec(asked).first()
    if question is None:
        raise RuleError("stale_button")
    return question


def _check_pace(session: Session, person_id: int, now: datetime) -> None:
    """One person does not fill the list of those on duty.

    Raises:
        RuleError: `faq_too_many`.
    """
    if count_opened(session, person_id, now - timedelta(hours=1)) >= _MOST_OPENED:
        raise RuleError("faq_too_many", most=_MOST_OPENED)


def _find_open(session: Session, item_id: int | None, committee_id: int) -> FaqItem | None:
    """The item to join, held open until this question is in it."""
    query = select(FaqItem).where(
        FaqItem.id == item_id,
        FaqItem.committee_id == committee_id,
        FaqItem.state == ItemState.OPEN,
    )
    return session.exec(query.with_for_update()).first() if item_id is not None else None


def _announce(session: Session, item: FaqItem, now: datetime) -> ItemView:
    """Tell those on duty of an item; where nobody can be reached it is told later."""
    assert item.id is not None
    view = view_item(session, item.id)
    if _tell_duty(session, NEW_ITEM, view, f"faq:item:{item.id}", now):
        item.told_at = now
        session.add(item)
    return view_item(session, item.id)


def _tell_duty(session: Session, template: str, item: ItemView, key: str, now: datetime) -> bool:
    """Tell those on duty; returns whether there is anybody."""
    params = {
        "item_id": item.id,
        "text": item.text,
        "language": item.language,
        "askers": item.askers,
    }
    people = find_duty(session, item.committee_id, now).people
    for person_id in people:
        leave(session, person_id, template, params, now=now, dedupe_key=f"{key}:{person_id}")
    return bool(people)

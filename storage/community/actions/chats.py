"""Groups: noticed, bound to houses by staff, left, and turned into supergroups."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import delete, update
from sqlmodel import Session, col, select

from storage.audit.actions import record
from storage.community.queries import ChatView, find_actor, find_chat, find_estate
from storage.community.rules import check_may_bind
from storage.community.tables import Building, Chat, Conversation
from storage.errors import RuleError
from storage.faq.upkeep import follow_chat, forget_manner, merge_manners
from storage.outbox.tables import Card, OutboxMessage, SendState
from storage.upsert import upsert

_UNBOUND: dict[str, Any] = {
    "estate_id": None,
    "building_id": None,
    "bound_by": None,
    "bound_at": None,
}


def note_chat(
    session: Session,
    telegram_id: int,
    *,
    now: datetime,
    reads_all: bool | None = None,
    thread_id: int | None = None,
    language: str | None = None,
) -> None:
    """Notice that the bot is in a group. What is not told stays as it was known.

    Args:
        reads_all: whether Telegram shows the bot every message there.
        thread_id: the forum topic that cards go to.
    """
    known = find_chat(session, telegram_id)
    told = {"reads_all": reads_all, "thread_id": thread_id, "language": language}
    row = {"telegram_id": telegram_id, "left_at": None, **told, "reads_all": bool(reads_all)}
    kept = frozenset(name for name, value in told.items() if value is None)
    upsert(session, Chat, row, keys=["telegram_id"], kept=kept)
    if known is None:
        record(session, "chat.noted", f"chat:{telegram_id}", at=now, actor_id=None)


def bind_chat(
    session: Session,
    telegram_id: int,
    estate_id: int,
    *,
    by: int | None,
    now: datetime,
    building_id: int | None = None,
    thread_id: int | None = None,
    reads_all: bool | None = None,
) -> ChatView:
    """Let a group speak for an estate or for one of its buildings. Binding again re-binds.

    Args:
        by: staff of the estate's committee; None for an anonymous administrator or a channel.

    Raises:
        RuleError: `not_found` for an unknown estate or another estate's building, or what
            `check_may_bind` raises.
    """
    estate = find_estate(session, estate_id)
    if estate is None:
        raise RuleError("not_found", kind="estate")
    known = find_chat(session, telegram_id)
    actor = find_actor(session, by, now) if by is not None else None
    check_may_bind(actor, estate.committee_id, known.committee_id if known else None)
    _check_building(session, building_id, estate_id)
    note_chat(session, telegram_id, now=now, reads_all=reads_all, thread_id=thread_id)
    houses = {"estate_id": estate_id, "building_id": building_id}
    if known is not None and (known.estate_id, known.building_id) != (estate_id, building_id):
        # Cards about other people's houses are edited no further; whose turn it is now is placed
        # by the features themselves.
        _drop_cards(session, telegram_id, now)
    if known is not None and known.committee_id != estate.committee_id:
        forget_manner(session, telegram_id)
    _change(session, telegram_id, {**houses, "bound_by": by, "bound_at": now})
    record(session, "chat.bound", f"chat:{telegram_id}", at=now, actor_id=by, **houses)
    bound = find_chat(session, telegram_id)
    assert bound is not None
    return bound


def unbind_chat(session: Session, telegram_id: int, *, by: int | None, now: datetime) -> None:
    """Let a group speak for no houses any more; its cards are edited no further.

    Raises:
        RuleError: `chat_not_bound`, or what `check_may_bind` raises.
    """
    known = find_chat(session, telegram_id)
    if known is None or known.committee_id is None:
        raise RuleError("chat_not_bound")
    actor = find_actor(session, by, now) if by is not None else None
    check_may_bind(actor, known.committee_id, known.committee_id)
    _change(session, telegram_id, _UNBOUND)
    _drop_cards(session, telegram_id, now)
    forget_manner(session, telegram_id)
    record(session, "chat.unbound", f"chat:{telegram_id}", at=now, actor_id=by)


def leave_chat(session: Session, telegram_id: int, *, now: datetime) -> None:
    """The bot is no longer in a group: its binding ends, its cards are gone.

    Whoever adds the bot again must be staff to bind it again. Leaving twice changes nothing.
    """
    known = select(Chat.id).where(Chat.telegram_id == telegram_id, col(Chat.left_at).is_(None))
    if session.exec(known).first() is None:
        return
    _change(session, telegram_id, {**_UNBOUND, "left_at": now})
    _drop_cards(session, telegram_id, now)
    forget_manner(session, telegram_id)
    record(session, "chat.left", f"chat:{telegram_id}", at=now, actor_id=None)


def migrate_chat(session: Session, old_id: int, new_id: int, *, now: datetime) -> None:
    """A group became a supergroup: all that belongs to it follows. Repeatable.

    Message ids of the old group mean nothing in the new one: cards are posted anew.
    """
    _move_chat(session, old_id, new_id)
    follow_chat(session, old_id, new_id)
    _move_cards(session, old_id, new_id)
    unsent = col(OutboxMessage.state).in_([SendState.WAITING, SendState.SENDING])
    session.execute(
        update(OutboxMessage)
        .where(col(OutboxMessage.chat_id) == old_id, unsent)
        .values(chat_id=new_id, reply_to=None)
    )
    session.execute(delete(Conversation).where(col(Conversation.chat_id) == old_id))
    record(session, "chat.migrated", f"chat:{new_id}", at=now, actor_id=None, old=old_id)


def _move_chat(session: Session, old_id: int, new_id: int) -> None:
    """The old row takes the new number; a row that was noted for it meanwhile gives way."""
    old = session.exec(select(Chat).where(Chat.telegram_id == old_id).with_for_update()).first()
    if old is None:
        return
    noted = session.exec(select(Chat).where(Chat.telegram_id == new_id)).first()
    if noted is not None:
        old.reads_all = noted.reads_all
        if noted.bound_at is not None:
            old.estate_id, old.building_id = noted.estate_id, noted.building_id
            old.bound_by, old.bound_at = noted.bound_by, noted.bound_at
        assert old.id is not None
        assert noted.id is not None
        merge_manners(session, old.id, noted.id)
        session.delete(noted)
        session.flush()
    old.telegram_id = new_id
    old.left_at = None
    session.flush()


def _move_cards(session: Session, old_id: int, new_id: int) -> None:
    standing = select(Card.kind, Card.subject_id).where(Card.chat_id == new_id)
    taken = set(session.exec(standing).all())
    for card in session.exec(select(Card).where(Card.chat_id == old_id)).all():
        if (card.kind, card.subject_id) in taken:
            session.delete(card)
            continue
        card.chat_id = new_id
        card.message_id = card.shown_digest = card.lease_until = None
        card.shown_version = 0
    session.flush()


def _change(session: Session, telegram_id: int, values: dict[str, Any]) -> None:
    session.execute(update(Chat).where(col(Chat.telegram_id) == telegram_id).values(**values))


def _drop_cards(session: Session, telegram_id: int, now: datetime) -> None:
    standing = col(Card.chat_id) == telegram_id, col(Card.gone_at).is_(None)
    session.execute(update(Card).where(*standing).values(gone_at=now))


def _check_building(session: Session, building_id: int | None, estate_id: int) -> None:
    if building_id is None:
        return
    building = session.get(Building, building_id)
    if building is None or building.estate_id != estate_id:
        raise RuleError("not_found", kind="building")

"""A group turns into a supergroup, and all that belongs to it follows."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, update
from sqlmodel import Session, col, select

from storage.audit.actions import record
from storage.community.tables import Chat, Conversation
from storage.faq.upkeep import follow_chat, merge_manners
from storage.notices.upkeep import move_copies
from storage.outbox.tables import Card, Deed, OutboxMessage, SendState


def migrate_chat(session: Session, old_id: int, new_id: int, *, now: datetime) -> None:
    """A group became a supergroup: all that belongs to it follows. Repeatable.

    Message ids of the old group mean nothing in the new one: cards are posted anew.
    """
    _move_chat(session, old_id, new_id)
    follow_chat(session, old_id, new_id)
    move_copies(session, old_id, new_id)
    _move_cards(session, old_id, new_id)
    _move_messages(session, old_id, new_id, now)
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
    old.left_at = old.former_estate_id = old.former_building_id = None
    session.flush()


def _move_messages(session: Session, old_id: int, new_id: int, now: datetime) -> None:
    """What waits goes to the new group; a change of a message there is sent as a new one."""
    unsent = col(OutboxMessage.state).in_([SendState.WAITING, SendState.SENDING])
    waiting = col(OutboxMessage.chat_id) == old_id, unsent
    gone = col(OutboxMessage.deed).in_([Deed.DELETE, Deed.PIN])
    session.execute(
        update(OutboxMessage)
        .where(*waiting, gone)
        .values(state=SendState.WITHDRAWN, settled_at=now, lease_until=None)
    )
    moved = {"chat_id": new_id, "reply_to": None, "deed": Deed.SEND, "target_id": None}
    session.execute(update(OutboxMessage).where(*waiting).values(**moved))


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

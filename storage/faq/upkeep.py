"""What becomes of questions when their person, their group or their time goes.

Called by the features that these belong to; it stands apart from the actions, which read those.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, or_, select, update
from sqlmodel import Session, col

from storage.community.tables import Chat, Conversation
from storage.faq.kinds import ItemState
from storage.faq.queries.questions import list_questions
from storage.faq.tables import FaqChat, FaqEntry, FaqItem, FaqQuestion, FaqText
from storage.outbox.actions import leave
from storage.outbox.tables import OutboxMessage, SendState

NEW_ITEM = "faq/item_new"
GROWN_ITEM = "faq/item_grows"


def reply_key(item_id: int, question_id: int) -> str:
    """The dedupe key of what is told to an asker."""
    return f"faq:reply:{item_id}:{question_id}"


def group_key(item_id: int, question_id: int) -> str:
    """The dedupe key of what is told in the group, where the asker is out of reach."""
    return f"faq:aloud:{item_id}:{question_id}"


def tell_waiting(session: Session, committee_id: int, person_id: int, *, now: datetime) -> None:
    """Tell whoever takes the duty how many questions wait, if any do."""
    query = select(func.count()).where(
        col(FaqItem.committee_id) == committee_id, col(FaqItem.state) == ItemState.OPEN
    )
    waiting: int = session.execute(query).scalar_one()
    if waiting:
        params = {"committee_id": committee_id, "waiting": waiting}
        leave(session, person_id, "faq/waiting", params, now=now)


def forget_asker(session: Session, person_id: int, *, now: datetime) -> int:
    """Erase a person's questions, and their number wherever they worked on answers.

    So are questions that others asked in their words. An item keeps what else was asked; one
    that is left empty is dismissed. What staff are writing about these items begins anew.

    Returns:
        How many questions were erased.
    """
    mine = or_(col(FaqQuestion.person_id) == person_id, col(FaqQuestion.author_id) == person_id)
    asked = session.execute(select(col(FaqQuestion.id), col(FaqQuestion.item_id)).where(mine)).all()
    told = [
        key(row.item_id, row.id)
        for row in asked
        for key in (reply_key, group_key)
        if row.item_id is not None
    ]
    session.execute(delete(OutboxMessage).where(col(OutboxMessage.dedupe_key).in_(told)))
    session.execute(delete(FaqQuestion).where(mine))
    item_ids = {row.item_id for row in asked if row.item_id is not None}
    close_empty_items(session, item_ids, now=now)
    _retell(session, item_ids)
    _end_conversations(session, item_ids)
    for column in (FaqEntry.owner_id, FaqEntry.checked_by, FaqText.written_by, FaqItem.settled_by):
        _blank(session, column, person_id)
    return len(asked)


def drop_questions(session: Session, before: datetime, *, now: datetime) -> int:
    """Delete the questions that were asked before a time; returns how many."""
    rows = session.execute(
        delete(FaqQuestion)
        .where(col(FaqQuestion.asked_at) < before)
        .returning(col(FaqQuestion.item_id))
    ).all()
    item_ids = {row.item_id for row in rows if row.item_id is not None}
    close_empty_items(session, item_ids, now=now)
    return len(rows)


def close_empty_items(session: Session, item_ids: Collection[int], *, now: datetime) -> None:
    """Nobody waits for an item without questions, and its reply was to them."""
    is_empty = (
        col(FaqItem.id).in_(item_ids),
        ~select(col(FaqQuestion.id)).where(col(FaqQuestion.item_id) == col(FaqItem.id)).exists(),
    )
    session.execute(update(FaqItem).where(*is_empty).values(reply=None, reply_language=None))
    session.execute(
        update(FaqItem)
        .where(*is_empty, col(FaqItem.state) == ItemState.OPEN)
        .values(state=ItemState.DISMISSED, settled_at=now)
    )


def follow_chat(session: Session, old_id: int, new_id: int) -> None:
    """A group became a supergroup, where its messages have other numbers: replies stand alone.

    Args:
        old_id: Telegram's id; so is `new_id`.
    """
    chat = select(col(Chat.id)).where(col(Chat.telegram_id) == new_id)
    session.execute(update(FaqChat).where(col(FaqChat.chat_id).in_(chat)).values(message_id=None))
    session.execute(
        update(FaqQuestion)
        .where(col(FaqQuestion.chat_id) == old_id)
        .values(chat_id=new_id, message_id=None, thread_id=None)
    )


def forget_manner(session: Session, chat_telegram_id: int) -> None:
    """Another committee, or none, has not said that the group may be listened to."""
    chat = select(col(Chat.id)).where(col(Chat.telegram_id) == chat_telegram_id)
    session.execute(delete(FaqChat).where(col(FaqChat.chat_id).in_(chat)))


def merge_manners(session: Session, kept_id: int, gone_id: int) -> None:
    """Two rows turn out to be one group: what was set for either holds for the one that stays.

    Args:
        kept_id: the chat row's number, not Telegram's; so is `gone_id`.
    """
    gone = session.get(FaqChat, gone_id)
    if gone is None:
        return
    listens = gone.listens
    session.delete(gone)
    session.flush()
    kept = session.get(FaqChat, kept_id) or FaqChat(chat_id=kept_id)
    kept.listens = kept.listens or listens
    session.add(kept)


def _retell(session: Session, item_ids: Collection[int]) -> None:
    """What staff are yet to be told of items is told in the words of those who still ask."""
    is_open = col(OutboxMessage.state).in_([SendState.WAITING, SendState.SENDING])
    about = col(OutboxMessage.template).in_([NEW_ITEM, GROWN_ITEM])
    for row in session.execute(select(OutboxMessage).where(is_open, about)).scalars():
        item_id = row.params.get("item_id")
        if item_id not in item_ids:
            continue
        left = list_questions(session, item_id)
        if not left:
            session.delete(row)
            continue
        row.params = {**row.params, "text": left[0].text, "language": left[0].language}
        session.add(row)
    session.flush()


def _end_conversations(session: Session, item_ids: Collection[int]) -> None:
    """Dialogues about items may hold what was asked."""
    is_about_answers = col(Conversation.step).startswith("faq.")
    for row in session.execute(select(Conversation).where(is_about_answers)).scalars():
        data = row.data
        subject = data.get("subject") if data.get("purpose") == "use" else None
        if data.get("item_id") in item_ids or subject in item_ids:
            session.delete(row)
    session.flush()


def _blank(session: Session, column: Any, person_id: int) -> None:
    session.execute(
        update(column.class_).where(col(column) == person_id).values({column.key: None})
    )

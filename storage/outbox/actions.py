"""Put something into the outbox, in the transaction of what it tells about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import update
from sqlmodel import Session, col, select

from storage.outbox.tables import Card, Deed, OutboxMessage, SendState, Urgency
from storage.upsert import insert_thousands

_FRESH = {"state": SendState.WAITING, "attempts": 0, "doubts": 0}


@dataclass(frozen=True)
class NewMessage:
    """One of many messages to be left at once; the fields mean what they mean for `leave`."""

    chat_id: int
    template: str
    params: dict[str, Any]
    dedupe_key: str
    urgency: Urgency = Urgency.REMINDER
    due_at: datetime | None = None
    expires_at: datetime | None = None
    language: str | None = None
    thread_id: int | None = None
    deed: Deed = Deed.SEND
    target_id: int | None = None
    silent: bool = False


def tell(
    session: Session,
    chat_id: int,
    template: str,
    /,
    *,
    now: datetime,
    urgency: Urgency = Urgency.URGENT,
    dedupe_key: str | None = None,
    due_at: datetime | None = None,
    expires_at: datetime | None = None,
    reply_to: int | None = None,
    thread_id: int | None = None,
    language: str | None = None,
    silent: bool = False,
    **params: Any,
) -> bool:
    """Leave a message made from `params`; see `leave`."""
    return leave(
        session,
        chat_id,
        template,
        params,
        now=now,
        urgency=urgency,
        dedupe_key=dedupe_key,
        due_at=due_at,
        expires_at=expires_at,
        reply_to=reply_to,
        thread_id=thread_id,
        language=language,
        silent=silent,
    )


def leave(
    session: Session,
    chat_id: int,
    template: str,
    params: dict[str, Any],
    *,
    now: datetime,
    urgency: Urgency = Urgency.URGENT,
    dedupe_key: str | None = None,
    due_at: datetime | None = None,
    expires_at: datetime | None = None,
    reply_to: int | None = None,
    thread_id: int | None = None,
    language: str | None = None,
    deed: Deed = Deed.SEND,
    target_id: int | None = None,
    silent: bool = False,
) -> bool:
    """Leave a message for a person or a group, or something to be done to one.

    Args:
        chat_id: Telegram chat; for a person in private the same number as the person.
        template: key under `locales/templates`, without the suffix: `relay/promoted`.
        dedupe_key: telling again under the same key changes nothing.
        language: the reader's, where it is not the language kept for the chat.
        expires_at: after this the message is marked late instead of being sent.
        params: JSON values for the template; instants as ISO 8601 text.
        deed: what is done; all but a new message need `target_id`.
        target_id: the message of that chat that is edited, deleted or pinned.
        silent: without a sound on the reader's phone.

    Returns:
        Whether a row was added.
    """
    if dedupe_key is not None:
        told = select(OutboxMessage.id).where(OutboxMessage.dedupe_key == dedupe_key)
        if session.exec(told).first() is not None:
            return False
    session.add(
        OutboxMessage(
            chat_id=chat_id,
            thread_id=thread_id,
            reply_to=reply_to,
            template=template,
            params=params,
            language=language,
            urgency=urgency,
            dedupe_key=dedupe_key,
            due_at=due_at or now,
            expires_at=expires_at,
            created_at=now,
            deed=deed,
            target_id=target_id,
            silent=silent,
        )
    )
    return True


def leave_many(session: Session, rows: Sequence[NewMessage], *, now: datetime) -> dict[str, int]:
    """Leave thousands of messages at once; they leave in this order. Repeatable.

    Returns:
        The row of each message that was added, by its key; what had been left before under the
        same key is not among them.
    """
    values = [vars(row) | _FRESH | {"due_at": row.due_at or now, "created_at": now} for row in rows]
    added = insert_thousands(session, OutboxMessage, values, keys=["dedupe_key"])
    return {row.dedupe_key: row.id for row in added}


def place_card(
    session: Session, kind: str, subject_id: int, chat_id: int, thread_id: int | None = None
) -> None:
    """Have a living card about `subject_id` stand in a chat, once."""
    standing = select(Card).where(
        Card.kind == kind, Card.subject_id == subject_id, Card.chat_id == chat_id
    )
    card = session.exec(standing).first()
    if card is None:
        card = Card(kind=kind, subject_id=subject_id, chat_id=chat_id, thread_id=thread_id)
    else:
        card.version += 1
        card.gone_at = None
    session.add(card)


def touch_cards(session: Session, kind: str, subject_id: int) -> None:
    """Have every card about `subject_id` looked at again. Many touches make one edit."""
    session.execute(
        update(Card)
        .where(col(Card.kind) == kind, col(Card.subject_id) == subject_id)
        .values(version=Card.version + 1)
    )

"""Put something into the outbox, in the transaction of what it tells about."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import update
from sqlmodel import Session, col, select

from storage.outbox.tables import Card, OutboxMessage, Urgency


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
) -> bool:
    """Leave a message for a person or a group.

    Args:
        chat_id: Telegram chat; for a person in private the same number as the person.
        template: key under `locales/templates`, without the suffix: `relay/promoted`.
        dedupe_key: telling again under the same key changes nothing.
        language: the reader's, where it is not the language kept for the chat.
        expires_at: after this the message is marked late instead of being sent.
        params: JSON values for the template; instants as ISO 8601 text.

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
        )
    )
    return True


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

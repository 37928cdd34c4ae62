"""Half-finished dialogues: kept so that they outlive a restart."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import delete
from sqlmodel import Session, col

from storage.community.tables import Conversation
from storage.upsert import upsert


def save_conversation(
    session: Session,
    person_id: int,
    chat_id: int,
    step: str,
    data: dict[str, Any],
    *,
    now: datetime,
) -> None:
    """Keep where a person stands in a dialogue; one dialogue a person and chat.

    Args:
        step: feature and step: `relay.title`.
        data: JSON values.
    """
    row = {
        "person_id": person_id,
        "chat_id": chat_id,
        "step": step,
        "data": data,
        "updated_at": now,
    }
    upsert(session, Conversation, row, keys=["person_id", "chat_id"])


def end_conversation(session: Session, person_id: int, chat_id: int) -> None:
    """Forget a dialogue; where there is none, nothing happens."""
    session.execute(
        delete(Conversation).where(
            col(Conversation.person_id) == person_id, col(Conversation.chat_id) == chat_id
        )
    )

"""Copies of photos in chats: shown to those who may see them, gone after an hour."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete
from sqlmodel import Session, col

from storage.audit.actions import record
from storage.requests.actions._requests import lock_request
from storage.requests.rights import Act
from storage.requests.rules import SHOWN_FOR
from storage.requests.tables import ShownPhoto
from storage.upsert import upsert


def note_shown(
    session: Session,
    request_id: int,
    chat_id: int,
    message_ids: Sequence[int],
    *,
    by: int,
    now: datetime,
) -> None:
    """Remember copies of a request's photos, so that they are taken away after an hour.

    Raises:
        RuleError: `need_unknown`, `not_staff`.
    """
    lock_request(session, request_id, Act.OPEN, by, now)
    for message_id in message_ids:
        row = {
            "chat_id": chat_id,
            "message_id": message_id,
            "request_id": request_id,
            "delete_at": now + SHOWN_FOR,
        }
        upsert(session, ShownPhoto, row, keys=["chat_id", "message_id", "request_id"])
    record(session, "request.photos_shown", f"request:{request_id}", at=now, actor_id=by)


def drop_shown(session: Session, chat_id: int, message_id: int) -> None:
    """Forget a copy that is gone."""
    session.execute(
        delete(ShownPhoto).where(
            col(ShownPhoto.chat_id) == chat_id, col(ShownPhoto.message_id) == message_id
        )
    )

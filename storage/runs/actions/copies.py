"""What the bot showed of a run in private chats is taken away again once the run is over."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import update
from sqlmodel import Session, col

from storage.requests.tables import ShownPhoto
from storage.runs.actions._rows import lock_run, view_run
from storage.runs.rules import Act
from storage.runs.views import RunView
from storage.upsert import upsert

_AT_MOST = timedelta(hours=47)
"""Telegram lets a bot delete its messages for two days."""


def note_copy(session: Session, run_id: int, message_id: int, *, by: int, now: datetime) -> None:
    """Remember that names and medicines of a run stand in a message to `by`.

    It goes with the copies of photos: when the run is over, at the latest after two days.

    Raises:
        RuleError: `run_unknown`, `run_not_yours`, `run_over`.
    """
    run = view_run(session, lock_run(session, run_id, Act.READ, by=by, now=now))
    if not run.lines:
        return
    row = {
        "chat_id": by,
        "message_id": message_id,
        "request_id": run.lines[0].request_id,
        "delete_at": now + _AT_MOST,
    }
    upsert(session, ShownPhoto, row, keys=["chat_id", "message_id"])


def take_away_copies(
    session: Session, run: RunView, now: datetime, *, of: int | None = None
) -> None:
    """Have the copies of a run deleted now: all, or those of one person."""
    requests = [line.request_id for line in run.lines]
    due = update(ShownPhoto).where(col(ShownPhoto.request_id).in_(requests))
    if of is not None:
        due = due.where(col(ShownPhoto.chat_id) == of)
    session.execute(due.values(delete_at=now))

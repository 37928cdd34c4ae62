"""What the bot showed of a run in private chats is taken away from whoever holds it no more."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import update
from sqlmodel import Session, col, select

from storage.community.queries import find_actor
from storage.requests.actions import drop_shown
from storage.requests.tables import ShownPhoto
from storage.runs.actions._rows import lock_run, view_run
from storage.runs.kinds import LineState
from storage.runs.queries import find_run
from storage.runs.rules import ALLOWED, Act, find_relations
from storage.runs.tables import RunLine
from storage.runs.views import RunView
from storage.upsert import upsert

_AT_MOST = timedelta(hours=47)
"""Telegram lets a bot delete its messages for two days."""


def note_copy(session: Session, run_id: int, message_id: int, *, by: int, now: datetime) -> None:
    """Remember that names and medicines of a run stand in a message to `by`.

    It goes when the run is over, when `by` gives it back, or when one of its requests is erased;
    at the latest after two days.

    Raises:
        RuleError: `run_unknown`, `run_not_yours`.
    """
    run = view_run(session, lock_run(session, run_id, Act.SEE, by=by, now=now))
    # It may have ended while the message was on its way.
    until = now + _AT_MOST if _may_keep(session, run, by, now) else now
    drop_shown(session, by, message_id)
    for line in run.lines:
        row = {
            "chat_id": by,
            "message_id": message_id,
            "request_id": line.request_id,
            "delete_at": until,
        }
        upsert(session, ShownPhoto, row, keys=["chat_id", "message_id", "request_id"])


def take_away_copies(
    session: Session, run: RunView, now: datetime, *, of: int | None = None
) -> None:
    """Have the copies of a run deleted now: all, or those of one person."""
    take_away_lines(session, [line.request_id for line in run.lines], now, of=of)


def take_away_lines(
    session: Session, request_ids: Collection[int], now: datetime, *, of: int | None = None
) -> None:
    """Have what was shown of requests deleted now: all, or what one person has."""
    due = update(ShownPhoto).where(
        col(ShownPhoto.request_id).in_(request_ids), col(ShownPhoto.delete_at) > now
    )
    if of is not None:
        due = due.where(col(ShownPhoto.chat_id) == of)
    session.execute(due.values(delete_at=now))


def take_from_former(session: Session, now: datetime) -> int:
    """Have the copies deleted of whoever holds a run no more, however they lost it.

    Returns:
        From how many chats, each run apart.
    """
    query = (
        select(ShownPhoto.chat_id, RunLine.run_id)
        .join(RunLine, col(RunLine.request_id) == col(ShownPhoto.request_id))
        .where(col(ShownPhoto.delete_at) > now, col(RunLine.state) != LineState.OUT)
        .distinct()
    )
    taken = 0
    for chat_id, run_id in session.exec(query).all():
        run = find_run(session, run_id)
        assert run is not None
        if not _may_keep(session, run, chat_id, now):
            take_away_copies(session, run, now, of=chat_id)
            taken += 1
    return taken


def _may_keep(session: Session, run: RunView, person_id: int, now: datetime) -> bool:
    relations = find_relations(find_actor(session, person_id, now), run)
    return not ALLOWED[Act.READ].isdisjoint(relations)

"""Residents who want the reminders of their building in private."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete
from sqlmodel import Session, col

from storage.audit.actions import record
from storage.community.queries import find_actor
from storage.errors import RuleError
from storage.testing.tables import Listener
from storage.upsert import insert_new


def listen(session: Session, person_id: int, estate_id: int, *, now: datetime) -> bool:
    """Have somebody told in private, too. Again changes nothing.

    Returns:
        Whether that is new.

    Raises:
        RuleError: `not_tied`, where the person does not live in the estate.
    """
    tie = find_actor(session, person_id, now).tie(estate_id)
    if tie is None or not tie.is_active:
        raise RuleError("not_tied")
    row = {"person_id": person_id, "estate_id": estate_id}
    is_new = insert_new(session, Listener, [row], keys=["person_id", "estate_id"]) > 0
    if is_new:
        record(session, "testing.listens", f"estate:{estate_id}", at=now, actor_id=person_id)
    return is_new


def stop_listening(session: Session, person_id: int, estate_id: int, *, now: datetime) -> bool:
    """Tell somebody nothing in private any more; whether that is new."""
    theirs = col(Listener.person_id) == person_id, col(Listener.estate_id) == estate_id
    was_there = session.exec(delete(Listener).where(*theirs)).rowcount > 0
    if was_there:
        record(session, "testing.deaf", f"estate:{estate_id}", at=now, actor_id=person_id)
    return was_there

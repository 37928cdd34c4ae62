"""What goes by itself, and what goes with a person who asks to be forgotten."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, update
from sqlmodel import Session, col

from storage.testing.tables import Listener, Reminder, Round


def forget_listener(session: Session, person_id: int) -> None:
    """Erase that somebody wanted to be told, and their number from what they planned."""
    session.execute(delete(Listener).where(col(Listener.person_id) == person_id))
    mine = col(Round.made_by) == person_id
    session.execute(update(Round).where(mine).values(made_by=None))


def drop_reminders(session: Session, before: datetime) -> int:
    """Delete what was, or should have been, told before; days and slots stay as the record."""
    old = delete(Reminder).where(col(Reminder.expires_at) < before)
    return int(session.exec(old).rowcount)

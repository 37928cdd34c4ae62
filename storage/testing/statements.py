"""What the clock asks each second."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, and_, literal_column
from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from storage.testing.kinds import ReminderState
from storage.testing.tables import Day, Reminder, Round, Slot

# Spelled as the partial index spells it: with a bound value no database would use it.
_WAITING: ColumnElement[str] = literal_column(f"'{ReminderState.WAITING.value}'")


def is_due(now: datetime) -> ColumnElement[bool]:
    """Whether a reminder waits and its time has come."""
    return and_(col(Reminder.state) == _WAITING, col(Reminder.due_at) <= now)


def due_rounds(now: datetime) -> SelectOfScalar[Round]:
    """The rounds of which something is due, locked; one that another process has is left out."""
    due = (
        select(Day.round_id)
        .join(Slot, col(Slot.day_id) == col(Day.id))
        .join(Reminder, col(Reminder.slot_id) == col(Slot.id))
        .where(is_due(now))
    )
    query = select(Round).where(col(Round.id).in_(due)).order_by(col(Round.id))
    return query.with_for_update(skip_locked=True).execution_options(populate_existing=True)

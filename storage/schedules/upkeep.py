"""What goes when somebody is forgotten."""

from __future__ import annotations

from sqlalchemy import update
from sqlmodel import Session, col

from storage.schedules.tables import Schedule, ScheduleSkip


def forget_maker(session: Session, person_id: int) -> None:
    """Leave no number of somebody who was forgotten; what they made goes on."""
    made, skipped = col(Schedule.made_by), col(ScheduleSkip.skipped_by)
    session.execute(update(Schedule).where(made == person_id).values(made_by=None))
    session.execute(update(ScheduleSkip).where(skipped == person_id).values(skipped_by=None))

"""A schedule's row: kept with its line in the audit, and shown."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from storage.audit.actions import record
from storage.schedules.kinds import ScheduleView
from storage.schedules.queries import find_schedule
from storage.schedules.tables import Schedule


def end(schedule: Schedule, now: datetime) -> None:
    """Nothing of it is ahead any more."""
    schedule.ended_at = now
    schedule.next_on = schedule.next_at = None


def keep(
    session: Session,
    schedule: Schedule,
    action: str,
    by: int | None,
    now: datetime,
    **details: int | str,
) -> None:
    """Write the row, and that `by` did `action` (`schedule.paused`) to it."""
    session.add(schedule)
    session.flush()
    record(session, action, f"schedule:{schedule.id}", at=now, actor_id=by, **details)


def show(session: Session, schedule: Schedule) -> ScheduleView:
    """The schedule as it stands now."""
    assert schedule.id is not None
    view = find_schedule(session, schedule.id)
    assert view is not None
    return view

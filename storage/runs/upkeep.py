"""What people wrote for a run goes with time; how many were brought stays."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import update
from sqlmodel import Session, col, select

from storage.requests.tables import Request
from storage.runs.tables import Run, RunBag, RunLine


def blank_runs(session: Session, before: datetime, *, now: datetime) -> int:
    """Empty the notes and codes of runs that ended before `before`; returns of how many."""
    query = select(Run).where(col(Run.ended_at) < before, col(Run.blanked_at).is_(None))
    runs = session.exec(query.with_for_update(skip_locked=True, key_share=True)).all()
    ids = [run.id for run in runs]
    for run in runs:
        run.handover, run.place, run.blanked_at = None, None, now
        session.add(run)
    for line in session.exec(select(RunLine).where(col(RunLine.run_id).in_(ids))):
        line.reason = None
        session.add(line)
    for bag in session.exec(select(RunBag).where(col(RunBag.run_id).in_(ids))):
        bag.code = None
        session.add(bag)
    session.flush()
    return len(ids)


def blank_erased(session: Session) -> None:
    """Empty what was noted of medicine whose requester has erased the request."""
    erased = select(Request.id).where(col(Request.erased_at).is_not(None))
    lines = update(RunLine).where(
        col(RunLine.reason).is_not(None), col(RunLine.request_id).in_(erased)
    )
    session.execute(lines.values(reason=None))


def forget_planner(session: Session, person_id: int) -> None:
    """Leave runs and ticks to the committee, without the person who made them."""
    planned = update(Run).where(col(Run.created_by) == person_id)
    session.execute(planned.values(created_by=None))
    ticked = update(RunLine).where(col(RunLine.ticked_by) == person_id)
    session.execute(ticked.values(ticked_by=None))

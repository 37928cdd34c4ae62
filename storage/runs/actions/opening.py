"""A run is offered to volunteers and its requesters are told, or it is called off."""

from __future__ import annotations

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from sqlmodel import Session, select

from storage.community.queries import find_committee
from storage.errors import RuleError
from storage.local_time import local_day
from storage.requests.actions import record_gathered
from storage.runs import rules
from storage.runs.actions._packing import pack
from storage.runs.actions._rows import keep_run, lock_run, tell_requester, view_run
from storage.runs.actions.copies import take_away_copies
from storage.runs.kinds import LineState, RouteKind, RunState
from storage.runs.queries import SUBJECT
from storage.runs.rules import Act
from storage.runs.tables import Run, RunLine
from storage.runs.views import LineView, RunView
from storage.volunteers.actions import NewTask, cancel_tasks, open_task
from storage.volunteers.kinds import TaskKind
from storage.volunteers.queries import list_tasks_about

_HOME_BY = time(20, 0)
"""By the committee's clock: when whoever drives should be back."""


def open_run(session: Session, run_id: int, *, by: int, now: datetime) -> RunView:
    """Give the bags their codes, tell the requesters, and offer the run to volunteers.

    Opening it again changes nothing.

    Raises:
        RuleError: `run_unknown`, `not_staff`, `run_over`, or what `check_ready` raises.
    """
    run = lock_run(session, run_id, Act.PLAN, by=by, now=now)
    view = view_run(session, run)
    if run.state in rules.LIVE:
        return view
    rules.check_changeable(run.state)
    committee = find_committee(session, run.committee_id)
    assert committee is not None
    rules.check_ready(
        lines=sum(line.is_pending for line in view.lines),
        day=run.day,
        today=local_day(now, committee.time_zone),
        route=run.route,
        handover=run.handover,
    )
    run.state, run.opened_at = RunState.OPEN, now
    session.add(run)
    enlist(session, run, by=by, now=now)
    offer(session, run, by=by, now=now)
    return keep_run(session, run, "opened", by=by, now=now)


def enlist(session: Session, run: Run, *, by: int, now: datetime) -> None:
    """Pack what has no bag yet, and tell whoever asked for it that it is on the list."""
    view = view_run(session, run)
    lines = [line for line in view.lines if line.is_pending]
    pack(session, run, lines)
    for line in lines:
        if line.bag_id is not None:
            continue
        record_gathered(session, line.request_id, view.id, by=by, now=now)
        tell_gathered(session, view, line, now)


def offer(session: Session, run: Run, *, by: int, now: datetime) -> int:
    """Open a task that volunteers can take; returns its number."""
    assert run.id is not None
    committee = find_committee(session, run.committee_id)
    assert committee is not None
    assert run.day is not None
    earlier = len(list_tasks_about(session, SUBJECT, run.id))
    task = NewTask(
        kind=TaskKind.RUN,
        committee_id=run.committee_id,
        key=f"{SUBJECT}:{run.id}:{earlier}",
        title=f"R{run.number} · {run.hospital}",
        subject=SUBJECT,
        subject_id=run.id,
        needs_vehicle=run.route is RouteKind.CROSS,
        due_at=home_by(run.day, committee.time_zone),
        is_again=earlier > 0,
    )
    return open_task(session, task, by=by, now=now)


def home_by(day: date, time_zone: str) -> datetime:
    """When whoever drives on a day should be back."""
    return datetime.combine(day, _HOME_BY, ZoneInfo(time_zone))


def cancel_run(session: Session, run_id: int, *, by: int, now: datetime) -> RunView:
    """Call a run off before anything is carried; its requests can go into another one.

    Calling it off again changes nothing.

    Raises:
        RuleError: `run_unknown`, `not_staff`, `run_left`, `run_over`.
    """
    run = lock_run(session, run_id, Act.PLAN, by=by, now=now)
    if run.state is RunState.CANCELLED:
        return view_run(session, run)
    rules.check_changeable(run.state)
    view = view_run(session, run)
    if view.count(LineState.DELIVERED):
        raise RuleError("run_left")
    for line in view.shown if run.state is RunState.OPEN else ():
        tell_left_out(session, view, line, now)
    for row in session.exec(select(RunLine).where(RunLine.run_id == run.id)):
        row.state, row.is_held = LineState.OUT, False
        session.add(row)
    cancel_tasks(session, SUBJECT, view.id, by=by, now=now)
    take_away_copies(session, view, now)
    run.state, run.ended_at = RunState.CANCELLED, now
    return keep_run(session, run, "cancelled", by=by, now=now)


def tell_gathered(session: Session, run: RunView, line: LineView, now: datetime) -> None:
    """Tell whoever asked that it is on the list, and for which day."""
    day = run.day.isoformat() if run.day else None
    tell_requester(session, run, line, "runs/told_gathered", now, day=day)


def tell_left_out(session: Session, run: RunView, line: LineView, now: datetime) -> None:
    """Tell whoever asked that it will not come with this run."""
    tell_requester(session, run, line, "runs/told_left_out", now)

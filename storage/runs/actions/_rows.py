"""What all actions on runs do: lock the run, check the right, and look at it again."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from storage.audit.actions import record
from storage.community.actions import lock_committee
from storage.community.queries import find_actor, find_duty, find_person
from storage.errors import RuleError
from storage.outbox.actions import leave
from storage.runs.queries import find_line, find_run
from storage.runs.rules import Act, check_may, find_relations
from storage.runs.tables import Run, RunBag, RunLine
from storage.runs.views import LineView, RunView


def lock_run(session: Session, run_id: int, act: Act, *, by: int, now: datetime) -> Run:
    """A run, for somebody who may do this with it; others who change it wait.

    Raises:
        RuleError: `run_unknown`, `not_staff`, `run_not_yours`.
    """
    query = select(Run).where(Run.id == run_id).with_for_update(key_share=True)
    run = session.exec(query).first()
    if run is None:
        raise RuleError("run_unknown")
    view = view_run(session, run)
    requesters = {line.person_id for line in view.shown if line.person_id is not None}
    check_may(act, find_relations(find_actor(session, by, now), view, requesters), run.state)
    return run


def lock_plans_of_line(session: Session, line_id: int) -> None:
    """Have the committee of a line plan nothing meanwhile; before its run is locked."""
    query = select(Run.committee_id).join(RunLine, col(RunLine.run_id) == col(Run.id))
    committee_id = session.exec(query.where(RunLine.id == line_id)).first()
    if committee_id is not None:
        lock_committee(session, committee_id)


def lock_run_of_line(
    session: Session, line_id: int, act: Act, *, by: int, now: datetime
) -> tuple[Run, RunLine, LineView]:
    """A line and its run, as `lock_run`.

    Raises:
        RuleError: also `run_line_out` for a line that is not there.
    """
    row = session.get(RunLine, line_id)
    if row is None:
        raise RuleError("run_line_out")
    run = lock_run(session, row.run_id, act, by=by, now=now)
    session.refresh(row)
    line = find_line(session, line_id)
    assert line is not None
    return run, row, line


def lock_run_of_bag(
    session: Session, bag_id: int, act: Act, *, by: int, now: datetime
) -> tuple[Run, RunBag]:
    """A bag and its run, as `lock_run`."""
    bag = session.get(RunBag, bag_id)
    if bag is None:
        raise RuleError("run_unknown")
    return lock_run(session, bag.run_id, act, by=by, now=now), bag


def view_run(session: Session, run: Run) -> RunView:
    """A run with what this transaction changed."""
    session.flush()
    assert run.id is not None
    view = find_run(session, run.id)
    assert view is not None
    return view


def keep_run(session: Session, run: Run, action: str, *, by: int | None, now: datetime) -> RunView:
    """Write a changed run, and audit who did what."""
    session.add(run)
    session.flush()
    record(session, f"run.{action}", f"run:{run.id}", at=now, actor_id=by)
    return view_run(session, run)


def tell_requester(
    session: Session,
    run: RunView,
    line: LineView,
    template: str,
    now: datetime,
    **params: Any,
) -> None:
    """Tell whoever asked; where staff entered it there is nobody to tell."""
    if line.person_id is None:
        return
    said = {"request_id": line.request_id, "number": line.number, **params}
    key = f"{template}:{run.id}:{line.request_id}:{_stamp(now)}"
    leave(session, line.person_id, template, said, now=now, dedupe_key=key)


def tell_planner(
    session: Session, run: RunView, template: str, key: str, now: datetime, **params: Any
) -> None:
    """Tell whoever planned a run; those on duty where that is no reachable staff any more."""
    said = {"run_id": run.id, "code": run.code, **params}
    for person_id in _list_planners(session, run, now):
        once = f"{template}:{key}:{_stamp(now)}:{person_id}"
        leave(session, person_id, template, said, now=now, dedupe_key=once)


def _list_planners(session: Session, run: RunView, now: datetime) -> tuple[int, ...]:
    if run.created_by is not None:
        planner = find_person(session, run.created_by)
        is_staff = find_actor(session, run.created_by, now).is_staff(run.committee_id)
        if planner is not None and planner.reachable and is_staff:
            return (run.created_by,)
    return find_duty(session, run.committee_id, now).people


def _stamp(now: datetime) -> int:
    """What keeps a later change from being taken for one that was told."""
    return int(now.timestamp() * 1000)

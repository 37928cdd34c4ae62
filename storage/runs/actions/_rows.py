"""What all actions on runs do: lock the run, check the right, and look at it again."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlmodel import Session, select

from storage.audit.actions import record
from storage.community.queries import find_actor
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
    """Tell whoever asked, once a run; where staff entered it there is nobody to tell."""
    if line.person_id is None:
        return
    said = {"request_id": line.request_id, "number": line.number, **params}
    key = f"{template}:{run.id}:{line.request_id}"
    leave(session, line.person_id, template, said, now=now, dedupe_key=key)


def tell_planner(
    session: Session, run: RunView, template: str, key: str, now: datetime, **params: Any
) -> None:
    """Tell whoever planned a run, once."""
    if run.created_by is None:
        return
    said = {"run_id": run.id, "code": run.code, **params}
    leave(session, run.created_by, template, said, now=now, dedupe_key=f"{template}:{key}")

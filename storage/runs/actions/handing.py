"""Bags reach their people: at the door, with a code, or told by a tap; each request once."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session, col, select

from storage.audit.actions import record
from storage.errors import RuleError
from storage.requests.actions import confirm_receipt, record_delivery
from storage.requests.kinds import Handover
from storage.runs import rules
from storage.runs.actions._rows import (
    keep_run,
    lock_run,
    lock_run_of_bag,
    tell_planner,
    view_run,
)
from storage.runs.actions.copies import take_away_copies
from storage.runs.kinds import LineState, RunState
from storage.runs.queries import SUBJECT
from storage.runs.rules import Act
from storage.runs.tables import Run, RunBag, RunLine
from storage.runs.views import LineView, RunView
from storage.volunteers.actions import settle_tasks


def deliver_bag(
    session: Session, bag_id: int, how: Handover = Handover.DOOR, *, by: int, now: datetime
) -> RunView:
    """Record that a bag was handed over. Again, or after its owner's tap, it changes nothing.

    Raises:
        RuleError: `run_unknown`, `run_not_yours`, `run_not_open`, `run_over`; `run_unticked`
            while something in it is not ticked; `run_bag_empty` where nothing was bought.
    """
    run, _ = lock_run_of_bag(session, bag_id, Act.DELIVER, by=by, now=now)
    rules.check_live(run.state)
    lines = _list_bag(view_run(session, run), bag_id)
    _check_packed(lines)
    for line in lines:
        if line.is_carried:
            _deliver(session, line, how, by, now)
    return settle(session, run, by=by, now=now)


def collect_bag(session: Session, run_id: int, code: str, *, by: int, now: datetime) -> int:
    """Hand a bag over to whoever says its code (S89); returns the bag's number.

    Raises:
        RuleError: `run_code_wrong`, or what `deliver_bag` raises.
    """
    run = lock_run(session, run_id, Act.DELIVER, by=by, now=now)
    rules.check_live(run.state)
    said = rules.read_code(code)
    bags = session.exec(select(RunBag).where(RunBag.run_id == run_id)).all()
    bag = next((each for each in bags if each.code == said), None)
    if bag is None or bag.id is None:
        raise RuleError("run_code_wrong")
    deliver_bag(session, bag.id, Handover.PICKUP, by=by, now=now)
    return bag.number


def confirm_bag(session: Session, bag_id: int, *, by: int, now: datetime) -> RunView:
    """The requester has their bag. Again, or after the runner recorded it, it only confirms.

    Raises:
        RuleError: `run_unknown`, `run_not_yours`, `run_bag_empty`.
    """
    run, _ = lock_run_of_bag(session, bag_id, Act.CONFIRM, by=by, now=now)
    own = [line for line in _list_bag(view_run(session, run), bag_id) if line.person_id == by]
    if not own:
        raise RuleError("run_not_yours")
    arrived = [line for line in own if line.is_carried or line.state is LineState.DELIVERED]
    if not arrived:
        raise RuleError("run_bag_empty")
    for line in arrived:
        confirm_receipt(session, line.request_id, by=by, now=now)
    return settle(session, run, by=by, now=now)


def settle_runs(session: Session, now: datetime) -> int:
    """End the runs of which nothing is left to do: households confirm and withdraw by themselves.

    Returns:
        How many ended.
    """
    query = select(Run).where(col(Run.state).in_(rules.LIVE)).order_by(col(Run.id))
    runs = session.exec(query.with_for_update(skip_locked=True, key_share=True)).all()
    return sum(settle(session, run, by=None, now=now).state is RunState.DONE for run in runs)


def settle(session: Session, run: Run, *, by: int | None, now: datetime) -> RunView:
    """Write down how the lines stand; with nothing left to do, the run is done and its task."""
    view = view_run(session, run)
    for line in view.lines:
        if line.state is not line.stored:
            _follow(session, line)
    if run.state not in rules.LIVE or any(line.is_pending for line in view.lines):
        return view_run(session, run)
    run.state, run.ended_at = RunState.DONE, now
    settle_tasks(session, SUBJECT, view.id, by=by, now=now)
    take_away_copies(session, view, now)
    view = keep_run(session, run, "done", by=by, now=now)
    tell_planner(
        session,
        view,
        "runs/done",
        str(view.id),
        now,
        delivered=view.count(LineState.DELIVERED),
        missing=view.count(LineState.MISSING),
    )
    return view


def _deliver(session: Session, line: LineView, how: Handover, by: int, now: datetime) -> None:
    try:
        record_delivery(session, line.request_id, how, by=by, now=now)
    except RuleError as refusal:
        # Its owner's tap came a moment earlier.
        if refusal.code != "need_delivered":
            raise
    record(session, "run.line_delivered", f"run_line:{line.id}", at=now, actor_id=by)


def _follow(session: Session, line: LineView) -> None:
    row = session.get_one(RunLine, line.id)
    row.state, row.is_held = line.state, False
    session.add(row)


def _list_bag(run: RunView, bag_id: int) -> list[LineView]:
    return [line for line in run.shown if line.bag_id == bag_id]


def _check_packed(lines: list[LineView]) -> None:
    unticked = sum(line.state is LineState.WAITING for line in lines)
    if unticked:
        raise RuleError("run_unticked", n=unticked)
    if not any(line.is_carried or line.state is LineState.DELIVERED for line in lines):
        raise RuleError("run_bag_empty")

"""The runner buys, ticks off what there was, and leaves for the doors (S84, S90)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from storage.audit.actions import record
from storage.errors import RuleError
from storage.requests.actions import set_source_for_run
from storage.requests.kinds import Source
from storage.requests.queries import find_request
from storage.runs import rules
from storage.runs.actions._rows import (
    keep_run,
    lock_plans_of_line,
    lock_run,
    lock_run_of_line,
    tell_planner,
    tell_requester,
    view_run,
)
from storage.runs.actions.copies import take_away_copies
from storage.runs.actions.handing import settle
from storage.runs.actions.opening import offer
from storage.runs.kinds import LineState, RunState
from storage.runs.rules import Act
from storage.runs.tables import RunBag, RunLine
from storage.runs.views import LineView, RunView
from storage.volunteers.actions import claim_task, release_task

_RESULTS = frozenset({LineState.BOUGHT, LineState.PARTLY, LineState.MISSING})


def tick_line(
    session: Session,
    line_id: int,
    result: LineState,
    reason: str = "",
    *,
    by: int,
    now: datetime,
) -> RunView:
    """Note whether something was bought, in part, or not. The same again changes nothing.

    What was not bought leaves the run: it is back on the board, and its requester is asked what
    else would do (S90). Found after all, it comes back. Staff are told of what was bought in
    part: its rest is a need of its own.

    Args:
        result: `BOUGHT`, `PARTLY` or `MISSING`.
        reason: why not all; told to the requester.

    Raises:
        RuleError: `run_line_out`, `run_not_yours`, `run_not_open`, `run_over`,
            `run_line_delivered`, `run_text_long`; `run_text_empty` without a reason.
    """
    if result not in _RESULTS:
        raise ValueError(result)
    cleaned = None
    if result is not LineState.BOUGHT:
        cleaned = rules.check_text(reason, rules.LONGEST_NOTE)
    # What was missing may be planned anew at this moment: one of the two has it.
    lock_plans_of_line(session, line_id)
    run, row, line = lock_run_of_line(session, line_id, Act.TICK, by=by, now=now)
    rules.check_tick(line.state, run.state)
    if (line.state, line.reason) == (result, cleaned):
        return view_run(session, run)
    if line.state is LineState.MISSING and result is not LineState.MISSING:
        _check_still_free(session, line)
    row.state, row.reason, row.is_held = result, cleaned, result is not LineState.MISSING
    row.ticked_by, row.ticked_at = by, now
    session.add(row)
    session.flush()
    record(session, f"run.line_{result.value}", f"run_line:{row.id}", at=now, actor_id=by)
    source = Source.NONE if result is LineState.MISSING else Source.FOUND
    set_source_for_run(session, line.request_id, source, cleaned, by=by, now=now)
    if result is not LineState.BOUGHT:
        _tell_short(session, view_run(session, run), line, result, cleaned, now)
    return settle(session, run, by=by, now=now)


def leave_for_doors(session: Session, run_id: int, *, by: int, now: datetime) -> RunView:
    """All is bought: tell each requester their bag's code and where it comes to.

    Only the requester is told, and no medicine is named. Leaving again changes nothing.

    Raises:
        RuleError: `run_unknown`, `run_not_yours`, `run_not_open`, `run_over`; `run_unticked`
            with `n` while lines are open; `run_empty` with nothing to bring.
    """
    run = lock_run(session, run_id, Act.TICK, by=by, now=now)
    rules.check_live(run.state)
    view = view_run(session, run)
    if run.state is RunState.ON_THE_WAY:
        return view
    if unticked := view.count(LineState.WAITING):
        raise RuleError("run_unticked", n=unticked)
    if not any(line.is_carried for line in view.lines):
        raise RuleError("run_empty")
    run.state, run.left_at = RunState.ON_THE_WAY, now
    view = keep_run(session, run, "left", by=by, now=now)
    for bag in view.bags:
        _tell_on_way(session, view, bag, now)
    return view


def take_run(session: Session, run_id: int, *, by: int, now: datetime) -> RunView:
    """Become the runner: claim the run's task. Taking one's own changes nothing.

    Raises:
        RuleError: `run_unknown`, `run_not_yours`, `run_not_open`, `run_over`, or what
            `claim_task` raises.
    """
    run = lock_run(session, run_id, Act.SEE, by=by, now=now)
    rules.check_live(run.state)
    claim_task(session, _find_task(view_run(session, run)), by=by, now=now)
    return keep_run(session, run, "taken", by=by, now=now)


def release_run(session: Session, run_id: int, *, by: int, now: datetime) -> RunView:
    """Let somebody else take it; what was ticked stays (S84).

    Raises:
        RuleError: `run_unknown`, `run_not_yours`, `run_not_open`, `run_over`, or what
            `release_task` raises.
    """
    run = lock_run(session, run_id, Act.TICK, by=by, now=now)
    rules.check_live(run.state)
    view = view_run(session, run)
    release_task(session, _find_task(view), by=by, now=now)
    if view.runner_id is not None:
        take_away_copies(session, view, now, of=view.runner_id)
    return keep_run(session, run, "released", by=by, now=now)


def offer_again(session: Session, run_id: int, *, by: int, now: datetime) -> RunView:
    """Offer a live run anew whose task somebody ended too early. Else it changes nothing.

    Raises:
        RuleError: `run_unknown`, `not_staff`, `run_not_open`, `run_over`.
    """
    run = lock_run(session, run_id, Act.PLAN, by=by, now=now)
    rules.check_live(run.state)
    if view_run(session, run).task_id is None:
        offer(session, run, by=by, now=now)
    return keep_run(session, run, "offered", by=by, now=now)


def _find_task(run: RunView) -> int:
    if run.task_id is None:
        raise RuleError("run_no_task")
    return run.task_id


def _check_still_free(session: Session, line: LineView) -> None:
    """What was missing can come back while nobody else has it.

    Raises:
        RuleError: `run_line_out`.
    """
    held = select(RunLine.id).where(RunLine.request_id == line.request_id, col(RunLine.is_held))
    request = find_request(session, line.request_id)
    is_free = request is not None and request.is_live and request.delivered_at is None
    if not is_free or session.exec(held).first() is not None:
        raise RuleError("run_line_out")


def _tell_short(
    session: Session,
    run: RunView,
    line: LineView,
    result: LineState,
    reason: str | None,
    now: datetime,
) -> None:
    """Staff hear of what was not to be had, and of what was only in part."""
    said: dict[str, Any] = {"number": line.number}
    if result is LineState.PARTLY:
        said["reply"] = reason
    tell_planner(session, run, f"runs/{result.value}", f"{line.id}", now, **said)


def _tell_on_way(session: Session, run: RunView, bag: tuple[LineView, ...], now: datetime) -> None:
    carried = [line for line in bag if line.is_carried]
    if not carried:
        return
    row = session.get_one(RunBag, carried[0].bag_id)
    tell_requester(
        session,
        run,
        carried[0],
        "runs/told_on_way",
        now,
        bag_id=row.id,
        bag=run.bag_code(row.number),
        place=run.place,
        code=row.code if run.place else None,
        requests=len(carried),
        reply="\n".join(line.reason for line in carried if line.reason),
    )

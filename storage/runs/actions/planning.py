"""Staff gather requests into a run, and say when, where and by whose hands (S84, S85)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import func
from sqlmodel import Session, select

from storage.community.actions import lock_committee
from storage.community.queries import find_actor, find_committee
from storage.community.rules import check_staff
from storage.errors import RuleError
from storage.local_time import local_day
from storage.outbox.actions import leave
from storage.requests.kinds import Purpose
from storage.requests.queries import RequestView
from storage.runs import rules
from storage.runs.actions._rows import keep_run, lock_run, lock_run_of_line, view_run
from storage.runs.actions.copies import take_away_lines
from storage.runs.actions.opening import enlist, home_by, tell_gathered, tell_left_out
from storage.runs.kinds import LineState, RouteKind, RunState
from storage.runs.queries import SUBJECT, find_route, list_free
from storage.runs.rules import Act
from storage.runs.tables import Run, RunLine
from storage.runs.views import RunView
from storage.volunteers.actions import move_tasks


def plan_run(
    session: Session, committee_id: int, request_ids: Sequence[int], *, by: int, now: datetime
) -> RunView:
    """Make a run of those of the requests that are still free. Volunteers do not see it yet.

    Hospital and route are those of the first; both can be changed. What one person cannot carry
    waits for the next run; the most urgent come first.

    Raises:
        RuleError: `not_staff`, `run_nothing_left` where a colleague has taken them all.
    """
    # Plans of one committee are made one after the other: a request is in one of them.
    lock_committee(session, committee_id)
    check_staff(find_actor(session, by, now), committee_id)
    chosen = _choose(session, committee_id, request_ids)[: rules.MOST_LINES]
    last = session.exec(select(func.max(Run.number)).where(Run.committee_id == committee_id)).one()
    run = Run(
        committee_id=committee_id,
        number=(last or 0) + 1,
        route=find_route(chosen[0]),
        hospital=str(chosen[0].find(Purpose.HOSPITAL) or "")[: rules.LONGEST_FACT],
        created_by=by,
        created_at=now,
    )
    session.add(run)
    session.flush()
    _add_lines(session, run, chosen)
    return keep_run(session, run, "planned", by=by, now=now)


def put_in(
    session: Session, run_id: int, request_ids: Sequence[int], *, by: int, now: datetime
) -> RunView:
    """Add those of the requests that are still free, as many as it holds.

    It can be done until the runner leaves for the doors.

    Raises:
        RuleError: `run_unknown`, `not_staff`, `run_left`, `run_over`, `run_nothing_left`,
            `run_full`.
    """
    run = _lock_planning(session, run_id, by, now)
    rules.check_changeable(run.state)
    chosen = _choose(session, run.committee_id, request_ids)
    room = rules.check_room(len(view_run(session, run).shown))
    _add_lines(session, run, chosen[:room])
    if run.state is RunState.OPEN:
        enlist(session, run, by=by, now=now)
    return keep_run(session, run, "filled", by=by, now=now)


def take_out(session: Session, line_id: int, *, by: int, now: datetime) -> RunView:
    """Let a request wait for another run. Taking it out again changes nothing.

    Raises:
        RuleError: `run_line_out`, `not_staff`, `run_left`, `run_over`, `run_line_delivered`.
    """
    run, row, line = lock_run_of_line(session, line_id, Act.PLAN, by=by, now=now)
    if line.state is LineState.OUT:
        return view_run(session, run)
    rules.check_changeable(run.state)
    if line.state is LineState.DELIVERED:
        raise RuleError("run_line_delivered")
    row.state, row.is_held, row.bag_id = LineState.OUT, False, None
    session.add(row)
    view = view_run(session, run)
    if view.runner_id is not None:
        take_away_lines(session, [line.request_id], now, of=view.runner_id)
    if run.state is RunState.OPEN:
        tell_left_out(session, view, line, now)
    return keep_run(session, run, "line_out", by=by, now=now)


def set_day(session: Session, run_id: int, day: date, *, by: int, now: datetime) -> RunView:
    """Say when it drives; of an open one, its requesters and its runner are told.

    Raises:
        RuleError: `run_unknown`, `not_staff`, `run_left`, `run_over`, `run_day_past`.
    """
    run = lock_run(session, run_id, Act.PLAN, by=by, now=now)
    rules.check_changeable(run.state)
    if day < find_today(session, run.committee_id, now):
        raise RuleError("run_day_past")
    is_moved = run.state is RunState.OPEN and run.day != day
    run.day = day
    if is_moved:
        _tell_moved(session, run, day, now)
    return keep_run(session, run, "day_set", by=by, now=now)


def set_route(
    session: Session, run_id: int, route: RouteKind, *, by: int, now: datetime
) -> RunView:
    """Say how far it drives; before it is opened.

    Raises:
        RuleError: `run_unknown`, `not_staff`, `run_opened`.
    """
    run = _lock_planned(session, run_id, by, now)
    run.route = route
    return keep_run(session, run, "route_set", by=by, now=now)


def set_hospital(session: Session, run_id: int, name: str, *, by: int, now: datetime) -> RunView:
    """Say where to; before it is opened.

    Raises:
        RuleError: `run_unknown`, `not_staff`, `run_opened`, `run_text_empty`, `run_text_long`.
    """
    cleaned = rules.check_text(name, rules.LONGEST_FACT)
    run = _lock_planned(session, run_id, by, now)
    run.hospital = cleaned
    return keep_run(session, run, "hospital_set", by=by, now=now)


def set_handover(session: Session, run_id: int, who: str, *, by: int, now: datetime) -> RunView:
    """Say who hands the medicine over where districts meet (S85): name and telephone.

    Raises:
        RuleError: `run_unknown`, `not_staff`, `run_over`, `run_text_empty`, `run_text_long`.
    """
    cleaned = rules.check_text(who, rules.LONGEST_FACT)
    run = _lock_unfinished(session, run_id, by, now)
    run.handover = cleaned
    return keep_run(session, run, "handover_set", by=by, now=now)


def set_place(
    session: Session, run_id: int, place: str | None, *, by: int, now: datetime
) -> RunView:
    """Say where the bags are collected with their codes (S89); None: they come to the doors.

    Raises:
        RuleError: `run_unknown`, `not_staff`, `run_over`, `run_left` once people were told,
            `run_text_empty`, `run_text_long`.
    """
    cleaned = None if place is None else rules.check_text(place, rules.LONGEST_FACT)
    run = lock_run(session, run_id, Act.PLAN, by=by, now=now)
    rules.check_changeable(run.state)
    run.place = cleaned
    return keep_run(session, run, "place_set", by=by, now=now)


def find_today(session: Session, committee_id: int, now: datetime) -> date:
    """The day by a committee's clock."""
    committee = find_committee(session, committee_id)
    assert committee is not None
    return local_day(now, committee.time_zone)


def _tell_moved(session: Session, run: Run, day: date, now: datetime) -> None:
    committee = find_committee(session, run.committee_id)
    assert committee is not None
    view = view_run(session, run)
    move_tasks(session, SUBJECT, view.id, home_by(day, committee.time_zone))
    for line in view.lines:
        if line.is_pending:
            tell_gathered(session, view, line, now)
    if view.runner_id is not None:
        said = {"run_id": view.id, "code": view.code, "day": day.isoformat()}
        leave(session, view.runner_id, "runs/day_moved", said, now=now)


def _lock_planning(session: Session, run_id: int, by: int, now: datetime) -> Run:
    """A run whose committee plans no other one meanwhile."""
    committee_id = session.exec(select(Run.committee_id).where(Run.id == run_id)).first()
    if committee_id is None:
        raise RuleError("run_unknown")
    lock_committee(session, committee_id)
    return lock_run(session, run_id, Act.PLAN, by=by, now=now)


def _lock_planned(session: Session, run_id: int, by: int, now: datetime) -> Run:
    run = lock_run(session, run_id, Act.PLAN, by=by, now=now)
    if run.state is not RunState.PLANNED:
        raise RuleError("run_opened")
    return run


def _lock_unfinished(session: Session, run_id: int, by: int, now: datetime) -> Run:
    run = lock_run(session, run_id, Act.PLAN, by=by, now=now)
    if run.state in (RunState.DONE, RunState.CANCELLED):
        raise RuleError("run_over")
    return run


def _choose(session: Session, committee_id: int, request_ids: Sequence[int]) -> list[RequestView]:
    wanted = set(request_ids)
    chosen = [each for each in list_free(session, committee_id) if each.id in wanted]
    if not chosen:
        raise RuleError("run_nothing_left")
    return chosen


def _add_lines(session: Session, run: Run, chosen: Sequence[RequestView]) -> None:
    assert run.id is not None
    query = select(RunLine).where(RunLine.run_id == run.id)
    former = {line.request_id: line for line in session.exec(query)}
    for request in chosen:
        line = former.get(request.id) or RunLine(run_id=run.id, request_id=request.id)
        line.state, line.is_held, line.reason = LineState.WAITING, True, None
        session.add(line)
    session.flush()

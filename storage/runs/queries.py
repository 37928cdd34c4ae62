"""Questions to the medicine runs: SELECTs that return frozen values. No right is asked here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, select
from sqlmodel import Session, col

from storage.community.tables import Building, Household
from storage.requests import queries as requests
from storage.requests.kinds import Purpose, RequestState
from storage.requests.queries import RequestView
from storage.requests.tables import Request
from storage.runs.hospitals import fold_name, is_alike
from storage.runs.kinds import RouteKind, RunState
from storage.runs.rules import find_line_state
from storage.runs.tables import Run, RunBag, RunLine
from storage.runs.totals import Wanted
from storage.runs.views import (
    BagView,
    GroupView,
    LineView,
    RunView,
    WantedLine,
)
from storage.volunteers.kinds import LIVE
from storage.volunteers.queries import find_task, list_tasks_about

SUBJECT = "runs"
"""What the tasks of volunteers call this feature."""

__all__ = [
    "SUBJECT",
    "BagView",
    "GroupView",
    "LineView",
    "RunView",
    "WantedLine",
    "find_bag_run",
    "find_line",
    "find_route",
    "find_run",
    "find_run_of_task",
    "list_free",
    "list_groups",
    "list_runs",
    "list_wanted",
]

_OVER = (RunState.DONE, RunState.CANCELLED)
_LIVE_REQUEST = (RequestState.OPEN, RequestState.CLAIMED)


def list_free(session: Session, committee_id: int) -> tuple[RequestView, ...]:
    """The requests that can go into a run and are in none; the most urgent first."""
    held = select(col(RunLine.request_id)).where(col(RunLine.is_held))
    taken = set(session.execute(held).scalars())
    gatherable = requests.list_gatherable(session, committee_id)
    return tuple(request for request in gatherable if request.id not in taken)


def list_groups(session: Session, committee_id: int) -> tuple[GroupView, ...]:
    """The free requests by hospital and route (S84, S85); the largest group first."""
    groups: dict[tuple[str, RouteKind], list[RequestView]] = {}
    for request in list_free(session, committee_id):
        place = fold_name(_hospital(request)), find_route(request)
        groups.setdefault(place, []).append(request)
    views = [_group(route, members) for (_, route), members in groups.items()]
    return tuple(
        GroupView(
            view.hospital,
            view.route,
            view.lead_id,
            view.request_ids,
            tuple(
                other.hospital
                for other in views
                if other is not view
                and other.route is view.route
                and is_alike(view.hospital, other.hospital)
            ),
        )
        for view in sorted(views, key=lambda view: -len(view.request_ids))
    )


def find_route(request: RequestView) -> RouteKind:
    """How far it is: the first choice of the question is the near one (S85)."""
    question = request.form.find(Purpose.ROUTE)
    answer = request.find(Purpose.ROUTE)
    if question is None or answer is None or answer in question.choices[:1]:
        return RouteKind.LOCAL
    return RouteKind.CROSS


def find_run(session: Session, run_id: int) -> RunView | None:
    """One run as it stands now."""
    run = session.get(Run, run_id)
    return _view(session, run, _list_lines(session, [run_id])) if run is not None else None


def find_run_of_task(session: Session, task_id: int) -> RunView | None:
    """The run that a volunteer's task is about."""
    task = find_task(session, task_id)
    if task is None or task.subject != SUBJECT or task.subject_id is None:
        return None
    return find_run(session, task.subject_id)


def list_runs(session: Session, committee_id: int, *, ended: bool = False) -> tuple[RunView, ...]:
    """A committee's runs: those that are not over, or the last twenty that are."""
    query = select(Run).where(col(Run.committee_id) == committee_id)
    if ended:
        query = query.where(col(Run.state).in_(_OVER)).order_by(col(Run.id).desc()).limit(20)
    else:
        query = query.where(col(Run.state).not_in(_OVER)).order_by(col(Run.id))
    runs = session.execute(query).scalars().all()
    lines = _list_lines(session, [run.id for run in runs if run.id is not None])
    return tuple(_view(session, run, lines) for run in runs)


def find_line(session: Session, line_id: int) -> LineView | None:
    """One line."""
    row = session.execute(_lines().where(col(RunLine.id) == line_id)).first()
    return _line(row) if row is not None else None


def find_bag_run(session: Session, bag_id: int) -> RunView | None:
    """The run that a bag belongs to."""
    bag = session.get(RunBag, bag_id)
    return find_run(session, bag.run_id) if bag is not None else None


def list_wanted(session: Session, lines: Sequence[LineView]) -> tuple[WantedLine, ...]:
    """The lines with names and medicines; an erased request has none any more."""
    found = ((line, requests.find_request(session, line.request_id)) for line in lines)
    return tuple(_wanted(line, request) for line, request in found if request is not None)


def _wanted(line: LineView, request: RequestView) -> WantedLine:
    def said(purpose: Purpose) -> str:
        answer = request.find(purpose)
        return "" if answer is None else str(answer)

    return WantedLine(
        line,
        request.person_name or "",
        request.caller or "",
        Wanted(said(Purpose.DRUG), said(Purpose.STRENGTH), said(Purpose.QUANTITY)),
        said(Purpose.DETAILS),
    )


def _hospital(request: RequestView) -> str:
    return str(request.find(Purpose.HOSPITAL) or "")


def _group(route: RouteKind, members: Sequence[RequestView]) -> GroupView:
    spelling = Counter(_hospital(member) for member in members).most_common(1)[0][0]
    return GroupView(spelling, route, members[0].id, tuple(member.id for member in members))


def _view(session: Session, run: Run, lines: Sequence[LineView]) -> RunView:
    assert run.id is not None
    tasks = list_tasks_about(session, SUBJECT, run.id)
    live = next((task for task in reversed(tasks) if task.state in LIVE), None)
    return RunView(
        id=run.id,
        committee_id=run.committee_id,
        number=run.number,
        state=run.state,
        route=run.route,
        hospital=run.hospital,
        handover=run.handover,
        place=run.place,
        day=run.day,
        created_by=run.created_by,
        ended_at=run.ended_at,
        runner_id=live.claimed_by if live else None,
        runner_name=live.holder if live else None,
        task_id=live.id if live else None,
        lines=tuple(line for line in lines if line.run_id == run.id),
    )


def _list_lines(session: Session, run_ids: Sequence[int]) -> list[LineView]:
    query = _lines().where(col(RunLine.run_id).in_(run_ids))
    return [_line(row) for row in session.execute(query)]


def _lines() -> Any:
    return (
        select(
            RunLine,
            col(RunBag.number).label("bag_number"),
            col(Request.number),
            col(Request.state).label("request_state"),
            col(Request.delivered_at),
            col(Request.household_id),
            col(Request.person_id),
            col(Building.label),
            col(Household.door),
        )
        .join(Request, col(Request.id) == col(RunLine.request_id))
        .join(Building, col(Building.id) == col(Request.building_id))
        .join(Household, col(Household.id) == col(Request.household_id))
        .outerjoin(RunBag, col(RunBag.id) == col(RunLine.bag_id))
        .order_by(col(Building.position), col(Household.door), col(RunLine.id))
    )


def _line(row: Row[Any]) -> LineView:
    line: RunLine = row[0]
    assert line.id is not None
    state = find_line_state(
        line.state,
        is_delivered=row.delivered_at is not None,
        is_live=row.request_state in _LIVE_REQUEST,
    )
    return LineView(
        id=line.id,
        run_id=line.run_id,
        request_id=line.request_id,
        number=row.number,
        bag_id=line.bag_id,
        bag_number=row.bag_number,
        state=state,
        stored=line.state,
        reason=line.reason,
        building=row.label,
        door=row.door,
        household_id=row.household_id,
        person_id=row.person_id,
        request_state=row.request_state,
    )

"""One run's page: where, when, who drives, how far it is. No names, no medicine."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import date, timedelta
from typing import Any

from aiogram.types import CallbackQuery

from handlers.context import Context
from handlers.runs import _sheets
from handlers.runs._asking import ask
from handlers.runs._bags import show_bags, show_totals
from handlers.runs._callbacks import DayPress, RunPress
from handlers.runs._talk import find_own_run, forget, show
from handlers.task_links import RunTaskPress
from storage.community.queries import find_committee
from storage.errors import RuleError
from storage.local_time import local_day
from storage.runs import actions, queries
from storage.runs.hospitals import may_be_same
from storage.runs.kinds import LineState, RouteKind
from storage.runs.rules import Act, Relation
from storage.runs.views import RunView

_DAYS_AHEAD = 7


async def on_run_task(context: Context, press: CallbackQuery, data: RunTaskPress) -> None:
    """From the page of a volunteer's task to the run."""
    context.check_private()
    run = await context.work.read(queries.find_run_of_task, data.task_id)
    if run is None:
        raise RuleError("run_unknown")
    await show_run(context, press, run.id)
    await context.answer(press, "")


async def on_run(context: Context, press: CallbackQuery, data: RunPress) -> None:
    """The buttons of a run's page."""
    await find_own_run(context, data.run_id)
    if data.act in _PAGED:
        await _PAGED[data.act](context, press, data.run_id, data.page)
    elif data.act in _ACTS:
        await _ACTS[data.act](context, press, data.run_id)
    elif data.act in _CHANGES:
        by, now = context.person_id, context.received_at
        await context.work.write(_CHANGES[data.act], data.run_id, by=by, now=now)
        await show_run(context, press, data.run_id)
    else:
        raise RuleError("stale_button")
    await context.answer(press, "")


async def show_run(context: Context, press: CallbackQuery | None, run_id: int) -> None:
    """How a run stands."""
    await forget(context)
    run, relations = await find_own_run(context, run_id)
    await show(context, press, "runs/run", **run_params(run, relations))


def run_params(run: RunView, relations: frozenset[Relation]) -> dict[str, Any]:
    """A run as JSON values. A volunteer who does not drive it sees no more than what it takes."""
    is_staff, is_runner = Relation.STAFF in relations, Relation.RUNNER in relations
    return {
        "run_id": run.id,
        "committee_id": run.committee_id,
        "task_id": run.task_id,
        "code": run.code,
        "hospital": run.hospital,
        "route": run.route.value,
        "state": run.state.value,
        "day": run.day.isoformat() if run.day else None,
        "place": run.place,
        "handover": run.handover if is_staff or is_runner else None,
        "runner": run.runner_name if is_staff else None,
        "is_taken": run.runner_id is not None,
        "is_staff": is_staff,
        "is_runner": is_runner,
        # Hospital and building together tell neighbours who is ill.
        "buildings": list(run.buildings)[:30] if is_staff or is_runner else [],
        "bags": len(run.bags),
        "counts": {
            "all": len(run.shown),
            **{state.value: run.count(state) for state in LineState},
        },
        "requests": [
            {"number": line.number, "building": line.building, "state": line.state.value}
            for line in run.shown
        ]
        if is_staff
        else [],
    }


async def on_day(context: Context, press: CallbackQuery, data: DayPress) -> None:
    """The day was chosen."""
    await find_own_run(context, data.run_id, Act.PLAN)
    by, now = context.person_id, context.received_at
    if not 1 <= data.day <= date.max.toordinal():
        raise RuleError("stale_button")
    day = date.fromordinal(data.day)
    await context.work.write(actions.set_day, data.run_id, day, by=by, now=now)
    await show_run(context, press, data.run_id)
    await context.answer(press, "")


async def _ask_day(context: Context, press: CallbackQuery, run_id: int) -> None:
    run, _ = await find_own_run(context, run_id, Act.PLAN)
    committee = await context.work.read(find_committee, run.committee_id)
    assert committee is not None
    today = local_day(context.received_at, committee.time_zone)
    days = [(today + timedelta(days=ahead)).isoformat() for ahead in range(_DAYS_AHEAD)]
    await context.redraw(press, "runs/ask_day", run_id=run.id, code=run.code, days=days)


async def _turn_route(context: Context, press: CallbackQuery, run_id: int) -> None:
    run, _ = await find_own_run(context, run_id, Act.PLAN)
    other = RouteKind.CROSS if run.route is RouteKind.LOCAL else RouteKind.LOCAL
    by, now = context.person_id, context.received_at
    await context.work.write(actions.set_route, run_id, other, by=by, now=now)
    await show_run(context, press, run_id)


async def _no_place(context: Context, press: CallbackQuery, run_id: int) -> None:
    by, now = context.person_id, context.received_at
    await context.work.write(actions.set_place, run_id, None, by=by, now=now)
    await show_run(context, press, run_id)


async def _choose_out(context: Context, press: CallbackQuery, run_id: int) -> None:
    """Which request waits for another run."""
    run, _ = await find_own_run(context, run_id, Act.PLAN)
    lines = [
        {"id": line.id, "number": line.number, "building": line.building}
        for line in run.shown
        if line.is_pending
    ]
    await context.redraw(press, "runs/take_out", run_id=run.id, code=run.code, lines=lines)


async def _choose_in(context: Context, press: CallbackQuery, run_id: int) -> None:
    """Which requests come along: alike hospitals first."""
    run, _ = await find_own_run(context, run_id, Act.PLAN)
    groups = await context.work.read(queries.list_groups, run.committee_id)
    near = sorted(
        (group for group in groups if group.route is run.route),
        key=lambda group: not may_be_same(run.hospital, group.hospital),
    )
    await context.redraw(
        press,
        "runs/put_in",
        run_id=run.id,
        committee_id=run.committee_id,
        code=run.code,
        hospital=run.hospital,
        groups=[
            {
                "lead_id": group.lead_id,
                "hospital": group.hospital,
                "count": len(group.request_ids),
                "is_alike": may_be_same(run.hospital, group.hospital),
            }
            for group in near[:20]
        ],
    )


async def _ask_cancel(context: Context, press: CallbackQuery, run_id: int) -> None:
    run, _ = await find_own_run(context, run_id, Act.PLAN)
    await context.redraw(
        press, "runs/cancel_sure", run_id=run.id, code=run.code, lines=len(run.shown)
    )


def _asking(purpose: str) -> Callable[[Context, CallbackQuery, int], Awaitable[None]]:
    return lambda context, press, run_id: ask(context, press, purpose, run_id)


_ACTS: dict[str, Callable[[Context, CallbackQuery, int], Awaitable[None]]] = {
    "show": show_run,
    "day": _ask_day,
    "route": _turn_route,
    "out": _choose_out,
    "in": _choose_in,
    "no_place": _no_place,
    "cancel": _ask_cancel,
    "hospital": _asking("hospital"),
    "handover": _asking("handover"),
    "place": _asking("place"),
    "code": _asking("code"),
    "pdf": _sheets.send_page,
    "xlsx": _sheets.send_workbook,
}
_PAGED: dict[str, Callable[[Context, CallbackQuery, int, int], Awaitable[None]]] = {
    "totals": show_totals,
    "bags": show_bags,
}
_CHANGES = {
    "open": actions.open_run,
    "take": actions.take_run,
    "release": actions.release_run,
    "again": actions.offer_again,
    "leave": actions.leave_for_doors,
    "cancel_sure": actions.cancel_run,
}

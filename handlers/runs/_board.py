"""/runs: what can be gathered, which runs there are; for volunteers, which they can drive."""

from __future__ import annotations

from typing import Any

from aiogram.types import CallbackQuery, Message

from handlers.context import Context
from handlers.keyboards import cut_page
from handlers.runs._callbacks import BoardPress, GroupPress
from handlers.runs._run import show_run
from handlers.runs._talk import check_committee, forget, show
from storage.community.queries import find_committee
from storage.errors import RuleError
from storage.runs import actions, queries
from storage.runs.kinds import LineState
from storage.runs.rules import CHANGEABLE
from storage.runs.views import GroupView, RunView
from storage.volunteers.kinds import TaskKind
from storage.volunteers.queries import TaskView, list_tasks

_MOST = 12
"""Buttons on a page: what a phone shows without scrolling far."""


async def on_runs(context: Context, _message: Message, _argument: str) -> None:
    """/runs.

    Raises:
        RuleError: `in_private_only`, `run_helpers_only`.
    """
    context.check_private()
    actor = await context.actor()
    if not actor.roles:
        raise RuleError("run_helpers_only")
    committees = actor.staff_committees
    if len(committees) > 1:
        found = [await context.work.read(find_committee, each) for each in committees]
        names = [{"id": each.id, "name": each.name} for each in found if each]
        await context.say("runs/which_committee", committees=names)
    elif committees:
        await show_board(context, None, committees[0])
    else:
        await _show_tasks(context)


async def on_board(context: Context, press: CallbackQuery, data: BoardPress) -> None:
    """The board, or the runs that are over."""
    await check_committee(context, data.committee_id)
    if data.act == "ended":
        runs = await context.work.read(queries.list_runs, data.committee_id, ended=True)
        lines = [_run_line(run) for run in runs]
        await show(context, press, "runs/ended", committee_id=data.committee_id, runs=lines)
    else:
        await show_board(context, press, data.committee_id, data.page)
    await context.answer(press, "")


async def show_board(
    context: Context, press: CallbackQuery | None, committee_id: int, number: int = 0
) -> None:
    """What waits to be gathered, and the runs that are not over."""
    await forget(context)
    groups = await context.work.read(queries.list_groups, committee_id)
    runs = await context.work.read(queries.list_runs, committee_id)
    page = cut_page([*map(_run_line, runs), *map(_group_line, groups)], number, _MOST)
    await show(
        context,
        press,
        "runs/board",
        committee_id=committee_id,
        free=sum(len(group.request_ids) for group in groups),
        running=len(runs),
        entries=page.items,
        page=page.number,
        pages=page.pages,
    )


async def on_group(context: Context, press: CallbackQuery, data: GroupPress) -> None:
    """One hospital's requests: look at them, plan a run, or put them into one."""
    await check_committee(context, data.committee_id)
    groups = await context.work.read(queries.list_groups, data.committee_id)
    group = next((each for each in groups if data.lead_id in each.request_ids), None)
    if group is None:
        raise RuleError("run_nothing_left")
    by, now = context.person_id, context.received_at
    ids = group.request_ids
    if data.act == "plan":
        run = await context.work.write(actions.plan_run, data.committee_id, ids, by=by, now=now)
        await show_run(context, press, run.id)
    elif data.act == "put":
        run = await context.work.write(actions.put_in, data.run_id, ids, by=by, now=now)
        await show_run(context, press, run.id)
    else:
        await _show_group(context, press, data.committee_id, group, groups)
    await context.answer(press, "")


async def _show_group(
    context: Context,
    press: CallbackQuery,
    committee_id: int,
    group: GroupView,
    groups: tuple[GroupView, ...],
) -> None:
    free = await context.work.read(queries.list_free, committee_id)
    runs = await context.work.read(queries.list_runs, committee_id)
    alike = [each for each in groups if each.hospital in group.alike and each is not group]
    await context.redraw(
        press,
        "runs/group",
        committee_id=committee_id,
        group=_group_line(group),
        requests=[
            {"number": each.number, "building": each.building}
            for each in free
            if each.id in group.request_ids
        ][:40],
        alike=[_group_line(each) for each in alike][:_MOST],
        runs=[
            _run_line(run) for run in runs if run.state in CHANGEABLE and run.route is group.route
        ][:_MOST],
    )


async def _show_tasks(context: Context) -> None:
    """The runs that a volunteer holds, and those that wait for somebody."""
    by, now = context.person_id, context.received_at
    mine = await context.work.read(list_tasks, by, now, mine=True)
    open_ones = await context.work.read(list_tasks, by, now, mine=False)
    await context.say(
        "runs/tasks",
        mine=[_task_line(task) for task in mine if task.kind is TaskKind.RUN][:_MOST],
        open=[_task_line(task) for task in open_ones if task.kind is TaskKind.RUN][:_MOST],
    )


def _task_line(task: TaskView) -> dict[str, Any]:
    return {"id": task.id, "title": task.title}


def _group_line(group: GroupView) -> dict[str, Any]:
    return {
        "lead_id": group.lead_id,
        "hospital": group.hospital,
        "route": group.route.value,
        "count": len(group.request_ids),
        "is_alike": bool(group.alike),
    }


def _run_line(run: RunView) -> dict[str, Any]:
    return {
        "id": run.id,
        "code": run.code,
        "hospital": run.hospital,
        "state": run.state.value,
        "lines": len(run.shown),
        "delivered": run.count(LineState.DELIVERED),
    }

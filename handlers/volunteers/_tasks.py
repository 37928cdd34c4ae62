"""/tasks: what one holds and may take; one task; all of them for staff."""

from __future__ import annotations

from typing import Any

from aiogram.types import CallbackQuery, Message

from handlers.context import Context
from handlers.keyboards import cut_page
from handlers.talk import find_staff_committee, forget, read_text, remember, show
from handlers.task_links import TaskPress
from handlers.volunteers._callbacks import TasksPress
from storage.community.actor import Actor
from storage.community.kinds import RoleKind
from storage.community.queries import ConversationView
from storage.errors import RuleError
from storage.volunteers import actions, rules
from storage.volunteers.kinds import TaskState
from storage.volunteers.queries import (
    TaskView,
    find_task,
    has_read_handbook,
    list_live_tasks,
    list_tasks,
)

A_PAGE = 12
STEPS = "volunteers.task"
REASON_STEP = f"{STEPS}_reason"


async def on_tasks(context: Context, _message: Message, _argument: str) -> None:
    """/tasks: for volunteers, leads and staff.

    Raises:
        RuleError: `in_private_only`, `volunteer_only`.
    """
    await _show_tasks(context, None, 0)


async def on_tasks_press(context: Context, press: CallbackQuery, data: TasksPress) -> None:
    """Another page, or all of a committee."""
    if data.committee_id:
        await _show_all(context, press, data.committee_id, data.page)
    else:
        await _show_tasks(context, press, data.page)
    await context.answer(press, "")


async def on_task(context: Context, press: CallbackQuery, data: TaskPress) -> None:
    """Look at a task, take it, give it back, say how it went."""
    context.check_private()
    task = await context.work.read(find_task, data.task_id)
    if task is None:
        raise RuleError("not_found", kind="task")
    by, now = context.person_id, context.received_at
    match data.act:
        case "show":
            pass
        case "claim":
            task = await context.work.write(actions.claim_task, task.id, by=by, now=now)
        case "done":
            task = await context.work.write(actions.finish_task, task.id, by=by, now=now)
        case "cancel":
            task = await context.work.write(actions.cancel_task, task.id, by=by, now=now)
        case "take_away":
            task = await context.work.write(actions.release_task, task.id, by=by, now=now)
        case "release" | "failed":
            await context.work.read(actions.check_holds, task.id, by=by, now=now)
            await remember(context, REASON_STEP, {"task_id": task.id, "act": data.act})
            await context.say("volunteers/ask_reason", task_id=task.id, act=data.act)
            await context.answer(press, "")
            return
        case _:
            raise RuleError("stale_button")
    await show_task(context, press, task)
    await context.answer(press, "")


async def on_reason(context: Context, message: Message, conversation: ConversationView) -> None:
    """Why a task was given back or could not be done."""
    task_id, reason = int(conversation.data["task_id"]), read_text(message)
    by, now = context.person_id, context.received_at
    if conversation.data["act"] == "failed":
        task = await context.work.write(actions.finish_task, task_id, by=by, now=now, failed=reason)
    else:
        task = await context.work.write(
            actions.release_task, task_id, by=by, now=now, reason=reason
        )
    await show_task(context, None, task)


async def show_task(context: Context, press: CallbackQuery | None, task: TaskView) -> None:
    """A task, with the door only for whoever holds it and those who lead.

    Raises:
        RuleError: `volunteer_only`, `task_out_of_scope`.
    """
    await forget(context, STEPS)
    actor = await context.actor()
    rules.check_may_take(actor, task.committee_id, task.building_id)
    leads = rules.can_lead(actor, task.committee_id, task.building_id)
    is_mine = task.claimed_by == actor.person_id
    is_known = leads or (is_mine and task.state is TaskState.CLAIMED)
    await show(
        context,
        press,
        "volunteers/task",
        **describe_task(context, task),
        state=task.state.value,
        door=task.door if is_known else None,
        holder=task.holder if leads else None,
        is_mine=is_mine,
        leads=leads,
        subject=task.subject,
        needs_vehicle=task.needs_vehicle,
    )


def describe_task(context: Context, task: TaskView) -> dict[str, Any]:
    """A task as lists and notices show it."""
    return {
        "task_id": task.id,
        "kind": task.kind.value,
        "estate": task.estate,
        "building": task.building,
        "title": task.title,
        "place": task.place,
        "places": task.places,
        "due_at": task.due_at.isoformat() if task.due_at else None,
        "is_late": task.is_late(context.received_at),
        "is_held": task.state is TaskState.CLAIMED,
    }


async def _show_tasks(context: Context, press: CallbackQuery | None, number: int) -> None:
    context.check_private()
    actor, now = await context.actor(), context.received_at
    if not actor.roles:
        raise RuleError("volunteer_only")
    await forget(context, STEPS)
    mine = await context.work.read(list_tasks, actor.person_id, now, mine=True)
    offered = await context.work.read(list_tasks, actor.person_id, now, mine=False)
    page = cut_page((*mine, *offered), number, A_PAGE)
    await show(
        context,
        press,
        "volunteers/tasks",
        mine=len(mine),
        offered=len(offered),
        tasks=[describe_task(context, task) for task in page.items],
        page=page.number,
        pages=page.pages,
        has_read=await _may_begin(context, actor),
        staffed=list(actor.staff_committees),
        led=_list_led(actor),
    )


async def _may_begin(context: Context, actor: Actor) -> bool:
    """Whether nothing is left to be read: staff and leads know the rules."""
    is_only_volunteer = all(right.kind is RoleKind.VOLUNTEER for right in actor.roles)
    return not is_only_volunteer or await context.work.read(has_read_handbook, actor.person_id)


def _list_led(actor: Actor) -> list[int]:
    """The committees for which one may open tasks."""
    led = (right.committee_id for right in actor.roles if right.kind is not RoleKind.VOLUNTEER)
    return list(dict.fromkeys(led))


async def _show_all(context: Context, press: CallbackQuery, committee_id: int, number: int) -> None:
    committee = await find_staff_committee(context, committee_id)
    tasks = await context.work.read(list_live_tasks, committee.id)
    page = cut_page(tasks, number, A_PAGE)
    await show(
        context,
        press,
        "volunteers/all_tasks",
        committee_id=committee.id,
        committee=committee.name,
        open_count=sum(task.state is TaskState.OPEN for task in tasks),
        held_count=sum(task.state is TaskState.CLAIMED for task in tasks),
        late_count=sum(task.is_late(context.received_at) for task in tasks),
        tasks=[describe_task(context, task) for task in page.items],
        page=page.number,
        pages=page.pages,
    )

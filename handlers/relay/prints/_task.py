"""A volunteer's page: the doors of a building that have not joined, as they stand now (S33)."""

from __future__ import annotations

from typing import Any

from aiogram.types import CallbackQuery, InlineKeyboardMarkup

from handlers.context import Context
from handlers.keyboards import button, cut_page, keyboard, turning_row
from handlers.relay.prints._absent import DOORS_A_PAGE, door_facts
from handlers.task_links import RelayTaskPress, TaskPress
from locales.renderer import Words
from storage.errors import RuleError
from storage.relay.boards import House, list_absent
from storage.relay.boards.actions import SUBJECT
from storage.relay.queries import RelayView, find_relay
from storage.volunteers.actions import check_holds, settle_task


async def on_task(context: Context, press: CallbackQuery, data: RelayTaskPress) -> None:
    """Show the doors, or end the task: every one of them was knocked at."""
    relay, houses = await _find(context, data.task_id)
    if data.act == "done":
        by, now = context.person_id, context.received_at
        await context.work.write(settle_task, data.task_id, by=by, now=now)
        await context.redraw(press, "relay/knock_done", title=relay.title)
    elif data.act == "show":
        await _show(context, press, data, relay, houses)
    else:
        raise RuleError("stale_button")
    await context.answer(press, "")


async def _find(context: Context, task_id: int) -> tuple[RelayView, tuple[House, ...]]:
    """The relay that a held task is about, and the doors that are left in its building.

    Raises:
        RuleError: `in_private_only`, `task_not_yours`, `stale_button`.
    """
    context.check_private()
    by, now = context.person_id, context.received_at
    task = await context.work.read(check_holds, task_id, by=by, now=now)
    if task.subject != SUBJECT or task.subject_id is None or task.building_id is None:
        raise RuleError("stale_button")
    relay = await context.work.read(find_relay, task.subject_id)
    if relay is None:
        raise RuleError("stale_button")
    return relay, await context.work.read(list_absent, relay.id, [task.building_id])


async def _show(
    context: Context,
    press: CallbackQuery,
    data: RelayTaskPress,
    relay: RelayView,
    houses: tuple[House, ...],
) -> None:
    doors = [door for house in houses for door in house.doors]
    page = cut_page(doors, data.page, DOORS_A_PAGE)
    await context.redraw(
        press,
        "relay/knock_doors",
        task_id=data.task_id,
        title=relay.title,
        closes_at=relay.closes_at.isoformat(),
        left=len(doors),
        building=houses[0].label if houses else "",
        doors=[door_facts(door) for door in page.items],
        page=page.number,
        pages=page.pages,
    )


def _knock_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    task_id = params["task_id"]
    turns = turning_row(words, params, lambda page: RelayTaskPress(task_id=task_id, page=page))
    return keyboard(
        turns,
        [
            button(words, "refresh", RelayTaskPress(task_id=task_id)),
            button(words, "relay_knocked", RelayTaskPress(task_id=task_id, act="done")),
        ],
        [button(words, "back", TaskPress(task_id=task_id))],
    )


KEYBOARDS = {"relay/knock_doors": _knock_keyboard}

"""A volunteer's page: the doors of a building in order, each with its bag (S62)."""

from __future__ import annotations

from typing import Any

from aiogram.types import CallbackQuery, InlineKeyboardMarkup

from handlers.context import Context
from handlers.keyboards import button, cut_page, keyboard, label_button, turning_row
from handlers.routes import Keyboard
from handlers.supplies._callbacks import DoorPress, DoorsPress
from handlers.supplies._facts import find_any_round, order_facts
from handlers.task_links import DeliverTaskPress, TaskPress
from locales.renderer import Words
from storage.errors import RuleError
from storage.supplies.actions import SUBJECT, tick_door
from storage.supplies.kinds import DoorState
from storage.supplies.queries import OrderView, list_orders
from storage.volunteers.actions import check_holds
from storage.volunteers.queries import TaskView

A_PAGE = 6
_MARKS = {
    DoorState.WAITING: "▫️",
    DoorState.AGAIN: "🔁",
    DoorState.LEFT: "✅",
    DoorState.HANDED_OVER: "✅",
    DoorState.CONFIRMED: "✅",
}
_ACTS = {
    "handed_over": DoorState.HANDED_OVER,
    "left": DoorState.LEFT,
    "again": DoorState.AGAIN,
}


async def on_task(context: Context, press: CallbackQuery, data: DeliverTaskPress) -> None:
    """From the task's page to its doors."""
    await _show_doors(context, press, data.task_id, 0)
    await context.answer(press, "")


async def on_doors(context: Context, press: CallbackQuery, data: DoorsPress) -> None:
    """Another page of doors."""
    await _show_doors(context, press, data.task_id, data.page)
    await context.answer(press, "")


async def _find(context: Context, task_id: int) -> tuple[TaskView, tuple[OrderView, ...]]:
    """A task that the acting person holds now, and its doors.

    Raises:
        RuleError: `in_private_only`, `task_not_yours`, `stale_button`.
    """
    context.check_private()
    task = await context.work.read(
        check_holds, task_id, by=context.person_id, now=context.received_at
    )
    if task.subject != SUBJECT or task.subject_id is None:
        raise RuleError("stale_button")
    orders = await context.work.read(list_orders, task.subject_id, building_id=task.building_id)
    with_bags = (order for order in orders if order.pieces)
    return task, tuple(
        order for order in with_bags if task.household_id in (None, order.household_id)
    )


async def _show_doors(context: Context, press: CallbackQuery, task_id: int, number: int) -> None:
    task, orders = await _find(context, task_id)
    assert task.subject_id is not None
    supply = await find_any_round(context, task.subject_id)
    page = cut_page(orders, number, A_PAGE)
    await context.redraw(
        press,
        "supplies/doors",
        task_id=task_id,
        title=supply.title,
        arrives=supply.arrives,
        building=task.building,
        is_knock=task.household_id is not None,
        total=len(orders),
        arrived=sum(order.has_arrived for order in orders),
        doors=[{**order_facts(order), "mark": _MARKS[order.state]} for order in page.items],
        page=page.number,
        pages=page.pages,
    )


async def on_door(context: Context, press: CallbackQuery, data: DoorPress) -> None:
    """One door: look at it, or put down what came of it and go on to the others."""
    task, orders = await _find(context, data.task_id)
    places = {order.household_id: place for place, order in enumerate(orders)}
    if data.household_id not in places:
        raise RuleError("stale_button")
    place = places[data.household_id]
    if data.act == "show":
        await context.redraw(
            press, "supplies/door", task_id=task.id, order=order_facts(orders[place])
        )
    elif state := _ACTS.get(data.act):
        await context.work.write(
            tick_door,
            task.id,
            data.household_id,
            state,
            by=context.person_id,
            now=context.received_at,
        )
        await _show_after(context, press, task, place // A_PAGE)
    else:
        raise RuleError("stale_button")
    await context.answer(press, "")


async def _show_after(context: Context, press: CallbackQuery, task: TaskView, page: int) -> None:
    """The doors that are left; with the last of them the task has ended by itself."""
    try:
        await _show_doors(context, press, task.id, page)
    except RuleError:
        await context.redraw(press, "supplies/doors_done", task_id=task.id, title=task.title)


def _doors_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    task_id = params["task_id"]
    doors = (
        [
            label_button(
                f"{each['mark']} {each['door']}",
                DoorPress(task_id=task_id, household_id=each["household_id"]),
            )
        ]
        for each in params["doors"]
    )
    turns = turning_row(words, params, lambda page: DoorsPress(task_id=task_id, page=page))
    return keyboard(*doors, turns, [button(words, "back", TaskPress(task_id=task_id))])


def _door_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    task_id, order = params["task_id"], params["order"]
    acts = (
        [
            button(
                words,
                f"supply_door_{act}",
                DoorPress(task_id=task_id, household_id=order["household_id"], act=act),
            )
        ]
        for act in _ACTS
        if order["state"] in ("waiting", "again")
    )
    return keyboard(*acts, [button(words, "back", DoorsPress(task_id=task_id))])


def _done_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    return keyboard([button(words, "back", TaskPress(task_id=params["task_id"]))])


KEYBOARDS: dict[str, Keyboard] = {
    "supplies/doors": _doors_keyboard,
    "supplies/door": _door_keyboard,
    "supplies/doors_done": _done_keyboard,
}

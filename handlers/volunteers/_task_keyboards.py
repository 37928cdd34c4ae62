"""Buttons under tasks."""

from __future__ import annotations

from typing import Any

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardMarkup

from handlers.keyboards import Row, button, in_rows, keyboard, label_button, turning_row
from handlers.routes import Keyboard
from handlers.task_links import (
    DeliverTaskPress,
    NoticeTaskPress,
    RelayTaskPress,
    RunTaskPress,
    TaskPress,
)
from handlers.volunteers._callbacks import NewTaskPress, TasksPress
from handlers.volunteers._keyboards import handbook_row, tasks_row
from handlers.volunteers._new_task import HOURS, PLACES
from locales.renderer import Words
from locales.values import cell_width, shorten

# Half-width cells beside the mark, the kind and the building.
TITLE_CELLS = 20


def _tasks(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    turns = turning_row(words, params, lambda page: TasksPress(page=page))
    everything = (
        [button(words, "task_all", TasksPress(committee_id=each))] for each in params["staffed"]
    )
    new = (
        [button(words, "task_new", NewTaskPress(committee_id=each, act="begin"))]
        for each in params["led"]
    )
    return keyboard(
        *_rows(words, params),
        turns,
        [] if params["has_read"] else handbook_row(words),
        *new,
        *everything,
    )


def _all_tasks(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    committee_id = params["committee_id"]
    turns = turning_row(
        words, params, lambda page: TasksPress(committee_id=committee_id, page=page)
    )
    return keyboard(*_rows(words, params), turns, tasks_row(words))


def _rows(words: Words, params: dict[str, Any]) -> list[Row]:
    return [
        [
            button(
                words,
                "task_one",
                TaskPress(task_id=each["task_id"]),
                kind=each["kind"],
                building=each["building"],
                title=_short(each["title"]),
                is_late=each["is_late"],
                is_held=each["is_held"],
            )
        ]
        for each in params["tasks"]
    ]


def _short(title: str) -> str:
    return shorten(title, TITLE_CELLS, cell_width)


def _task(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    way = _find_way(params)
    match params["state"]:
        case "open":
            acts = ["claim"]
        case "claimed" if params["is_mine"]:
            acts = ["release"] if way else ["done", "failed", "release"]
        case "claimed" if params["leads"]:
            acts = ["take_away"] if way else ["done", "take_away"]
        case _:
            acts = []
    is_live = params["state"] in ("open", "claimed")
    if is_live and params["leads"] and not params["subject"]:
        acts.append("cancel")
    shows_way = way is not None and params["state"] == "claimed" and params["is_mine"]
    return keyboard(
        [button(words, f"task_go_{params['kind']}", way)] if way and shows_way else [],
        *([_act(words, params, act)] for act in acts),
        tasks_row(words),
    )


def _find_way(params: dict[str, Any]) -> CallbackData | None:
    """The page of the feature that the task is about."""
    if params["subject"] == "runs":
        return RunTaskPress(task_id=params["task_id"])
    if params["subject"] == "supplies":
        return DeliverTaskPress(task_id=params["task_id"])
    if params["subject"] == "notice":
        return NoticeTaskPress(task_id=params["task_id"])
    if params["subject"] == "relay":
        return RelayTaskPress(task_id=params["task_id"])
    return None


def _act(words: Words, params: dict[str, Any], act: str) -> Any:
    return button(words, f"task_{act}", TaskPress(task_id=params["task_id"], act=act))


def _notice(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    return keyboard([button(words, "task_open", TaskPress(task_id=params["task_id"]))])


def _to_tasks(words: Words, _params: dict[str, Any]) -> InlineKeyboardMarkup:
    return keyboard(tasks_row(words))


def _new_task(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    def choose(act: str, value: int) -> NewTaskPress:
        return NewTaskPress(committee_id=params["committee_id"], act=act, value=value)

    vehicle = "task_no_vehicle" if params["needs_vehicle"] else "task_vehicle"
    places = (button(words, "task_places", choose("places", each), n=each) for each in PLACES)
    hours = (button(words, "task_hours", choose("due", each), n=each) for each in HOURS)
    return keyboard(
        [button(words, "task_where", choose("where", 0))],
        list(places),
        *in_rows(hours, 2),
        [button(words, vehicle, choose("vehicle", int(not params["needs_vehicle"])))],
        [button(words, "task_publish", choose("open", 0))],
    )


def _where(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    def press(act: str, value: int = 0, page: int = 0) -> NewTaskPress:
        committee_id = params["committee_id"]
        return NewTaskPress(committee_id=committee_id, act=act, value=value, page=page)

    buildings = (
        label_button(each["label"], press("building", each["id"])) for each in params["buildings"]
    )
    return keyboard(
        [button(words, "task_everywhere", press("building"))],
        *in_rows(buildings, 4),
        turning_row(words, params, lambda page: press("where", 0, page)),
        [button(words, "back", press("show"))],
    )


KEYBOARDS: dict[str, Keyboard] = {
    "volunteers/tasks": _tasks,
    "volunteers/all_tasks": _all_tasks,
    "volunteers/task": _task,
    "volunteers/ask_reason": _notice,
    "volunteers/new_task": _new_task,
    "volunteers/new_task_where": _where,
    "volunteers/task_new": _to_tasks,
    "volunteers/task_lost": _notice,
    "volunteers/task_late": _notice,
    "volunteers/task_overdue": _notice,
    "volunteers/task_released": _notice,
    "volunteers/task_failed": _notice,
}

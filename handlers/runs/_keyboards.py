"""The buttons by which runs are planned and looked at."""

from __future__ import annotations

from datetime import date
from typing import Any

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from handlers.keyboards import Row, button, in_rows, keyboard, label_button, turning_row
from handlers.routes import Keyboard
from handlers.runs._callbacks import (
    BoardPress,
    DayPress,
    GroupPress,
    LinePress,
    RunPress,
)
from handlers.task_links import RunTaskPress, TaskPress
from locales.renderer import Words

_RUN_MARKS = {"planned": "📝", "open": "🛒", "on_the_way": "🛵", "done": "🏁", "cancelled": "🗑"}
_ROUTE_MARKS = {"local": "🏥", "cross": "🛣"}


def run_button(words: Words, name: str, run_id: int, act: str = "show") -> InlineKeyboardButton:
    """A button of a run's page."""
    return button(words, name, RunPress(run_id=run_id, act=act))


def to_run(words: Words, params: dict[str, Any]) -> Row:
    """The way back to the page."""
    return [run_button(words, "run_back", params["run_id"])]


def _to_board(words: Words, params: dict[str, Any]) -> Row:
    return [button(words, "run_board", BoardPress(committee_id=params["committee_id"]))]


def _run_label(run: dict[str, Any]) -> str:
    mark = _RUN_MARKS[run["state"]]
    return f"{mark} {run['code']} {run['hospital']} · {run['delivered']}/{run['lines']}"


def _group_label(group: dict[str, Any]) -> str:
    alike = " ≈" if group["is_alike"] else ""
    mark = _ROUTE_MARKS[group.get("route", "local")]
    return f"{mark} {group['hospital']} · {group['count']}{alike}"


def _board_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    committee_id = params["committee_id"]
    entries = ([_entry_button(committee_id, each)] for each in params["entries"])
    turns = turning_row(
        words, params, lambda page: BoardPress(committee_id=committee_id, page=page)
    )
    ended = button(words, "run_ended", BoardPress(committee_id=committee_id, act="ended"))
    return keyboard(*entries, turns, [ended])


def _entry_button(committee_id: int, entry: dict[str, Any]) -> InlineKeyboardButton:
    """A run, or requests that wait to be gathered."""
    if "lead_id" not in entry:
        return label_button(_run_label(entry), RunPress(run_id=entry["id"]))
    press = GroupPress(committee_id=committee_id, lead_id=entry["lead_id"])
    return label_button(_group_label(entry), press)


def _ended_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    runs = (
        [label_button(_run_label(each), RunPress(run_id=each["id"]))] for each in params["runs"]
    )
    return keyboard(*runs, _to_board(words, params))


def _committees_keyboard(_words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    return keyboard(
        *(
            [label_button(each["name"], BoardPress(committee_id=each["id"]))]
            for each in params["committees"]
        )
    )


def _group_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    committee_id, lead_id = params["committee_id"], params["group"]["lead_id"]

    def press(act: str, run_id: int = 0) -> GroupPress:
        return GroupPress(committee_id=committee_id, lead_id=lead_id, act=act, run_id=run_id)

    into = (
        [button(words, "run_into", press("put", each["id"]), code=each["code"])]
        for each in params["runs"]
    )
    alike = ([_entry_button(committee_id, each)] for each in params["alike"])
    plan = [button(words, "run_plan", press("plan"))]
    return keyboard(plan, *into, *alike, _to_board(words, params))


def _tasks_keyboard(_words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    tasks = [("🛵", each) for each in params["mine"]] + [("🆕", each) for each in params["open"]]
    return keyboard(
        *(
            [label_button(f"{mark} {each['title']}", RunTaskPress(task_id=each["id"]))]
            for mark, each in tasks
        )
    )


def _run_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    is_live = params["state"] in ("open", "on_the_way")
    rows: list[Row] = []
    if is_live and not params["is_taken"] and params["task_id"] is not None:
        rows.append([run_button(words, "run_take", params["run_id"], "take")])
    if is_live and (params["is_runner"] or params["is_staff"]):
        rows += _driving_rows(words, params)
    if params["is_staff"]:
        rows += _planning_rows(words, params)
    if params["task_id"] is not None and not params["is_staff"]:
        rows.append([button(words, "run_task", TaskPress(task_id=params["task_id"]))])
    if params["is_staff"]:
        rows.append([*_to_run_again(words, params), *_to_board(words, params)])
    return keyboard(*rows)


def _to_run_again(words: Words, params: dict[str, Any]) -> Row:
    return [run_button(words, "run_refresh", params["run_id"])]


def _driving_rows(words: Words, params: dict[str, Any]) -> list[Row]:
    run_id = params["run_id"]

    def act(name: str, what: str) -> InlineKeyboardButton:
        return run_button(words, name, run_id, what)

    rows = [
        [act("run_totals", "totals"), act("run_bags", "bags")],
        [act("run_pdf", "pdf"), act("run_xlsx", "xlsx")],
    ]
    if params["state"] == "open" and params["is_taken"] and not params["counts"]["waiting"]:
        rows.append([act("run_leave", "leave")])
    if params["place"]:
        rows.append([act("run_collect", "code")])
    if params["is_taken"]:
        rows.append([act("run_release", "release")])
    return rows


def _planning_rows(words: Words, params: dict[str, Any]) -> list[Row]:
    run_id, state = params["run_id"], params["state"]

    def act(name: str, what: str) -> InlineKeyboardButton:
        return run_button(words, name, run_id, what)

    if state in ("done", "cancelled"):
        return [[act("run_bags", "bags")]] if state == "done" else []
    handover = act("run_handover", "handover")
    if state == "on_the_way":
        again = [] if params["task_id"] else [act("run_again", "again")]
        return [[handover], again]
    place = act("run_no_place", "no_place") if params["place"] else act("run_place", "place")
    rows = [
        [act("run_day", "day"), place],
        [act("run_put_in", "in"), act("run_take_out", "out")],
    ]
    if state == "planned":
        rows.append([act("run_hospital", "hospital"), act("run_route", "route")])
        rows.append([handover])
        rows.append([act("run_open", "open")])
    else:
        rows.append([handover])
        rows.append([] if params["task_id"] else [act("run_again", "again")])
    rows.append([act("run_cancel", "cancel")])
    return rows


def _day_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    run_id = params["run_id"]
    days = (
        label_button(
            words.formats.day(day),
            DayPress(run_id=run_id, day=date.fromisoformat(day).toordinal()),
        )
        for day in params["days"]
    )
    return keyboard(*in_rows(days, 2), to_run(words, params))


def _out_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    lines = (
        button(
            words,
            "run_line",
            LinePress(line_id=each["id"], act="out"),
            number=each["number"],
            building=each["building"],
        )
        for each in params["lines"]
    )
    return keyboard(*in_rows(lines, 2), to_run(words, params))


def _in_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    groups = (
        [
            label_button(
                f"{'≈ ' if each['is_alike'] else ''}{each['hospital']} · {each['count']}",
                GroupPress(
                    committee_id=params["committee_id"],
                    lead_id=each["lead_id"],
                    act="put",
                    run_id=params["run_id"],
                ),
            )
        ]
        for each in params["groups"]
    )
    return keyboard(*groups, to_run(words, params))


def _cancel_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    sure = run_button(words, "run_cancel_sure", params["run_id"], "cancel_sure")
    return keyboard(to_run(words, params), [sure])


def _back_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    return keyboard(to_run(words, params))


KEYBOARDS: dict[str, Keyboard] = {
    "runs/which_committee": _committees_keyboard,
    "runs/board": _board_keyboard,
    "runs/ended": _ended_keyboard,
    "runs/group": _group_keyboard,
    "runs/tasks": _tasks_keyboard,
    "runs/run": _run_keyboard,
    "runs/ask_day": _day_keyboard,
    "runs/take_out": _out_keyboard,
    "runs/put_in": _in_keyboard,
    "runs/cancel_sure": _cancel_keyboard,
    "runs/ask": _back_keyboard,
    "runs/collected": _back_keyboard,
    "runs/missing": _back_keyboard,
    "runs/partly": _back_keyboard,
    "runs/day_moved": _back_keyboard,
    "runs/done": _back_keyboard,
}

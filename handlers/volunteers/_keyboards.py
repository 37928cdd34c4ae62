"""Buttons of volunteers' own side."""

from __future__ import annotations

from typing import Any

from aiogram.types import InlineKeyboardMarkup

from handlers.keyboards import Row, button, in_rows, keyboard, label_button, turning_row
from handlers.routes import Keyboard
from handlers.volunteers._callbacks import (
    FormPress,
    HandbookPress,
    ListPress,
    MyPress,
    TasksPress,
)
from locales.renderer import Words
from storage.volunteers.kinds import Skill, Vehicle


def handbook_row(words: Words) -> Row:
    """The way to the handbook."""
    return [button(words, "volunteer_handbook", HandbookPress())]


def tasks_row(words: Words) -> Row:
    """The way to one's tasks."""
    return [button(words, "volunteer_tasks", TasksPress())]


def _committees(_words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    return keyboard(
        *(
            [label_button(each["name"], MyPress(committee_id=each["id"]))]
            for each in params["committees"]
        )
    )


def _form(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    committee_id = params["committee_id"]

    def press(act: str, value: str = "") -> FormPress:
        return FormPress(committee_id=committee_id, act=act, value=value)

    skills = (
        button(
            words,
            "volunteer_skill",
            press("skill", skill.value),
            skill=skill.value,
            is_chosen=skill in params["skills"],
        )
        for skill in Skill
    )
    vehicles = (
        button(
            words,
            "volunteer_vehicle",
            press("vehicle", vehicle.value),
            vehicle=vehicle.value,
            is_chosen=vehicle == params["vehicle"],
        )
        for vehicle in Vehicle
    )
    return keyboard(
        *in_rows(skills, 2),
        *in_rows(vehicles, 3),
        [button(words, "volunteer_buildings", press("buildings"), n=len(params["wanted"]))],
        [button(words, "volunteer_send", press("send"))],
    )


def _form_buildings(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    committee_id, page = params["committee_id"], params["page"]

    def press(act: str, value: str = "", number: int = page) -> FormPress:
        return FormPress(committee_id=committee_id, act=act, value=value, page=number)

    buildings = (
        label_button(
            f"✅ {each['label']}" if each["is_chosen"] else each["label"],
            press("building", str(each["id"])),
        )
        for each in params["buildings"]
    )
    turns = turning_row(words, params, lambda number: press("buildings", "", number))
    return keyboard(
        *in_rows(buildings, 4), turns, [button(words, "volunteer_chosen", press("form"))]
    )


def _mine(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    pause = "resume" if params["is_paused"] else "pause"
    return keyboard(
        tasks_row(words) if params["has_right"] else [],
        handbook_row(words),
        [_my(words, params, "change"), _my(words, params, pause)],
        [_my(words, params, "leave")],
        list_row(words, params["committee_id"]) if params["is_staff"] else [],
    )


def _leave_sure(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    back = MyPress(committee_id=params["committee_id"])
    return keyboard([button(words, "back", back)], [_my(words, params, "leave_sure")])


def _my(words: Words, params: dict[str, Any], act: str) -> Any:
    return button(words, f"volunteer_{act}", MyPress(committee_id=params["committee_id"], act=act))


def _sent(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    mine = button(words, "volunteer_mine", MyPress(committee_id=params["committee_id"]))
    return keyboard([] if params["has_read"] else handbook_row(words), [mine])


def _for_staff(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    return keyboard(
        list_row(words, params["committee_id"]),
        tasks_row(words),
        handbook_row(words),
        [_my(words, params, "change")],
    )


def _handbook(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    turns = turning_row(words, params, lambda page: HandbookPress(page=page))
    is_last = params["page"] == params["pages"] - 1
    tick = HandbookPress(version=params["version"], is_read=True)
    can_tick = is_last and not params["has_read"]
    return keyboard(turns, [button(words, "volunteer_tick", tick)] if can_tick else [])


def _to_tasks(words: Words, _params: dict[str, Any]) -> InlineKeyboardMarkup:
    return keyboard(tasks_row(words))


def _accepted(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    return keyboard(tasks_row(words) if params["has_read"] else handbook_row(words))


def _to_mine(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    mine = MyPress(committee_id=params["committee_id"])
    return keyboard([button(words, "volunteer_mine", mine)])


def list_row(words: Words, committee_id: int) -> Row:
    """The way to everybody who offered help."""
    return [button(words, "volunteer_list", ListPress(committee_id=committee_id))]


KEYBOARDS: dict[str, Keyboard] = {
    "volunteers/which_committee": _committees,
    "volunteers/form": _form,
    "volunteers/form_buildings": _form_buildings,
    "volunteers/sent": _sent,
    "volunteers/mine": _mine,
    "volunteers/for_staff": _for_staff,
    "volunteers/leave_sure": _leave_sure,
    "volunteers/left": _to_mine,
    "volunteers/handbook": _handbook,
    "volunteers/handbook_read": _to_tasks,
    "volunteers/accepted": _accepted,
    "volunteers/declined": _to_mine,
    "volunteers/ended": _to_mine,
    "volunteers/ending": _to_mine,
}

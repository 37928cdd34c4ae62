"""Buttons of volunteers' own side and of staff's list."""

from __future__ import annotations

from typing import Any

from aiogram.types import InlineKeyboardMarkup

from handlers.keyboards import Row, button, in_rows, keyboard, label_button, turning_row
from handlers.routes import Keyboard
from handlers.volunteers._callbacks import (
    AcceptPress,
    ExtendPress,
    FormPress,
    HandbookPress,
    ListPress,
    MyPress,
    TasksPress,
    VolunteerPress,
)
from handlers.volunteers._staff import EVERYWHERE, WHERE_THEY_WANT
from locales.renderer import Words
from storage.volunteers.kinds import Skill, Vehicle
from storage.volunteers.rules import TERMS


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
        _list_row(words, params["committee_id"]) if params["is_staff"] else [],
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
        _list_row(words, params["committee_id"]),
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


def _list(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    committee_id = params["committee_id"]
    people = (
        [
            button(
                words,
                "volunteer_one",
                VolunteerPress(volunteer_id=each["id"]),
                name=each["name"],
                mark=each["mark"],
                until=each["until"],
            )
        ]
        for each in params["volunteers"]
    )
    turns = turning_row(words, params, lambda page: ListPress(committee_id=committee_id, page=page))
    return keyboard(*people, turns)


def _list_row(words: Words, committee_id: int) -> Row:
    return [button(words, "volunteer_list", ListPress(committee_id=committee_id))]


def _offered(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    show = VolunteerPress(volunteer_id=params["volunteer_id"])
    return keyboard([button(words, "volunteer_open", show)])


def _one(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    if params["has_right"]:
        acts = ["extend", "accept_again", "end"]
    elif params["state"] == "offered":
        acts = ["accept", "decline"]
    else:
        acts = [] if params["state"] == "left" else ["accept"]
    names = {"accept_again": "accept"}
    rows = ([_do(words, params, act, names.get(act, act))] for act in acts)
    return keyboard(*rows, _list_row(words, params["committee_id"]))


def _do(words: Words, params: dict[str, Any], name: str, act: str) -> Any:
    press = VolunteerPress(volunteer_id=params["volunteer_id"], act=act)
    return button(words, f"volunteer_{name}", press)


def _accept_scope(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    volunteer_id = params["volunteer_id"]
    wanted = AcceptPress(volunteer_id=volunteer_id, scope=WHERE_THEY_WANT)
    return keyboard(
        [button(words, "volunteer_scope_wanted", wanted)] if params["wanted"] else [],
        [
            button(
                words,
                "volunteer_scope_all",
                AcceptPress(volunteer_id=volunteer_id, scope=EVERYWHERE),
            )
        ],
        [button(words, "volunteer_scope_one", AcceptPress(volunteer_id=volunteer_id, pick=True))],
        _back_to_one(words, params),
    )


def _accept_building(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    volunteer_id = params["volunteer_id"]
    buildings = (
        label_button(each["label"], AcceptPress(volunteer_id=volunteer_id, scope=each["id"]))
        for each in params["buildings"]
    )
    turns = turning_row(
        words,
        params,
        lambda page: AcceptPress(volunteer_id=volunteer_id, pick=True, page=page),
    )
    return keyboard(*in_rows(buildings, 4), turns, _back_to_one(words, params))


def _accept_days(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    days = (
        button(
            words,
            "volunteer_days",
            AcceptPress(volunteer_id=params["volunteer_id"], scope=params["scope_id"], days=each),
            n=each,
        )
        for each in TERMS
    )
    return keyboard(*in_rows(days, 2), _back_to_one(words, params))


def _extend(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    days = (
        button(
            words,
            "volunteer_days",
            ExtendPress(volunteer_id=params["volunteer_id"], days=each),
            n=each,
        )
        for each in TERMS
    )
    return keyboard(*in_rows(days, 2), _back_to_one(words, params))


def _end_sure(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    return keyboard(_back_to_one(words, params), [_do(words, params, "end_sure", "end_sure")])


def _back_to_one(words: Words, params: dict[str, Any]) -> Row:
    return [button(words, "back", VolunteerPress(volunteer_id=params["volunteer_id"]))]


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
    "volunteers/offered": _offered,
    "volunteers/list": _list,
    "volunteers/one": _one,
    "volunteers/accept_scope": _accept_scope,
    "volunteers/accept_building": _accept_building,
    "volunteers/accept_days": _accept_days,
    "volunteers/extend": _extend,
    "volunteers/end_sure": _end_sure,
}

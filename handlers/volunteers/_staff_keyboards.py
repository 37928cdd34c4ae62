"""Buttons of staff's list of volunteers."""

from __future__ import annotations

from typing import Any

from aiogram.types import InlineKeyboardMarkup

from handlers.keyboards import Row, button, in_rows, keyboard, label_button, turning_row
from handlers.routes import Keyboard
from handlers.volunteers._callbacks import AcceptPress, ExtendPress, ListPress, VolunteerPress
from handlers.volunteers._keyboards import list_row
from handlers.volunteers._staff import EVERYWHERE, WHERE_THEY_WANT
from locales.renderer import Words
from storage.volunteers.rules import TERMS


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
    return keyboard(*rows, list_row(words, params["committee_id"]))


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
    "volunteers/offered": _offered,
    "volunteers/list": _list,
    "volunteers/one": _one,
    "volunteers/accept_scope": _accept_scope,
    "volunteers/accept_building": _accept_building,
    "volunteers/accept_days": _accept_days,
    "volunteers/extend": _extend,
    "volunteers/end_sure": _end_sure,
}

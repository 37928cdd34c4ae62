"""The buttons by which homes are listed, and the squad's round is walked."""

from __future__ import annotations

from typing import Any

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from handlers.keyboards import Row, button, in_rows, keyboard, label_button, turning_row
from handlers.routes import Keyboard
from handlers.testing.coverage._callbacks import (
    HelperPress,
    HomePress,
    HomesPress,
    SquadPress,
    StopPress,
)
from handlers.testing.coverage._keyboards import MARKS, TICKS
from locales.renderer import Words


def _estates_keyboard(_words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    return keyboard(
        *(
            [label_button(each["name"], HomesPress(estate_id=each["id"]))]
            for each in params["estates"]
        )
    )


def _homes_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    estate_id = params["estate_id"]
    homes = (
        label_button(f"🏠 {each['door']}", HomePress(household_id=each["household_id"]))
        for each in params["homes"]
    )
    rounds = (
        button(words, "squad_round", SquadPress(day_id=each["day_id"]), day=each["day"])
        for each in params["days"]
    )
    return keyboard(
        *in_rows(homes, 2),
        turning_row(words, params, lambda page: HomesPress(estate_id=estate_id, page=page)),
        [button(words, "homes_add", HomesPress(estate_id=estate_id, act="add"))],
        *([each] for each in rounds),
    )


def _home_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    def act(name: str) -> InlineKeyboardButton:
        press = HomePress(household_id=params["household_id"], act=name)
        return button(words, f"home_{name}", press)

    return keyboard(
        [act("note"), act("until")],
        [act("no_end")] if params["until"] else [],
        [act("remove")],
        _to_homes(words, params),
    )


def _to_homes(words: Words, params: dict[str, Any]) -> Row:
    return [button(words, "back", HomesPress(estate_id=params["estate_id"]))]


def _ask_home_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    return keyboard(_to_homes(words, params))


def _ask_fact_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    return keyboard([button(words, "back", HomePress(household_id=params["household_id"]))])


def _squad_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    day_id = params["day_id"]
    staffs: list[Row] = []
    if params["is_staff"]:
        staffs = [
            [button(words, "squad_people", SquadPress(day_id=day_id, act="people"))],
            _to_homes(words, params),
        ]
    return keyboard(
        *(_stop_row(params, stop) for stop in params["stops"]),
        turning_row(words, params, lambda page: SquadPress(day_id=day_id, page=page)),
        [button(words, "doors_pdf", SquadPress(day_id=day_id, act="pdf"))],
        *staffs,
    )


def _stop_row(params: dict[str, Any], stop: dict[str, Any]) -> Row:
    def to(act: str) -> StopPress:
        return StopPress(
            day_id=params["day_id"],
            household_id=stop["household_id"],
            act=act,
            page=params["page"],
        )

    if stop["mark"]:
        return [label_button(f"{MARKS[stop['mark']]} {stop['door']} ↩️", to("clear"))]
    ticks = (label_button(MARKS[act], to(act)) for act in TICKS)
    return [label_button(stop["door"], SquadPress(day_id=params["day_id"])), *ticks]


def _people_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    day_id = params["day_id"]
    helpers = (
        label_button(
            f"{'✅' if each['is_named'] else '▫️'} {each['name']}",
            HelperPress(day_id=day_id, person_id=each["person_id"], page=params["page"]),
        )
        for each in params["helpers"]
    )
    return keyboard(
        *in_rows(helpers, 2),
        turning_row(words, params, lambda page: SquadPress(day_id=day_id, act="people", page=page)),
        [button(words, "back", SquadPress(day_id=day_id))],
    )


def _named_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    return keyboard([button(words, "squad_open", SquadPress(day_id=params["day_id"]))])


KEYBOARDS: dict[str, Keyboard] = {
    "testing/homes_estates": _estates_keyboard,
    "testing/homes": _homes_keyboard,
    "testing/home": _home_keyboard,
    "testing/ask_home": _ask_home_keyboard,
    "testing/ask_home_fact": _ask_fact_keyboard,
    "testing/squad": _squad_keyboard,
    "testing/squad_people": _people_keyboard,
    "testing/squad_named": _named_keyboard,
}

"""The buttons by which doors are looked at and ticked."""

from __future__ import annotations

from typing import Any

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from handlers.keyboards import Row, button, in_rows, keyboard, label_button, turning_row
from handlers.routes import Keyboard
from handlers.testing.coverage._callbacks import DayPress, DoorPress, DoorsPress
from locales.renderer import Words

TICKS = ("done", "cannot", "absent")
MARKS = {"done": "✅", "cannot": "🚫", "absent": "🔔"}


def _sign(door: dict[str, Any]) -> str:
    """What stands before a door: its mark, or what whoever goes there should know."""
    if door["mark"]:
        return MARKS[door["mark"]]
    signs = (("❗", door["was_missed"]), ("🏠", door["is_home"]), ("◌", not door["is_linked"]))
    return "".join(sign for sign, holds in signs if holds)


def _days_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    return keyboard(
        *(
            [label_button(f"{words.formats.day(each['day'])} · {each['title']}", _to_day(each))]
            for each in params["days"]
        )
    )


def _to_day(day: dict[str, Any], act: str = "show") -> DayPress:
    return DayPress(day_id=day["day_id"], act=act)


def _buildings_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    day_id = params["day_id"]
    houses = (
        button(
            words,
            "doors_building",
            DoorsPress(day_id=day_id, building_id=each["id"]),
            building=each["label"],
            left=each["left"],
        )
        for each in params["buildings"]
    )
    return keyboard(
        *in_rows(houses, 2),
        turning_row(words, params, lambda page: DayPress(day_id=day_id, page=page)),
        [
            button(words, "doors_map", _to_day(params, "map")),
            button(words, "doors_pdf", _to_day(params, "pdf")),
        ],
    )


def _map_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    def to(page: int) -> DayPress:
        return DayPress(day_id=params["day_id"], act="map", page=page)

    return keyboard(turning_row(words, params, to))


def _doors_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    def to(act: str, page: int = 0) -> DoorsPress:
        return DoorsPress(
            day_id=params["day_id"], building_id=params["building_id"], act=act, page=page
        )

    return keyboard(
        *(_door_row(params, door) for door in params["doors"]),
        turning_row(words, params, lambda page: to("left", page)),
        [button(words, "doors_seen", to("seen")), button(words, "doors_room", to("room"))],
        [button(words, "doors_map", to("map")), button(words, "doors_pdf", to("pdf"))],
        [button(words, "back", _to_day(params))],
    )


def _door_row(params: dict[str, Any], door: dict[str, Any]) -> Row:
    def to(act: str) -> DoorPress:
        return DoorPress(
            day_id=params["day_id"],
            household_id=door["household_id"],
            act=act,
            page=params["page"],
        )

    name = label_button(f"{_sign(door)} {door['door']}".strip(), to("show"))
    return [name, *(label_button(MARKS[act], to(act)) for act in TICKS)]


def _seen_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    def to(act: str, page: int = 0) -> DoorsPress:
        return DoorsPress(
            day_id=params["day_id"], building_id=params["building_id"], act=act, page=page
        )

    doors = (
        label_button(
            f"{_sign(door)} {door['door']}",
            DoorPress(day_id=params["day_id"], household_id=door["household_id"]),
        )
        for door in params["doors"]
    )
    return keyboard(
        *in_rows(doors, 2),
        turning_row(words, params, lambda page: to("seen", page)),
        [button(words, "back", to("left"))],
    )


def _door_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    def act(name: str) -> InlineKeyboardButton:
        press = DoorPress(
            day_id=params["day_id"],
            household_id=params["household_id"],
            act=name,
            page=params["page"],
        )
        return button(words, f"door_{name}", press)

    ticks = [act(name) for name in TICKS if name != params["mark"]]
    back = DoorsPress(
        day_id=params["day_id"], building_id=params["building_id"], page=params["page"]
    )
    clear = [act("clear")] if params["mark"] else []
    return keyboard(*in_rows(ticks, 2), clear, [button(words, "back", back)])


def _room_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    back = DoorsPress(day_id=params["day_id"], building_id=params["building_id"])
    return keyboard([button(words, "back", back)])


def _missed_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    return keyboard([button(words, "doors_list", _to_day(params))])


KEYBOARDS: dict[str, Keyboard] = {
    "testing/doors_days": _days_keyboard,
    "testing/doors_buildings": _buildings_keyboard,
    "testing/map": _map_keyboard,
    "testing/doors": _doors_keyboard,
    "testing/doors_seen": _seen_keyboard,
    "testing/door": _door_keyboard,
    "testing/ask_room": _room_keyboard,
    "testing/missed_doors": _missed_keyboard,
}

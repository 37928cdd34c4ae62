"""The buttons by which doors and homes are looked at and ticked."""

from __future__ import annotations

from typing import Any

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from handlers.keyboards import Row, button, in_rows, keyboard, label_button, turning_row
from handlers.routes import Keyboard
from handlers.testing.coverage._callbacks import (
    DayPress,
    DoorPress,
    DoorsPress,
    HelperPress,
    HomePress,
    HomesPress,
    SquadPress,
    StopPress,
)
from locales.renderer import Words

_TICKS = ("done", "cannot", "absent")
_MARKS = {"done": "✅", "cannot": "🚫", "absent": "🔔"}


def _sign(door: dict[str, Any]) -> str:
    """What stands before a door: its mark, or what whoever goes there should know."""
    if door["mark"]:
        return _MARKS[door["mark"]]
    signs = (("❗", door["was_missed"]), ("🏠", door["is_home"]), ("◌", not door["is_linked"]))
    return "".join(sign for sign, holds in signs if holds)


def _days_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    return keyboard(
        *(
            [label_button(f"{words.formats.day(each['day'])} · {each['title']}", to_day(each))]
            for each in params["days"]
        )
    )


def to_day(day: dict[str, Any], act: str = "show") -> DayPress:
    """A button's data that leads to a day."""
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
            button(words, "doors_map", to_day(params, "map")),
            button(words, "doors_pdf", to_day(params, "pdf")),
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
        [button(words, "back", to_day(params))],
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
    return [name, *(label_button(_MARKS[act], to(act)) for act in _TICKS)]


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

    ticks = [act(name) for name in _TICKS if name != params["mark"]]
    back = DoorsPress(
        day_id=params["day_id"], building_id=params["building_id"], page=params["page"]
    )
    clear = [act("clear")] if params["mark"] else []
    return keyboard(*in_rows(ticks, 2), clear, [button(words, "back", back)])


def _room_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    back = DoorsPress(day_id=params["day_id"], building_id=params["building_id"])
    return keyboard([button(words, "back", back)])


def _missed_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    return keyboard([button(words, "doors_list", to_day(params))])


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
        return [label_button(f"{_MARKS[stop['mark']]} {stop['door']} ↩️", to("clear"))]
    ticks = (label_button(_MARKS[act], to(act)) for act in _TICKS)
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
    "testing/doors_days": _days_keyboard,
    "testing/doors_buildings": _buildings_keyboard,
    "testing/map": _map_keyboard,
    "testing/doors": _doors_keyboard,
    "testing/doors_seen": _seen_keyboard,
    "testing/door": _door_keyboard,
    "testing/ask_room": _room_keyboard,
    "testing/missed_doors": _missed_keyboard,
    "testing/homes_estates": _estates_keyboard,
    "testing/homes": _homes_keyboard,
    "testing/home": _home_keyboard,
    "testing/ask_home": _ask_home_keyboard,
    "testing/ask_home_fact": _ask_fact_keyboard,
    "testing/squad": _squad_keyboard,
    "testing/squad_people": _people_keyboard,
    "testing/squad_named": _named_keyboard,
}

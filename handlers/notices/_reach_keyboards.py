"""The buttons of buildings and doors."""

from __future__ import annotations

from typing import Any

from aiogram.types import InlineKeyboardMarkup

from handlers.keyboards import Row, button, in_rows, keyboard, label_button, turning_row
from handlers.notices._callbacks import (
    DoorsPress,
    NoticePress,
    ReachPress,
    ReadPress,
    TickAllPress,
    TickPress,
)
from handlers.routes import Keyboard
from locales.renderer import Words

_MODES = ("knocked", "paper", "back")


def _reach_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    notice_id = params["notice_id"]
    buildings = (
        button(
            words,
            "notice_building",
            DoorsPress(notice_id=notice_id, building_id=each["id"]),
            label=each["label"],
            left=each["remaining"],
        )
        for each in params["buildings"]
    )
    turns = turning_row(words, params, lambda page: ReachPress(notice_id=notice_id, page=page))
    acts = [
        button(words, f"notice_{act}", NoticePress(notice_id=notice_id, act=act))
        for act in ("doors", "knock")
        if params["is_staff"] and params["total"]["remaining"]
    ]
    back = (
        NoticePress(notice_id=notice_id) if params["is_staff"] else ReadPress(notice_id=notice_id)
    )
    return keyboard(*in_rows(buildings, 2), turns, acts, [button(words, "notice_back", back)])


def _doors_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    notice_id, building_id = params["notice_id"], params["building"]["id"]
    mode, page = params["mode"], params["page"]

    def tick(household_id: int) -> TickPress:
        return TickPress(
            notice_id=notice_id,
            building_id=building_id,
            household_id=household_id,
            mode=mode,
            page=page,
        )

    def turn(number: int, to: str = mode) -> DoorsPress:
        return DoorsPress(notice_id=notice_id, building_id=building_id, mode=to, page=number)

    doors = (
        label_button(f"{_mark(each)}{each['door']}", tick(each["household_id"]))
        for each in params["doors"]
    )
    modes = [
        button(words, f"notice_mode_{each}", turn(0, each), chosen=each == mode) for each in _MODES
    ]
    return keyboard(
        modes,
        *in_rows(doors, 3),
        _every(words, params),
        turning_row(words, params, turn),
        [
            button(words, "notice_read", ReadPress(notice_id=notice_id)),
            button(words, "notice_reach", ReachPress(notice_id=notice_id)),
        ],
    )


def _every(words: Words, params: dict[str, Any]) -> Row:
    """A button for all doors that are shown, where they are several."""
    doors = params["doors"]
    if len(doors) < 2:
        return []
    press = TickAllPress(
        notice_id=params["notice_id"],
        building_id=params["building"]["id"],
        mode=params["mode"],
        page=params["page"],
        first=doors[0]["household_id"],
        last=doors[-1]["household_id"],
    )
    return [button(words, "notice_tick_all", press, n=len(doors))]


def _mark(door: dict[str, Any]) -> str:
    """Nobody is linked to this door, or nobody there can be written to."""
    if door["is_blocked"]:
        return "🔕 "
    return "" if door["is_linked"] else "▫️ "


KEYBOARDS: dict[str, Keyboard] = {
    "notices/reach": _reach_keyboard,
    "notices/doors": _doors_keyboard,
}

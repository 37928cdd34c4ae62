"""The buttons around an alert."""

from __future__ import annotations

from typing import Any

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from handlers.emergency._callbacks import AlertPress, MistakePress, PlacePress
from handlers.keyboards import button, in_rows, keyboard, label_button
from handlers.routes import Keyboard
from handlers.urgent import UrgentPress
from locales.renderer import Words


def _told(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    places = (_place(params, choice["id"], choice["label"]) for choice in params["choices"])
    width = 4 if params["asks"] == "building" else 1
    mistake = button(words, "urgent_mistake", MistakePress(alert_id=params["alert_id"]))
    return keyboard(*in_rows(places, width), [mistake])


def _place(params: dict[str, Any], number: int, label: str) -> InlineKeyboardButton:
    alert_id = params["alert_id"]
    if params["asks"] == "estate":
        return label_button(label, PlacePress(alert_id=alert_id, estate_id=number))
    estate_id = params["estate_id"]
    return label_button(
        label, PlacePress(alert_id=alert_id, estate_id=estate_id, building_id=number)
    )


def _act(words: Words, params: dict[str, Any], act: str) -> InlineKeyboardButton:
    return button(words, f"urgent_{act}", AlertPress(alert_id=params["alert_id"], act=act))


def _alert(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    return keyboard([_act(words, params, "take")], [_act(words, params, "false")])


def _look(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    return keyboard([_act(words, params, "show")])


def _state(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    match params["state"]:
        case "open":
            return _alert(words, params)
        case "taken":
            return _still(words, params)
    return keyboard([_act(words, params, "note")])


def _still(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    """Who is on it says how it ended; anybody else may take it over."""
    over = () if params["is_mine"] else ([_act(words, params, "over")],)
    return keyboard(*over, [_act(words, params, "done")], [_act(words, params, "false")])


def _aside(words: Words, _params: dict[str, Any]) -> InlineKeyboardMarkup:
    return keyboard([button(words, "urgent_call_duty", UrgentPress())])


KEYBOARDS: dict[str, Keyboard] = {
    "emergency/told": _told,
    "emergency/aside": _aside,
    "emergency/alert": _alert,
    "emergency/alert_words": _look,
    "emergency/still": _still,
    "emergency/taken": _look,
    "emergency/closed": _look,
    "emergency/alert_state": _state,
}

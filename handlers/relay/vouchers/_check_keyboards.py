"""Buttons of the check: large ones for what is pressed hundreds of times."""

from __future__ import annotations

from typing import Any

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from handlers.callbacks import ManagePress
from handlers.keyboards import button, in_rows, keyboard
from handlers.relay.vouchers._callbacks import CheckPress
from handlers.routes import Keyboard
from locales.renderer import Words


def _act(
    words: Words,
    name: str,
    params: dict[str, Any],
    act: str,
    number: int = 0,
    *,
    all_of_them: bool = False,
    **values: Any,
) -> InlineKeyboardButton:
    relay_id = params["relay_id"]
    data = CheckPress(relay_id=relay_id, act=act, number=number, all_of_them=all_of_them)
    return button(words, name, data, **values)


def _page_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    proposed, review = params["proposed"], params["review"]
    rows: list[list[InlineKeyboardButton]] = []
    if proposed:
        rows += [
            [_act(words, "check_all", params, "many", count=proposed)],
            [_act(words, "check_buildings", params, "buildings")],
        ]
    if review:
        rows.append([_act(words, "check_review", params, "next", count=review)])
    if proposed:
        rows.append([_act(words, "check_each", params, "next", all_of_them=True)])
    if params["confirmed"] or params["refused"]:
        rows.append([_act(words, "check_decided", params, "decided")])
    back = ManagePress(relay_id=params["relay_id"], act="show")
    refresh = _act(words, "refresh", params, "show")
    return keyboard(*rows, [refresh, button(words, "back", back)])


def _entry_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    number, mode = params["number"], {"all_of_them": params["all_of_them"]}
    photo = [_act(words, "check_photo", params, "photo", number)] if params["has_photo"] else []
    return keyboard(
        photo,
        [_act(words, "check_yes", params, "yes", number, **mode)],
        [
            _act(words, "check_no", params, "no", number, **mode),
            _act(words, "check_skip", params, "next", number, **mode),
        ],
        [_act(words, "back", params, "show")],
    )


def _reason_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    return keyboard([_act(words, "back", params, "next", all_of_them=params["all_of_them"])])


def _buildings_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    buttons = [
        _act(
            words,
            "check_building",
            params,
            "many",
            each["id"],
            label=each["label"],
            count=each["proposed"],
        )
        for each in params["buildings"]
    ]
    return keyboard(*in_rows(buttons, 2), [_act(words, "back", params, "show")])


def _sure_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    sure = _act(words, "check_sure", params, "sure", params["building_id"], count=params["count"])
    return keyboard([sure], [_act(words, "back", params, "show")])


def _decided_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    undo = [
        _act(words, "check_undo", params, "undo", each["number"], door=each["door"])
        for each in params["decided"]
    ]
    return keyboard(*in_rows(undo, 2), [_act(words, "back", params, "show")])


def offer(words: Words, relay_id: int, _params: dict[str, Any]) -> InlineKeyboardButton:
    """The button on staff's page of a relay."""
    return button(words, "check", CheckPress(relay_id=relay_id))


KEYBOARDS: dict[str, Keyboard] = {
    "relay/check": _page_keyboard,
    "relay/check_entry": _entry_keyboard,
    "relay/ask_refusal": _reason_keyboard,
    "relay/check_buildings": _buildings_keyboard,
    "relay/check_sure": _sure_keyboard,
    "relay/check_decided": _decided_keyboard,
}

"""Buttons of staff's page of vouchers."""

from __future__ import annotations

from typing import Any

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from handlers.callbacks import ManagePress
from handlers.keyboards import button, in_rows, keyboard
from handlers.relay.vouchers._callbacks import OfficePress
from handlers.routes import Keyboard
from locales.renderer import Words


def _act(
    words: Words, name: str, params: dict[str, Any], act: str, value: int = 0, **values: Any
) -> InlineKeyboardButton:
    data = OfficePress(relay_id=params["relay_id"], act=act, value=value)
    return button(words, name, data, **values)


def _page_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    back = button(words, "back", ManagePress(relay_id=params["relay_id"], act="show"))
    refresh = _act(words, "refresh", params, "show")
    people = [_act(words, "collectors", params, "people")]
    if not params["given"]:
        return keyboard(people, [refresh, back])
    return keyboard(
        [_act(words, "vouchers_print", params, "which")] if params["on_paper"] else [],
        [
            _act(words, "pharmacy_csv", params, "export"),
            _act(words, "pharmacy_pdf", params, "export", 1),
        ],
        [_act(words, "collected_read", params, "read")],
        people,
        [refresh, back],
    )


def _print_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    every = _act(words, "vouchers_print_all", params, "print", count=params["count"])
    buttons = [
        _act(
            words,
            "vouchers_print_one",
            params,
            "print",
            each["id"],
            label=each["label"],
            count=each["count"],
        )
        for each in params["buildings"]
    ]
    return keyboard(
        [every] if params["count"] else [],
        *in_rows(buttons, 2),
        [_act(words, "back", params, "show")],
    )


def _printed_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    brought = _act(words, "vouchers_delivered", params, "delivered", params["building_id"])
    return keyboard([brought], [_act(words, "back", params, "show")])


def _collectors_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    ends = [
        _act(words, "collector_end", params, "revoke", each["id"], number=each["number"])
        for each in params["collectors"]
    ]
    invite = _act(words, "collector_invite", params, "invite")
    return keyboard(*in_rows(ends, 2), [invite], [_act(words, "back", params, "show")])


def _preview_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    take = _act(words, "collected_take", params, "take", count=params["taken"])
    return keyboard([take] if params["taken"] else [], [_act(words, "back", params, "show")])


def _back_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    return keyboard([_act(words, "back", params, "show")])


def offer(words: Words, relay_id: int, _params: dict[str, Any]) -> InlineKeyboardButton:
    """The button on staff's page of a relay."""
    return button(words, "vouchers", OfficePress(relay_id=relay_id))


KEYBOARDS: dict[str, Keyboard] = {
    "relay/vouchers": _page_keyboard,
    "relay/vouchers_print": _print_keyboard,
    "relay/vouchers_printed": _printed_keyboard,
    "relay/collectors": _collectors_keyboard,
    "relay/collector_invited": _back_keyboard,
    "relay/ask_collected": _back_keyboard,
    "relay/collected_preview": _preview_keyboard,
    "relay/collected_taken": _back_keyboard,
}

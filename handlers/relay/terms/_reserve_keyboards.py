"""The buttons of the daily reserve."""

from __future__ import annotations

from typing import Any

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from handlers.keyboards import button, keyboard, label_button
from handlers.relay.terms._callbacks import ReservePress, TermsPress
from handlers.routes import Keyboard
from locales.renderer import Words


def _press(
    words: Words, name: str, relay_id: int, act: str = "", value: int = 0
) -> InlineKeyboardButton:
    return button(words, name, ReservePress(relay_id=relay_id, act=act, value=value))


def _page_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    relay_id, limit = params["relay_id"], params["relay"]["sharing"]["daily_reserve"]
    give = [_press(words, "reserve_give", relay_id, "give")] if params["used"] < limit else []
    takes = [
        [
            button(
                words,
                "revoke_grant",
                ReservePress(relay_id=relay_id, act="revoke", value=grant["id"]),
                door=grant["door"],
            )
        ]
        for grant in params["grants"]
        if not grant["is_revoked"]
    ]
    return keyboard(give, *takes, [button(words, "back", TermsPress(relay_id=relay_id))])


def _which_keyboard(_words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    return keyboard(
        *(
            [label_button(relay["title"], ReservePress(relay_id=relay["id"]))]
            for relay in params["relays"]
        )
    )


def _group_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    relay_id = params["relay_id"]
    groups = [
        [label_button(group, ReservePress(relay_id=relay_id, act="group", value=place))]
        for place, group in enumerate(params["groups"])
    ]
    return keyboard(*groups, [_press(words, "reserve_drop", relay_id)])


def _sure_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    relay_id = params["relay_id"]
    return keyboard(
        [_press(words, "reserve_sure", relay_id, "sure")],
        [_press(words, "reserve_drop", relay_id)],
    )


def _drop_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    return keyboard([_press(words, "reserve_drop", params["relay_id"])])


def _revoke_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    relay_id, grant_id = params["relay_id"], params["grant_id"]
    return keyboard(
        [_press(words, "revoke_grant_sure", relay_id, "revoke_sure", grant_id)],
        [_press(words, "back", relay_id)],
    )


KEYBOARDS: dict[str, Keyboard] = {
    "relay/reserve": _page_keyboard,
    "relay/reserve_which": _which_keyboard,
    "relay/reserve_door": _drop_keyboard,
    "relay/reserve_group": _group_keyboard,
    "relay/reserve_reason": _drop_keyboard,
    "relay/reserve_sure": _sure_keyboard,
    "relay/revoke_sure": _revoke_keyboard,
}

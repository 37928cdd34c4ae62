"""The buttons of a draft."""

from __future__ import annotations

from typing import Any

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from handlers.callbacks import DraftPress
from handlers.keyboards import button, in_rows, keyboard, label_button
from handlers.relay._draft_sharing import SharingPress
from handlers.relay._facts import EDITABLE
from handlers.routes import Keyboard
from locales.renderer import Words


def _button(words: Words, name: str, act: str, value: str = "") -> InlineKeyboardButton:
    return button(words, name, DraftPress(act=act, value=value))


def _preview_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    edits = (_button(words, f"edit_{fact}", "edit", fact) for fact in EDITABLE)
    waiting = "waiting_off" if params["relay"]["waiting_list"] else "waiting_on"
    return keyboard(
        [_button(words, "publish", "publish")],
        [button(words, "edit_sharing", SharingPress())],
        *in_rows(edits, 3),
        [_button(words, waiting, "waiting"), _button(words, "drop", "drop")],
    )


def _estates_keyboard(_words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    return keyboard(
        *(
            [label_button(estate["name"], DraftPress(act="estate", value=str(estate["id"])))]
            for estate in params["estates"]
        )
    )


def _drop_keyboard(words: Words, _params: dict[str, Any]) -> InlineKeyboardMarkup:
    return keyboard([_button(words, "drop", "drop")])


def _resume_keyboard(words: Words, _params: dict[str, Any]) -> InlineKeyboardMarkup:
    return keyboard([_button(words, "resume", "resume")])


KEYBOARDS: dict[str, Keyboard] = {
    "relay/preview": _preview_keyboard,
    "relay/ask_estate": _estates_keyboard,
    "relay/ask_fact": _drop_keyboard,
    "relay/draft_resume": _resume_keyboard,
}

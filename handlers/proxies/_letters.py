"""The buttons under what others did: yes and no under a question, the page under the rest."""

from __future__ import annotations

from typing import Any

from aiogram.types import InlineKeyboardMarkup

from handlers.keyboards import keyboard
from handlers.proxy_links import proxy_button
from handlers.routes import Keyboard
from locales.renderer import Words


def _question_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    proxy_id = params["proxy_id"]
    return keyboard(
        [proxy_button(words, "proxy_yes", "agree", proxy_id)],
        [proxy_button(words, "proxy_no", "end", proxy_id)],
    )


def _page_keyboard(words: Words, _params: dict[str, Any]) -> InlineKeyboardMarkup:
    return keyboard([proxy_button(words, "proxy_page", "show")])


KEYBOARDS: dict[str, Keyboard] = {
    "proxies/asked": _question_keyboard,
    "proxies/asked_staff": _question_keyboard,
    "proxies/accepted": _page_keyboard,
    "proxies/agreed": _page_keyboard,
    "proxies/ended": _page_keyboard,
    "proxies/gave_up": _page_keyboard,
    "proxies/you_act": _page_keyboard,
}

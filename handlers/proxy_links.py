"""The button that leads to who acts for a household; `handlers.proxies` answers it."""

from __future__ import annotations

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton

from handlers.keyboards import button
from locales.renderer import Words


class ProxyPress(CallbackData, prefix="rx"):
    """`show` the page, `invite` somebody, or `agree` to a proxy, `end` one."""

    act: str
    proxy_id: int = 0


def proxy_button(words: Words, name: str, act: str, proxy_id: int = 0) -> InlineKeyboardButton:
    """A button that does `act` with a proxy."""
    return button(words, name, ProxyPress(act=act, proxy_id=proxy_id))

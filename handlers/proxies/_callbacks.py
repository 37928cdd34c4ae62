"""What the buttons of proxies carry."""

from __future__ import annotations

from aiogram.filters.callback_data import CallbackData


class ProxyPress(CallbackData, prefix="rx"):
    """`show` the page, `invite` somebody, or `agree` to a proxy, `end` one."""

    act: str
    proxy_id: int = 0


class AskPress(CallbackData, prefix="rxa"):
    """Ask to act for a household: in which estate, for which door; 0 is not chosen yet."""

    estate_id: int = 0
    household_id: int = 0

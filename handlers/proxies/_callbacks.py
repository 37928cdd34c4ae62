"""What the buttons of proxies carry besides those that other features show, too."""

from __future__ import annotations

from aiogram.filters.callback_data import CallbackData


class AskPress(CallbackData, prefix="rxa"):
    """Ask to act for a household: in which estate, for which door; 0 is not chosen yet."""

    estate_id: int = 0
    household_id: int = 0

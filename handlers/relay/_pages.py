"""Where a household's own side of a relay stands: with its people, or with who acts for it."""

from __future__ import annotations

from typing import Any

from aiogram.types import InlineKeyboardMarkup

from handlers.callbacks import ForPress, PanelPress
from handlers.keyboards import button, keyboard
from locales.renderer import Words


def find_page_of(relay_id: int, household_id: int) -> PanelPress | ForPress:
    """The page of the household that one acts for; 0 is one's own."""
    if household_id:
        return ForPress(relay_id=relay_id, household_id=household_id)
    return PanelPress(relay_id=relay_id)


def to_panel_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    """One button that leads to the household's own side."""
    page = find_page_of(params["relay_id"], params.get("household_id", 0))
    return keyboard([button(words, "change_or_leave", page)])

"""What groups and residents are told of their turn: as the times stand when it leaves."""

from __future__ import annotations

from typing import Any

from aiogram.types import InlineKeyboardMarkup
from sqlmodel import Session

from handlers.keyboards import button, keyboard
from handlers.routes import Loaded, Router
from handlers.testing.plan._callbacks import MinePress
from locales.renderer import Words
from storage.testing.queries import load_reminder

# Re-read before they leave: a day may have been put off since.
REMINDERS = (
    "testing/evening",
    "testing/before",
    "testing/now",
    "testing/last_call",
    "testing/home_evening",
    "testing/home_before",
)
CHANGES = ("testing/delayed", "testing/called_off", "testing/back_on", "testing/planned")


def add_letters(router: Router) -> None:
    """Have reminders read anew, and put a button to one's own page under each."""
    for template in REMINDERS:
        router.letter(template, _load)
    for template in (*REMINDERS, *CHANGES):
        router.keyboard(template, _keyboard)


def _load(
    session: Session, params: dict[str, Any], _languages: tuple[str | None, ...]
) -> Loaded | None:
    found = load_reminder(session, params)
    return None if found is None else Loaded(found)


def _keyboard(words: Words, _params: dict[str, Any]) -> InlineKeyboardMarkup:
    return keyboard([button(words, "testing_mine", MinePress())])

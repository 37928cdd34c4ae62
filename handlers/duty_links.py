"""The button that leads to the duty of a committee; `handlers.duty` answers it."""

from __future__ import annotations

from aiogram.filters.callback_data import CallbackData


class DutyPress(CallbackData, prefix="dt"):
    """Take the duty for so many hours, or, with 0, give it up; -1 only looks."""

    committee_id: int
    hours: int = -1

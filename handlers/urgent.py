"""The urgent button, which any feature may put under what it says (S120)."""

from __future__ import annotations

from aiogram.filters.callback_data import CallbackData


class UrgentPress(CallbackData, prefix="us"):
    """Somebody presses "urgent": help comes first, with no form, queue or door before it."""

"""What the buttons of waiting, yielding and acting for others carry."""

from __future__ import annotations

from aiogram.filters.callback_data import CallbackData


class OfferPress(CallbackData, prefix="rwo"):
    """Take a place that is on offer, or let it go; household 0 is one's own."""

    relay_id: int
    take: bool
    household_id: int = 0


class YieldPress(CallbackData, prefix="rwy"):
    """Let others go first; `sure` once the question was answered. Household 0 is one's own."""

    relay_id: int
    sure: bool = False
    household_id: int = 0


class AppealPress(CallbackData, prefix="rwa"):
    """Ask the groups of a relay who can wait; `sure` once the question was answered."""

    relay_id: int
    sure: bool = False

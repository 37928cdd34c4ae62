"""What the buttons of residents carry: numbers and short words, never a need, never a right."""

from __future__ import annotations

from aiogram.filters.callback_data import CallbackData


class KindsPress(CallbackData, prefix="na"):
    """Show what can be asked for; `anew` drops what is half filled in."""

    anew: bool = False


class KindPress(CallbackData, prefix="nk"):
    """Ask for something of this kind for a household.

    `household_id` 0: the only one there is, else it is asked.
    """

    kind_id: int
    household_id: int = 0


class HomePress(CallbackData, prefix="nh"):
    """For which of one's households."""

    household_id: int


class MinePress(CallbackData, prefix="nl"):
    """Turn to a page of one's own requests, from 0."""

    page: int = 0


class OwnPress(CallbackData, prefix="no"):
    """One's own request: look at it, or do something with it."""

    request_id: int
    act: str = ""


class WishPress(CallbackData, prefix="nw"):
    """What was meant by words that sounded like a need: `question` or `other`."""

    act: str

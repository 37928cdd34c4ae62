"""What the buttons of a release carry: numbers and short words, never a right."""

from __future__ import annotations

from aiogram.filters.callback_data import CallbackData


class ReleasePress(CallbackData, prefix="ra"):
    """Staff's side of handing out: what to do, how many, and what was seen when asked."""

    relay_id: int
    act: str = "show"
    number: int = 0
    seen: int = 0


class PointPress(CallbackData, prefix="rab"):
    """A point of a relay: look at it, or which fact of it to change."""

    relay_id: int
    point: int = 0
    act: str = "show"


class RehearsePress(CallbackData, prefix="rb"):
    """A rehearsal: what to do, with how many made-up households, in which group, if any."""

    relay_id: int
    act: str = "show"
    number: int = 0
    # In digits: groups' numbers are larger than a number in a button may be.
    chat: str = ""

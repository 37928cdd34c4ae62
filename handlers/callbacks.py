"""What buttons carry: short words and numbers, never names, never a right."""

from __future__ import annotations

from aiogram.filters.callback_data import CallbackData


class JoinPress(CallbackData, prefix="j"):
    """Join a relay with so many pieces, or change to so many."""

    relay_id: int
    quantity: int


class PlacePress(CallbackData, prefix="p"):
    """Ask for one's place."""

    relay_id: int


class LeavePress(CallbackData, prefix="l"):
    """Leave a relay; `sure` once the question was answered."""

    relay_id: int
    sure: bool = False


class PanelPress(CallbackData, prefix="r"):
    """Look at one's own side of a relay."""

    relay_id: int


class ForPress(CallbackData, prefix="rwf"):
    """A household that one acts for: `show` it, `join` with so many pieces, `leave`."""

    relay_id: int
    household_id: int
    act: str = "show"
    quantity: int = 0


class ListPress(CallbackData, prefix="rl"):
    """Turn to a page of the list, from 0."""

    relay_id: int
    page: int = 0


class ManagePress(CallbackData, prefix="rm"):
    """Staff's side of a relay: what to do with it."""

    relay_id: int
    act: str


class DraftPress(CallbackData, prefix="rd"):
    """A button under the question or preview of a draft: which fact, or what to do."""

    act: str
    value: str = ""


class DoorPress(CallbackData, prefix="rh"):
    """Which of the doors that a line may mean."""

    relay_id: int
    household_id: int
    quantity: int

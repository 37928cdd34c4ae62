"""What the buttons of supplies carry: numbers and short words, never a name, never a right."""

from __future__ import annotations

from aiogram.filters.callback_data import CallbackData


class OrderPanelPress(CallbackData, prefix="so"):
    """Look at one's own side of a round."""

    round_id: int


class QuantityPress(CallbackData, prefix="sq"):
    """One piece of a package more or fewer, for one's own household."""

    round_id: int
    package_id: int
    change: int


class TakeBackPress(CallbackData, prefix="sb"):
    """Take the whole order back; `sure` once the question was answered."""

    round_id: int
    sure: bool = False


class ReceivedPress(CallbackData, prefix="sr"):
    """The bag is here, or something is missing in it."""

    round_id: int
    is_missing: bool = False


class RoundPress(CallbackData, prefix="sm"):
    """Staff's side of a round: what to do with it."""

    round_id: int
    act: str = "show"


class SuppliedPress(CallbackData, prefix="sk"):
    """Staff put down how many pieces of this package came."""

    package_id: int


class ForPress(CallbackData, prefix="sf"):
    """Staff change the order of a household that telephones."""

    round_id: int
    household_id: int
    package_id: int
    change: int


class DoorPress(CallbackData, prefix="sd"):
    """A volunteer's door: `show`, `handed_over`, `left`, `again`."""

    task_id: int
    household_id: int
    act: str = "show"


class DoorsPress(CallbackData, prefix="sp"):
    """A page of a volunteer's doors, from 0."""

    task_id: int
    page: int = 0


class DraftPress(CallbackData, prefix="sn"):
    """A button under the question or preview of a round's draft."""

    act: str
    value: str = ""


class LightPress(CallbackData, prefix="sl"):
    """A line of supply: `show`, `set`, `new`, `history`, `withdraw`, or the light chosen."""

    act: str
    status_id: int = 0
    committee_id: int = 0

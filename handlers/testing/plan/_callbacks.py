"""What the buttons of planning carry: numbers and short words, never a name, never a right.

`seen` is the version of the round that a button was shown for: a round that has changed since
then is not changed by it.
"""

from __future__ import annotations

from aiogram.filters.callback_data import CallbackData


class RoundsPress(CallbackData, prefix="tpl"):
    """The list of rounds: `show`, `over`, `new`, `file`, `csv`, `xlsx`."""

    act: str
    page: int = 0
    estate_id: int = 0


class PlanPress(CallbackData, prefix="tpd"):
    """A button under a question or preview of a draft: `answer`, `edit`, `picture`, `publish`."""

    act: str
    value: str = ""


class PlanFilePress(CallbackData, prefix="tpx"):
    """Send the draft as a file: `csv`, `xlsx`."""

    kind: str


class RoundPress(CallbackData, prefix="tpr"):
    """Staff's side of a round: `show`, `call_off`, `undo`, `manner`; `edit.` or `set.` a fact."""

    round_id: int
    act: str = "show"
    seen: int = 0
    value: str = ""


class DayPress(CallbackData, prefix="tpy"):
    """A day of a round: `show`, `delay`, `skip`, `picture`, `slots`."""

    day_id: int
    act: str = "show"
    value: int = 0
    seen: int = 0


class SlotPress(CallbackData, prefix="tps"):
    """One building's time on one day: `show`, `delay`, `write`."""

    day_id: int
    slot_id: int
    act: str = "show"
    value: int = 0
    seen: int = 0


class MinePress(CallbackData, prefix="tpm"):
    """One's own turn: `show`, `listen`, `quiet`; 0 is the first estate that one lives in."""

    act: str = "show"
    estate_id: int = 0

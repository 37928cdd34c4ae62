"""What the buttons of papers carry: numbers and short words, never a name, never a right.

`made` is the update that brought the draft: a button of an older preview does not fit a newer one.
"""

from __future__ import annotations

from aiogram.filters.callback_data import CallbackData


class PapersPress(CallbackData, prefix="rpa"):
    """The page on which papers are asked for: `ask`, `csv`, `xlsx`, `batches`."""

    relay_id: int
    act: str = "ask"
    page: int = 0


class PaperDraftPress(CallbackData, prefix="rpd"):
    """A preview: `show`, `rows`, `enter`, `drop`, `way`, `next`, `gone`, `for` a relay."""

    made: int
    act: str
    value: int = 0


class PaperLinePress(CallbackData, prefix="rpq"):
    """A line that is asked about: `door`, `pieces`, `take`, `out`, `later`."""

    made: int
    key: int
    act: str
    value: int = 0


class BatchPress(CallbackData, prefix="rpb"):
    """A batch that was entered: `show`, `undo`, `undo_sure`."""

    batch_id: int
    act: str = "show"


class EnteredPress(CallbackData, prefix="rpu"):
    """Take one row back that staff have just entered: `undo`."""

    relay_id: int
    number: int

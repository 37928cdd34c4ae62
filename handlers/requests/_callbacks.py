"""What the buttons of a form carry; both sides fill in the same forms."""

from __future__ import annotations

from enum import StrEnum

from aiogram.filters.callback_data import CallbackData


class FormAct(StrEnum):
    """What a button of a form does. Any other word is the flow's own affair."""

    CHOOSE = "pick"
    TOGGLE = "tick"
    NUMBER = "num"
    DAY = "day"
    OTHER_DAY = "when"
    KEEP = "keep"
    SKIP = "skip"
    BACK = "back"
    EDIT = "edit"
    MENU = "menu"
    SUMMARY = "sum"
    RESUME = "go"
    DROP = "drop"


class FormPress(CallbackData, prefix="nf"):
    """A button under a question or the summary of a form.

    Attributes:
        form: the number of the form, so that an older form's buttons are known as such.
        act: a word of `FormAct`, or one of the flow.
        at: which question of the form, from 0.
        value: which choice, how many, or in how many days.
    """

    form: int
    act: str
    at: int = 0
    value: int = 0

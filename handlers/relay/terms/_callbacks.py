"""What the buttons of this part carry."""

from __future__ import annotations

from aiogram.filters.callback_data import CallbackData


class TermsPress(CallbackData, prefix="rt"):
    """A relay's rules: look at them, change them, open shares, begin the next round."""

    relay_id: int
    act: str = ""
    value: str = ""


class ReservePress(CallbackData, prefix="rg"):
    """The daily reserve of a relay: whom, for what, given or taken back."""

    relay_id: int
    act: str = ""
    value: int = 0

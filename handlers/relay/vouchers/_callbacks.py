"""What the buttons of checks and vouchers carry: numbers and short words, never a right."""

from __future__ import annotations

from aiogram.filters.callback_data import CallbackData


class CheckPress(CallbackData, prefix="kc"):
    """Staff's check of a relay's entries.

    Attributes:
        number: of the entry, or of the building for what is done to many.
        all_of_them: go through every open entry, not only the doubtful ones.
    """

    relay_id: int
    act: str = "show"
    number: int = 0
    all_of_them: bool = False


class VoucherPress(CallbackData, prefix="kv"):
    """A voucher at the counter, or (`mine`) one's own."""

    relay_id: int
    act: str
    number: int = 0


class OfficePress(CallbackData, prefix="ks"):
    """Staff's page of a relay's vouchers; `value` is a building or a collector."""

    relay_id: int
    act: str = "show"
    value: int = 0


class PhotoPress(CallbackData, prefix="kp"):
    """Send the photo of one's papers; without a household one's own."""

    relay_id: int
    household_id: int = 0

"""What the buttons about reasons and proof carry."""

from __future__ import annotations

from aiogram.filters.callback_data import CallbackData


class WhyPress(CallbackData, prefix="why"):
    """Ask why one's household has its place, or how to `check` it."""

    relay_id: int
    check: bool = False


class ProofPress(CallbackData, prefix="prf"):
    """A relay's proof: `show` the page, send the `file`, `post` the code anew."""

    relay_id: int
    act: str = "show"

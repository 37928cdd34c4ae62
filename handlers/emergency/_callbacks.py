"""What the buttons around an alert carry: numbers and short words."""

from __future__ import annotations

from aiogram.filters.callback_data import CallbackData


class PlacePress(CallbackData, prefix="up"):
    """The caller points at the estate, then at the building (0: not yet)."""

    alert_id: int
    estate_id: int
    building_id: int = 0


class MistakePress(CallbackData, prefix="um"):
    """The caller takes the alert back."""

    alert_id: int


class AlertPress(CallbackData, prefix="ua"):
    """The people on duty: `show`, `take`, `over`, `done`, `false`, `note`."""

    alert_id: int
    act: str = "show"

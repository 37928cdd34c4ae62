"""What the buttons of maps and prints carry: numbers and short words, never a right."""

from __future__ import annotations

from aiogram.filters.callback_data import CallbackData


class MapPress(CallbackData, prefix="rk"):
    """The map of a relay: `plan` for everybody, `rooms` with rooms for staff and leads, `post`.

    `building_id`: the rooms of this building alone.
    """

    relay_id: int
    act: str = "plan"
    page: int = 0
    building_id: int = 0


class PrintsPress(CallbackData, prefix="ro"):
    """Staff's page of what can be printed, or one of these papers, in a language."""

    relay_id: int
    act: str = "show"
    language: str = ""


class BuildingPress(CallbackData, prefix="rp"):
    """Which building a paper is for, 0 all of them: `lobby` or `forms`."""

    relay_id: int
    act: str
    language: str = ""
    building_id: int = 0
    page: int = -1


class AbsentPress(CallbackData, prefix="ru"):
    """Who has not joined: `show`, `pdf`, `knock`; building 0 is every one of one's own."""

    relay_id: int
    building_id: int = 0
    act: str = "show"
    page: int = 0

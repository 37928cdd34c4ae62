"""What the buttons of coverage carry: numbers and short words, never a name, never a right."""

from __future__ import annotations

from aiogram.filters.callback_data import CallbackData


class OwnPress(CallbackData, prefix="tco"):
    """One's own household on a day: `done`, `cannot`, `undo`, `enough`.

    `is_page`: the button stands on /testing, and the page is what is shown then.
    """

    day_id: int
    household_id: int
    act: str
    is_page: bool = False


class AntigenPress(CallbackData, prefix="tca"):
    """A self-test: `show`, `negative`, `positive`, `unclear`, `drop`; `day` in the calendar."""

    household_id: int
    act: str = "show"
    day: int = 0


class CodePress(CallbackData, prefix="tcc"):
    """One's own code: `show`, `day`, `ask`, `drop`; `day` in the calendar."""

    act: str = "show"
    day: int = 0


class DayPress(CallbackData, prefix="tcy"):
    """A day's buildings: `show`, `pdf`, `map`."""

    day_id: int
    act: str = "show"
    page: int = 0


class DoorsPress(CallbackData, prefix="tcd"):
    """A building's doors: `left`, `seen`, `room`, `pdf`, `map`."""

    day_id: int
    building_id: int
    act: str = "left"
    page: int = 0


class DoorPress(CallbackData, prefix="tcx"):
    """One door: `show`, `done`, `cannot`, `absent`, `clear`; then back to this page."""

    day_id: int
    household_id: int
    act: str = "show"
    page: int = 0


class HomesPress(CallbackData, prefix="tch"):
    """Who is sampled at home in an estate: `show`, `add`."""

    estate_id: int
    act: str = "show"
    page: int = 0


class HomePress(CallbackData, prefix="tcm"):
    """One of these households: `show`, `note`, `until`, `no_end`, `remove`."""

    household_id: int
    act: str = "show"


class SquadPress(CallbackData, prefix="tcs"):
    """The squad's round on a day: `show`, `pdf`, `people`."""

    day_id: int
    act: str = "show"
    page: int = 0


class HelperPress(CallbackData, prefix="tcn"):
    """Send somebody round on a day, or no longer."""

    day_id: int
    person_id: int
    page: int = 0


class StopPress(CallbackData, prefix="tct"):
    """A door of the squad's round: `done`, `cannot`, `absent`, `clear`."""

    day_id: int
    household_id: int
    act: str
    page: int = 0

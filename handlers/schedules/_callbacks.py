"""What the buttons of schedules carry: numbers and short words, never a right."""

from __future__ import annotations

from aiogram.filters.callback_data import CallbackData


class AgendaPress(CallbackData, prefix="ya"):
    """What goes out in the next 24 hours: a page of it, from 0."""

    committee_id: int
    page: int = 0


class ListPress(CallbackData, prefix="yl"):
    """What recurs: a page of the list, from 0."""

    committee_id: int
    page: int = 0


class SchedulePress(CallbackData, prefix="ys"):
    """One schedule: `show`, `pause`, `resume`; `undo` of the last change of a round."""

    schedule_id: int
    act: str = "show"


class SkipPress(CallbackData, prefix="yk"):
    """Leave out a day, by its number in the calendar, or let it happen after all."""

    schedule_id: int
    day: int
    is_skipped: bool = True

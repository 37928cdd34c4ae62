"""What buttons of medicine runs carry: numbers and short words, never a right."""

from __future__ import annotations

from aiogram.filters.callback_data import CallbackData


class BoardPress(CallbackData, prefix="ma"):
    """A committee's runs: `show`, `ended`."""

    committee_id: int
    act: str = "show"
    page: int = 0


class GroupPress(CallbackData, prefix="mg"):
    """Requests for one hospital, called by one of them: `show`, `plan`, `put` into a run."""

    committee_id: int
    lead_id: int
    act: str = "show"
    run_id: int = 0


class RunPress(CallbackData, prefix="mr"):
    """What to see of a run, or to do with it."""

    run_id: int
    act: str = "show"
    page: int = 0


class DayPress(CallbackData, prefix="md"):
    """On which day it drives: the day's ordinal."""

    run_id: int
    day: int


class LinePress(CallbackData, prefix="ml"):
    """One request: `bought`, `partly`, `missing`, `out`."""

    line_id: int
    act: str


class ReasonPress(CallbackData, prefix="mq"):
    """Why something was not bought, or not all of it; `own` is typed."""

    line_id: int
    result: str
    reason: str


class BagPress(CallbackData, prefix="mb"):
    """One bag: `show`, `handed`."""

    bag_id: int
    act: str = "show"


class GotPress(CallbackData, prefix="mc"):
    """The requester has their bag."""

    bag_id: int

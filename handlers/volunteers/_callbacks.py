"""What volunteers' buttons carry: numbers and short words, never a name, never a right.

`TaskPress` stands in `handlers.task_links`: runs and supplies lead back to a task, too.
"""

from __future__ import annotations

from aiogram.filters.callback_data import CallbackData


class MyPress(CallbackData, prefix="vm"):
    """My own side: `show`, `change`, `pause`, `resume`, `leave`, `leave_sure`."""

    committee_id: int
    act: str = "show"


class FormPress(CallbackData, prefix="vf"):
    """What one offers: `skill`, `vehicle`, `buildings`, `building`, `form`, `send`."""

    committee_id: int
    act: str
    value: str = ""
    page: int = 0


class HandbookPress(CallbackData, prefix="vh"):
    """A page of the handbook, from 0; `is_read` ticks the version of which it is the last."""

    page: int = 0
    version: int = 0
    is_read: bool = False


class ListPress(CallbackData, prefix="vl"):
    """Everybody who offered a committee help, page by page."""

    committee_id: int
    page: int = 0


class VolunteerPress(CallbackData, prefix="vo"):
    """One volunteer, for staff: `show`, `accept`, `extend`, `decline`, `end`, `end_sure`."""

    volunteer_id: int
    act: str = "show"


class AcceptPress(CallbackData, prefix="va"):
    """Accept for some days; `scope` is a building, 0 the whole committee, -1 where they want.

    Without days it asks for them; `pick` shows the buildings.
    """

    volunteer_id: int
    scope: int = 0
    days: int = 0
    pick: bool = False
    page: int = 0


class ExtendPress(CallbackData, prefix="ve"):
    """Let a right last so many days from now."""

    volunteer_id: int
    days: int


class TasksPress(CallbackData, prefix="vk"):
    """Tasks: what is mine or open to me; of a committee, all that is live, for staff."""

    committee_id: int = 0
    page: int = 0


class NewTaskPress(CallbackData, prefix="vn"):
    """A task made by hand: `begin`, `show`, `places`, `vehicle`, `due`, `where`, `open`, ..."""

    committee_id: int
    act: str
    value: int = 0
    page: int = 0

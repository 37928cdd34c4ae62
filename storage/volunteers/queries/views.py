"""What queries return: frozen values, without a session behind them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from storage.volunteers.kinds import LIVE, TaskKind, TaskState, Vehicle, VolunteerState


@dataclass(frozen=True)
class VolunteerView:
    """An offer to help, and the right that came of it.

    Attributes:
        buildings: ids of those they want to help in; none: wherever they are needed.
        until: when their right ends; None without a right, or where it has no end.
        scope: ids of the buildings that their right is for; none: the whole committee.
    """

    id: int
    person_id: int
    name: str
    committee_id: int
    buildings: tuple[int, ...]
    skills: tuple[str, ...]
    vehicle: Vehicle
    state: VolunteerState
    is_paused: bool
    offered_at: datetime
    has_read: bool
    has_right: bool
    until: datetime | None
    scope: tuple[int, ...]


@dataclass(frozen=True)
class TaskView:
    """A task; `building` is the label, `door` that of the household which it is about.

    The door is for whoever holds the task and those who lead; the title for all who may take it.
    """

    id: int
    committee_id: int
    kind: TaskKind
    building_id: int | None
    building: str | None
    estate: str | None
    household_id: int | None
    door: str | None
    subject: str
    subject_id: int | None
    needs_vehicle: bool
    title: str
    place: int
    places: int
    state: TaskState
    claimed_by: int | None
    holder: str | None
    due_at: datetime | None
    opened_at: datetime

    @property
    def is_live(self) -> bool:
        """Whether there is still something to do."""
        return self.state in LIVE

    def is_late(self, now: datetime) -> bool:
        """Whether it should have been done by now."""
        return self.is_live and self.due_at is not None and self.due_at < now

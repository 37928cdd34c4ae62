"""What coverage's queries return: frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from storage.testing.coverage.kinds import AntigenResult, MarkState, SeenBy
from storage.testing.coverage.rules import Place
from storage.testing.kinds import DayState


@dataclass(frozen=True)
class DayFacts:
    """A day of a round, and whose it is; `zone` is the committee's, an IANA name."""

    id: int
    round_id: int
    committee_id: int
    estate_id: int
    estate: str
    title: str
    number: int
    day: date
    state: DayState
    starts_at: datetime
    ends_at: datetime
    zone: str


@dataclass(frozen=True)
class BuildingCount:
    """How many of a building's households are done on a day, cannot come, did not open."""

    building_id: int
    label: str
    households: int
    done: int
    cannot: int
    absent: int

    @property
    def left(self) -> int:
        """Households that nobody has heard of; whoever did not open is one of them."""
        return self.households - self.done - self.cannot


@dataclass(frozen=True)
class MarkView:
    """What is put down of a household on a day; the reason is staff's alone."""

    state: MarkState
    how: SeenBy
    person_id: int | None
    reason: str | None
    at: datetime


@dataclass(frozen=True)
class DoorView:
    """A door on a day's list.

    Attributes:
        is_linked: somebody here is on Telegram; of other doors nobody may know at all (S55).
        is_home: sampled at home.
        was_missed: was not done on an earlier day of the round (S57).
    """

    household_id: int
    building_id: int
    building: str
    unit: str
    room: str
    door: str
    is_linked: bool
    is_home: bool
    was_missed: bool
    mark: MarkState | None
    how: SeenBy | None

    @property
    def is_left(self) -> bool:
        """Whether somebody has to go there still."""
        return self.mark in (None, MarkState.ABSENT)


@dataclass(frozen=True)
class HomeView:
    """A household that is sampled at home; the remark is staff's and the squad's."""

    household_id: int
    committee_id: int
    estate_id: int
    building_id: int
    building: str
    unit: str
    room: str
    door: str
    note: str | None
    until: date | None

    @property
    def place(self) -> Place:
        """Where it is."""
        return Place(self.committee_id, self.building_id)


@dataclass(frozen=True)
class Stop:
    """A door of the squad's round; `starts_at` is when the squad comes to its building."""

    home: HomeView
    starts_at: datetime | None
    mark: MarkState | None


@dataclass(frozen=True)
class Helper:
    """Somebody who may be sent round, or is."""

    person_id: int
    name: str
    is_named: bool


@dataclass(frozen=True)
class AntigenView:
    """One reported self-test."""

    id: int
    household_id: int
    person_id: int
    taken_on: date
    result: AntigenResult


@dataclass(frozen=True)
class CodeView:
    """A code and its last day."""

    fetched_on: date
    last_day: date

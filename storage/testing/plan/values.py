"""What a plan says, and on which days it takes place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from storage.schedules.rules import Calendar, Rule, is_open
from storage.testing.rules import Manner
from storage.testing.slots import Pace, SlotDraft

MOST_DAYS = 60
# So far ahead the days of a round without an end stand as rows.
HORIZON_DAYS = 14


@dataclass(frozen=True, slots=True)
class Plan:
    """A round (轮次) as staff describe it.

    The days are `days`; or those of `rule` from `starts_on` on (S57, S58); or, where neither is
    said, those that the slots name themselves.

    Attributes:
        slots: those without a day of their own are meant for each day.
        until_on: the last day that a rule may fall on; None where it ends by itself or never.
    """

    estate_id: int
    title: str
    site: str
    slots: tuple[SlotDraft, ...]
    days: tuple[date, ...] = ()
    rule: Rule | None = None
    starts_on: date | None = None
    until_on: date | None = None
    pace: Pace = field(default_factory=Pace)
    manner: Manner = field(default_factory=Manner)

    @property
    def is_open(self) -> bool:
        """Whether it goes on until somebody calls it off."""
        return self.rule is not None and is_open(self.rule, self.until_on)


@dataclass(frozen=True, slots=True)
class DayDraft:
    """One day of a plan with all its slots."""

    day: date
    slots: tuple[SlotDraft, ...]


@dataclass(frozen=True, slots=True)
class BuildingFact:
    """What a plan needs to know of a building."""

    label: str
    households: int


@dataclass(frozen=True, slots=True)
class Taken:
    """A time that another round has given to a building."""

    round_id: int
    title: str
    day: date
    building_id: int
    begins: int
    ends: int


@dataclass(frozen=True, slots=True)
class Place:
    """The estate that a plan is for, and what is planned there already."""

    estate_id: int
    time_zone: str
    buildings: Mapping[int, BuildingFact]
    taken: tuple[Taken, ...] = ()

    def label(self, building_id: int) -> str:
        """What stands on a building; of an unknown one its number."""
        fact = self.buildings.get(building_id)
        return fact.label if fact else str(building_id)


def draft_days(plan: Plan, calendar: Calendar, today: date) -> tuple[DayDraft, ...]:
    """The plan day by day; of a round without an end the days within the horizon, or the first."""
    drafts = []
    for day in _list_days(plan, calendar, today):
        slots = tuple(
            replace(slot, day=day) for slot in plan.slots if slot.day is None or slot.day == day
        )
        if slots:
            drafts.append(DayDraft(day, slots))
    return tuple(drafts)


def _list_days(plan: Plan, calendar: Calendar, today: date) -> tuple[date, ...]:
    if plan.rule is None:
        named = plan.days or (slot.day for slot in plan.slots)
        return tuple(sorted({day for day in named if day is not None}))
    starts_on = plan.starts_on or today
    span = plan.rule, starts_on, plan.until_on, starts_on - timedelta(days=1)
    days = calendar.days(*span, MOST_DAYS + 1)
    if not plan.is_open:
        return days
    horizon = today + timedelta(days=HORIZON_DAYS)
    return tuple(day for day in days if day <= horizon) or days[:1]

"""A committee in which something recurs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from bot.calendar import CALENDAR
from storage.community import actions as community
from storage.schedules import actions, queries
from storage.schedules.kinds import Occurrence, ScheduleKind, ScheduleView
from storage.schedules.rules import Daily, Rule
from tests.storage.community_world import STAFF, World

EIGHT = 8 * 60


def shanghai(day: int, hour: int, minute: int = 0, second: int = 0) -> datetime:
    """An instant of April 2022 on the committee's clock."""
    return datetime(2022, 4, 1, tzinfo=UTC) + timedelta(
        days=day - 1, hours=hour - 8, minutes=minute, seconds=second
    )


def april(day: int) -> date:
    return date(2022, 4, day)


@dataclass
class Recurring:
    """Short ways to have something recur and to let time pass."""

    world: World

    async def make(
        self,
        rule: Rule = Daily(),  # noqa: B008 - frozen
        *,
        now: datetime = shanghai(1, 7),  # noqa: B008 - a value
        minute: int = EIGHT,
        starts_on: date = date(2022, 4, 1),
        **changes: Any,
    ) -> ScheduleView:
        facts = {"kind": ScheduleKind.NOTICE, "subject_id": 7, "by": STAFF} | changes
        return await self.world.work.write(
            actions.make_schedule,
            committee_id=self.world.committee,
            rule=rule,
            minute=minute,
            starts_on=starts_on,
            now=now,
            calendar=CALENDAR,
            **facts,
        )

    async def claim(self, now: datetime, **options: Any) -> tuple[Occurrence, ...]:
        return await self.world.work.write(
            actions.claim_due, ScheduleKind.NOTICE, now, CALENDAR, **options
        )

    async def change(self, action: Any, schedule: ScheduleView, *args: Any, **kwargs: Any) -> Any:
        return await self.world.work.write(action, schedule.id, *args, by=STAFF, **kwargs)

    async def stands(self, schedule: ScheduleView) -> ScheduleView:
        found = await self.world.work.read(queries.find_schedule, schedule.id)
        assert found is not None
        return found

    async def is_due(self, now: datetime) -> bool:
        return await self.world.work.read(queries.has_due, ScheduleKind.NOTICE, now)

    async def move_clock(self, time_zone: str) -> None:
        await self.world.work.write(
            community.change_committee,
            self.world.committee,
            now=shanghai(1, 7),
            time_zone=time_zone,
        )


def days(occurrences: tuple[Occurrence, ...]) -> list[tuple[int, int]]:
    """Day of the month and number of each."""
    return [(each.day.day, each.number) for each in occurrences]

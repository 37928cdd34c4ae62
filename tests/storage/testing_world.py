"""An estate of four houses with groups, in which rounds of testing are planned and told."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from bot.calendar import CALENDAR
from storage.community.tables import Chat
from storage.outbox.tables import OutboxMessage
from storage.testing.actions import plan_round, tell_due
from storage.testing.kinds import ReminderState
from storage.testing.plan import Manner, Plan, SlotDraft
from storage.testing.queries import RoundView, SlotView, find_round, has_due_reminders
from storage.testing.tables import Day, Reminder, Slot
from storage.work import Work
from tests.builders import STAFF, Neighbourhood, build_neighbourhood

SHANGHAI = ZoneInfo("Asia/Shanghai")
ESTATE_GROUP, FIRST_GROUP = -100, -101
TESTING_DAY = date(2022, 3, 31)
# The day before, noon in Shanghai.
NOON = datetime(2022, 3, 30, 4, 0, tzinfo=UTC)


def at(clock: str, day: date = TESTING_DAY) -> datetime:
    """The instant at which Shanghai's clocks show `7:30` or `7:30:05`."""
    parts = [int(part) for part in clock.split(":")]
    return datetime(day.year, day.month, day.day, *parts, tzinfo=SHANGHAI).astimezone(UTC)


@dataclass
class Site:
    """The estate; house k (from 1) has an own group only if it is the first."""

    work: Work
    place: Neighbourhood
    round_id: int = 0

    def house(self, number: int) -> int:
        """The id of a building, by what stands on it."""
        return self.place.buildings[number - 1]

    def slots(self, *spans: tuple[int, int, int]) -> tuple[SlotDraft, ...]:
        """House, begin and end; each span is a batch."""
        windows = sorted({span[1:] for span in spans})
        return tuple(
            SlotDraft(self.house(house), begins, ends, batch=windows.index((begins, ends)) + 1)
            for house, begins, ends in spans
        )

    def plan(self, **changes: Any) -> Plan:
        """Houses 1 and 2 from 8:00 to 8:30, houses 3 and 4 from 8:30 to 9:00, tomorrow."""
        spans = ((1, 480, 510), (2, 480, 510), (3, 510, 540), (4, 510, 540))
        plan = Plan(
            self.place.estate_id,
            "第一轮",
            "中心花园",
            self.slots(*spans),
            days=(TESTING_DAY,),
            manner=Manner(quiet_from=None, quiet_until=None),
        )
        return replace(plan, **changes)

    async def plans(self, now: datetime = NOON, **changes: Any) -> RoundView:
        """Staff plan it; the round that stands."""
        self.round_id = await self.work.write(
            plan_round, self.plan(**changes), by=STAFF, now=now, calendar=CALENDAR
        )
        return await self.round()

    async def does(self, action: Any, *args: Any, now: datetime = NOON, **details: Any) -> Any:
        return await self.work.write(action, *args, **{"by": STAFF, "now": now} | details)

    async def round(self) -> RoundView:
        found = await self.work.read(find_round, self.round_id)
        assert found is not None
        return found

    async def slot(self, house: int) -> SlotView:
        """The slot of a house on the first day."""
        day = (await self.round()).days[0]
        return next(slot for slot in day.slots if slot.building_id == self.house(house))

    async def passes(self, begin: datetime, end: datetime, seconds: int = 60) -> None:
        """The clock runs; a tick looks every so many seconds."""
        now = begin
        while now < end:
            await self.ticks(now)
            now += timedelta(seconds=seconds)

    async def ticks(self, now: datetime) -> int:
        if not await self.work.read(has_due_reminders, now):
            return 0
        return await self.work.write(tell_due, now)

    async def told(self, template: str = "") -> list[tuple[str, int, str, tuple[str, ...]]]:
        """When, to whom, what and about which houses, in the order in which it was left."""
        rows = await self.work.read(_list_messages)
        return [
            (
                row.created_at.astimezone(SHANGHAI).strftime("%H:%M:%S"),
                row.chat_id,
                row.template.removeprefix("testing/"),
                tuple(row.params.get("buildings", ())),
            )
            for row in rows
            if row.template.startswith(f"testing/{template}")
        ]

    async def messages(self, template: str) -> list[OutboxMessage]:
        rows = await self.work.read(_list_messages)
        return [row for row in rows if row.template == template]

    async def reminders(self, house: int) -> dict[str, tuple[str, str]]:
        """Due time and state of what a house hears, by kind."""
        return await self.work.read(_list_reminders, self.house(house))

    async def states(self) -> set[ReminderState]:
        return await self.work.read(lambda session: set(session.exec(select(Reminder.state))))


async def make_site(work: Work) -> Site:
    """Four houses of ten households; the first has a group of its own."""
    place = await work.write(build_neighbourhood, households=40, buildings=4)
    await work.write(_add_group, place.estate_id, None, ESTATE_GROUP)
    await work.write(_add_group, place.estate_id, place.buildings[0], FIRST_GROUP)
    return Site(work, place)


def _add_group(
    session: Session, estate_id: int, building_id: int | None, telegram_id: int, **more: Any
) -> None:
    session.add(Chat(telegram_id=telegram_id, estate_id=estate_id, building_id=building_id, **more))


def _list_messages(session: Session) -> list[OutboxMessage]:
    return list(session.exec(select(OutboxMessage).order_by(col(OutboxMessage.id))))


def _list_reminders(session: Session, building_id: int) -> dict[str, tuple[str, str]]:
    query = (
        select(Reminder)
        .join(Slot, col(Slot.id) == col(Reminder.slot_id))
        .join(Day, col(Day.id) == col(Slot.day_id))
        .where(Slot.building_id == building_id)
        .order_by(col(Reminder.due_at).desc())
    )
    return {
        row.kind.value: (row.due_at.astimezone(SHANGHAI).strftime("%d %H:%M"), row.state.value)
        for row in session.exec(query)
    }

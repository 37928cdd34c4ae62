"""浦东's three days of testing (S57): planned in a line, told to the second, put off once."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from locales.renderer import Renderer
from simulator import Group, StoredMessage
from storage.community.actions import change_committee
from storage.testing.actions import tell_due, turn_rounds
from storage.testing.coverage.actions import chase_missed
from storage.testing.kinds import RoundState
from storage.testing.queries import DayView, RoundView, SlotView, find_round
from tests.handlers.estate_play import labels
from tests.notices_play import group_of
from tests.people import find_said, shows
from tests.story_play import CLOCK, Reader, plain, read, read_in
from tests.town import Town, open_town

SITE = "中心花园"
LINE = f"/rounds 2/4 连续3天 7:30 1个通道 1-2号楼 {SITE}"
SECOND = timedelta(seconds=1)


@dataclass
class Play:
    """Staff who plan, two neighbours in different buildings, and the groups of these."""

    town: Town
    staff: Reader
    homes: list[Reader]
    groups: dict[str, Group]
    zone: ZoneInfo = CLOCK
    group_language: str = "zh-hans"

    async def round(self) -> RoundView:
        view = await self.town.work.read(find_round, 1)
        assert view is not None
        return view

    def reads(self, template: str, view: RoundView, day: DayView, **params: Any) -> str:
        """What is read in a group of a message about a day."""
        words = Renderer().words(self.group_language, self.zone.key)
        of_round = {"title": view.title, "site": view.site, "m": len(view.days)}
        of_day = {"n": day.number, "day": day.day.isoformat()}
        return plain(words.html(f"testing/{template}", **of_round, **of_day, **params))

    def said(self, label: str) -> list[str]:
        """All that the bot has said in a building's group, oldest first."""
        return [read(each) for each in self.groups[label].messages if each.is_by_bot]


@pytest.fixture(params=["zh-hans", "en"])
async def play(sqlite_url: str, request: pytest.FixtureRequest) -> AsyncIterator[Play]:
    language = request.param
    async with open_town(sqlite_url, language=language, households=120, people=2) as town:
        homes, staff = await read_in(town, language)
        groups = {label: await group_of(town, label) for label in ("1", "2")}
        yield Play(town, staff, homes, groups)
        assert not town.world.refusals
        assert not town.world.warnings


async def test_three_days_are_told_to_the_second(play: Play) -> None:
    await round_is_planned_in_a_line(play)
    await slip_is_undone(play)
    view = await play.round()
    first, second, third = view.days
    await evening_is_told(play, first)
    await buildings_are_called(play, first)
    await first_household_says_done(play)
    await evening_is_told(play, second)
    await who_missed_the_day_is_asked(play, first)
    await second_day_is_late_for_one_building(play, second)
    await evening_is_told(play, third)
    await buildings_are_called(play, third)
    await round_is_over(play, third)


async def round_is_planned_in_a_line(play: Play) -> None:
    """One line of staff; a card stands in each building's group with that building's time."""
    preview = await play.staff.says(LINE, SITE, button="testing_publish")
    assert not any(find_said(group, SITE) for group in play.groups.values())
    await play.staff.presses(preview, "testing_publish")
    view = await play.round()
    assert [(day.number, day.of) for day in view.days] == [(1, 3), (2, 3), (3, 3)]
    for slot in view.days[0].slots:
        card = await shows(play.town, play.groups[slot.building], SITE)
        times = "-".join(f"{at.astimezone(CLOCK):%H:%M}" for at in (slot.starts_at, slot.ends_at))
        assert times in read(card)


async def slip_is_undone(play: Play) -> None:
    """Sixty minutes by a slip of the finger: both groups hear of it, and that it is not so."""
    before = await play.round()
    page = await day_page(play, 0)
    page = await play.staff.presses(page, "testing_later", minutes=60)
    await play.town.told()
    assert [len(play.said(label)) for label in play.groups] == [4, 4]
    await play.staff.presses(page, "testing_undo")
    await play.town.told()
    after = await play.round()
    assert after.days == before.days
    for slot in after.days[0].slots:
        late = timedelta(minutes=60)
        assert play.said(slot.building)[-1] == changed(
            play, after, slot, slot.starts_at + late, -60
        )


async def day_page(play: Play, number: int) -> StoredMessage:
    """The page of one of the round's days, as staff find it."""
    listed = await play.staff.says("/rounds", button="testing_new")
    page = await play.staff.turns(listed, labels(listed)[0])
    return await play.staff.turns(page, labels(page)[number])


def changed(play: Play, view: RoundView, slot: SlotView, was: datetime, minutes: int) -> str:
    """What a building's group reads of another time, in its own language."""
    line = {
        "kind": slot.kind.value,
        "buildings": [slot.building],
        "was_starts_at": was.isoformat(),
        "starts_at": slot.starts_at.isoformat(),
        "ends_at": slot.ends_at.isoformat(),
    }
    day = next(each for each in view.days if each.id == slot.day_id)
    return play.reads("delayed", view, day, lines=[line], more=0, minutes=minutes)


async def is_told(
    play: Play, label: str, at: datetime, template: str, day: DayView, **params: Any
) -> None:
    """A building's group is told in this second, not in the one before, and nobody else is."""
    await wait(play.town, at - SECOND)
    before = {each: len(play.said(each)) for each in play.groups}
    await wait(play.town, at)
    (slot,) = [each for each in day.slots if each.building == label]
    known = {
        "buildings": [label],
        "starts_at": slot.starts_at.isoformat(),
        "ends_at": slot.ends_at.isoformat(),
        "delay": day.delay,
    }
    view = await play.round()
    told = play.reads(template, view, day, **{**known, "minutes": 0, **params})
    assert play.said(label)[before[label] :] == [told]


async def wait(town: Town, until: datetime) -> None:
    """Let time pass, and what is due in that second be told."""
    town.clock.jump_to(until)
    await town.work.write(tell_due, until)
    await town.told()


async def evening_is_told(play: Play, day: DayView) -> None:
    """At seven the evening before, to both."""
    evening = day.slots[0].starts_at.astimezone(play.zone).replace(hour=19, minute=0)
    at = evening - timedelta(days=1)
    await wait(play.town, at - SECOND)
    before = {label: len(play.said(label)) for label in play.groups}
    await wait(play.town, at)
    view = await play.round()
    for slot in day.slots:
        line = {
            "buildings": [slot.building],
            "starts_at": slot.starts_at.isoformat(),
            "ends_at": slot.ends_at.isoformat(),
        }
        told = play.reads("evening", view, day, lines=[line], more=0, delay=day.delay)
        assert play.said(slot.building)[before[slot.building] :] == [told]


def list_calls(day: DayView) -> list[tuple[datetime, str, str, int]]:
    """When a building's group is to be told on the day itself: who, what, minutes ahead."""
    calls = []
    for slot in day.slots:
        soon, last = timedelta(minutes=30), timedelta(minutes=15)
        calls += [
            (slot.starts_at - soon, slot.building, "before", 30),
            (slot.starts_at, slot.building, "now", 0),
            (slot.ends_at - last, slot.building, "last_call", 15),
        ]
    return sorted(calls)


async def buildings_are_called(
    play: Play, day: DayView, since: datetime | None = None, until: datetime | None = None
) -> None:
    """Half an hour before, when it begins, and a last call; one building after the other."""
    for at, label, template, minutes in list_calls(day):
        if (since is None or at > since) and (until is None or at <= until):
            await is_told(play, label, at, template, day, minutes=minutes)


async def first_household_says_done(play: Play) -> None:
    page = await play.homes[0].says("/testing", SITE, button="own_done")
    await play.homes[0].presses(page, "own_done")


async def who_missed_the_day_is_asked(play: Play, day: DayView) -> None:
    """That evening, in private, with the door; who was there is left in peace."""
    for _ in range(2):
        await play.town.work.write(chase_missed, play.town.clock.now())
        await play.town.told()
    done, missed = play.homes
    view = await play.round()
    asked = await missed.hears("2-101", button="own_done")
    following = view.days[1].starts_at.isoformat()
    said = {"title": view.title, "day": day.day.isoformat(), "next_at": following}
    assert read(asked) == missed.shown("testing/missed", **said, door="2-101")
    assert [read(each) for each in missed.person.chat.messages].count(read(asked)) == 1
    not_asked = done.shown("testing/missed", **said, door="1-101")
    assert not_asked not in [read(each) for each in done.person.chat.messages]
    assert missed.label("own_cannot") in labels(asked)
    assert not any("1-101" in text or "2-101" in text for text in play.said("1") + play.said("2"))


async def second_day_is_late_for_one_building(play: Play, day: DayView) -> None:
    """At a quarter to nine the first building is through: only the second hears of 40 minutes."""
    _, second = day.slots
    await buildings_are_called(play, day, until=second.starts_at)
    now = second.starts_at + timedelta(minutes=1)
    await wait(play.town, now)
    before = {label: play.said(label) for label in play.groups}
    page = await day_page(play, 1)
    await play.staff.presses(page, "testing_later", minutes=40)
    await play.town.told()
    view = await play.round()
    moved = next(slot for slot in view.days[1].slots if slot.building == "2")
    assert moved.starts_at - second.starts_at == timedelta(minutes=40)
    assert len(play.said("1")) == len(before["1"])
    assert play.said("2")[len(before["2"]) :] == [changed(play, view, moved, second.starts_at, 40)]
    for label, times, is_late in (("1", "07:30-08:45", False), ("2", "09:25-10:40", True)):
        first_line = f"{view.title} · {label}号楼"
        card = await shows(play.town, play.groups[label], first_line, "第2天，共3天", times)
        assert ("推迟40分钟" in read(card)) is is_late
    await buildings_are_called(play, view.days[1], since=now)


async def round_is_over(play: Play, day: DayView) -> None:
    await wait(play.town, day.slots[-1].ends_at + timedelta(hours=1))
    await play.town.work.write(turn_rounds, play.town.clock.now())
    assert (await play.round()).state is RoundState.DONE
    for group in play.groups.values():
        await shows(play.town, group, SITE, "🏁")


async def test_clock_that_springs_forward_moves_no_turn(sqlite_url: str) -> None:
    """Half past seven in Paris on Saturday and on Sunday, 27 March 2022: 23 hours lie between."""
    zone = ZoneInfo("Europe/Paris")
    async with open_town(sqlite_url, language="fr", households=120, people=1) as town:
        committee = town.place.committee_id
        now = town.clock.now()
        await town.work.write(
            change_committee, committee, now=now, time_zone=zone.key, language="fr"
        )
        _, staff = await read_in(town, "fr")
        group = await group_of(town, "1")
        town.clock.jump_to(datetime(2022, 3, 25, 12, tzinfo=zone))
        preview = await staff.says(
            "/rounds 26/3 连续3天 7:30 1号楼 Marché", button="testing_publish"
        )
        await staff.presses(preview, "testing_publish")
        view = await town.work.read(find_round, 1)
        assert view is not None
        hours = [day.starts_at.astimezone(UTC).hour for day in view.days]
        assert hours == [6, 5, 5]
        await shows(town, group, "Marché")

        play = Play(town, staff, [], {"1": group}, zone, "fr")
        for day, evening_hour in zip(view.days, (18, 18, 17), strict=True):
            await evening_is_told(play, day)
            assert town.clock.now().astimezone(UTC).hour == evening_hour
            await buildings_are_called(play, day)

"""Weeks by the committee's own calendar, and what staff hear by themselves."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from storage.community import actions as community
from storage.community.queries import list_roles
from storage.faq import actions, queries
from storage.faq.kinds import Feedback, ItemState, Outcome
from storage.faq.queries import AskedEntry, Unanswered, Week
from storage.work import Work
from tests.builders import STAFF
from tests.storage.faq_world import (
    DAY,
    FACTS,
    NOW,
    OTHER_STAFF,
    World,
    make_file,
    make_world,
)

BY: dict[str, Any] = {"by": STAFF, "now": NOW}
ANNA, BEN, CLEO = 1000, 1001, 1002
SECOND = timedelta(seconds=1)
# Monday 4 April 2022, 00:00 in Shanghai.
MONDAY = datetime(2022, 4, 3, 16, 0, tzinfo=UTC)


@pytest.fixture
async def world(work: Work) -> World:
    return await make_world(work)


async def week(world: World, now: datetime = NOW, ago: int = 0) -> Week:
    return await world.work.read(queries.find_week, 1, now, ago=ago)


async def test_week_counts_what_was_asked(world: World) -> None:
    popular, rare = await world.save(), await world.save(make_file("rare"))
    answered = [
        await world.ask(person, outcome=Outcome.ANSWERED, entry_id=popular)
        for person in (ANNA, BEN, CLEO)
    ]
    offered = await world.ask(ANNA, outcome=Outcome.OFFERED, now=NOW + DAY)
    await world.work.write(actions.choose_entry, offered, rare, by=ANNA)
    await world.ask(BEN, outcome=Outcome.ENDED, now=NOW + DAY)
    await world.work.write(actions.mark_feedback, answered[0], Feedback.HELPFUL, by=ANNA)
    await world.work.write(actions.mark_feedback, answered[1], Feedback.NOT_HELPFUL, by=BEN)
    lone = await world.open(await world.ask(CLEO, "有人遛狗吗"))
    settled = await world.open(await world.ask(CLEO, "能打球吗"))
    await world.work.write(actions.dismiss_item, settled.id, **BY)
    shared = await world.open(await world.ask(ANNA, "快递呢"))
    await world.open(await world.ask(BEN, "快递进来吗"), shared.id)

    counted = await week(world)

    assert (counted.first_day, counted.last_day) == (date(2022, 4, 4), date(2022, 4, 10))
    assert counted.time_zone == "Asia/Shanghai"
    assert (counted.asked, counted.answered, counted.offered, counted.ended, counted.unknown) == (
        9,
        3,
        1,
        1,
        4,
    )
    assert (counted.helpful, counted.not_helpful) == (1, 1)
    assert counted.by_day == (0, 0, 7, 2, 0, 0, 0)
    assert counted.most_asked == (AskedEntry(popular, 3, 1, 1), AskedEntry(rare, 1, 0, 0))
    assert counted.unanswered == (
        Unanswered(shared.id, "快递呢", 2, ItemState.OPEN),
        Unanswered(lone.id, "有人遛狗吗", 1, ItemState.OPEN),
        Unanswered(settled.id, "能打球吗", 1, ItemState.DISMISSED),
    )


async def test_week_begins_at_the_committees_midnight(world: World) -> None:
    await world.ask(ANNA, now=MONDAY - SECOND)
    await world.ask(ANNA, now=MONDAY)
    await world.ask(ANNA, now=MONDAY + 7 * DAY - SECOND)
    await world.ask(ANNA, now=MONDAY + 7 * DAY)

    assert (await week(world)).by_day == (1, 0, 0, 0, 0, 0, 1)
    assert (await week(world, ago=1)).by_day == (0, 0, 0, 0, 0, 0, 1)
    assert (await week(world, MONDAY + 7 * DAY)).by_day == (1, 0, 0, 0, 0, 0, 0)
    assert (await week(world, ago=3)).asked == 0


@pytest.mark.parametrize(
    ("begin", "end", "hours"),
    [
        # Paris went to summer time on Sunday 27 March and back on 30 October 2022.
        (datetime(2022, 3, 20, 23, tzinfo=UTC), datetime(2022, 3, 27, 22, tzinfo=UTC), 167),
        (datetime(2022, 10, 23, 22, tzinfo=UTC), datetime(2022, 10, 30, 23, tzinfo=UTC), 169),
    ],
)
async def test_week_with_a_change_of_clocks_is_whole(
    world: World, begin: datetime, end: datetime, hours: int
) -> None:
    await world.work.write(community.change_committee, 1, time_zone="Europe/Paris", now=NOW)
    assert end - begin == timedelta(hours=hours)
    for moment in (begin - SECOND, begin, end - SECOND, end):
        await world.ask(ANNA, now=moment)

    assert (await week(world, begin)).by_day == (1, 0, 0, 0, 0, 0, 1)
    assert (await week(world, end - SECOND)).asked == 2
    assert (await week(world, end, ago=1)).asked == 2


async def test_week_of_an_unknown_committee(world: World) -> None:
    refusal = await world.refused(queries.find_week, 9, NOW)

    assert (refusal.code, refusal.params) == ("not_found", {"kind": "committee"})


async def test_week_is_told_from_monday_nine_once(world: World) -> None:
    monday_nine = MONDAY + 7 * DAY + timedelta(hours=9)
    await world.open(await world.ask(ANNA))
    await world.ask(BEN, outcome=Outcome.ANSWERED)

    assert await world.work.write(actions.send_week, NOW) == 0
    assert await world.work.write(actions.send_week, monday_nine - SECOND) == 0
    assert await world.work.write(actions.send_week, monday_nine) == 2
    assert await world.work.write(actions.send_week, monday_nine + DAY) == 0
    assert await world.work.write(actions.send_week, monday_nine + 7 * DAY) == 0

    params = {
        "committee_id": 1,
        "first_day": "2022-04-04",
        "last_day": "2022-04-10",
        "asked": 2,
        "answered": 1,
        "offered": 0,
        "unknown": 1,
        "helpful": 0,
        "not_helpful": 0,
        "waiting": 1,
    }
    assert await world.told("faq/week") == [(STAFF, params), (OTHER_STAFF, params)]


async def test_monday_that_nothing_ran_on_is_caught_up_with(world: World) -> None:
    await world.work.write(community.take_duty, 1, by=OTHER_STAFF, now=NOW)
    await world.ask(ANNA)

    assert await world.work.write(actions.send_week, NOW + 8 * DAY) == 1
    assert [person for person, _ in await world.told("faq/week")] == [OTHER_STAFF]


async def remind(world: World, now: datetime = NOW) -> list[int]:
    await world.work.write(actions.remind_expiring, now)
    return [person for person, _ in await world.told("faq/expiring")]


async def _ending(world: World, last_day: date, slug: str = "ending") -> int:
    return await world.save(make_file(slug, replace(FACTS, valid_until=last_day)))


async def test_entry_near_its_end_is_brought_to_its_owner_once(world: World) -> None:
    entry_id = await _ending(world, date(2022, 4, 13))
    second = await _ending(world, date(2022, 4, 14), "later")
    await world.save()

    assert await remind(world) == [STAFF]
    assert await remind(world, NOW + timedelta(hours=1)) == [STAFF]
    assert await world.told("faq/expiring") == [
        (STAFF, {"entry_id": entry_id, "valid_until": "2022-04-13"})
    ]

    later = date(2022, 4, 20)
    await world.work.write(actions.set_dates, entry_id, valid_until=later, **BY)
    assert await remind(world) == [STAFF]
    await remind(world, NOW + 7 * DAY)
    assert [each["entry_id"] for _, each in await world.told("faq/expiring")] == [
        entry_id,
        entry_id,
        second,
    ]


async def test_what_has_ended_or_is_not_in_force_needs_no_reminder(world: World) -> None:
    await _ending(world, date(2022, 4, 7))
    withdrawn = await _ending(world, date(2022, 4, 8), "withdrawn")
    await world.work.write(actions.withdraw_entry, withdrawn, **BY)
    await world.save(make_file("draft", replace(FACTS, valid_until=date(2022, 4, 8))), state=None)

    assert await remind(world, NOW + 2 * DAY) == []


@pytest.mark.parametrize("gone", ["unreachable", "revoked"])
async def test_duty_hears_of_it_where_the_owner_is_gone(world: World, gone: str) -> None:
    await _ending(world, date(2022, 4, 8))
    if gone == "revoked":
        roles = await world.work.read(list_roles, 1, NOW)
        own = next(role.id for role in roles if role.person_id == STAFF)
        await world.work.write(community.revoke_role, own, by=OTHER_STAFF, now=NOW)
    else:
        await world.work.write(community.set_reachable, STAFF, False)

    assert await remind(world) == [OTHER_STAFF]


async def test_reminder_waits_while_nobody_can_be_reached(world: World) -> None:
    await _ending(world, date(2022, 4, 8))
    for person in (STAFF, OTHER_STAFF):
        await world.work.write(community.set_reachable, person, False)
    assert await remind(world) == []

    await world.work.write(community.set_reachable, STAFF, True)

    assert await remind(world) == [STAFF]


async def test_expiring_is_counted_by_the_committees_day(world: World) -> None:
    entry_id = await _ending(world, date(2022, 4, 14))
    before_midnight = datetime(2022, 4, 6, 15, 59, tzinfo=UTC)

    async def listed(now: datetime) -> list[int]:
        views = await world.work.read(queries.list_expiring, now, 7 * DAY)
        return [view.id for view in views]

    assert await listed(before_midnight) == []
    assert await listed(before_midnight + timedelta(minutes=1)) == [entry_id]

"""What recurs, on both databases: made, paused, skipped, and claimed on a moving clock."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from bot.calendar import CALENDAR
from storage.community import actions as community
from storage.community.kinds import RoleKind
from storage.engine import Database
from storage.schedules import actions, claims, queries
from storage.schedules.kinds import ScheduleKind
from storage.schedules.rules import Daily, Every, Monthly, Once, Weekly
from storage.work import Work
from tests.builders import KEYRING
from tests.storage.community_world import ANNA, OTHER_STAFF, STAFF, make_world
from tests.storage.schedules_world import EIGHT, Recurring, april, days, shanghai


@pytest.fixture
async def recurring(work: Work) -> Recurring:
    return Recurring(await make_world(work))


async def test_three_days_come_one_by_one_and_end(recurring: Recurring) -> None:
    """S57: three consecutive days."""
    made = await recurring.make(Daily(3))
    assert (made.next_on, made.next_at, made.number) == (april(1), shanghai(1, 8), 1)

    assert not await recurring.is_due(shanghai(1, 7, 59, 59))
    assert await recurring.claim(shanghai(1, 7, 59, 59)) == ()
    assert await recurring.is_due(shanghai(1, 8))
    (first,) = await recurring.claim(shanghai(1, 8))
    assert (first.schedule_id, first.subject_id, first.at) == (made.id, 7, shanghai(1, 8))
    assert (first.day, first.number, first.missed) == (april(1), 1, ())
    assert await recurring.claim(shanghai(1, 8)) == ()

    assert days(await recurring.claim(shanghai(2, 8, 0, 1))) == [(2, 2)]
    assert days(await recurring.claim(shanghai(3, 8))) == [(3, 3)]
    ended = await recurring.stands(made)
    assert (ended.ended_at, ended.next_on, ended.next_at) == (shanghai(3, 8), None, None)
    assert not await recurring.is_due(shanghai(9, 8))


async def test_a_stop_over_several_days_is_recorded_as_missed_and_told(
    recurring: Recurring,
) -> None:
    made = await recurring.make(Daily(6))
    await recurring.claim(shanghai(1, 8))

    (caught_up,) = await recurring.claim(shanghai(4, 9, 30))

    assert (caught_up.day, caught_up.number) == (april(4), 4)
    assert caught_up.missed == (april(2), april(3))
    assert (await recurring.stands(made)).missed == (april(2), april(3))
    told = [{"schedule_id": made.id, "kind": "notice", "missed": 2,
             "days": ["2022-04-02", "2022-04-03"]}]  # fmt: skip
    assert await recurring.world.told("schedules/missed") == [(STAFF, each) for each in told]
    assert await recurring.world.audited("schedule.missed") == [(None, f"schedule:{made.id}")]

    # At eleven the eight o'clock is of no use any more: it is missed too, and the day after comes.
    assert await recurring.claim(shanghai(5, 11)) == ()
    assert (await recurring.stands(made)).missed == (april(2), april(3), april(5))
    assert days(await recurring.claim(shanghai(6, 8))) == [(6, 6)]
    assert len(await recurring.world.told("schedules/missed")) == 2


async def test_a_former_maker_is_not_told_but_who_has_the_duty(recurring: Recurring) -> None:
    world = recurring.world
    await world.meet(OTHER_STAFF)
    await world.work.write(
        community.grant_role, OTHER_STAFF, world.committee, RoleKind.STAFF, now=shanghai(1, 7)
    )
    await recurring.make(by=OTHER_STAFF)
    role = (await world.actor(OTHER_STAFF)).roles[0].role_id
    await world.work.write(community.revoke_role, role, by=None, now=shanghai(1, 7))

    await recurring.claim(shanghai(3, 8))

    assert [person for person, _ in await world.told("schedules/missed")] == [STAFF]


async def test_days_ahead_are_claimed_with_a_lead_each_for_itself(recurring: Recurring) -> None:
    made = await recurring.make(Every(3))
    fortnight = timedelta(days=14)

    assert days(await recurring.claim(shanghai(1, 7), lead=fortnight)) == [
        (1, 1), (4, 2), (7, 3), (10, 4), (13, 5),
    ]  # fmt: skip
    assert days(await recurring.claim(shanghai(2, 8), lead=fortnight)) == [(16, 6)]
    assert await recurring.claim(shanghai(3, 0), lead=fortnight) == ()
    assert (await recurring.stands(made)).missed == ()


async def test_a_skipped_day_is_passed_over_and_can_be_put_back(recurring: Recurring) -> None:
    made = await recurring.make(Daily(5))
    facts = {"now": shanghai(1, 7), "calendar": CALENDAR}

    once = await recurring.change(actions.skip_day, made, april(1), **facts)
    await recurring.change(actions.skip_day, made, april(3), **facts)
    again = await recurring.change(actions.skip_day, made, april(3), **facts)

    assert (once.next_on, once.number) == (april(2), 2)
    assert again.skips == (april(1), april(3))
    assert await recurring.claim(shanghai(1, 8)) == ()
    assert days(await recurring.claim(shanghai(2, 8))) == [(2, 2)]
    assert (await recurring.stands(made)).next_on == april(4)
    back = await recurring.change(actions.unskip_day, made, april(3), **facts)
    assert (back.next_on, back.number, back.skips) == (april(3), 3, ())
    assert days(await recurring.claim(shanghai(3, 8))) == [(3, 3)]
    for action in (actions.skip_day, actions.unskip_day):
        for day in (april(2), april(3)):
            refused = await recurring.world.refused(action, made.id, day, by=STAFF, **facts)
            assert refused == "schedule_day_gone"
    # The clock has passed the day, though nobody has claimed it yet.
    late = {"now": shanghai(4, 8), "calendar": CALENDAR, "by": STAFF}
    refused = await recurring.world.refused(actions.skip_day, made.id, april(4), **late)
    assert refused == "schedule_day_gone"


async def test_what_would_have_come_during_a_pause_is_left_out(recurring: Recurring) -> None:
    made = await recurring.make(Daily(9))
    await recurring.change(actions.pause_schedule, made, now=shanghai(1, 7))
    paused = await recurring.change(actions.pause_schedule, made, now=shanghai(2, 7))

    assert paused.paused_at == shanghai(1, 7)
    assert not await recurring.is_due(shanghai(3, 8))
    assert await recurring.claim(shanghai(3, 8)) == ()
    resumed = await recurring.change(
        actions.resume_schedule, made, now=shanghai(3, 9), calendar=CALENDAR
    )

    assert (resumed.next_on, resumed.number, resumed.paused_at) == (april(4), 4, None)
    assert days(await recurring.claim(shanghai(4, 8))) == [(4, 4)]
    assert (await recurring.stands(made)).missed == ()
    await recurring.change(actions.pause_schedule, made, now=shanghai(4, 9))
    assert await recurring.world.refused(
        actions.resume_schedule, made.id, by=STAFF, now=shanghai(9, 9), calendar=CALENDAR
    ) == "schedule_never"  # fmt: skip


async def test_making_again_changes_nothing_and_another_rule_takes_its_place(
    recurring: Recurring,
) -> None:
    made = await recurring.make(Daily(3))
    again = await recurring.make(Daily(3), now=shanghai(1, 8, 0, 5))
    other = await recurring.make(Weekly(("sun", "mon")), now=shanghai(1, 9))
    elsewhere = await recurring.make(kind=ScheduleKind.TESTING)

    assert again == made
    assert (other.next_on, other.number) == (april(3), 1)
    assert (await recurring.stands(made)).ended_at == shanghai(1, 9)
    found = await recurring.world.work.read(queries.find_schedule_of, ScheduleKind.NOTICE, 7)
    assert found == other
    listed = await recurring.world.work.read(queries.list_schedules, recurring.world.committee)
    assert [each.id for each in listed] == [elsewhere.id, other.id]
    assert len(await recurring.world.audited("schedule.made")) == 3


async def test_a_minute_that_has_gone_by_begins_the_day_after(recurring: Recurring) -> None:
    made = await recurring.make(Daily(3), now=shanghai(1, 8))

    assert (made.starts_on, made.next_on, made.number) == (april(2), april(2), 1)
    assert await recurring.make(Daily(3), now=shanghai(1, 12)) == made


async def test_what_cannot_be_made_is_refused(recurring: Recurring) -> None:
    await recurring.world.meet(ANNA)

    async def refused(**changes: Any) -> str:
        facts = {
            "committee_id": recurring.world.committee,
            "kind": ScheduleKind.NOTICE,
            "subject_id": 7,
            "rule": Daily(),
            "minute": EIGHT,
            "starts_on": april(1),
            "by": STAFF,
            "now": shanghai(1, 9),
            "calendar": CALENDAR,
        } | changes
        return await recurring.world.refused(actions.make_schedule, **facts)

    assert await refused(by=ANNA) == "not_staff"
    assert await refused(starts_on=date(2022, 3, 31)) == "schedule_past"
    assert await refused(minute=1441) == "schedule_minute"
    assert await refused(rule=Once((april(1),))) == "schedule_past"
    assert await refused(rule=Monthly((31,)), until_on=april(30)) == "schedule_never"
    assert await refused(rule=Daily(), until_on=april(1)) == "schedule_never"
    made = await recurring.make(Weekly(("mon",)))
    facts = {"now": shanghai(1, 9), "calendar": CALENDAR}
    denied = recurring.world.refused
    assert await denied(actions.skip_day, made.id, april(5), by=STAFF, **facts) == (
        "schedule_not_a_day"
    )
    assert await denied(actions.skip_day, made.id, april(4), by=ANNA, **facts) == "not_staff"
    assert await denied(actions.skip_day, 999, april(4), by=STAFF, **facts) == "not_found"
    await recurring.change(actions.end_schedule, made, now=shanghai(1, 9))
    await recurring.change(actions.end_schedule, made, now=shanghai(1, 10))
    assert (await recurring.stands(made)).ended_at == shanghai(1, 9)
    assert await denied(actions.pause_schedule, made.id, by=STAFF, now=shanghai(1, 9)) == (
        "schedule_ended"
    )


async def test_clocks_put_forward_and_back_lose_and_double_no_day(recurring: Recurring) -> None:
    await recurring.move_clock("Europe/Paris")
    # On 27 March 02:30 did not exist there; on 30 October it came twice.
    spring = await recurring.make(
        Daily(3), minute=150, starts_on=date(2022, 3, 26), now=datetime(2022, 3, 25, tzinfo=UTC)
    )
    night = datetime(2022, 3, 26, 1, 30, tzinfo=UTC)
    instants = [spring.next_at]
    for _ in range(2):
        await recurring.claim(instants[-1] or night)
        instants.append((await recurring.stands(spring)).next_at)
    assert instants == [
        night,  # 02:30 in winter
        night + timedelta(days=1),  # 03:30, an hour late by the wall
        night + timedelta(days=2, hours=-1),  # 02:30 in summer
    ]
    await recurring.claim(night + timedelta(days=2))

    await recurring.make(
        Daily(), minute=150, starts_on=date(2022, 10, 30), now=datetime(2022, 10, 29, tzinfo=UTC)
    )
    twice = datetime(2022, 10, 30, 0, 30, tzinfo=UTC)
    assert days(await recurring.claim(twice)) == [(30, 1)]
    assert await recurring.claim(twice + timedelta(hours=1)) == ()
    assert days(await recurring.claim(twice + timedelta(hours=25))) == [(31, 2)]


async def test_another_time_zone_moves_the_instant_and_keeps_the_minute(
    recurring: Recurring,
) -> None:
    made = await recurring.make()
    await recurring.claim(shanghai(1, 8))
    await recurring.move_clock("Europe/Paris")

    # Eight in Shanghai is two in the morning in Paris: nothing is sent then.
    assert await recurring.is_due(shanghai(2, 7))
    assert await recurring.claim(shanghai(2, 8)) == ()
    after = await recurring.stands(made)
    assert (after.zone, after.next_on, after.next_at) == (
        "Europe/Paris", april(2), shanghai(2, 14),
    )  # fmt: skip
    assert not await recurring.is_due(shanghai(2, 13, 59))
    assert days(await recurring.claim(shanghai(2, 14))) == [(2, 2)]

    # Back again in the evening: eight o'clock of the next day, and none twice.
    await recurring.move_clock("Asia/Shanghai")
    assert await recurring.claim(shanghai(2, 22)) == ()
    assert days(await recurring.claim(shanghai(3, 8))) == [(3, 3)]


async def test_another_zone_in_which_the_time_has_gone_by_is_not_silent(
    recurring: Recurring,
) -> None:
    made = await recurring.make(now=shanghai(1, 9))
    await recurring.move_clock("Pacific/Auckland")

    # There it is one o'clock on the second already.
    assert await recurring.claim(shanghai(2, 9)) == ()
    after = await recurring.stands(made)
    assert (after.missed, after.next_on) == ((april(2),), april(3))


async def test_who_was_forgotten_is_no_number_in_a_schedule(recurring: Recurring) -> None:
    world = recurring.world
    made = await recurring.make()
    await recurring.change(actions.skip_day, made, april(2), now=shanghai(1, 7), calendar=CALENDAR)
    await world.meet(OTHER_STAFF)
    await world.work.write(
        community.grant_role, OTHER_STAFF, world.committee, RoleKind.STAFF, now=shanghai(1, 7)
    )
    await world.work.write(community.forget_person, STAFF, now=shanghai(1, 8))

    await recurring.claim(shanghai(3, 12))

    assert [person for person, _ in await world.told("schedules/missed")] == [OTHER_STAFF]
    assert (await recurring.stands(made)).missed == (april(1), april(3))


@pytest.fixture
def second(database: Database, database_url: str) -> Iterator[Work]:
    """The same rows seen by another process."""
    opened = Database(database_url, KEYRING)
    yield Work(opened, after_commit=lambda: None)
    opened.close()


async def _claim_at_two(recurring: Recurring, second: Work, now: datetime) -> list[int]:
    """The subjects that either of two processes takes when both tick at once."""
    claim = (actions.claim_due, ScheduleKind.NOTICE, now, CALENDAR)
    both = await asyncio.gather(recurring.world.work.write(*claim), second.write(*claim))
    return sorted(each.subject_id for claimed in both for each in claimed)


async def test_two_processes_that_tick_at_once_take_each_time_once(
    recurring: Recurring, second: Work
) -> None:
    for subject_id in range(1, 11):
        await recurring.make(subject_id=subject_id)

    for day in range(1, 6):
        assert await _claim_at_two(recurring, second, shanghai(day, 8)) == list(range(1, 11))


async def test_without_the_lock_two_processes_take_the_same_time(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The race above is real: two who only read both find it due."""
    one, two = Database(postgres_url, KEYRING), Database(postgres_url, KEYRING)
    recurring = Recurring(await make_world(Work(one, after_commit=lambda: None)))
    await recurring.make(subject_id=1)
    both_have_read = threading.Barrier(2, timeout=10)
    query = claims.due_schedules

    def read_only(*args: Any) -> Any:
        found = query(*args)
        found._for_update_arg = None
        return found

    list_due = claims.list_due

    def wait_for_the_other(*args: Any) -> Any:
        both_have_read.wait()
        return list_due(*args)

    monkeypatch.setattr(claims, "due_schedules", read_only)
    monkeypatch.setattr(claims, "list_due", wait_for_the_other)
    try:
        taken = await _claim_at_two(recurring, Work(two, after_commit=lambda: None), shanghai(1, 8))
    finally:
        one.close()
        two.close()
    assert taken == [1, 1]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_what_was_skipped_or_paused_to_its_end_has_ended(recurring: Recurring) -> None:
    work = recurring.world.work
    made = await recurring.make(Daily(2))
    await recurring.claim(shanghai(1, 8))
    skip = {"by": STAFF, "now": shanghai(1, 9), "calendar": CALENDAR}
    await work.write(actions.skip_day, made.id, april(2), **skip)

    assert await work.write(actions.end_spent, shanghai(2, 7, 59), CALENDAR) == 0
    assert (await recurring.stands(made)).ended_at is None
    assert await work.write(actions.end_spent, shanghai(2, 8), CALENDAR) == 1
    assert (await recurring.stands(made)).ended_at == shanghai(2, 8)

    paused = await recurring.make(Daily(2), subject_id=8)
    await work.write(actions.pause_schedule, paused.id, by=STAFF, now=shanghai(1, 7))
    assert await work.write(actions.end_spent, shanghai(2, 9), CALENDAR) == 1
    assert await work.write(actions.end_spent, shanghai(2, 9), CALENDAR) == 0

"""Reminders on a moving clock: to the second, once, to the right groups, and after a stop."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import update
from sqlmodel import Session

from storage.community.actions import set_chat_quiet
from storage.community.tables import Committee
from storage.errors import RuleError
from storage.outbox.actions import leave_many
from storage.testing.actions import (
    follow_zone,
    listen,
    plan_reminders,
    stop_listening,
    telling,
    turn_rounds,
)
from storage.testing.coverage.tables import HomeVisit
from storage.testing.kinds import DayState, ReminderState, RoundState, SlotKind
from storage.testing.queries import (
    find_next_for,
    is_listening,
    list_coming,
    list_late,
    next_slot,
)
from storage.testing.slots import SlotDraft
from storage.testing.upkeep import drop_reminders, forget_listener
from storage.work import Work
from tests.storage.testing_world import (
    ESTATE_GROUP,
    FIRST_GROUP,
    NOON,
    TESTING_DAY,
    Site,
    at,
    make_site,
)


@pytest.fixture
async def site(work: Work) -> Site:
    return await make_site(work)


async def test_a_groups_quiet_hours_silence_what_it_is_told_and_no_other(site: Site) -> None:
    await site.plans(slots=site.slots((1, 360, 390), (2, 360, 390)))
    await site.does(set_chat_quiet, FIRST_GROUP, (22 * 60, 6 * 60))
    for clock in ("5:30", "6:00"):
        await site.ticks(at(clock))

    said = [*await site.messages("testing/before"), *await site.messages("testing/now")]
    assert [(row.chat_id, row.silent) for row in said] == [
        (ESTATE_GROUP, False), (FIRST_GROUP, True),
        (ESTATE_GROUP, False), (FIRST_GROUP, False),
    ]  # fmt: skip
    with pytest.raises(RuleError, match="wrong_number"):
        await site.does(set_chat_quiet, FIRST_GROUP, (0, 24 * 60))


async def test_every_building_hears_in_its_second(site: Site) -> None:
    """The first house in its own group, the others in the estate's, a batch in one message."""
    await site.plans()
    for clock in ("19:00", "7:30", "8:00", "8:15", "8:30", "8:45"):
        moment = at(clock, NOON.date()) if clock == "19:00" else at(clock)
        await site.passes(moment - timedelta(seconds=2), moment + timedelta(seconds=2), seconds=1)

    assert await site.told() == [
        ("19:00:00", ESTATE_GROUP, "evening", ("2", "3", "4")),
        ("19:00:00", FIRST_GROUP, "evening", ("1",)),
        ("07:30:00", ESTATE_GROUP, "before", ("2",)),
        ("07:30:00", FIRST_GROUP, "before", ("1",)),
        ("08:00:00", ESTATE_GROUP, "now", ("2",)),
        ("08:00:00", FIRST_GROUP, "now", ("1",)),
        ("08:00:00", ESTATE_GROUP, "before", ("3", "4")),
        ("08:15:00", ESTATE_GROUP, "last_call", ("2",)),
        ("08:15:00", FIRST_GROUP, "last_call", ("1",)),
        ("08:30:00", ESTATE_GROUP, "now", ("3", "4")),
        ("08:45:00", ESTATE_GROUP, "last_call", ("3", "4")),
    ]
    assert await site.states() == {ReminderState.TOLD}


async def test_after_a_stop_the_newest_is_told_and_what_is_too_late_is_kept_as_late(
    site: Site,
) -> None:
    """From 18:00 to 8:10 nothing ran: houses 1 and 2 are being called, 3 and 4 are next."""
    await site.plans()
    await site.ticks(at("8:10"))

    assert await site.told() == [
        ("08:10:00", ESTATE_GROUP, "now", ("2",)),
        ("08:10:00", FIRST_GROUP, "now", ("1",)),
        ("08:10:00", ESTATE_GROUP, "before", ("3", "4")),
    ]
    assert await site.reminders(1) == {
        "evening": ("30 19:00", "late"),
        "before": ("31 07:30", "late"),
        "now": ("31 08:00", "told"),
        "last_call": ("31 08:15", "waiting"),
    }
    assert (await site.reminders(3))["evening"] == ("30 19:00", "dropped")
    late = await site.work.read(list_late, site.place.committee_id, NOON, at("12:00"))
    assert [(line.kind.value, line.buildings) for line in late] == [
        ("evening", ("1", "2")), ("before", ("1", "2")),
    ]  # fmt: skip


async def test_a_tick_that_is_killed_half_way_loses_nothing_and_tells_nothing_twice(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    await site.plans()

    def killed(*args: object, **details: object) -> None:
        leave_many(*args, **details)
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(telling, "leave_many", killed)
        with pytest.raises(KeyboardInterrupt):
            await site.ticks(at("8:00"))
    assert await site.told() == []

    assert await site.ticks(at("8:00:01")) == 3
    assert await site.ticks(at("8:00:02")) == 0


async def test_listeners_hear_in_private_of_their_own_house(site: Site) -> None:
    anna = site.place.person(0)
    await site.work.write(listen, anna, site.place.estate_id, now=NOON)
    assert await site.work.read(is_listening, anna, site.place.estate_id)
    await site.plans()
    await site.ticks(at("8:00"))

    (planned,) = await site.messages("testing/planned")
    assert planned.chat_id == anna
    assert [line["starts_at"] for line in planned.params["lines"]] == [at("8:00").isoformat()]
    assert [(who, what, houses) for _, who, what, houses in await site.told("now")] == [
        (ESTATE_GROUP, "now", ("2",)), (FIRST_GROUP, "now", ("1",)), (anna, "now", ("1",)),
    ]  # fmt: skip

    assert await site.work.write(stop_listening, anna, site.place.estate_id, now=NOON)
    await site.ticks(at("8:15"))
    assert anna not in {who for _, who, _, _ in await site.told("last_call")}


async def test_planning_reminders_again_changes_nothing(site: Site) -> None:
    round_ = await site.plans()
    await site.ticks(at("8:00"))
    assert await site.work.write(plan_reminders, [round_.days[0].id], at("8:01")) == 0


async def test_what_leaves_next_is_listed_by_batch(site: Site) -> None:
    await site.plans()
    coming = await site.work.read(
        list_coming, site.place.committee_id, NOON, NOON + timedelta(hours=24)
    )

    assert [(line.at, line.kind.value, line.buildings, line.chats) for line in coming] == [
        (at("19:00", NOON.date()), "evening", ("1", "2", "3", "4"), 2),
        (at("7:30"), "before", ("1", "2"), 2),
        (at("8:00"), "now", ("1", "2"), 2),
        (at("8:00"), "before", ("3", "4"), 1),
        (at("8:15"), "last_call", ("1", "2"), 2),
        (at("8:30"), "now", ("3", "4"), 1),
        (at("8:45"), "last_call", ("3", "4"), 1),
    ]


async def test_the_next_slot_of_a_house_and_of_a_person(site: Site) -> None:
    await site.plans()
    at_eight = await site.work.read(next_slot, site.house(1), at("8:10"))
    assert at_eight is not None
    assert (at_eight.starts_at, at_eight.number, at_eight.of) == (at("8:00"), 1, 1)
    assert await site.work.read(next_slot, site.house(1), at("8:30")) is None
    (mine,) = await site.work.read(find_next_for, site.place.person(2), NOON)
    assert (mine.building, mine.starts_at) == ("3", at("8:30"))


async def test_next_turn_of_a_household_that_is_sampled_at_home(site: Site) -> None:
    tomorrow = TESTING_DAY + timedelta(days=1)
    visit = SlotDraft(site.house(1), 450, 470, kind=SlotKind.HOME, batch=0)
    await site.plans(slots=(visit, *site.plan().slots), days=(TESTING_DAY, tomorrow))
    household, person = site.place.households[0], site.place.person(0)

    async def turns(now: datetime) -> list[tuple[SlotKind, datetime]]:
        found = await site.work.read(find_next_for, person, now)
        return [(turn.kind, turn.starts_at) for turn in found]

    for until, then in ((None, (SlotKind.HOME, "7:30")), (TESTING_DAY, (SlotKind.SITE, "8:00"))):
        home = HomeVisit(household_id=household, added_by=1, added_at=NOON, until=until)
        await site.work.write(_keep, home)
        assert await turns(NOON) == [(SlotKind.HOME, at("7:30"))]
        assert await turns(at("7:50")) == [(then[0], at(then[1], tomorrow))]


def _keep(session: Session, home: HomeVisit) -> None:
    session.merge(home)


async def test_a_committee_that_moves_its_clock_keeps_the_times_on_the_wall(site: Site) -> None:
    await site.plans()

    def move(session: Session) -> None:
        session.execute(update(Committee).values(time_zone="Asia/Tokyo"))

    await site.work.write(move)
    assert await site.work.write(follow_zone, NOON) == 1
    assert await site.work.write(follow_zone, NOON) == 0

    assert (await site.slot(1)).starts_at == at("7:00")
    assert (await site.slot(1)).begins == 480
    assert (await site.reminders(1))["before"][0] == "31 06:30"
    assert (await site.reminders(1))["evening"][0] == "30 18:00"


async def test_days_and_rounds_end(site: Site) -> None:
    await site.plans()
    assert await site.work.write(turn_rounds, at("8:59:59")) == 0
    assert await site.work.write(turn_rounds, at("9:00")) == 1
    assert await site.work.write(turn_rounds, at("9:01")) == 0

    ended = await site.round()
    assert (ended.state, ended.days[0].state) == (RoundState.DONE, DayState.DONE)


async def test_who_is_forgotten_hears_nothing_and_old_reminders_go(site: Site) -> None:
    anna = site.place.person(0)
    await site.work.write(listen, anna, site.place.estate_id, now=NOON)
    await site.plans()
    await site.work.write(forget_listener, anna)
    assert not await site.work.read(is_listening, anna, site.place.estate_id)
    assert await site.work.write(drop_reminders, at("8:00")) == 0
    assert await site.work.write(drop_reminders, at("9:01")) == 16

"""What a reminder says, to whom, and how loudly."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import update
from sqlmodel import Session, select

from bot.calendar import CALENDAR
from storage.community.tables import Chat, Committee, Resident
from storage.outbox.tables import Card
from storage.schedules.rules import Daily
from storage.testing.actions import (
    delay_day,
    extend_rounds,
    listen,
    plan_reminders,
)
from storage.testing.coverage.actions import add_home
from storage.testing.coverage.tables import HomeVisit
from storage.testing.kinds import CARD_KIND, ReminderState, SlotKind
from storage.testing.plan import Manner, SlotDraft
from storage.testing.queries import (
    find_next_for,
    has_due_reminders,
    list_coming,
    load_reminder,
)
from storage.work import Work
from tests.storage.testing_world import (
    ESTATE_GROUP,
    NOON,
    TESTING_DAY,
    Site,
    at,
    make_site,
)


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """What is decided here is no SQL; the clock's own tests run on both databases."""
    return sqlite_url


@pytest.fixture
async def site(work: Work) -> Site:
    return await make_site(work)


async def test_an_evening_says_all_that_awaits_the_groups_houses(site: Site) -> None:
    await site.plans()
    await site.ticks(at("19:00", NOON.date()))
    estate, own = await site.messages("testing/evening")

    assert estate.params["lines"] == [
        {"buildings": ["2"], "starts_at": at("8:00").isoformat(),
         "ends_at": at("8:30").isoformat()},
        {"buildings": ["3", "4"], "starts_at": at("8:30").isoformat(),
         "ends_at": at("9:00").isoformat()},
    ]  # fmt: skip
    assert (estate.params["n"], estate.params["m"], estate.params["site"]) == (1, 1, "中心花园")
    assert own.expires_at == at("8:00")


async def test_each_group_hears_in_each_of_its_languages(site: Site) -> None:
    def speak(session: Session) -> None:
        session.execute(
            update(Chat)
            .where(Chat.telegram_id == ESTATE_GROUP)
            .values(language="en", also_languages=["ja", "ko"])
        )

    await site.work.write(speak)
    await site.plans()
    await site.ticks(at("8:30"))
    rows = await site.messages("testing/now")

    assert [(row.chat_id, row.language) for row in rows] == [
        (ESTATE_GROUP, "en"), (ESTATE_GROUP, "ja"), (ESTATE_GROUP, "ko"),
    ]  # fmt: skip


async def test_a_second_tick_tells_nothing_again(site: Site) -> None:
    await site.plans()
    assert await site.ticks(at("8:00")) == 3
    assert await site.ticks(at("8:00")) == 0
    assert not await site.work.read(has_due_reminders, at("8:14:59"))


async def test_a_day_that_passed_while_nothing_ran_is_told_to_nobody(site: Site) -> None:
    await site.plans()
    await site.ticks(at("12:00"))

    assert await site.told() == []
    assert await site.states() == {ReminderState.LATE}


async def test_planned_in_the_evening_it_is_said_at_once(site: Site) -> None:
    late = at("21:00", NOON.date())
    await site.plans(now=late)
    await site.ticks(late)

    assert [what for _, _, what, _ in await site.told()] == ["evening", "evening"]


async def test_at_night_what_can_wait_makes_no_sound(site: Site) -> None:
    early = site.slots((1, 390, 420), (2, 390, 420))
    await site.plans(slots=early, manner=Manner(quiet_from=1320, quiet_until=420))
    await site.ticks(at("6:00"))
    await site.ticks(at("6:30"))

    (quiet, _), (loud, _) = [await site.messages(f"testing/{what}") for what in ("before", "now")]
    assert (quiet.silent, loud.silent) == (True, False)


async def test_who_is_sampled_at_home_hears_of_the_squad_and_not_of_the_site(site: Site) -> None:
    bob = site.place.person(0)

    await site.work.write(_stay_home, bob)
    await site.work.write(listen, bob, site.place.estate_id, now=NOON)
    visit = SlotDraft(site.house(1), 450, 470, SlotKind.HOME, batch=0)
    await site.plans(slots=(visit, *site.plan().slots))
    coming = await site.work.read(list_coming, site.place.committee_id, at("7:00"), at("7:01"))
    assert [(line.kind.value, line.buildings, line.chats) for line in coming] == [
        ("before", ("1",), 0)
    ]
    for clock in ("7:00", "7:30", "8:00"):
        await site.ticks(at(clock))

    mine = [(when, what) for when, who, what, _ in await site.told() if who == bob]
    assert ("07:00:00", "home_before") in mine
    assert {what for _, what in mine} == {"home_before", "planned"}
    assert not [what for _, who, what, _ in await site.told("home") if who < 0]

    day = (await site.round()).days[0].id
    await site.does(delay_day, day, 30, now=at("7:40"))
    told = [row for row in await site.messages("testing/delayed") if row.chat_id == bob]
    assert {row.params["lines"][0]["kind"] for row in told} == {"home"}
    groups = [row for row in await site.messages("testing/delayed") if row.chat_id < 0]
    assert {line["kind"] for row in groups for line in row.params["lines"]} == {"site"}


async def test_who_is_listed_without_a_visit_is_called_to_the_site(site: Site) -> None:
    """No visit stands in the round, so nobody may wait for one."""
    bob = site.place.person(0)
    await site.work.write(listen, bob, site.place.estate_id, now=NOON)
    day = (await site.plans()).days[0].id
    await site.work.write(_stay_home, bob)
    turns = await site.work.read(find_next_for, bob, NOON)
    await site.does(delay_day, day, 10)
    await site.passes(at("7:30"), at("8:11"))

    assert [(turn.kind, turn.starts_at) for turn in turns] == [(SlotKind.SITE, at("8:00"))]
    mine = [what for _, who, what, _ in await site.told() if who == bob]
    assert mine == ["planned", "delayed", "evening", "before", "now"]


async def test_who_is_listed_after_the_plan_is_visited(site: Site) -> None:
    """House 1 is called from 8:00 to 8:30; the squad comes after that, while it is listed."""
    bob, later = site.place.person(0), TESTING_DAY + timedelta(days=1)
    await site.plans(days=(TESTING_DAY, later))
    for _ in range(2):
        await site.does(add_home, site.place.households[0], until=TESTING_DAY)
    await site.passes(at("7:30"), at("8:31"))

    turns = await site.work.read(find_next_for, bob, NOON)
    assert [(turn.kind, turn.starts_at) for turn in turns] == [(SlotKind.HOME, at("8:30"))]
    mine = [(when, what) for when, who, what, _ in await site.told() if who == bob]
    assert mine == [("07:30:00", "home_evening"), ("08:00:00", "home_before")]
    visits = [
        [slot.ends_at for slot in day.slots if slot.kind is SlotKind.HOME]
        for day in (await site.round()).days
    ]
    assert visits == [[at("8:40")], []]


async def test_visits_go_on_in_a_round_without_an_end(site: Site) -> None:
    await site.plans(days=(), rule=Daily(), starts_on=TESTING_DAY)
    await site.does(add_home, site.place.households[0])
    await site.work.write(extend_rounds, NOON + timedelta(days=2), CALENDAR)
    visits = [
        [slot.building for slot in day.slots if slot.kind is SlotKind.HOME]
        for day in (await site.round()).days
    ]
    assert visits == [["1"]] * len(visits)


def _stay_home(session: Session, person_id: int) -> None:
    household = session.exec(select(Resident.household_id).where(Resident.person_id == person_id))
    session.add(HomeVisit(household_id=household.one(), added_by=1, added_at=NOON))


async def test_a_reminder_says_what_stands_when_it_leaves(site: Site) -> None:
    round_ = await site.plans()
    await site.ticks(at("8:30"))
    (row,) = await site.messages("testing/now")
    assert await site.work.read(load_reminder, row.params) == row.params

    await site.work.write(plan_reminders, [round_.days[0].id], at("8:30"))
    assert await site.work.read(load_reminder, row.params) == row.params
    assert await site.work.read(load_reminder, row.params | {"reminders": [[9_999, 1]]}) is None


async def test_cards_stand_in_the_groups_of_the_round(site: Site) -> None:
    await site.plans(slots=site.slots((2, 480, 510)))
    cards = await site.work.read(
        lambda session: session.exec(select(Card.chat_id).where(Card.kind == CARD_KIND)).all()
    )
    assert list(cards) == [ESTATE_GROUP]


async def test_quiet_edges_reach_the_rows(site: Site) -> None:
    manner = replace(Manner(), evening_at=23 * 60)
    await site.plans(manner=manner)
    assert (await site.reminders(1))["evening"] == ("30 22:00", "waiting")


async def test_days_on_both_sides_of_a_change_of_the_clock(site: Site) -> None:
    """Paris puts its clock forward on 27 March 2022: eight stays eight, an hour earlier."""
    await site.work.write(_move_to_paris)
    days = tuple(date(2022, 3, day) for day in (26, 27, 28))
    now = datetime(2022, 3, 25, 4, 0, tzinfo=UTC)
    round_ = await site.plans(now=now, days=days)

    assert [day.starts_at.hour for day in round_.days] == [7, 6, 6]
    for day in round_.days:
        await site.ticks(day.starts_at - timedelta(minutes=30))
        await site.ticks(day.starts_at)
    for what, minutes in (("before", 30), ("now", 0)):
        told = [row.created_at for row in await site.messages(f"testing/{what}")]
        due = [day.starts_at - timedelta(minutes=minutes) for day in round_.days]
        assert sorted(set(told) & set(due)) == due


def _move_to_paris(session: Session) -> None:
    session.execute(update(Committee).values(time_zone="Europe/Paris"))

"""Reminders on a moving clock: to the second, once, to the right groups, and after a stop."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import update
from sqlmodel import Session, select

from storage.community.tables import Chat, Committee, Resident
from storage.outbox.tables import Card
from storage.testing.actions import follow_zone, listen, plan_reminders, stop_listening, turn_rounds
from storage.testing.coverage.tables import HomeVisit
from storage.testing.kinds import CARD_KIND, DayState, ReminderState, RoundState, SlotKind
from storage.testing.plan import Manner, SlotDraft
from storage.testing.queries import (
    find_next_for,
    has_due_reminders,
    is_listening,
    list_coming,
    list_late,
    load_reminder,
    next_slot,
)
from storage.testing.upkeep import drop_reminders, forget_listener
from storage.work import Work
from tests.storage.testing_world import (
    ESTATE_GROUP,
    FIRST_GROUP,
    NOON,
    Site,
    at,
    make_site,
)


@pytest.fixture
async def site(work: Work) -> Site:
    return await make_site(work)


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


async def test_who_is_sampled_at_home_hears_of_the_squad_and_not_of_the_site(site: Site) -> None:
    bob = site.place.person(0)

    def stay_home(session: Session) -> None:
        household = session.exec(select(Resident.household_id).where(Resident.person_id == bob))
        session.add(HomeVisit(household_id=household.one(), added_by=1, added_at=NOON))

    await site.work.write(stay_home)
    await site.work.write(listen, bob, site.place.estate_id, now=NOON)
    visit = SlotDraft(site.house(1), 450, 470, SlotKind.HOME, batch=0)
    await site.plans(slots=(visit, *site.plan().slots))
    for clock in ("7:00", "7:30", "8:00"):
        await site.ticks(at(clock))

    mine = [(when, what) for when, who, what, _ in await site.told() if who == bob]
    assert ("07:00:00", "home_before") in mine
    assert {what for _, what in mine} == {"home_before", "planned"}
    assert not [what for _, who, what, _ in await site.told("home") if who < 0]


async def test_a_reminder_says_what_stands_when_it_leaves(site: Site) -> None:
    round_ = await site.plans()
    await site.ticks(at("8:30"))
    (row,) = await site.messages("testing/now")
    assert await site.work.read(load_reminder, row.params) == row.params

    await site.work.write(plan_reminders, [round_.days[0].id], at("8:30"))
    assert await site.work.read(load_reminder, row.params) == row.params
    assert await site.work.read(load_reminder, row.params | {"reminders": [[9_999, 1]]}) is None


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


async def test_cards_stand_in_the_groups_of_the_round(site: Site) -> None:
    await site.plans(slots=site.slots((2, 480, 510)))
    cards = await site.work.read(
        lambda session: session.exec(select(Card.chat_id).where(Card.kind == CARD_KIND)).all()
    )
    assert list(cards) == [ESTATE_GROUP]


async def test_who_is_forgotten_hears_nothing_and_old_reminders_go(site: Site) -> None:
    anna = site.place.person(0)
    await site.work.write(listen, anna, site.place.estate_id, now=NOON)
    await site.plans()
    await site.work.write(forget_listener, anna)
    assert not await site.work.read(is_listening, anna, site.place.estate_id)
    assert await site.work.write(drop_reminders, at("8:00")) == 0
    assert await site.work.write(drop_reminders, at("9:01")) == 16


async def test_quiet_edges_reach_the_rows(site: Site) -> None:
    manner = replace(Manner(), evening_at=23 * 60)
    await site.plans(manner=manner)
    assert (await site.reminders(1))["evening"] == ("30 22:00", "waiting")

"""Rounds that change after they were planned: who hears of it, and what is told after that."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlmodel import Session, select

from bot.calendar import CALENDAR
from storage.audit.tables import AuditRecord
from storage.errors import RuleError
from storage.outbox.tables import OutboxMessage
from storage.schedules.actions import pause_schedule, resume_schedule
from storage.schedules.rules import Daily, Monthly, Weekly
from storage.testing.actions import (
    call_off_round,
    change_times,
    delay_day,
    delay_slot,
    extend_rounds,
    listen,
    move_slot,
    place_testing_cards,
    plan_round,
    set_manner,
    skip_day,
    turn_rounds,
    undo_change,
)
from storage.testing.kinds import DayState, ReminderState, RoundState, SlotKind
from storage.testing.plan import Manner
from storage.testing.queries import find_place, list_card_days, list_rounds, load_reminder
from storage.testing.slots import SlotDraft
from storage.work import Work
from tests.builders import STAFF
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
def database_url(sqlite_url: str) -> str:
    """What is decided here is no SQL; the reminders' own tests run on both databases."""
    return sqlite_url


@pytest.fixture
async def site(work: Work) -> Site:
    return await make_site(work)


def _count(session: Session) -> tuple[int, int]:
    rows = (session.exec(select(table.id)).all() for table in (AuditRecord, OutboxMessage))
    audited, left = (len(found) for found in rows)
    return audited, left


async def _refused(site: Site, action: object, *args: object, **details: object) -> str:
    """The code of the refusal; nothing may have changed."""
    before = await site.work.read(_count), await site.round()
    with pytest.raises(RuleError) as refusal:
        await site.does(action, *args, **details)
    assert (await site.work.read(_count), await site.round()) == before
    return refusal.value.code


async def test_delayed_by_forty_minutes(site: Site) -> None:
    """At 8:05 houses 1 and 2 were called; all four now come 40 minutes later, and hear so."""
    day = (await site.plans()).days[0]
    await site.passes(at("7:30"), at("8:01"))
    changed = await site.does(delay_day, day.id, 40, now=at("8:05"))
    assert (changed.buildings, changed.chats, changed.people) == (4, 2, 0)

    estate, own = await site.messages("testing/delayed")
    assert (estate.chat_id, own.chat_id) == (ESTATE_GROUP, FIRST_GROUP)
    assert own.params["minutes"] == 40
    assert own.params["lines"] == [{
        "buildings": ["1"], "kind": "site", "was_starts_at": at("8:00").isoformat(),
        "starts_at": at("8:40").isoformat(), "ends_at": at("9:10").isoformat(),
    }]  # fmt: skip
    assert [line["buildings"] for line in estate.params["lines"]] == [["2"], ["3", "4"]]

    await site.passes(at("8:06"), at("10:00"))
    assert [row for row in await site.told() if row[0] > "08:05:00"] == [
        ("08:10:00", ESTATE_GROUP, "before", ("2",)),
        ("08:10:00", FIRST_GROUP, "before", ("1",)),
        ("08:40:00", ESTATE_GROUP, "now", ("2",)),
        ("08:40:00", FIRST_GROUP, "now", ("1",)),
        ("08:40:00", ESTATE_GROUP, "before", ("3", "4")),
        ("08:55:00", ESTATE_GROUP, "last_call", ("2",)),
        ("08:55:00", FIRST_GROUP, "last_call", ("1",)),
        ("09:10:00", ESTATE_GROUP, "now", ("3", "4")),
        ("09:25:00", ESTATE_GROUP, "last_call", ("3", "4")),
    ]
    standing = (await site.round()).days[0]
    assert (standing.delay, standing.slots[0].planned, standing.slots[0].begins) == (40, 480, 520)


async def test_what_was_told_before_a_delay_and_has_not_left_is_withdrawn(site: Site) -> None:
    day = (await site.plans()).days[0]
    await site.ticks(at("8:00"))
    called = (await site.messages("testing/now"))[0]
    await site.does(delay_day, day.id, 40, now=at("8:01"))
    assert await site.work.read(load_reminder, called.params) is None

    await site.ticks(at("8:40"))
    again = (await site.messages("testing/now"))[-1]
    assert await site.work.read(load_reminder, again.params) == again.params


async def test_what_is_over_stays_when_the_rest_is_delayed(site: Site) -> None:
    day = (await site.plans()).days[0]
    changed = await site.does(delay_day, day.id, 20, now=at("8:30"))

    assert changed.buildings == 2
    assert (await site.slot(1)).begins == 480
    assert (await site.slot(3)).begins == 530
    assert [who for _, who, _, _ in await site.told("delayed")] == [ESTATE_GROUP]


async def test_the_same_update_delays_once_and_a_second_button_is_stale(site: Site) -> None:
    round_ = await site.plans()
    press = {"seen": round_.version, "update_id": 77}
    first = await site.does(delay_day, round_.days[0].id, 40, **press)
    again = await site.does(delay_day, round_.days[0].id, 40, **press)

    assert (again.version, again.buildings) == (first.version, 0)
    assert (await site.slot(1)).begins == 520
    stale = {"seen": round_.version, "update_id": 78}
    assert await _refused(site, delay_day, round_.days[0].id, 40, **stale) == "stale_button"


async def test_a_delay_is_undone_and_only_once(site: Site) -> None:
    round_ = await site.plans()
    await site.does(delay_day, round_.days[0].id, 40)
    assert (await site.round()).can_undo == "delay"
    await site.does(undo_change, site.round_id)

    standing = await site.round()
    assert (standing.days[0].delay, standing.can_undo) == (0, None)
    assert standing.days[0].slots == round_.days[0].slots
    assert [row.params["minutes"] for row in await site.messages("testing/delayed")] == [
        40, 40, -40, -40,
    ]  # fmt: skip
    assert await site.reminders(1) == {
        "evening": ("30 19:00", "waiting"), "before": ("31 07:30", "waiting"),
        "now": ("31 08:00", "waiting"), "last_call": ("31 08:15", "waiting"),
    }  # fmt: skip
    assert await _refused(site, undo_change, site.round_id) == "testing_nothing_to_undo"


async def test_a_delay_cannot_be_undone_once_the_former_time_is_over(site: Site) -> None:
    day = (await site.plans()).days[0]
    await site.does(delay_day, day.id, 40, now=at("7:00"))
    undo = {"now": at("9:00")}
    assert await _refused(site, undo_change, site.round_id, **undo) == "testing_nothing_to_undo"


async def test_one_building_is_put_off_and_only_it_hears(site: Site) -> None:
    await site.plans()
    changed = await site.does(delay_slot, (await site.slot(1)).id, 60)

    assert (changed.buildings, changed.chats) == (1, 1)
    (told,) = await site.messages("testing/delayed")
    assert (told.chat_id, told.params["minutes"]) == (FIRST_GROUP, 60)
    assert ((await site.slot(1)).begins, (await site.slot(2)).begins) == (540, 480)
    assert (await site.round()).days[0].delay == 0

    await site.does(undo_change, site.round_id)
    assert (await site.messages("testing/delayed"))[1].params["minutes"] == -60
    assert ((await site.slot(1)).begins, (await site.round()).days[0].delay) == (480, 0)


async def test_a_building_is_moved_to_another_time(site: Site) -> None:
    await site.plans()
    await site.does(move_slot, (await site.slot(2)).id, 600)
    assert ((await site.slot(2)).begins, (await site.slot(2)).ends) == (600, 630)
    (told,) = await site.messages("testing/delayed")
    assert (told.params["minutes"], told.params["day"]) == (0, "2022-03-31")


async def test_listeners_of_a_moved_building_hear_in_private(site: Site) -> None:
    anna = site.place.person(0)
    await site.work.write(listen, anna, site.place.estate_id, now=NOON)
    await site.plans()
    changed = await site.does(delay_slot, (await site.slot(1)).id, 60)

    assert changed.people == 1
    assert anna in {who for _, who, _, _ in await site.told("delayed")}


async def test_times_that_cannot_be_are_refused(site: Site) -> None:
    round_ = await site.plans()
    day, slot = round_.days[0].id, (await site.slot(1)).id
    three = {(await site.slot(house)).id: (540, 570) for house in (1,)}
    await site.does(change_times, day, three)
    two = (await site.slot(2)).id

    assert await _refused(site, move_slot, slot, 540, 540) == "testing_times_reversed"
    assert await _refused(site, move_slot, slot, -10) == "testing_times_reversed"
    assert await _refused(site, delay_day, day, -500) == "testing_times_reversed"
    assert await _refused(site, delay_day, day, 601) == "testing_delay_wrong"
    assert await _refused(site, change_times, day, {9_999: (1, 2)}) == "testing_unknown"
    assert await _refused(site, delay_day, 9_999, 10) == "testing_unknown"
    assert await _refused(site, delay_day, day, 10, by=1_000) == "not_staff"
    assert await _refused(site, delay_day, day, 10, now=at("12:00")) == "testing_over"
    assert await _refused(site, move_slot, two, 540, now=at("12:00")) == "testing_over"


async def test_a_third_batch_at_two_lanes_is_refused(site: Site) -> None:
    slots = site.slots((1, 480, 510), (2, 510, 540), (3, 540, 570))
    await site.plans(slots=slots)
    await site.does(move_slot, (await site.slot(2)).id, 480)
    third = (await site.slot(3)).id
    assert await _refused(site, move_slot, third, 480) == "testing_lanes_exceeded"


async def test_two_rounds_do_not_call_one_building_at_once(site: Site) -> None:
    first = await site.plans()
    place = await site.work.read(find_place, site.place.estate_id)
    assert len(place.taken) == 4
    with pytest.raises(RuleError) as refusal:
        await site.plans(title="第二轮")
    assert refusal.value.code == "testing_clash"
    later = site.slots((1, 600, 630))
    second = await site.plans(title="第二轮", slots=later)
    clash = await _refused(site, move_slot, second.days[0].slots[0].id, 490)
    assert clash == "testing_clash"
    await site.does(call_off_round, first.id)
    await site.does(move_slot, second.days[0].slots[0].id, 490)


async def test_a_resent_plan_is_planned_once(site: Site) -> None:
    plan = {"by": STAFF, "now": NOON, "calendar": CALENDAR, "update_id": 5}
    first = await site.work.write(plan_round, site.plan(), **plan)
    assert await site.work.write(plan_round, site.plan(), **plan) == first
    with pytest.raises(RuleError, match="not_staff"):
        await site.work.write(plan_round, site.plan(), **plan | {"by": 1_000})


async def test_three_days_of_which_one_is_skipped(site: Site) -> None:
    """Pudong's three days (S57); the second is left out."""
    round_ = await site.plans(days=(), rule=Daily(3), starts_on=TESTING_DAY)
    assert [(day.number, day.of) for day in round_.days] == [(1, 3), (2, 3), (3, 3)]
    second = round_.days[1]
    changed = await site.does(skip_day, second.id)
    assert (changed.buildings, changed.chats) == (4, 2)

    (off, _) = await site.messages("testing/called_off")
    assert (off.params["days"], off.params["is_whole_round"]) == (["2022-04-01"], False)
    assert await _refused(site, skip_day, second.id) == "testing_over"
    await site.ticks(at("8:00"))
    assert len(await site.messages("testing/now")) == 2
    assert await site.ticks(at("8:00", second.day)) == 0
    assert await site.ticks(at("8:00", round_.days[2].day)) == 3


async def test_a_day_that_is_back_on_is_reminded_of(site: Site) -> None:
    day = (await site.plans()).days[0]
    await site.does(skip_day, day.id)
    assert await site.states() == {ReminderState.DROPPED}
    await site.does(undo_change, site.round_id)
    assert len(await site.messages("testing/back_on")) == 2
    assert (await site.round()).days[0].state is DayState.PLANNED
    assert await site.states() == {ReminderState.WAITING}


async def test_only_who_is_still_to_come_hears_that_a_running_day_is_off(site: Site) -> None:
    """Houses 1 and 2 were through at 8:30."""
    day = (await site.plans()).days[0]
    changed = await site.does(skip_day, day.id, now=at("8:45"))
    assert (changed.buildings, changed.chats) == (2, 1)
    await site.does(undo_change, site.round_id, now=at("8:50"))
    told = [row for row in await site.told() if row[2] in ("called_off", "back_on")]
    assert [(who, what, houses) for _, who, what, houses in told] == [
        (ESTATE_GROUP, "called_off", ("3", "4")),
        (ESTATE_GROUP, "back_on", ("3", "4")),
    ]


async def test_a_round_that_is_called_off_is_silent(site: Site) -> None:
    await site.plans(days=(), rule=Daily(3), starts_on=TESTING_DAY)
    await site.passes(at("7:30"), at("9:30"), 300)
    await site.does(call_off_round, site.round_id, now=at("10:00"))

    (off, _) = await site.messages("testing/called_off")
    assert off.params["is_whole_round"]
    assert off.params["days"] == ["2022-04-01", "2022-04-02"]
    assert await site.ticks(at("8:00", date(2022, 4, 1))) == 0
    assert (await site.round()).state is RoundState.CALLED_OFF
    late = {"now": at("10:00")}
    assert await _refused(site, call_off_round, site.round_id, **late) == "testing_over"
    await site.does(undo_change, site.round_id, now=at("10:01"))
    assert (await site.round()).state is RoundState.PLANNED


async def test_reminders_follow_another_manner_and_back(site: Site) -> None:
    await site.plans()
    manner = Manner(None, (60, 10), None, None, None)
    await site.does(set_manner, site.round_id, manner)

    assert (await site.round()).manner == manner
    reminders = await site.reminders(1)
    assert (reminders["evening"][1], reminders["last_call"][1]) == ("dropped", "dropped")
    await site.passes(at("6:59"), at("8:01"))
    assert [(when, what) for when, who, what, _ in await site.told() if who == FIRST_GROUP] == [
        ("07:00:00", "before"), ("07:50:00", "before"), ("08:00:00", "now"),
    ]  # fmt: skip
    await site.does(undo_change, site.round_id, now=at("8:02"))
    assert (await site.round()).manner.last_call_minutes == 15
    assert (await site.reminders(1))["last_call"] == ("31 08:15", "waiting")


async def test_a_round_without_an_end_stands_two_weeks_ahead_and_goes_on(site: Site) -> None:
    """By frequency (S58): Mondays and Thursdays. 31 March 2022 is a Thursday."""
    rule = {"days": (), "rule": Weekly(("mon", "thu")), "starts_on": TESTING_DAY}
    round_ = await site.plans(**rule)
    assert [(day.day.day, day.number, day.of) for day in round_.days] == [
        (31, 1, 0), (4, 2, 0), (7, 3, 0), (11, 4, 0),
    ]  # fmt: skip
    assert await site.work.write(extend_rounds, NOON, CALENDAR) == 0
    assert await site.work.write(extend_rounds, NOON + timedelta(days=7), CALENDAR) == 2
    assert [day.day.day for day in (await site.round()).days] == [31, 4, 7, 11, 14, 18]
    assert await site.work.write(turn_rounds, NOON + timedelta(days=7)) == 2
    assert (await site.round()).state is RoundState.PLANNED

    await site.does(call_off_round, site.round_id)
    assert (await site.round()).can_undo is None
    assert await site.work.write(extend_rounds, NOON + timedelta(days=30), CALENDAR) == 0


async def test_a_round_whose_first_day_is_weeks_ahead_is_listed(site: Site) -> None:
    round_ = await site.plans(days=(), rule=Monthly((28,)), starts_on=TESTING_DAY)
    assert round_.days == ()
    (line,) = await site.work.read(list_rounds, site.place.committee_id)
    assert (line.first_day, line.days, line.next_day) == (date(2022, 4, 28), 0, None)

    assert await site.work.write(extend_rounds, NOON + timedelta(days=20), CALENDAR) == 1
    assert [day.number for day in (await site.round()).days] == [1]


async def test_a_pause_takes_the_days_ahead_back(site: Site) -> None:
    round_ = await site.plans(days=(), rule=Weekly(("thu",)), starts_on=TESTING_DAY)
    await site.does(pause_schedule, round_.schedule_id)
    assert await site.ticks(at("7:30")) == 0
    assert {day.state for day in (await site.round()).days} == {DayState.PAUSED}
    assert await site.ticks(at("8:00")) == 0

    await site.does(resume_schedule, round_.schedule_id, now=at("9:00"), calendar=CALENDAR)
    await site.work.write(extend_rounds, at("9:00"), CALENDAR)
    # The first day passed during the pause; a third has come in sight.
    assert [day.state for day in (await site.round()).days] == [
        DayState.PAUSED, DayState.PLANNED, DayState.PLANNED,
    ]  # fmt: skip


async def test_rounds_are_listed_the_next_one_first(site: Site) -> None:
    later = await site.plans(title="后天", days=(date(2022, 4, 2),))
    sooner = await site.plans()
    committee = site.place.committee_id
    lines = await site.work.read(list_rounds, committee)
    assert [(line.id, line.next_day, line.buildings, line.days) for line in lines] == [
        (sooner.id, TESTING_DAY, 4, 1), (later.id, date(2022, 4, 2), 4, 1),
    ]  # fmt: skip
    await site.does(call_off_round, sooner.id)
    assert [line.id for line in await site.work.read(list_rounds, committee)] == [later.id]
    over = await site.work.read(list_rounds, committee, is_over=True)
    assert [(line.id, line.next_day) for line in over] == [(sooner.id, None)]


async def test_a_card_shows_the_days_of_its_buildings(site: Site) -> None:
    await site.plans(days=(), rule=Daily(2), starts_on=TESTING_DAY)
    own = await site.work.read(list_card_days, site.round_id, site.house(1), TESTING_DAY)
    assert [[slot.building for slot in day.slots] for day in own] == [["1"], ["1"]]
    rest = await site.work.read(list_card_days, site.round_id, None, date(2022, 4, 1))
    assert [len(day.slots) for day in rest] == [4]
    assert await site.work.write(place_testing_cards, FIRST_GROUP, now=NOON) == 1
    assert await site.work.write(place_testing_cards, FIRST_GROUP, now=at("12:00")) == 1
    gone = {"now": at("12:00", date(2022, 4, 1))}
    assert await site.work.write(place_testing_cards, FIRST_GROUP, **gone) == 0


async def test_a_card_does_not_tell_where_somebody_waits_at_home(site: Site) -> None:
    visits = [
        SlotDraft(site.house(house), 470, 480, kind=SlotKind.HOME, batch=0) for house in (1, 2)
    ]
    await site.plans(slots=(*visits, *site.slots((1, 480, 510))))

    (day,) = await site.work.read(list_card_days, site.round_id, None, TESTING_DAY)
    assert [(slot.building, slot.begins) for slot in day.slots] == [("1", 480)]
    assert await site.work.read(list_card_days, site.round_id, site.house(2), TESTING_DAY) == ()


async def test_only_who_lives_there_is_told_in_private(site: Site) -> None:
    with pytest.raises(RuleError, match="not_tied"):
        await site.work.write(listen, STAFF, site.place.estate_id, now=NOON)


async def test_nobody_is_called_to_a_time_that_is_over(site: Site) -> None:
    day = (await site.plans()).days[0]
    last = await site.slot(4)
    at_seven = {"now": at("7:30")}
    assert await _refused(site, move_slot, last.id, 5 * 60, **at_seven) == "testing_past"
    assert await _refused(site, delay_day, day.id, -60, **at_seven) == "testing_past"
    # What has begun may end sooner, as long as its end lies ahead.
    changed = await site.does(delay_day, day.id, -10, now=at("8:05"))
    assert changed.buildings == 4


async def test_a_day_does_not_come_back_on_top_of_another_round(site: Site) -> None:
    day = (await site.plans()).days[0]
    await site.does(skip_day, day.id)
    first = site.round_id
    await site.plans(title="第二轮")
    site.round_id = first
    assert await _refused(site, undo_change, first) == "testing_clash"


async def test_who_was_told_of_tomorrow_hears_of_a_pause_and_of_its_end(site: Site) -> None:
    round_ = await site.plans(days=(), rule=Daily(), starts_on=TESTING_DAY)
    evening = at("19:00", NOON.date())
    await site.ticks(evening)
    for action, more in ((pause_schedule, {}), (resume_schedule, {"calendar": CALENDAR})):
        evening += timedelta(minutes=10)
        await site.does(action, round_.schedule_id, now=evening, **more)
        for _ in range(2):
            await site.work.write(extend_rounds, evening, CALENDAR)

    told = await site.told()
    assert [each[1:] for each in told if each[2] in ("called_off", "back_on")] == [
        (ESTATE_GROUP, "called_off", ("2", "3", "4")),
        (FIRST_GROUP, "called_off", ("1",)),
        (ESTATE_GROUP, "back_on", ("2", "3", "4")),
        (FIRST_GROUP, "back_on", ("1",)),
    ]
    for what in ("called_off", "back_on"):
        assert (await site.messages(f"testing/{what}"))[0].params["days"] == ["2022-03-31"]


async def test_a_pause_of_days_that_nobody_was_told_of_is_silent(site: Site) -> None:
    later = TESTING_DAY + timedelta(days=1)
    round_ = await site.plans(days=(), rule=Daily(), starts_on=later)
    await site.does(pause_schedule, round_.schedule_id)
    await site.work.write(extend_rounds, NOON, CALENDAR)
    assert {day.state for day in (await site.round()).days} == {DayState.PAUSED}
    assert await site.told() == []


async def test_after_a_pause_a_day_that_another_round_took_stays_off(site: Site) -> None:
    round_ = await site.plans(days=(), rule=Daily(), starts_on=TESTING_DAY)
    first = site.round_id
    await site.does(pause_schedule, round_.schedule_id)
    await site.work.write(extend_rounds, NOON, CALENDAR)
    other = (await site.plans(title="第二轮")).days[0]
    await site.does(resume_schedule, round_.schedule_id, calendar=CALENDAR)
    await site.work.write(extend_rounds, NOON, CALENDAR)

    site.round_id = first
    states = [day.state for day in (await site.round()).days]
    assert states[:2] == [DayState.SKIPPED, DayState.PLANNED]
    (told,) = [row for row in await site.messages("testing/called_off") if row.chat_id == STAFF]
    assert (told.params["days"], told.params["buildings"]) == (["2022-03-31"], ["1", "2", "3", "4"])
    assert await _refused(site, undo_change, first) == "testing_clash"
    await site.does(skip_day, other.id)
    await site.does(undo_change, first)
    assert {day.state for day in (await site.round()).days} == {DayState.PLANNED}


async def test_a_day_that_comes_in_sight_on_top_of_another_round_is_left_out(site: Site) -> None:
    round_ = await site.plans(days=(), rule=Daily(), starts_on=TESTING_DAY)
    first, beyond = site.round_id, round_.days[-1].day + timedelta(days=1)
    await site.plans(title="第二轮", days=(beyond,))
    await site.work.write(extend_rounds, NOON + timedelta(days=1), CALENDAR)

    site.round_id = first
    last = (await site.round()).days[-1]
    assert (last.day, last.state) == (beyond, DayState.SKIPPED)
    assert [row.chat_id for row in await site.messages("testing/called_off")] == [STAFF]


async def test_a_slot_put_off_past_midnight_meets_the_round_of_the_next_day(site: Site) -> None:
    late = site.slots((1, 1380, 1410))
    first = (await site.plans(slots=late)).days[0].slots[0]
    early = site.slots((1, 30, 60))
    await site.plans(slots=early, days=(TESTING_DAY + timedelta(days=1),))
    refused = await _refused(site, move_slot, first.id, 1440 + 30, now=at("22:00"))
    assert refused == "testing_clash"


async def test_a_round_ends_though_its_last_day_was_skipped(site: Site) -> None:
    second = TESTING_DAY + timedelta(days=1)
    days = (await site.plans(days=(TESTING_DAY, second))).days
    await site.does(skip_day, days[1].id)
    await site.work.write(turn_rounds, at("9:01"))
    assert (await site.round()).state is RoundState.PLANNED
    await site.work.write(turn_rounds, at("9:01", second))
    assert (await site.round()).state is RoundState.DONE
    assert await site.work.write(turn_rounds, at("9:02", second)) == 0

"""Releasing as stock arrives: the next in order are called, each told when; the rest wait."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session, select

from storage.errors import RuleError
from storage.proxies.kinds import ProxyState
from storage.proxies.tables import Proxy
from storage.relay.kinds import EntryState, EventKind
from storage.relay.releases import actions
from storage.relay.releases.forecast import Forecast
from storage.relay.releases.kinds import Day, SlotState, When
from storage.relay.releases.queries import (
    find_forecast,
    find_plan,
    find_slot,
    list_called_numbers,
    list_forecasts,
    list_slots,
)
from storage.relay.releases.reports import list_calls
from storage.relay.tables import RelayEntry, RelayEvent
from storage.work import Work
from tests.builders import STAFF, build_neighbourhood
from tests.storage.releases_world import (
    GROUP,
    MORNING,
    NINE,
    TODAY,
    Counter,
    build_list,
)

STRANGER = 77_777


@pytest.fixture
async def counter(work: Work) -> Counter:
    place = await work.write(build_neighbourhood, households=40, people=tuple(range(1000, 1030)))
    return Counter(work, place, await work.write(build_list, place, 40))


async def _refusal(counter: Counter, action: Any, *args: Any, **options: Any) -> str:
    with pytest.raises(RuleError) as refusal:
        await counter.work.write(action, counter.relay_id, *args, **options)
    return refusal.value.code


async def test_the_next_in_order_are_called_and_the_rest_keep_their_place(
    counter: Counter,
) -> None:
    """图们 (S15): as masks arrive, in order; each is told a time of two minutes a person."""
    await counter.plans()
    released = await counter.releases(12, update_id=7)
    again = await counter.releases(12, update_id=7)

    assert (released.number, released.called, again.called) == (1, 12, 12)
    slots = await counter.work.read(list_slots, counter.relay_id)
    assert [slot.entry_number for slot in slots] == list(range(1, 13))
    assert slots[0].starts_at == slots[1].starts_at == NINE
    assert slots[11].starts_at == NINE + timedelta(minutes=10)
    called = await counter.told("relay/called")
    assert [message.chat_id for message in called] == list(range(1000, 1012))
    assert called[11].params["at"] == (NINE + timedelta(minutes=10)).isoformat()
    posted = await counter.told("relay/release_posted")
    assert [message.chat_id for message in posted] == [GROUP]
    assert posted[0].params["hours"][0]["spans"] == ["1–12"]

    second = await counter.releases(100)
    assert (second.number, second.called, second.unreached) == (2, 28, 10)
    slot = await counter.work.read(find_slot, counter.relay_id, 13)
    assert slot is not None
    assert slot.starts_at == NINE + timedelta(minutes=12), "behind all who were called"
    assert await _refusal(counter, actions.release_next, 5, by=STAFF, now=MORNING) == (
        "nothing_to_release"
    )

    def log(session: Session) -> list[int]:
        rows = select(RelayEvent.entry_number).where(RelayEvent.kind == EventKind.RELEASED)
        return list(session.exec(rows))

    assert await counter.work.read(log) == list(range(1, 41))
    lines = await counter.work.read(list_calls, counter.relay_id)
    assert {line.door for line in lines} == {f"{n % 2 + 1}-{101 + n // 2}" for n in range(30, 40)}


async def test_who_acts_for_a_household_is_told_its_turn_and_whose_it_is(
    counter: Counter,
) -> None:
    def act_for(session: Session) -> None:
        home = counter.place.households[1]
        session.add(
            Proxy(
                household_id=home,
                person_id=1000,
                state=ProxyState.ACTIVE,
                begun_at=MORNING,
                until=NINE + timedelta(days=9),
            )
        )

    await counter.work.write(act_for)
    await counter.plans()
    await counter.releases(2)
    told = [(m.chat_id, m.params["door"]) for m in await counter.told("relay/called")]
    assert told == [(1000, None), (1001, None), (1000, "2-101")]


async def test_two_of_staff_who_release_at_once_call_nobody_twice(counter: Counter) -> None:
    await counter.plans()
    both = await asyncio.gather(
        *(counter.releases(10, release=1) for _ in range(2)), return_exceptions=True
    )
    assert sorted(type(outcome).__name__ for outcome in both) == ["Released", "RuleError"]
    assert await counter.work.read(list_called_numbers, counter.relay_id) == set(range(1, 11))


async def test_only_staff_release_and_only_what_the_days_hold(counter: Counter) -> None:
    await counter.plans(ends_on=TODAY, hours=((540, 550),))
    assert await _refusal(counter, actions.release_next, 5, by=STRANGER, now=MORNING) == "not_staff"
    preview = await counter.work.read(actions.preview_release, counter.relay_id, 40, now=MORNING)
    assert (preview.called, preview.beyond, preview.pieces) == (10, 30, 20)
    assert await _refusal(counter, actions.release_next, 11, by=STAFF, now=MORNING) == (
        "release_beyond"
    )
    assert (await counter.releases(10)).called == 10


async def test_those_with_a_reserved_place_come_first_only_on_purpose(counter: Counter) -> None:
    def grant(session: Session) -> None:
        session.get_one(RelayEntry, (counter.relay_id, 40)).pool = -2

    await counter.work.write(grant)
    await counter.plans()
    await counter.releases(2)
    assert await counter.work.read(list_called_numbers, counter.relay_id) == {1, 2}
    assert (await counter.releases(1, with_grants=True)).called == 2
    assert await counter.work.read(list_called_numbers, counter.relay_id) == {1, 2, 3, 40}
    posted = await counter.told("relay/release_posted")
    assert posted[1].params["hours"][0]["spans"] == ["3"], "a granted place is only counted"
    assert posted[1].params["hours"][0]["count"] == 2


async def test_where_papers_are_needed_who_was_not_checked_is_passed_over(work: Work) -> None:
    place = await work.write(build_neighbourhood)
    relay_id = await work.write(build_list, place, 6, needs_papers=True)
    counter = Counter(work, place, relay_id)
    await counter.plans()
    assert await _refusal(counter, actions.release_next, 5, by=STAFF, now=MORNING) == (
        "nothing_to_release"
    )
    plan = await work.read(find_plan, relay_id, now=MORNING)
    assert (plan.uncalled, plan.unready) == (6, 6)


async def test_every_number_knows_whether_it_can_be_today(counter: Counter) -> None:
    """时代花园 (S26): No. N, about when, today or not."""
    unplanned = await counter.work.read(find_forecast, counter.relay_id, 3, now=MORNING)
    assert unplanned.when is When.NONE

    await counter.plans(1, hours=((540, 570),), desks=1, buildings=frozenset())
    await counter.plans(
        2, place="2号楼门厅", hours=((540, 560),), desks=1,
        buildings=frozenset({counter.place.buildings[1]}),
    )  # fmt: skip
    await counter.releases(4)
    whole = await counter.work.read(list_forecasts, counter.relay_id, now=MORNING)
    assert whole[1] == Forecast(When.CALLED, NINE, Day.TODAY, "活动室")
    assert whole[2] == Forecast(When.CALLED, NINE, Day.TODAY, "2号楼门厅")
    assert whole[5].when is When.EXPECTED
    assert (whole[29].day, whole[31].day) == (Day.TODAY, Day.TOMORROW)
    assert (whole[20].day, whole[22].day) == (Day.TODAY, Day.TOMORROW)
    for number in range(1, 41):
        one = await counter.work.read(find_forecast, counter.relay_id, number, now=MORNING)
        assert one == whole[number]

    await counter.collects((1, NINE), (5, NINE))
    after = await counter.work.read(list_forecasts, counter.relay_id, now=NINE)
    assert (after[1].when, after[5].when) == (When.COLLECTED, When.COLLECTED)
    seventh = await counter.work.read(find_forecast, counter.relay_id, 7, now=NINE)
    assert seventh == after[7]


async def test_late_stock_has_everybody_wait_and_then_told_anew(counter: Counter) -> None:
    await counter.plans(desks=1)
    await counter.releases(5)
    await counter.collects((1, NINE))
    late = NINE + timedelta(minutes=3)
    act = counter.work.write

    assert await act(actions.pause_release, counter.relay_id, by=STAFF, now=late) == 4
    assert await act(actions.pause_release, counter.relay_id, by=STAFF, now=late) == 0
    assert await _refusal(counter, actions.release_next, 5, by=STAFF, now=late) == "release_paused"
    held = await counter.work.read(find_forecast, counter.relay_id, 4, now=late)
    assert (held.when, held.at) == (When.HELD, None)
    assert len(await counter.told("relay/slot_held")) == 4
    assert len(await counter.told("relay/release_paused")) == 1

    later = NINE + timedelta(hours=1)
    assert await act(actions.resume_release, counter.relay_id, by=STAFF, now=later) == 4
    slots = {s.entry_number: s for s in await counter.work.read(list_slots, counter.relay_id)}
    assert slots[2].starts_at == later + timedelta(minutes=15)
    assert slots[5].starts_at == later + timedelta(minutes=21)
    assert len(await counter.told("relay/slot_moved")) == 4


async def test_the_rest_of_a_release_can_be_taken_back(counter: Counter) -> None:
    await counter.plans(desks=1)
    await counter.releases(10)
    now = NINE + timedelta(minutes=9)
    await counter.collects((1, NINE), (2, NINE))
    taken = await counter.work.write(actions.cancel_rest, counter.relay_id, by=STAFF, now=now)

    assert taken == 5
    assert await counter.work.read(list_called_numbers, counter.relay_id) == {1, 2, 3, 4, 5}
    assert len(await counter.told("relay/call_withdrawn")) == 5
    assert (await counter.releases(1, now=now)).called == 1
    assert 6 in await counter.work.read(list_called_numbers, counter.relay_id), "next in order"


async def test_who_was_called_and_leaves_frees_the_time_of_a_desk(counter: Counter) -> None:
    await counter.plans(desks=1)
    await counter.releases(5)

    def leave(session: Session) -> None:
        session.get_one(RelayEntry, (counter.relay_id, 3)).state = EntryState.LEFT

    await counter.work.write(leave)
    sixth = await counter.work.read(find_forecast, counter.relay_id, 6, now=MORNING)
    assert sixth.at == NINE + timedelta(minutes=4)
    await counter.releases(2)
    slots = {s.entry_number: s for s in await counter.work.read(list_slots, counter.relay_id)}
    assert slots[6].starts_at == slots[3].starts_at == NINE + timedelta(minutes=4)
    assert slots[7].starts_at == NINE + timedelta(minutes=10), "the gap is filled once"


async def test_a_slow_desk_moves_those_behind_once_and_staff_can_undo(counter: Counter) -> None:
    await counter.plans(desks=1)
    await counter.releases(40)
    # Four minutes a person instead of two.
    await counter.collects(*((n, NINE + timedelta(minutes=4 * (n - 1))) for n in range(1, 16)))
    now = NINE + timedelta(minutes=58)
    before = {s.entry_number: s for s in await counter.work.read(list_slots, counter.relay_id)}

    assert await counter.work.write(actions.follow_points, now) == 1
    assert await counter.work.write(actions.follow_points, now + timedelta(minutes=5)) == 0
    after = {s.entry_number: s for s in await counter.work.read(list_slots, counter.relay_id)}
    moved = [n for n in after if after[n].starts_at != before[n].starts_at]
    assert moved == list(range(31, 41)), "those whose time is still to come"
    assert all(after[n].starts_at > before[n].starts_at for n in moved)
    assert len(await counter.told("relay/slots_shifted")) == 1
    assert len(await counter.told("relay/slot_moved")) == 0, "nobody there has Telegram"
    lines = await counter.work.read(list_calls, counter.relay_id)
    assert lines[0].starts_at == after[31].starts_at

    undone = await counter.work.write(
        actions.undo_shift, counter.relay_id, by=STAFF, now=now + timedelta(minutes=1)
    )
    assert undone == 10
    back = {s.entry_number: s for s in await counter.work.read(list_slots, counter.relay_id)}
    assert back[40].starts_at >= before[40].starts_at
    assert back[40].starts_at <= after[40].starts_at
    later = now + timedelta(minutes=20)
    assert await counter.work.write(actions.follow_points, later) == 0, "left alone today"


async def test_staff_are_told_which_numbers_fit_no_day_any_more(counter: Counter) -> None:
    await counter.plans(desks=1, ends_on=TODAY, hours=((540, 620),))
    await counter.releases(40)
    await counter.collects(*((n, NINE + timedelta(minutes=4 * (n - 1))) for n in range(1, 16)))
    now = NINE + timedelta(minutes=58)
    for again in range(2):
        at = now + timedelta(minutes=5 * again)
        await counter.work.write(actions.follow_points, at)
    [warned] = await counter.told("relay/slots_shifted")
    assert (warned.chat_id, warned.params["moved"]) == (STAFF, False)
    assert (warned.params["beyond"], warned.params["numbers"]) == (10, ["31–40"])


async def test_a_crowd_alerts_staff_once_and_groups_are_asked_to_come_later(
    counter: Counter,
) -> None:
    """殷行 (S47): seven helpers and a crowd on the first day."""
    await counter.plans(desks=1)
    await counter.releases(40)
    now = NINE + timedelta(minutes=45)
    assert await counter.work.write(actions.follow_points, now) == 0, "fifteen are no crowd"

    def hurry(session: Session) -> None:
        actions.set_pace(session, counter.relay_id, 240, by=STAFF, now=now)

    await counter.work.write(hurry)
    assert await counter.work.write(actions.follow_points, now) == 1
    assert await counter.work.write(actions.follow_points, now + timedelta(minutes=5)) == 0
    [alert] = await counter.told("relay/crowd")
    assert (alert.chat_id, alert.params["waiting"]) == (STAFF, 15)
    await counter.work.write(actions.ask_to_come_later, counter.relay_id, by=STAFF, now=now)
    assert [m.chat_id for m in await counter.told("relay/come_later")] == [GROUP]


async def test_each_evening_staff_and_groups_hear_how_the_day_went(counter: Counter) -> None:
    """四平路 (S32): daily. Who missed the turn keeps the place; staff may call again."""
    await counter.plans(desks=1)
    await counter.releases(8)
    await counter.collects(*((n, NINE + timedelta(minutes=2 * n)) for n in range(1, 6)))
    evening = NINE + timedelta(hours=3, minutes=30)

    assert await counter.work.write(actions.report_days, evening - timedelta(minutes=1)) == 0
    assert await counter.work.write(actions.report_days, evening) == 1
    assert await counter.work.write(actions.report_days, evening + timedelta(hours=1)) == 0
    [report] = await counter.told("relay/day_report")
    assert report.chat_id == STAFF
    numbers = {key: report.params[key] for key in ("called", "collected", "pieces", "missed")}
    assert numbers == {"called": 8, "collected": 5, "pieces": 10, "missed": 3}
    [posted] = await counter.told("relay/day_posted")
    assert posted.chat_id == GROUP
    slots = await counter.work.read(list_slots, counter.relay_id)
    assert {s.entry_number for s in slots if s.state is SlotState.MISSED} == {6, 7, 8}

    again = await counter.work.write(actions.recall_missed, counter.relay_id, by=STAFF, now=evening)
    assert again.called == 3
    slot = await counter.work.read(find_slot, counter.relay_id, 6)
    assert slot is not None
    assert slot.starts_at == NINE + timedelta(days=1)


async def test_plans_are_staffs_and_points_in_use_stay(counter: Counter) -> None:
    act, relay_id = counter.work.write, counter.relay_id
    await act(actions.open_plan, relay_id, by=STAFF, now=MORNING)
    plan = await counter.work.read(find_plan, relay_id, now=MORNING)
    assert [(p.place, p.hours) for p in plan.points] == [("益丰药房，凭证领取", ((540, 1020),))]
    await counter.releases(3)
    assert await _refusal(counter, actions.drop_point, 1, by=STAFF, now=MORNING) == "point_in_use"
    assert await _refusal(counter, actions.set_pace, 1, by=STAFF, now=MORNING) == "wrong_pace"
    assert await _refusal(counter, actions.set_pace, 60, by=STRANGER, now=MORNING) == "not_staff"
    plan = await counter.work.read(find_plan, relay_id, now=NINE + timedelta(minutes=3))
    assert (plan.called, plan.due, plan.ahead, plan.uncalled) == (3, 2, 1, 37)

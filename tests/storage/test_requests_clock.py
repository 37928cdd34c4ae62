"""Nothing waits without an owner; sessions, refills and the day's digest come by themselves."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlmodel import Session, select

from storage.audit.tables import AuditRecord
from storage.community import actions as community
from storage.community.kinds import RoleKind
from storage.requests import actions, queries
from storage.requests.kinds import Outcome, Purpose
from storage.work import Work
from tests.builders import STAFF
from tests.storage.requests_world import (
    ANNA,
    DAY,
    HOUR,
    MINUTE,
    NOW,
    OTHER_STAFF,
    TODAY,
    World,
    make_world,
)

TOMORROW = TODAY + DAY


@pytest.fixture
async def world(work: Work) -> World:
    return await make_world(work)


def shanghai(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=UTC) - timedelta(hours=8)


async def test_unclaimed_goes_to_the_next_and_then_to_everybody(world: World) -> None:
    await world.work.write(community.take_duty, 1, by=STAFF, now=NOW)
    view = await world.ask()
    assert await world.heard("new") == [STAFF]

    assert await world.tick(actions.escalate_due, NOW + 29 * MINUTE) == 0
    assert await world.tick(actions.escalate_due, NOW + 30 * MINUTE) == 1
    assert await world.tick(actions.escalate_due, NOW + 31 * MINUTE) == 0
    assert await world.heard("escalated") == [OTHER_STAFF]
    await world.tick(actions.escalate_due, NOW + 60 * MINUTE)
    assert await world.heard("escalated") == [OTHER_STAFF, STAFF, OTHER_STAFF]
    _, params = (await world.told("escalated"))[-1]
    assert (params["minutes"], params["level"]) == (60, 2)
    assert (await world.request(view.id)).escalations == 2

    await world.do(actions.claim, view.id)
    assert await world.tick(actions.escalate_due, NOW + 10 * HOUR) == 0


async def test_next_one_is_whose_shift_begins_next(world: World) -> None:
    third = 900_050
    community_actions = (
        (community.meet_person, (third, "周", "zh"), {"reachable": True}),
        (community.grant_role, (third, 1, RoleKind.STAFF), {}),
        (community.take_duty, (1,), {"by": STAFF}),
        (
            community.plan_shift,
            (1, third),
            {"starts_at": NOW + 4 * HOUR, "ends_at": NOW + 12 * HOUR, "by": STAFF},
        ),
    )
    for action, args, more in community_actions:
        await world.work.write(action, *args, now=NOW, **more)
    await world.ask()
    await world.tick(actions.escalate_due, NOW + 30 * MINUTE)
    assert await world.heard("escalated") == [third]


async def test_after_a_night_without_the_bot_it_is_told_once(world: World) -> None:
    await world.ask()
    assert await world.tick(actions.escalate_due, NOW + 5 * HOUR) == 1
    assert len(await world.heard("escalated")) == 2


async def test_where_nobody_can_be_reached_it_is_tried_again(world: World) -> None:
    for person in (STAFF, OTHER_STAFF):
        await world.work.write(community.set_reachable, person, False)
    await world.ask()
    assert await world.heard("new") == []
    assert await world.tick(actions.escalate_due, NOW + HOUR) == 0
    await world.work.write(community.set_reachable, STAFF, True)
    assert await world.tick(actions.escalate_due, NOW + HOUR) == 1
    assert await world.heard("new") == [STAFF]


async def test_late_is_told_once_to_owner_and_duty(world: World) -> None:
    await world.work.write(community.take_duty, 1, by=OTHER_STAFF, now=NOW)
    view = await world.ask()
    await world.do(actions.claim, view.id)

    assert await world.tick(actions.escalate_due, NOW + 24 * HOUR - MINUTE) == 0
    assert await world.tick(actions.escalate_due, NOW + 24 * HOUR) == 1
    assert await world.tick(actions.escalate_due, NOW + 25 * HOUR) == 0
    assert await world.heard("overdue") == [STAFF, OTHER_STAFF]


async def test_released_it_escalates_anew(world: World) -> None:
    view = await world.ask()
    await world.do(actions.claim, view.id)
    await world.do(actions.release, view.id, now=NOW + HOUR)
    assert await world.tick(actions.escalate_due, NOW + 89 * MINUTE) == 0
    assert await world.tick(actions.escalate_due, NOW + 90 * MINUTE) == 1


async def test_session_is_reminded_of_and_asked_after(world: World) -> None:
    view = await world.ask(slug="dialysis")
    assert view.session_on == TOMORROW
    look = actions.ask_after_sessions

    assert await world.tick(look, shanghai(TODAY, 17, 59)) == 0
    assert await world.tick(look, shanghai(TODAY, 18)) == 1
    assert await world.tick(look, shanghai(TODAY, 19)) == 0
    ((person, params),) = await world.told("reminder")
    assert (person, params["session_on"]) == (ANNA, "2022-04-07")
    assert await world.tick(look, shanghai(TOMORROW, 20, 59)) == 0
    assert await world.tick(look, shanghai(TOMORROW, 21)) == 1
    assert await world.heard("session_check") == [ANNA]

    evening = shanghai(TOMORROW, 21, 5)
    for _ in range(2):
        answered = await world.do(
            actions.answer_session, view.id, True, on=TOMORROW, by=ANNA, now=evening
        )
    # Tuesday, Thursday, Saturday: after Thursday the 7th comes Saturday the 9th.
    assert (answered.session_on, answered.is_live) == (date(2022, 4, 9), True)
    assert await world.tick(look, shanghai(TODAY + 2 * DAY, 9)) == 0
    assert await world.told("alarm") == []


async def test_missed_session_raises_an_alarm_at_once(world: World) -> None:
    view = await world.ask(slug="dialysis")
    await world.do(actions.claim, view.id, by=OTHER_STAFF)
    evening = shanghai(TOMORROW, 21, 5)
    await world.do(actions.answer_session, view.id, False, date(2022, 4, 8), by=ANNA, now=evening)

    told = [(person, params["reason"]) for person, params in await world.told("alarm")]
    assert told == [(OTHER_STAFF, "missed"), (STAFF, "missed")]
    (params,) = {str(params["session_on"]) for _, params in await world.told("alarm")}
    assert params == "2022-04-07"
    assert (await world.request(view.id)).session_on == date(2022, 4, 8)


async def test_held_by_a_wrong_press_and_missed_after_all_is_looked_after(world: World) -> None:
    view = await world.ask(slug="dialysis")
    evening = shanghai(TOMORROW, 21, 5)
    for took_place in (True, False, False):
        await world.do(
            actions.answer_session, view.id, took_place, on=TOMORROW, by=ANNA, now=evening
        )
    alarms = await world.told("alarm")
    assert [(params["reason"], params["session_on"]) for _, params in alarms] == [
        ("missed", "2022-04-07")
    ] * len(alarms)
    assert len(alarms) == 2
    assert (await world.request(view.id)).session_on == date(2022, 4, 9)


async def test_next_session_outlives_a_change_of_another_answer(world: World) -> None:
    view = await world.ask(slug="dialysis")
    moved = date(2022, 4, 12)
    await world.do(actions.set_session, view.id, moved, by=ANNA)
    changed = await world.do(actions.change_answers, view.id, {"hospital": "仁济"}, by=ANNA)
    assert changed.session_on == moved
    name = next(each.name for each in view.form.questions if each.purpose is Purpose.SESSION)
    again = await world.do(actions.change_answers, view.id, {name: "2022-04-14"}, by=ANNA)
    assert again.session_on == date(2022, 4, 14)


async def test_audit_keeps_nothing_of_a_treatment(world: World) -> None:
    view = await world.ask(slug="dialysis")
    evening = shanghai(TOMORROW, 21, 5)
    await world.do(actions.answer_session, view.id, False, on=TOMORROW, by=ANNA, now=evening)

    def details(session: Session) -> list[dict[str, object]]:
        query = select(AuditRecord).where(AuditRecord.subject == f"request:{view.id}")
        told = ("request.session", "request.alarmed")
        return [each.details for each in session.exec(query) if each.action in told]

    assert await world.work.read(details) == [{}, {}]


async def test_no_answer_by_the_next_morning_is_an_alarm(world: World) -> None:
    await world.ask(slug="dialysis")
    look = actions.ask_after_sessions
    await world.tick(look, shanghai(TOMORROW, 21))
    assert await world.tick(look, shanghai(TOMORROW + DAY, 8, 59)) == 0
    assert await world.tick(look, shanghai(TOMORROW + DAY, 9)) == 1
    assert await world.tick(look, shanghai(TOMORROW + DAY, 10)) == 0
    assert {params["reason"] for _, params in await world.told("alarm")} == {"unanswered"}


async def test_register_goes_on_after_an_alarm_and_a_late_answer_still_counts(world: World) -> None:
    view = await world.ask(slug="dialysis")
    morning = shanghai(TOMORROW + DAY, 9)
    await world.tick(actions.ask_after_sessions, morning)
    saturday = date(2022, 4, 9)
    assert (await world.request(view.id)).session_on == saturday

    for _ in range(2):
        late = await world.do(
            actions.answer_session, view.id, True, on=TOMORROW, by=ANNA, now=morning
        )
    assert late.session_on == saturday
    assert await world.tick(actions.ask_after_sessions, shanghai(saturday, 21)) == 1


async def test_whom_nobody_can_ask_is_looked_after(world: World) -> None:
    await world.enter(slug="dialysis")
    await world.tick(actions.ask_after_sessions, shanghai(TOMORROW + DAY, 9))
    assert {params["reason"] for _, params in await world.told("alarm")} == {"nobody_to_ask"}


async def test_answer_about_another_session_is_a_stale_button(world: World) -> None:
    view = await world.ask(slug="dialysis")
    early = await world.refused(actions.answer_session, view.id, True, by=ANNA)
    assert early.code == "stale_button"
    other = {"on": date(2022, 4, 5), "now": shanghai(TOMORROW, 21)}
    wrong = await world.refused(actions.answer_session, view.id, True, by=ANNA, **other)
    assert wrong.code == "stale_button"
    plain = await world.ask(slug="repairs")
    none = await world.refused(actions.set_session, plain.id, TOMORROW, by=ANNA)
    assert none.code == "need_no_sessions"


async def test_register_is_due_only_after_its_next_session(world: World) -> None:
    view = await world.ask(slug="dialysis", answers={"next": "2022-04-12"})
    claimed = await world.do(actions.claim, view.id)
    assert claimed.due_at == shanghai(date(2022, 4, 13), 12)
    moved = await world.do(actions.set_session, view.id, date(2022, 4, 19))
    assert moved.due_at == shanghai(date(2022, 4, 20), 12)


async def test_medicine_is_asked_again_before_it_runs_out(world: World) -> None:
    view = await world.ask()
    delivered = await world.do(actions.confirm_receipt, view.id, by=ANNA)
    day = date(2022, 4, 29)
    assert delivered.refill_on == day

    assert await world.tick(actions.remind_refills, shanghai(day, 8, 59)) == 0
    assert await world.tick(actions.remind_refills, shanghai(day, 9)) == 1
    assert await world.tick(actions.remind_refills, shanghai(day, 10)) == 0
    ((person, params),) = await world.told("refill")
    assert (person, params["refill_on"]) == (ANNA, "2022-04-29")


async def test_refill_of_a_caller_goes_to_the_duty(world: World) -> None:
    view = await world.enter()
    await world.do(actions.confirm_receipt, view.id)
    await world.tick(actions.remind_refills, shanghai(date(2022, 4, 29), 9))
    assert {params["reason"] for _, params in await world.told("alarm")} == {"refill"}


async def test_who_asked_again_already_is_not_asked(world: World) -> None:
    view = await world.ask()
    await world.do(actions.confirm_receipt, view.id, by=ANNA)
    await world.do(actions.ask_again, view.id, by=ANNA, now=NOW + 20 * DAY)
    await world.tick(actions.remind_refills, shanghai(date(2022, 4, 29), 9))
    assert await world.told("refill") == []


async def test_digest_comes_once_a_day_at_eight(world: World) -> None:
    morning = shanghai(TODAY, 9)
    first, second, third = [await world.ask(each, now=morning) for each in range(3)]
    await world.ask(3, "repairs", now=shanghai(TODAY, 14))
    await world.do(actions.claim, first.id, now=morning + 10 * MINUTE)
    await world.do(actions.claim, second.id, now=morning + 30 * MINUTE)
    await world.do(actions.claim, third.id, now=morning + 60 * MINUTE)
    await world.do(actions.close, first.id, Outcome.SOLVED, now=morning + 70 * MINUTE)

    send = actions.send_digests
    assert await world.tick(send, shanghai(TODAY, 19, 59)) == 0
    assert await world.tick(send, shanghai(TODAY, 20)) == 2
    assert await world.tick(send, shanghai(TODAY, 23)) == 0
    _, params = (await world.told("digest"))[0]
    named = ("asked", "closed", "open", "overdue", "claim_minutes", "work_minutes")
    assert [params[name] for name in named] == [4, 1, 3, 0, 30, 60]
    assert {hour: count for hour, count in enumerate(params["by_hour"]) if count} == {9: 3, 14: 1}
    kinds = [(kind["icon"], kind["asked"], kind["closed"]) for kind in params["by_kind"]]
    assert kinds == [("💊", 3, 1), ("🔧", 1, 0)]
    assert params["before"] == {"day": "2022-04-05", "asked": 0, "closed": 0}


async def test_digest_of_an_evening_without_the_bot_comes_in_the_morning(world: World) -> None:
    await world.ask(now=shanghai(TODAY, 22))
    send = actions.send_digests
    assert await world.tick(send, shanghai(TOMORROW, 7, 59)) == 0
    assert await world.tick(send, shanghai(TOMORROW, 8)) == 2
    assert await world.tick(send, shanghai(TOMORROW, 9)) == 0
    assert {params["day"] for _, params in await world.told("digest")} == {"2022-04-06"}


async def test_quiet_day_is_not_told(world: World) -> None:
    assert await world.tick(actions.send_digests, shanghai(TODAY, 20)) == 0


async def test_digest_of_a_past_day_stands_as_it_ended(world: World) -> None:
    view = await world.ask(now=shanghai(TODAY, 9))
    await world.ask(1, now=shanghai(TOMORROW, 9))
    await world.do(actions.close, view.id, Outcome.SOLVED, now=shanghai(TOMORROW, 10))

    later = NOW + 5 * DAY
    before = await world.work.read(queries.find_digest, 1, TODAY, later)
    after = await world.work.read(queries.find_digest, 1, TOMORROW, later)
    assert (before.asked, before.closed, before.open, before.overdue) == (1, 0, 1, 0)
    assert (after.asked, after.closed, after.open, after.overdue) == (1, 1, 1, 0)

"""A need comes in: numbered, told to the duty, kept sealed, never twice."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import text
from sqlmodel import Session

from storage.community import actions as community
from storage.requests import actions, queries
from storage.requests.kinds import Channel, EventKind, Purpose, RequestState
from storage.requests.queries import RequestView
from storage.work import Work
from tests.builders import STAFF
from tests.storage.requests_world import (
    ANNA,
    BORIS,
    DAY,
    HOUR,
    LEAD,
    NOW,
    OTHER_STAFF,
    STRANGER,
    TODAY,
    World,
    make_world,
    photo,
)


@pytest.fixture
async def world(work: Work) -> World:
    return await make_world(work)


async def test_request_is_kept_whole(world: World) -> None:
    view = await world.ask(photos=(photo("prescription"),), channel=Channel.GROUP)

    assert isinstance(view, RequestView)
    assert (view.number, view.state, view.person_id) == (1, RequestState.OPEN, ANNA)
    assert (view.building, view.door, view.channel) == ("1", "1-101", Channel.GROUP)
    assert view.find(Purpose.DRUG) == "硝苯地平控释片"
    assert view.find(Purpose.QUANTITY) == 2
    assert [each.file_id for each in view.photos] == ["prescription"]
    assert view.due_at == NOW + 24 * HOUR
    assert view == await world.request(view.id)


async def test_duty_hears_of_number_kind_and_building_only(world: World) -> None:
    await world.work.write(community.take_duty, 1, by=OTHER_STAFF, now=NOW)
    view = await world.ask()

    ((person, params),) = await world.told("new")
    assert person == OTHER_STAFF
    assert params == {
        "request_id": view.id,
        "number": 1,
        "kind": {"icon": "💊", "title": {"zh-hans": "配药", "en": "Medicine"}},
        "building": "1",
        "is_again": False,
    }


async def test_what_is_said_is_sealed_in_the_database(world: World) -> None:
    view = await world.enter(photos=(photo("prescription"),))
    await world.do(actions.add_note, view.id, "胰岛素要冷藏")

    def read(session: Session) -> str:
        tables = ("request", "request_event", "request_photo", "outbox_message")
        return str([session.execute(text(f"select * from {table}")).all() for table in tables])

    kept = await world.work.read(read)
    for secret in ("硝苯地平", "中山医院", "13800138000", "胰岛素", "prescription"):
        assert secret not in kept


async def test_needed_by_brings_the_deadline_forward(world: World) -> None:
    today = await world.ask(answers={"by": "today"})
    later = await world.ask(answers={"by": "2022-04-20"})

    assert (today.needed_by, today.due_at) == (TODAY, NOW + 12 * HOUR)
    assert (later.needed_by, later.due_at) == (date(2022, 4, 20), NOW + 24 * HOUR)


async def test_same_form_again_is_the_same_request(world: World) -> None:
    first = await world.ask(update_id=77)
    again = await world.ask(update_id=77)

    assert again == first
    assert len(await world.told("new")) == 2
    refusal = await world.refused(actions.ask, world.new(1, update_id=77), by=BORIS)
    assert refusal.code == "stale_button"


async def test_numbers_have_no_gaps(world: World) -> None:
    await world.ask()
    await world.refused(actions.ask, world.new(1, answers={"boxes": 11}), by=BORIS)
    second = await world.ask(1)

    assert second.number == 2


async def test_wrong_answers_are_refused_and_nothing_is_kept(world: World) -> None:
    for answers, code in (
        ({"boxes": "many"}, "need_number_wrong"),
        ({"by": "2022-04-05"}, "need_date_past"),
        ({"often": "daily"}, "need_choice_unknown"),
        ({"drug": " "}, "need_text_empty"),
        ({"drug": None}, "need_answer_missing"),
    ):
        refusal = await world.refused(actions.ask, world.new(0, answers=answers), by=ANNA)
        assert refusal.code == code


async def test_photos_too_large_or_too_many_are_refused(world: World) -> None:
    large = world.new(0, photos=(photo(size=20_000_000),))
    many = world.new(0, photos=tuple(photo(str(number)) for number in range(7)))

    assert (await world.refused(actions.ask, large, by=ANNA)).code == "need_photo_large"
    assert (await world.refused(actions.ask, many, by=ANNA)).code == "need_photos_many"


async def test_nobody_asks_for_another_household(world: World) -> None:
    for person in (BORIS, STRANGER, STAFF):
        assert (await world.refused(actions.ask, world.new(0), by=person)).code == "not_tied"


async def test_kind_that_is_hidden_or_gone_is_not_asked_for(world: World) -> None:
    await world.do(actions.offer_kind, world.kinds["repairs"].id, False)
    await world.do(actions.withdraw_kind, world.kinds["dialysis"].id)

    for slug in ("repairs", "dialysis"):
        refusal = await world.refused(actions.ask, world.new(0, slug), by=ANNA)
        assert refusal.code == "need_kind_gone"


async def test_one_person_does_not_flood_the_desk(world: World) -> None:
    for _ in range(20):
        await world.ask(slug="repairs")

    assert (await world.refused(actions.ask, world.new(0), by=ANNA)).code == "need_too_many"
    assert (await world.ask(now=NOW + HOUR)).number == 21


async def test_staff_enter_for_somebody_who_telephones(world: World) -> None:
    view = await world.enter(channel=Channel.PHONE)

    assert (view.person_id, view.entered_by, view.caller) == (None, STAFF, "王阿姨 13800138000")
    assert (await world.work.read(queries.list_own, ANNA)) == ()


async def test_lead_enters_for_their_building_only(world: World) -> None:
    entered = await world.do(actions.enter, world.new(0), by=LEAD)
    assert entered.entered_by == LEAD
    assert (await world.refused(actions.enter, world.new(1), by=LEAD)).code == "not_staff"


async def test_like_requests_are_pointed_out(world: World) -> None:
    first = await world.ask()
    await world.ask(slug="repairs")
    gone = await world.ask()
    await world.do(actions.withdraw, gone.id, by=ANNA)
    kind = world.kinds["medicine"].id
    household = world.place.households[0]

    like = await world.work.read(queries.find_like, household, kind, NOW)
    assert [each.id for each in like] == [first.id]
    await world.do(actions.confirm_receipt, first.id, by=ANNA)
    soon = await world.work.read(queries.find_like, household, kind, NOW + DAY)
    late = await world.work.read(queries.find_like, household, kind, NOW + 3 * DAY)
    assert (len(soon), len(late)) == (1, 0)


async def test_asked_again_it_is_the_same_with_days_ahead(world: World) -> None:
    view = await world.ask(answers={"by": "today"}, photos=(photo("box"),))
    await world.do(actions.confirm_receipt, view.id, by=ANNA)
    later = NOW + 23 * DAY

    again = await world.do(actions.ask_again, view.id, by=ANNA, now=later)

    assert again.id != view.id
    assert again.find(Purpose.DRUG) == view.find(Purpose.DRUG)
    assert again.needed_by == date(2022, 5, 1)
    assert [each.file_id for each in again.photos] == ["box"]
    assert (await world.do(actions.ask_again, view.id, by=ANNA, now=later)).id == again.id
    refusal = await world.refused(actions.ask_again, view.id, by=BORIS, now=later)
    assert refusal.code == "need_not_yours"


async def test_asked_again_for_a_caller_by_staff(world: World) -> None:
    view = await world.enter()
    again = await world.do(actions.ask_again, view.id, by=OTHER_STAFF)

    assert (again.caller, again.entered_by, again.person_id) == (view.caller, OTHER_STAFF, None)


async def test_photo_added_later_is_kept_once(world: World) -> None:
    view = await world.ask()
    await world.do(actions.claim, view.id)
    for _ in range(2):
        view = await world.do(actions.add_photo, view.id, photo("late"), by=ANNA)

    assert [each.file_id for each in view.photos] == ["late"]
    assert await world.heard("changed") == [STAFF]
    events = await world.work.read(queries.list_events, view.id)
    assert [event.kind for event in events] == [
        EventKind.ASKED,
        EventKind.CLAIMED,
        EventKind.CHANGED,
    ]

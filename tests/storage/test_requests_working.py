"""Staff work on requests: one owner, the requester told at each step, the audit complete."""

from __future__ import annotations

import pytest

from storage.community import actions as community
from storage.requests import actions, queries
from storage.requests.kinds import BoardView, EventKind, Handover, Outcome, RequestState, Source
from storage.requests.queries import BoardFilter
from storage.work import Work
from tests.builders import STAFF
from tests.storage.requests_world import (
    ANNA,
    DAY,
    HOUR,
    LEAD,
    MINUTE,
    NOW,
    OTHER_LEAD,
    OTHER_STAFF,
    TODAY,
    VOLUNTEER,
    World,
    make_world,
    photo,
)


@pytest.fixture
async def world(work: Work) -> World:
    return await make_world(work)


async def test_reading_is_noted_audited_and_shown_to_the_requester(world: World) -> None:
    view = await world.ask()
    await world.do(actions.open_request, view.id)
    await world.do(actions.open_request, view.id, now=NOW + HOUR)
    await world.do(actions.open_request, view.id, by=OTHER_STAFF)

    readers = await world.work.read(queries.list_readers, view.id)
    assert [(each.person_id, each.first_at, each.last_at) for each in readers] == [
        (STAFF, NOW, NOW + HOUR),
        (OTHER_STAFF, NOW, NOW),
    ]
    read = [who for what, who, _ in await world.audited() if what == "request.read"]
    assert read == [STAFF, STAFF, OTHER_STAFF]


async def test_claim_has_one_owner_and_is_told_once(world: World) -> None:
    view = await world.ask()
    claimed = await world.do(actions.claim, view.id)
    again = await world.do(actions.claim, view.id)

    assert (claimed.owner_id, claimed.owner_name, claimed.state) == (
        STAFF,
        "陈",
        RequestState.CLAIMED,
    )
    assert again == claimed
    assert (await world.refused(actions.claim, view.id, by=OTHER_STAFF)).code == "need_claimed"
    assert await world.heard("told_claimed") == [ANNA]


async def test_owner_who_lost_the_right_is_followed_by_another(world: World) -> None:
    view = await world.ask()
    await world.do(actions.claim, view.id, by=OTHER_STAFF)
    roles = await world.work.read(_roles_of, OTHER_STAFF)
    await world.work.write(community.revoke_role, roles[0], by=STAFF, now=NOW)

    assert (await world.do(actions.claim, view.id)).owner_id == STAFF


async def test_released_it_is_new_again(world: World) -> None:
    view = await world.ask()
    assert (await world.refused(actions.release, view.id)).code == "need_not_claimed"
    await world.do(actions.claim, view.id)
    released = await world.do(actions.release, view.id, now=NOW + HOUR)

    assert (released.owner_id, released.state) == (None, RequestState.OPEN)
    told = [(person, params["is_again"]) for person, params in await world.told("new")]
    assert told == [(STAFF, False), (OTHER_STAFF, False), (STAFF, True), (OTHER_STAFF, True)]


async def test_assigned_by_one_to_another(world: World) -> None:
    view = await world.ask()
    assigned = await world.do(actions.assign, view.id, OTHER_STAFF)

    assert assigned.owner_id == OTHER_STAFF
    assert [(p, v["has_note"]) for p, v in await world.told("assigned")] == [(OTHER_STAFF, False)]
    for nobody in (VOLUNTEER, ANNA, LEAD):
        refusal = await world.refused(actions.assign, view.id, nobody)
        assert refusal.code == "need_not_assignable"


async def test_who_can_be_assigned(world: World) -> None:
    secret, plain = await world.ask(), await world.ask(slug="repairs")

    async def people(request_id: int) -> list[int]:
        roles = await world.work.read(queries.list_assignable, request_id, NOW)
        return [role.person_id for role in roles]

    assert await people(secret.id) == [STAFF, OTHER_STAFF]
    assert await people(plain.id) == [STAFF, OTHER_STAFF, LEAD]


async def test_handed_over_with_a_note_that_no_notice_quotes(world: World) -> None:
    view = await world.ask()
    await world.do(actions.claim, view.id)
    await world.do(actions.hand_over, view.id, OTHER_STAFF, "药房下午三点开门")

    ((person, params),) = await world.told("assigned")
    assert (person, params["has_note"]) == (OTHER_STAFF, True)
    assert "药房" not in str(params)
    event = (await world.work.read(queries.list_events, view.id))[-1]
    assert (event.kind, event.details) == (
        EventKind.HANDED_OVER,
        {"to": OTHER_STAFF, "reply": "药房下午三点开门"},
    )
    assert await world.heard("told_claimed") == [ANNA]


async def test_question_stops_the_clock_until_it_is_answered(world: World) -> None:
    view = await world.ask()
    asked = await world.do(actions.ask_back, view.id, "要几盒？")
    assert (asked.owner_id, asked.asked_at) == (STAFF, NOW)
    ((person, params),) = await world.told("told_question")
    assert (person, params["reply"]) == (ANNA, "要几盒？")

    late = NOW + 2 * DAY - MINUTE
    overdue = BoardFilter(BoardView.OVERDUE)
    assert await world.work.read(queries.list_board, 1, overdue, STAFF, late) == ()
    answered = await world.do(actions.answer_back, view.id, "三盒", by=ANNA, now=late)
    assert answered.asked_at is None
    assert len(await world.work.read(queries.list_board, 1, overdue, STAFF, late)) == 1
    ((person, params),) = await world.told("answered")
    assert person == STAFF
    assert "三盒" not in str(params)


async def test_nobody_is_asked_who_only_telephoned(world: World) -> None:
    view = await world.enter()
    assert (await world.refused(actions.ask_back, view.id, "?")).code == "need_nobody_to_ask"


async def test_source_is_told_once_with_its_alternative(world: World) -> None:
    view = await world.ask()
    await world.do(actions.set_source, view.id, Source.LOOKING)
    for _ in range(2):
        none = await world.do(actions.set_source, view.id, Source.NONE, "氨氯地平可以吗？")

    assert (none.owner_id, none.source, none.alternative) == (
        STAFF,
        Source.NONE,
        "氨氯地平可以吗？",
    )
    told = [(params["source"], params["reply"]) for _, params in await world.told("told_source")]
    assert told == [("looking", ""), ("none", "氨氯地平可以吗？")]


async def test_delivered_once_ever(world: World) -> None:
    view = await world.ask()
    delivered = await world.do(actions.deliver, view.id, Handover.DOOR)

    assert (delivered.delivered_by, delivered.delivered_how) == (STAFF, Handover.DOOR)
    assert delivered.is_live
    assert await world.heard("told_delivered") == [ANNA]
    for action in (actions.deliver, actions.record_delivery):
        refusal = await world.refused(action, view.id, Handover.PICKUP)
        assert refusal.code == "need_delivered"
    closed = await world.do(actions.confirm_receipt, view.id, by=ANNA)
    assert (closed.state, closed.outcome) == (RequestState.DONE, Outcome.DELIVERED)
    reopened = await world.do(actions.reopen, view.id, "少了一盒", by=ANNA)
    assert (reopened.brought_at, reopened.delivered_at) == (None, NOW)
    overdue = BoardFilter(BoardView.OVERDUE)
    late = await world.work.read(queries.list_board, 1, overdue, STAFF, NOW + DAY)
    assert [(line.id, line.is_overdue, line.is_delivered) for line in late] == [
        (view.id, True, False)
    ]
    assert await world.do(actions.close_delivered, 1) == 0
    refusal = await world.refused(actions.deliver, view.id, Handover.DOOR)
    assert refusal.code == "need_delivered"


async def test_runner_records_what_the_household_has_not_confirmed(world: World) -> None:
    view = await world.ask()
    gathered = await world.do(actions.record_gathered, view.id, 7)
    assert gathered.owner_id == STAFF
    found = await world.do(actions.set_source_for_run, view.id, Source.FOUND, by=VOLUNTEER)
    assert found.source is Source.FOUND
    brought = await world.do(actions.record_delivery, view.id, Handover.DOOR, by=VOLUNTEER)
    assert brought.delivered_by == VOLUNTEER

    other = await world.ask()
    await world.do(actions.confirm_receipt, other.id, by=ANNA)
    refusal = await world.refused(actions.record_delivery, other.id, Handover.DOOR, by=VOLUNTEER)
    assert refusal.code == "need_delivered"


async def test_closed_with_a_word_and_rated(world: World) -> None:
    view = await world.ask(slug="repairs")
    closed = await world.do(actions.close, view.id, Outcome.SOLVED, "水管修好了")

    assert (closed.state, closed.outcome, closed.closed_by) == (
        RequestState.DONE,
        Outcome.SOLVED,
        STAFF,
    )
    ((person, params),) = await world.told("told_closed")
    assert (person, params["outcome"], params["reply"]) == (ANNA, "solved", "水管修好了")
    rated = await world.do(actions.rate, view.id, False, by=ANNA)
    assert rated.solved is False
    refusal = await world.refused(actions.close, view.id, Outcome.SOLVED)
    assert refusal.code == "need_closed"


@pytest.mark.parametrize("outcome", [Outcome.WITHDRAWN, Outcome.DELIVERED])
async def test_staff_do_not_close_with_what_is_not_theirs_to_say(
    world: World, outcome: Outcome
) -> None:
    view = await world.ask()
    assert (await world.refused(actions.close, view.id, outcome)).code == "need_outcome_wrong"


async def test_many_at_once(world: World) -> None:
    views = [await world.ask(number, "repairs") for number in range(3)]
    await world.ask()
    kind = world.kinds["repairs"].id

    assert await world.do(actions.claim_all, 1, kind) == 3
    assert await world.do(actions.claim_all, 1, kind) == 0
    for view in views[:2]:
        await world.do(actions.deliver, view.id, Handover.DOOR)
    assert await world.do(actions.close_delivered, 1) == 2
    assert sorted(await world.heard("told_closed")) == [1000, 1001]


async def test_board_shows_lines_by_view_in_order_of_need(world: World) -> None:
    repairs = await world.ask(0, "repairs")
    medicine = await world.ask(1, now=NOW + MINUTE)
    mine = await world.ask(2)
    await world.do(actions.claim, mine.id)
    closed = await world.ask(3)
    await world.do(actions.close, closed.id, Outcome.IMPOSSIBLE)

    async def board(by: int = STAFF, **wanted: object) -> list[int]:
        lines = await world.work.read(queries.list_board, 1, BoardFilter(**wanted), by, NOW)
        return [line.id for line in lines]

    assert await board() == [medicine.id, repairs.id]
    assert await board(view=BoardView.MINE) == [mine.id]
    assert await board(view=BoardView.OPEN) == [mine.id, medicine.id, repairs.id]
    assert await board(view=BoardView.CLOSED) == [closed.id]
    assert await board(kind_id=world.kinds["repairs"].id) == [repairs.id]
    assert await board(building_id=world.place.buildings[1]) == [medicine.id]
    assert await board(by=LEAD) == [repairs.id]
    assert await board(by=OTHER_LEAD) == [medicine.id]

    counts = await world.work.read(queries.count_board, 1, BoardFilter(), STAFF, NOW)
    assert (counts.new, counts.mine, counts.overdue, counts.open) == (2, 1, 0, 3)
    assert counts.by_building == dict.fromkeys(world.place.buildings, 1)
    assert counts.by_kind == {medicine.kind.id: 1, repairs.kind.id: 1}


async def test_board_lines_hold_no_answers(world: World) -> None:
    await world.ask()
    (line,) = await world.work.read(queries.list_board, 1, BoardFilter(), STAFF, NOW)
    assert "硝苯地平" not in str(line)
    assert (line.number, line.building, line.is_overdue) == (1, "1", False)
    assert "101" not in str(line.building)


async def test_gathered_are_live_medicines_with_a_source_to_find(world: World) -> None:
    wanted = await world.ask(0)
    await world.ask(0, "repairs")
    for number, action in ((1, actions.deliver), (2, actions.set_source)):
        view = await world.ask(number)
        await world.do(action, view.id, Handover.DOOR if number == 1 else Source.NONE)
    found = await world.ask(3)
    await world.do(actions.set_source, found.id, Source.FOUND)

    gatherable = await world.work.read(queries.list_gatherable, 1)
    assert [each.id for each in gatherable] == [wanted.id, found.id]


async def test_shown_photos_are_due_after_an_hour(world: World) -> None:
    view = await world.ask(photos=(photo(),))
    await world.do(actions.note_shown, view.id, STAFF, [11, 12])

    assert await world.work.read(queries.list_shown_due, NOW + 59 * MINUTE) == ()
    due = await world.work.read(queries.list_shown_due, NOW + HOUR)
    assert [(copy.chat_id, copy.message_id) for copy in due] == [(STAFF, 11), (STAFF, 12)]
    await world.work.write(actions.drop_shown, STAFF, 11)
    assert len(await world.work.read(queries.list_shown_due, NOW + HOUR)) == 1
    assert view.opened_at.date() == TODAY


def _roles_of(session: object, person_id: int) -> list[int]:
    from storage.community.queries import list_roles

    return [role.id for role in list_roles(session, 1, NOW) if role.person_id == person_id]

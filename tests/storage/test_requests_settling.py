"""What nobody sees to any more ends, or finds somebody else, by itself."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlmodel import Session

from storage.community import actions as community
from storage.requests import actions, queries
from storage.requests.kinds import BoardView, Handover, Outcome, RequestState
from storage.requests.queries import BoardFilter
from storage.retention import purge
from storage.sealing import Keyring, new_key
from storage.work import Work
from tests.builders import STAFF
from tests.storage.requests_world import (
    ANNA,
    BORIS,
    DAY,
    HOUR,
    MINUTE,
    NOW,
    OTHER_STAFF,
    World,
    make_world,
)


@pytest.fixture
async def world(work: Work) -> World:
    return await make_world(work)


async def test_what_was_brought_ends_three_days_later_and_is_emptied(world: World) -> None:
    called = await world.enter(slug="repairs")
    await world.do(actions.deliver, called.id, Handover.DOOR)
    assert await world.tick(actions.settle_requests, NOW + 2 * DAY) == 0
    assert await world.tick(actions.settle_requests, NOW + 3 * DAY) == 1
    closed = await world.request(called.id)
    assert (closed.state, closed.outcome) == (RequestState.DONE, Outcome.DELIVERED)
    await world.work.write(purge, NOW + 34 * DAY)
    assert (await world.request(called.id)).answers == {}


async def test_what_did_not_arrive_does_not_end(world: World) -> None:
    view = await world.ask()
    await world.do(actions.deliver, view.id, Handover.DOOR)
    await world.do(actions.report_absent, view.id, "没有", by=ANNA)
    assert await world.tick(actions.settle_requests, NOW + 30 * DAY) == 0


async def test_what_nobody_touched_for_half_a_year_ends(world: World) -> None:
    view = await world.ask(slug="repairs")
    other = await world.ask(1, "repairs")
    await world.do(actions.claim, other.id, now=NOW + DAY)
    assert await world.tick(actions.settle_requests, NOW + 180 * DAY) == 1
    assert (await world.request(view.id)).outcome is Outcome.IMPOSSIBLE
    assert (await world.request(other.id)).is_live
    assert await world.heard("told_closed") == [ANNA]


async def test_whose_owner_cannot_be_reached_waits_for_somebody_else(world: World) -> None:
    view, kept = await world.ask(), await world.ask(1)
    await world.do(actions.claim, view.id, by=OTHER_STAFF)
    await world.do(actions.claim, kept.id)
    await world.work.write(community.set_reachable, OTHER_STAFF, False)

    assert await world.tick(actions.settle_requests, NOW + HOUR) == 1
    freed = await world.request(view.id)
    assert (freed.state, freed.owner_id) == (RequestState.OPEN, None)
    assert (await world.told("new"))[-1][0] == STAFF
    assert (await world.request(kept.id)).owner_id == STAFF


async def test_what_an_unreachable_owner_holds_can_be_taken_over(world: World) -> None:
    view = await world.ask()
    await world.do(actions.claim, view.id, by=OTHER_STAFF)
    await world.work.write(community.set_reachable, OTHER_STAFF, False)
    assert (await world.do(actions.claim, view.id)).owner_id == STAFF


async def test_who_does_not_answer_is_asked_once_more_and_then_staff_are_late(
    world: World,
) -> None:
    view = await world.ask()
    await world.do(actions.ask_back, view.id, "30毫克的吗？")
    for passed in (23 * HOUR, 24 * HOUR, 25 * HOUR):
        await world.tick(actions.settle_requests, NOW + passed)
    asked = await world.told("told_question")
    assert [params["reply"] for _, params in asked] == ["30毫克的吗？"] * 2

    assert await world.tick(actions.escalate_due, NOW + 2 * DAY - MINUTE) == 0
    assert await world.tick(actions.escalate_due, NOW + 2 * DAY) == 1
    assert STAFF in await world.heard("overdue")


async def test_what_nobody_takes_is_told_every_day(world: World) -> None:
    await world.ask()
    for hours in range(1, 10 * 24):
        await world.tick(actions.escalate_due, NOW + hours * HOUR)
    last = await world.heard("escalated")
    assert await world.tick(actions.escalate_due, NOW + 11 * DAY) == 1
    assert len(await world.heard("escalated")) > len(last)


async def test_what_is_late_is_told_to_its_owner_every_day(world: World) -> None:
    view = await world.ask()
    await world.do(actions.claim, view.id)
    for days in (1, 2, 3):
        assert await world.tick(actions.escalate_due, NOW + days * DAY) == 1
    assert await world.heard("overdue") == [STAFF, OTHER_STAFF, STAFF, STAFF]


async def test_one_that_cannot_be_opened_holds_up_none_of_the_others(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    lost, view = await world.ask(), await world.ask(1)
    await world.work.write(_lose_key, lost.id)

    assert await world.tick(actions.escalate_due, NOW + 30 * MINUTE) == 1
    assert f"Request {lost.id} cannot be opened" in caplog.text
    board = BoardFilter(BoardView.OPEN)
    lines = await world.work.read(queries.list_board, 1, board, STAFF, NOW)
    assert {line.id for line in lines} == {lost.id, view.id}
    own = await world.work.read(queries.list_own, ANNA)
    assert [line.id for line in own] == [lost.id]
    assert await world.work.read(queries.list_own, BORIS)
    assert (await world.work.read(queries.find_digest, 1, NOW.date(), NOW)).asked == 2


def _lose_key(session: Session, request_id: int) -> None:
    """As if it had been sealed with a key that is gone."""
    sealed = Keyring(new_key()).seal("{}")
    statement = text("UPDATE request SET caller = :sealed WHERE id = :id")
    session.connection().execute(statement, {"sealed": sealed, "id": request_id})

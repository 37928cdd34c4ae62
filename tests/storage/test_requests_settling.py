"""What nobody sees to any more ends, or finds somebody else, by itself."""

from __future__ import annotations

import pytest

from storage.requests import actions
from storage.requests.kinds import Handover, Outcome, RequestState
from storage.retention import purge
from storage.work import Work
from tests.storage.requests_world import ANNA, DAY, NOW, World, make_world


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

"""SIGKILL while a street asks and orders: nothing acknowledged is lost, nothing doubled."""

from __future__ import annotations

import random
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from simulator import Person, Simulator
from storage.community.queries import find_conversation
from tests.handlers.requests_play import text
from tests.killed import Process
from tests.needs_crowd import ASKERS, BAGS_EACH, BUYERS, PATIENCE, Crowd, need, open_crowd
from tests.storage.supplies_world import MILK, PACKAGES, VEGETABLES

STOCK = PACKAGES[MILK]["stock"]


@pytest.fixture
async def simulator() -> AsyncIterator[Simulator]:
    async with Simulator() as running:
        yield running


@pytest.fixture
async def crowd(simulator: Simulator, sqlite_url: str) -> AsyncIterator[Crowd]:
    seed = random.SystemRandom().randrange(10_000)
    sys.stdout.write(f"seed {seed}\n")
    async with open_crowd(simulator, sqlite_url, seed) as opened:
        yield opened


async def test_what_was_asked_and_ordered_outlives_kills(
    simulator: Simulator, crowd: Crowd, sqlite_url: str, tmp_path: Path
) -> None:
    early, late = crowd.people[::2], crowd.people[1::2]
    process = Process(crowd.world, simulator.base_url, sqlite_url, tmp_path)
    async with process:
        for people in (early, late):
            _let_act(crowd, people)
            await crowd.is_promised(crowd.acknowledged + crowd.chance.randrange(1, 12))
            await process.kill()
            assert crowd.is_waiting
            await _assert_nothing_lost(crowd)
            await process.start()
        await crowd.all_done()
        crowd.let(*(crowd.resumes(person) for person in crowd.pausing))
        await crowd.all_done()

        await _assert_every_request_once(crowd)
        await _assert_every_order_once(crowd)
        await _assert_staff_were_told(crowd)


def _let_act(crowd: Crowd, people: list[Person]) -> None:
    for person in people:
        crowd.let(crowd.asks(person) if person in crowd.askers else crowd.orders(person))


async def _assert_nothing_lost(crowd: Crowd) -> None:
    """While no process lives: all that anybody was promised stands in the database."""
    numbers = {each.person_id: each.number for each in await crowd.requests()}
    assert crowd.told.items() <= numbers.items()
    orders = {each.household_id: each for each in await crowd.household_orders()}
    for person in crowd.buyers:
        promised = crowd.pieces.get(person.id, 0)
        order = orders.get(crowd.household(person))
        assert (order.pieces if order else 0) >= promised, person
    for person in crowd.pausing:
        if person.id in crowd.halfway:
            draft = await crowd.work.read(find_conversation, person.id, person.id)
            assert draft is not None
            assert draft.data["answers"] == {"what": need(person)}


async def _assert_every_request_once(crowd: Crowd) -> None:
    requests = await crowd.requests()
    assert [each.number for each in requests] == list(range(1, ASKERS + 1))
    assert {each.person_id: each.number for each in requests} == crowd.told
    said = {each.person_id: each.answers["what"] for each in requests}
    assert said == {person.id: need(person) for person in crowd.askers}


async def _assert_every_order_once(crowd: Crowd) -> None:
    orders = await crowd.household_orders()
    homes = {crowd.household(person): person.id for person in crowd.buyers}
    assert sorted(each.household_id for each in orders) == sorted(homes)
    vegetables, milk = crowd.packages[VEGETABLES], crowd.packages[MILK]
    for order in orders:
        pieces = {line.package_id: line.quantity for line in order.lines}
        has_milk = homes[order.household_id] in crowd.milk
        assert pieces == {vegetables: BAGS_EACH} | ({milk: 1} if has_milk else {}), order
    assert len(crowd.milk) == STOCK < BUYERS


async def _assert_staff_were_told(crowd: Crowd) -> None:
    def has_all() -> bool:
        said = "\n".join(text(each) for each in crowd.staff.chat.messages)
        return all(f"№{number}" in said for number in range(1, ASKERS + 1))

    await crowd.staff.chat.wait_until(has_all, PATIENCE)

"""Two at once: staff who claim, people who deliver, forms sent twice. Each race can be lost."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Awaitable
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, func, select

from storage.engine import Database
from storage.errors import RuleError
from storage.requests import actions
from storage.requests.kinds import Handover, RequestState
from storage.requests.tables import Request
from storage.work import Work
from tests.builders import KEYRING, STAFF
from tests.storage.requests_world import ANNA, BORIS, NOW, OTHER_STAFF, World, make_world
from tests.storage.test_faq_race import at_once


@pytest.fixture
async def world(work: Work) -> World:
    return await make_world(work)


def _split(results: list[Any]) -> tuple[list[Any], list[str]]:
    refused = [each for each in results if isinstance(each, BaseException)]
    assert all(isinstance(each, RuleError) for each in refused), refused
    done = [each for each in results if not isinstance(each, BaseException)]
    return done, [each.code for each in refused]


async def test_two_staff_who_claim_at_once_leave_one_owner(world: World) -> None:
    for _ in range(5):
        view = await world.ask(slug="repairs")

        def claim(by: int, request_id: int = view.id) -> Any:
            return lambda work: work.write(actions.claim, request_id, by=by, now=NOW)

        done, refused = _split(await at_once(world, claim(STAFF), claim(OTHER_STAFF)))

        assert refused == ["need_claimed"]
        assert (await world.request(view.id)).owner_id == done[0].owner_id
        told = [params["request_id"] for _, params in await world.told("told_claimed")]
        assert told.count(view.id) == 1


async def test_two_who_deliver_at_once_deliver_once(world: World) -> None:
    for _ in range(5):
        view = await world.ask(slug="repairs")

        def deliver(action: Any, by: int, request_id: int = view.id) -> Any:
            return lambda work: work.write(action, request_id, Handover.DOOR, by=by, now=NOW)

        done, refused = _split(
            await at_once(
                world,
                deliver(actions.record_delivery, 5),
                deliver(actions.record_delivery, 6),
                deliver(actions.deliver, STAFF),
            )
        )

        assert (len(done), refused) == (1, ["need_delivered"] * 2)
        told = [params["request_id"] for _, params in await world.told("told_delivered")]
        assert told.count(view.id) == 1


async def test_receipt_and_door_at_once_are_one_delivery(world: World) -> None:
    for _ in range(5):
        view = await world.ask(slug="repairs")
        results = await at_once(
            world,
            lambda work, n=view.id: work.write(actions.confirm_receipt, n, by=ANNA, now=NOW),
            lambda work, n=view.id: work.write(
                actions.record_delivery, n, Handover.DOOR, by=5, now=NOW
            ),
        )
        _, refused = _split(results)
        after = await world.request(view.id)
        assert after.state is RequestState.DONE
        assert refused in ([], ["need_delivered"])
        assert (after.delivered_how is Handover.TAP) is bool(refused)


async def test_form_sent_three_times_at_once_is_one_request(world: World) -> None:
    new = world.new(0, update_id=5)

    def ask(work: Work) -> Awaitable[Any]:
        return work.write(actions.ask, new, by=ANNA, now=NOW)

    assert len({view.id for view in await at_once(world, ask, ask, ask)}) == 1
    assert len(await world.told("new")) == 2


async def test_numbers_given_at_once_have_no_gaps(world: World) -> None:
    def ask(household: int, person: int) -> Any:
        return lambda work: work.write(actions.ask, world.new(household), by=person, now=NOW)

    views = await at_once(world, *(ask(*pair) for pair in ((0, ANNA), (1, BORIS)) * 3))
    assert sorted(view.number for view in views) == [1, 2, 3, 4, 5, 6]


async def test_two_ticks_tell_once(world: World) -> None:
    await world.ask()

    def tick(action: Any, minutes: int) -> Any:
        return lambda work: work.write(action, NOW.replace(hour=12, minute=minutes))

    for action in (actions.escalate_due, actions.send_digests):
        counts = await at_once(world, tick(action, 30), tick(action, 30))
        assert sorted(map(bool, counts)) == [False, True]


async def test_without_the_lock_two_would_claim(postgres_url: str) -> None:
    """The race above is real: two who only read the state both find it open."""
    world, database = await _careless_world(postgres_url)
    view = await world.ask()
    both_have_read = threading.Barrier(2, timeout=10)

    def claim_carelessly(session: Session, by: int) -> bool:
        row = session.exec(select(Request).where(Request.id == view.id)).one()
        is_free = row.owner_id is None
        both_have_read.wait()
        row.owner_id = by
        session.add(row)
        return is_free

    results = await asyncio.gather(
        *(world.work.write(claim_carelessly, by) for by in (STAFF, OTHER_STAFF))
    )
    database.close()
    assert results == [True, True]


async def test_without_the_lock_one_would_be_delivered_twice(postgres_url: str) -> None:
    world, database = await _careless_world(postgres_url)
    view = await world.ask()
    both_have_read = threading.Barrier(2, timeout=10)

    def deliver_carelessly(session: Session, by: int) -> bool:
        row = session.exec(select(Request).where(Request.id == view.id)).one()
        is_here = row.delivered_at is None
        both_have_read.wait()
        row.delivered_at, row.delivered_by = NOW, by
        session.add(row)
        return is_here

    results = await asyncio.gather(*(world.work.write(deliver_carelessly, by) for by in (5, 6)))
    database.close()
    assert results == [True, True]


async def test_without_the_lock_two_would_take_one_number(postgres_url: str) -> None:
    """The unique constraint is what would stop them then."""
    world, database = await _careless_world(postgres_url)
    first = await world.ask()
    both_have_read = threading.Barrier(2, timeout=10)

    def number_carelessly(session: Session, by: int) -> None:
        number = session.exec(select(func.max(Request.number))).one() + 1
        both_have_read.wait()
        row = session.get_one(Request, first.id).model_dump(exclude={"id", "number"})
        session.add(Request(**row, number=number))

    results = await asyncio.gather(
        *(world.work.write(number_carelessly, by) for by in (5, 6)), return_exceptions=True
    )
    database.close()
    assert [type(each) for each in results if each is not None] == [IntegrityError]


async def _careless_world(url: str) -> tuple[World, Database]:
    database = Database(url, KEYRING)
    return await make_world(Work(database, after_commit=lambda: None)), database

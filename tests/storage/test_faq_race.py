"""Two at once: staff who settle, processes that open, ticks that remind. Each race can be lost."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlmodel import Session, select

from storage.engine import Database
from storage.errors import RuleError
from storage.faq import actions, queries
from storage.faq.kinds import EntryKind, ItemState
from storage.faq.tables import FaqItem, FaqQuestion
from storage.work import Work
from tests.builders import KEYRING, STAFF
from tests.storage.faq_world import (
    CLOSURE_ZH,
    FACTS,
    NOW,
    OTHER_STAFF,
    TODAY,
    World,
    make_file,
    make_world,
)

ANNA = 1000


@pytest.fixture
async def world(work: Work) -> World:
    return await make_world(work)


async def at_once(world: World, *tasks: Callable[[Work], Awaitable[Any]]) -> list[Any]:
    """Run each task in a process of its own, as far as a database can tell."""
    databases = [
        Database(str(world.work.database.url.render_as_string(False)), KEYRING) for _ in tasks
    ]
    try:
        runs = [
            task(Work(database, after_commit=lambda: None))
            for task, database in zip(tasks, databases, strict=True)
        ]
        return await asyncio.gather(*runs, return_exceptions=True)
    finally:
        for database in databases:
            database.close()


async def test_two_staff_who_settle_at_once_give_one_answer(world: World) -> None:
    for _ in range(5):
        item = await world.open(await world.ask(ANNA))

        def settle(work: Work, by: int, item_id: int = item.id) -> Awaitable[Any]:
            return work.write(actions.settle_item, item_id, f"答复{by}", "zh-hans", by=by, now=NOW)

        results = await at_once(
            world, lambda work: settle(work, STAFF), lambda work: settle(work, OTHER_STAFF)
        )

        (refused,) = [each for each in results if isinstance(each, BaseException)]
        (done,) = [each for each in results if not isinstance(each, BaseException)]
        assert isinstance(refused, RuleError)
        assert refused.code == "faq_item_settled"
        assert (await world.item(item.id)).reply == done.item.reply
        told = [params for _, params in await world.told("faq/reply")]
        assert [each["reply"] for each in told if each["item_id"] == item.id] == [done.item.reply]


async def test_without_the_lock_both_would_settle(postgres_url: str) -> None:
    """The race above is real: two who only read the state both find the item open."""
    database = Database(postgres_url, KEYRING)
    world = await make_world(Work(database, after_commit=lambda: None))
    item = await world.open(await world.ask(ANNA))
    both_have_read = threading.Barrier(2, timeout=10)

    def settle_carelessly(session: Session, reply: str) -> bool:
        row = session.exec(select(FaqItem).where(FaqItem.id == item.id)).one()
        is_open = row.state is ItemState.OPEN
        both_have_read.wait()
        row.state, row.reply = ItemState.ANSWERED, reply
        session.add(row)
        return is_open

    results = await asyncio.gather(*(world.work.write(settle_carelessly, reply) for reply in "ab"))
    database.close()
    assert results == [True, True]


async def test_two_processes_open_one_item(world: World) -> None:
    for _ in range(5):
        question_id = await world.ask(ANNA)

        def bring(work: Work, question_id: int = question_id) -> Awaitable[Any]:
            return work.write(actions.open_item, question_id, alike=None, now=NOW)

        first, second = await at_once(world, bring, bring)

        assert first == second
        told = [params for _, params in await world.told("faq/item_new")]
        assert len([each for each in told if each["item_id"] == first.id]) == 2


async def test_same_words_at_once_are_one_item(world: World) -> None:
    for number in range(5):
        asked = [await world.ask(1000 + person, f"快递{number}？") for person in range(3)]

        def bring(question_id: int) -> Callable[[Work], Awaitable[Any]]:
            return lambda work: work.write(actions.open_item, question_id, alike=None, now=NOW)

        opened = await at_once(world, *map(bring, asked))

        assert len({item.id for item in opened}) == 1


async def test_two_processes_keep_one_question(world: World) -> None:
    async def ask(work: Work) -> int:
        return await World(work, world.place).ask(ANNA, chat=-1, message=9)

    assert len(set(await at_once(world, ask, ask, ask))) == 1

    def count(session: Session) -> int:
        return len(session.exec(select(FaqQuestion)).all())

    assert await world.work.read(count) == 1


async def test_question_that_joins_while_its_item_is_settled_waits_or_is_answered(
    world: World,
) -> None:
    for _ in range(5):
        item = await world.open(await world.ask(ANNA))
        late = await world.ask(1001)

        def settle(work: Work, item_id: int = item.id) -> Awaitable[Any]:
            return work.write(actions.settle_item, item_id, "好", "zh-hans", by=STAFF, now=NOW)

        def join(work: Work, late: int = late, item_id: int = item.id) -> Awaitable[Any]:
            return work.write(actions.open_item, late, alike=item_id, now=NOW)

        done, joined = await at_once(world, settle, join)

        told = {
            person for person, each in await world.told("faq/reply") if each["item_id"] == item.id
        }
        is_in = joined.id == item.id
        assert told == ({ANNA, 1001} if is_in else {ANNA})
        assert done.told == len(told)
        assert is_in or (await world.item(joined.id)).state is ItemState.OPEN


async def test_two_drafts_and_two_taps_at_once(world: World) -> None:
    item = await world.open(await world.ask(ANNA))
    await world.work.write(actions.settle_item, item.id, "好", "zh-hans", by=STAFF, now=NOW)

    def draft(work: Work) -> Awaitable[Any]:
        return work.write(actions.create_entry, 1, EntryKind.PETS, CLOSURE_ZH, by=STAFF, now=NOW)

    def tap(work: Work) -> Awaitable[Any]:
        return work.write(
            actions.entry_from_item,
            item.id,
            kind=EntryKind.PETS,
            question="狗怎么遛？",
            source="通知",
            issued_on=TODAY,
            valid_until=None,
            by=STAFF,
            now=NOW,
        )

    first, second, tapped, again = await at_once(world, draft, draft, tap, tap)

    assert tapped == again
    assert len({first, second, tapped}) == 3
    views = await world.work.read(queries.list_entries, 1, NOW)
    assert len({view.slug for view in views}) == 3


async def test_two_ticks_remind_once(world: World) -> None:
    await world.save(make_file(facts=replace(FACTS, valid_until=date(2022, 4, 10))))
    monday = NOW.replace(day=11)
    await world.ask(ANNA)

    def remind(work: Work) -> Awaitable[int]:
        return work.write(actions.remind_expiring, NOW)

    def tell(work: Work) -> Awaitable[int]:
        return work.write(actions.send_week, monday)

    reminded = await at_once(world, remind, remind)
    sent = await at_once(world, tell, tell)

    assert (sorted(reminded), sorted(sent)) == ([0, 1], [0, 2])


async def test_two_models_keep_the_same_vectors(world: World) -> None:
    def keep(work: Work) -> Awaitable[None]:
        vectors = {f"{number:064}": b"\x01" * 1024 for number in range(600)}
        return work.write(actions.keep_vectors, "use", vectors)

    assert await at_once(world, keep, keep) == [None, None]

"""A whole estate orders at once, at two desks as two processes would have."""

from __future__ import annotations

import asyncio
import copy
import random
from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import event

from storage import engine
from storage.engine import Database
from storage.errors import RuleError
from storage.supplies import statements
from storage.supplies.desk import OrderOutcome, OrderPress, SupplyDesk
from storage.work import Work
from tests.builders import KEYRING, OPENING, build_neighbourhood
from tests.storage.supplies_world import MILK, Shop

HOUSEHOLDS = 600
STOCK = 300
PACKAGES = (
    {"name": "蔬菜包", "price": 5000, "per_household": 2},
    {"name": "婴儿奶粉", "price": 19_850, "per_household": 1, "stock": STOCK},
)


@pytest.fixture
def second_database(database: Database, database_url: str) -> Iterator[Database]:
    """The same rows seen by another process's connections."""
    opened = Database(database_url, KEYRING)
    yield opened
    opened.close()


async def _open_shop(work: Work, database: Database) -> Shop:
    place = await work.write(build_neighbourhood, households=HOUSEHOLDS, buildings=12)
    shop = Shop(work, SupplyDesk(database, after_commit=lambda: None), place)
    await shop.opens(packages=PACKAGES)
    return shop


async def _rush(shop: Shop, databases: list[Database]) -> list[OrderOutcome | BaseException]:
    """Everybody wants one tin, most press twice."""
    desks = [SupplyDesk(database, after_commit=lambda: None) for database in databases]
    for desk in desks:
        desk._largest = 50
    chance = random.Random(7)
    wishes = [*range(HOUSEHOLDS), *chance.sample(range(HOUSEHOLDS), HOUSEHOLDS // 2)]
    chance.shuffle(wishes)

    async def one(number: int, household: int) -> OrderOutcome:
        await asyncio.sleep(number % 97 / 10_000)
        return await desks[number % len(desks)].ask(
            OrderPress(
                round_id=shop.round_id,
                update_id=number,
                person_id=shop.place.person(household),
                received_at=OPENING + timedelta(seconds=40, microseconds=number),
                package_id=shop.packages[MILK],
                change=1,
            )
        )

    rush = (one(number, household) for number, household in enumerate(wishes, start=1))
    return await asyncio.gather(*rush, return_exceptions=True)


async def _assert_sold_once(shop: Shop, outcomes: list[OrderOutcome | BaseException]) -> None:
    broken = [o for o in outcomes if isinstance(o, BaseException) and not isinstance(o, RuleError)]
    assert broken == []
    lines = await shop.lines()
    assert len(lines) == STOCK
    assert {quantity for _, _, quantity in lines} == {1}
    assert sum(isinstance(outcome, OrderOutcome) for outcome in outcomes) == STOCK
    assert await shop.ordered() == [0, STOCK]
    assert (await shop.row()).households == STOCK


async def test_whole_estate_at_two_desks_buys_what_there_is(
    work: Work, database: Database, second_database: Database
) -> None:
    shop = await _open_shop(work, database)

    outcomes = await _rush(shop, [database, second_database])

    await _assert_sold_once(shop, outcomes)


async def test_the_race_is_lost_when_the_guard_is_removed(
    work: Work, database: Database, second_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """If this fails, the test above proves nothing."""
    shop = await _open_shop(work, database)
    unlocked = copy.copy(statements.LOCK_ROUNDS)
    unlocked._for_update_arg = None
    monkeypatch.setattr(statements, "LOCK_ROUNDS", unlocked)
    if database.is_sqlite:
        for opened in (database, second_database):
            event.remove(opened.writer, "begin", engine._begin_immediate)
            event.listen(opened.writer, "begin", lambda c: c.exec_driver_sql("BEGIN"))

    outcomes = await _rush(shop, [database, second_database])

    with pytest.raises(AssertionError):
        await _assert_sold_once(shop, outcomes)

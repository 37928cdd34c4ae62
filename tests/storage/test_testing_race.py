"""Two processes tick in the same second, and staff put a day off meanwhile: each is told once."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterator
from itertools import count
from threading import Barrier

import pytest
from sqlalchemy import event

from storage import engine
from storage.engine import Database
from storage.outbox.actions import NewMessage
from storage.testing.actions import delay_day, telling
from storage.testing.plan import SlotDraft
from storage.work import Work
from tests.builders import KEYRING, STAFF, build_neighbourhood
from tests.storage.testing_world import ESTATE_GROUP, Site, _add_group, at

HOUSES = 40


@pytest.fixture
def second_work(database_url: str) -> Iterator[Work]:
    """The same rows seen by another process's connections."""
    opened = Database(database_url, KEYRING)
    yield Work(opened, after_commit=lambda: None)
    opened.close()


async def _plan_four_batches(work: Work) -> Site:
    """Forty houses, ten a batch; every second one has a group of its own."""
    place = await work.write(build_neighbourhood, households=HOUSES, buildings=HOUSES)
    await work.write(_add_group, place.estate_id, None, ESTATE_GROUP)
    for number in range(0, HOUSES, 2):
        await work.write(_add_group, place.estate_id, place.buildings[number], -200 - number)
    site = Site(work, place)
    slots = tuple(
        SlotDraft(building, 480, 510, batch=1 + number // 20)
        for number, building in enumerate(place.buildings)
    )
    await site.plans(slots=slots)
    return site


async def _tick_at_once(*works: Work) -> list[int | BaseException]:
    """Each process looks four times in the second in which every batch is called."""
    now = at("8:00")
    ticks = [work.write(telling.tell_due, now) for _ in range(4) for work in works]
    return await asyncio.gather(*ticks, return_exceptions=True)


async def _assert_told_once(site: Site, ticks: list[int | BaseException]) -> None:
    assert [tick for tick in ticks if isinstance(tick, BaseException)] == []
    heard = Counter(
        (who, house) for _, who, _, houses in await site.told("now") for house in houses
    )
    assert set(heard.values()) == {1}
    assert {int(house) for _, house in heard} == set(range(1, HOUSES + 1))
    batches = [houses for _, who, _, houses in await site.told("now") if who == ESTATE_GROUP]
    assert [len(houses) for houses in batches] == [10, 10]


async def test_two_processes_tell_each_group_once(work: Work, second_work: Work) -> None:
    site = await _plan_four_batches(work)

    ticks = await _tick_at_once(work, second_work)

    await _assert_told_once(site, ticks)


async def test_the_race_is_lost_when_the_guards_are_removed(
    work: Work, second_work: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    """If this fails, the test above proves nothing."""
    site = await _plan_four_batches(work)
    _remove_guards(monkeypatch, work, second_work)

    ticks = await _tick_at_once(work, second_work)

    with pytest.raises(AssertionError):
        await _assert_told_once(site, ticks)


async def test_a_day_put_off_in_the_second_of_its_call_is_told_as_it_stands(
    work: Work, second_work: Work
) -> None:
    """Whichever comes first: who was called hears of the delay, and is called again after it."""
    site = await _plan_four_batches(work)
    day = (await site.round()).days[0]
    delay = second_work.write(delay_day, day.id, 40, by=STAFF, now=at("8:00"))

    await asyncio.gather(work.write(telling.tell_due, at("8:00")), delay)

    assert len(await site.messages("testing/delayed")) == 1 + HOUSES // 2
    await site.ticks(at("8:40"))
    again = [row for row in await site.messages("testing/now") if row.created_at == at("8:40")]
    assert len(again) == 2 + HOUSES // 2


def _remove_guards(monkeypatch: pytest.MonkeyPatch, *works: Work) -> None:
    """Claim without a lock, and give each message a key of its own.

    The first two who look wait for each other: both have seen what is due before either says it.
    """
    claim, read, message = telling.due_rounds, telling.list_reminders, telling._message
    numbers, lookers = count(), count()
    meeting = Barrier(2)

    def unlocked(now: object) -> object:
        query = claim(now)
        query._for_update_arg = None
        return query

    def meeting_read(*args: object) -> object:
        found = read(*args)
        if next(lookers) < meeting.parties:
            meeting.wait(timeout=30)
        return found

    def keyed(*args: object, **details: object) -> NewMessage:
        made = message(*args, **details)
        return NewMessage(**vars(made) | {"dedupe_key": f"{made.dedupe_key}:{next(numbers)}"})

    monkeypatch.setattr(telling, "due_rounds", unlocked)
    monkeypatch.setattr(telling, "list_reminders", meeting_read)
    monkeypatch.setattr(telling, "_message", keyed)
    for work in works:
        if work.database.is_sqlite:
            event.remove(work.database.writer, "begin", engine._begin_immediate)
            event.listen(work.database.writer, "begin", lambda c: c.exec_driver_sql("BEGIN"))

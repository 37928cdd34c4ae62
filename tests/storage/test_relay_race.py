"""A whole estate presses at once, at two desks as two processes would have."""

from __future__ import annotations

import asyncio
import copy
import random
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import event

from storage import engine
from storage.engine import Database
from storage.relay import statements
from storage.relay.desk import Outcome, Press, PressKind, RelayDesk
from storage.relay.kinds import EntryState, SplitRule
from storage.relay.queries import EntryView, list_entries
from storage.work import Work
from tests.builders import KEYRING, OPENING, Neighbourhood, build_neighbourhood, build_relay

HOUSEHOLDS = 2430
CAPACITY = 2000
SPLIT_CAPACITY = 24 * 80


@pytest.fixture
def second_database(database: Database, database_url: str) -> Iterator[Database]:
    """The same rows seen by another process's connections."""
    opened = Database(database_url, KEYRING)
    yield opened
    opened.close()


def _presses(place: Neighbourhood, relay_id: int, seed: int) -> list[Press]:
    """Every household once, one in ten a second time, shuffled a little as networks do."""
    chance = random.Random(seed)
    households = list(range(len(place.households)))
    chance.shuffle(households)
    impatient = households + chance.sample(households, len(households) // 10)
    presses = [
        Press(
            kind=PressKind.JOIN,
            relay_id=relay_id,
            update_id=number,
            person_id=place.person(household),
            received_at=OPENING + timedelta(seconds=40, microseconds=number),
        )
        for number, household in enumerate(impatient, start=1)
    ]
    return sorted(presses, key=lambda press: press.update_id + chance.uniform(0, 50))


async def _rush(
    databases: list[Database], presses: list[Press], largest: int
) -> list[Outcome | BaseException]:
    desks = [RelayDesk(database, after_commit=lambda: None) for database in databases]
    for desk in desks:
        desk._largest = largest

    async def one(number: int, press: Press) -> Outcome:
        await asyncio.sleep(number % 97 / 10_000)
        return await desks[number % len(desks)].ask(press)

    rush = (one(number, press) for number, press in enumerate(presses))
    return await asyncio.gather(*rush, return_exceptions=True)


def _assert_one_true_order(
    outcomes: list[Outcome | BaseException], entries: tuple[EntryView, ...]
) -> None:
    assert not [outcome for outcome in outcomes if isinstance(outcome, BaseException)]
    joined = [o for o in outcomes if isinstance(o, Outcome) and o.kind == "joined"]
    assert sorted(outcome.place for outcome in joined) == list(range(1, HOUSEHOLDS + 1))
    assert [entry.number for entry in entries] == list(range(1, HOUSEHOLDS + 1))
    assert len({entry.household_id for entry in entries}) == HOUSEHOLDS
    by_place = {outcome.place: outcome.household_id for outcome in joined}
    assert [by_place[entry.place] for entry in entries] == [e.household_id for e in entries]
    states = Counter(entry.state for entry in entries)
    assert states == {EntryState.ADMITTED: CAPACITY, EntryState.WAITING: HOUSEHOLDS - CAPACITY}


@pytest.mark.parametrize("seed", [1, 2])
async def test_whole_estate_at_two_desks_gets_places_without_gap_or_repeat(
    work: Work, database: Database, second_database: Database, seed: int
) -> None:
    place = await work.write(build_neighbourhood, households=HOUSEHOLDS, buildings=24)
    relay_id = await work.write(build_relay, place, capacity=CAPACITY)
    presses = _presses(place, relay_id, seed)

    outcomes = await _rush([database, second_database], presses, largest=100)

    _assert_one_true_order(outcomes, await work.read(list_entries, relay_id))


async def test_even_split_at_two_desks_fills_every_building_and_no_more(
    work: Work, database: Database, second_database: Database
) -> None:
    """江湾国际 (S29): so many places for each building, in order within it."""
    place = await work.write(build_neighbourhood, households=HOUSEHOLDS, buildings=24)
    relay_id = await work.write(
        build_relay, place, capacity=SPLIT_CAPACITY, split_rule=SplitRule.BUILDINGS
    )

    outcomes = await _rush([database, second_database], _presses(place, relay_id, 1), largest=100)

    _assert_even(outcomes, await work.read(list_entries, relay_id))


async def test_an_even_split_is_oversold_when_the_guard_is_removed(
    work: Work, database: Database, second_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """If this fails, the test above proves nothing."""
    place = await work.write(build_neighbourhood, households=HOUSEHOLDS, buildings=24)
    relay_id = await work.write(
        build_relay, place, capacity=SPLIT_CAPACITY, split_rule=SplitRule.BUILDINGS
    )
    _remove_guard(monkeypatch, database, second_database)

    outcomes = await _rush([database, second_database], _presses(place, relay_id, 1), largest=100)

    with pytest.raises(AssertionError):
        _assert_even(outcomes, await work.read(list_entries, relay_id))


def _assert_even(outcomes: list[Outcome | BaseException], entries: tuple[EntryView, ...]) -> None:
    assert not [outcome for outcome in outcomes if isinstance(outcome, BaseException)]
    assert len(entries) == HOUSEHOLDS
    held = Counter(entry.pool for entry in entries if entry.state is EntryState.ADMITTED)
    assert set(held.values()) == {SPLIT_CAPACITY // 24}
    assert all(entry.pool in (None, entry.building_id) for entry in entries)
    for building in held:
        lines = [entry for entry in entries if entry.building_id == building]
        admitted = [entry.state is EntryState.ADMITTED for entry in lines]
        assert admitted == sorted(admitted, reverse=True)
        told = {o.number: o.waiting_place for o in outcomes if isinstance(o, Outcome)}
        waiting = [told[entry.number] for entry in lines[SPLIT_CAPACITY // 24 :]]
        assert waiting == list(range(1, len(waiting) + 1))


def _remove_guard(monkeypatch: pytest.MonkeyPatch, *databases: Database) -> None:
    unlocked = copy.copy(statements.LOCK_RELAYS)
    unlocked._for_update_arg = None
    monkeypatch.setattr(statements, "LOCK_RELAYS", unlocked)
    for opened in databases:
        if opened.is_sqlite:
            event.remove(opened.writer, "begin", engine._begin_immediate)
            event.listen(opened.writer, "begin", lambda c: c.exec_driver_sql("BEGIN"))


async def test_the_race_is_lost_when_the_guard_is_removed(
    work: Work, database: Database, second_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """If this fails, the test above proves nothing."""
    place = await work.write(build_neighbourhood, households=HOUSEHOLDS, buildings=24)
    relay_id = await work.write(build_relay, place, capacity=CAPACITY)
    _remove_guard(monkeypatch, database, second_database)

    outcomes = await _rush([database, second_database], _presses(place, relay_id, 1), largest=100)

    with pytest.raises(AssertionError):
        _assert_one_true_order(outcomes, await work.read(list_entries, relay_id))

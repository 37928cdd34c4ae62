"""Trying keys against what is kept, and sealing it anew with the first (docs/adr/0010)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Table
from sqlmodel import Session

from storage.engine import Database, migration_engine
from storage.keys.sealed import Kept, find_sealed, list_sealed_tables, read_batch, write_kept
from storage.keys.tables import KeyCheck
from storage.sealing import Keyring, SealedText
from storage.upsert import insert_new

BATCH = 500
WORD = "linli"


@dataclass
class Tally:
    """Sealed values by the key that opens them: the first, a later one, none at hand."""

    first: int = 0
    later: int = 0
    none: int = 0


def try_keys(session: Session, keyring: Keyring) -> None:
    """Try the keys on what is kept; leave a word to try them on where nothing is.

    Raises:
        SealedError: the database was sealed with another key.
    """
    sealed = find_sealed(session.connection())
    if sealed is not None:
        keyring.open(sealed)
    if session.get(KeyCheck, 1) is None:
        insert_new(session, KeyCheck, [{"id": 1, "word": WORD}], keys=["id"])


def holds_sealed(url: str) -> bool:
    """Whether there are rows that nobody can read without their key."""
    engine = migration_engine(url)
    try:
        with engine.connect() as connection:
            return find_sealed(connection) is not None
    finally:
        engine.dispose()


async def count_sealed(database: Database, keyring: Keyring) -> Tally:
    """How many values which key opens. Nothing is changed."""
    tally = Tally()

    def count(_connection: Connection, _table: Table, kept: Kept) -> None:
        for value in kept.values.values():
            _count(tally, keyring, value)

    await _walk(database, count)
    return tally


async def reseal(database: Database, keyring: Keyring, *, drops_lost: bool = False) -> Tally:
    """Seal anew with the first key what later ones seal; how it was before is counted.

    A transaction a batch: the bot may run meanwhile with the same keys, and what was broken off
    is done by doing it again.

    Args:
        drops_lost: empty what no key at hand opens.
    """
    tally = Tally()

    def renew(connection: Connection, table: Table, kept: Kept) -> None:
        changed = {
            name: renewed
            for name, value in kept.values.items()
            if (renewed := _renew(tally, keyring, table, name, value, drops_lost)) is not None
        }
        if changed:
            write_kept(connection, table, kept, changed)

    await _walk(database, renew)
    return tally


async def _walk(database: Database, visit: Callable[[Connection, Table, Kept], None]) -> None:
    for table in list_sealed_tables():
        after: tuple[Any, ...] | None = None
        while (after := await database.writes(_batch(table, after, visit))) is not None:
            pass


def _batch(
    table: Table, after: tuple[Any, ...] | None, visit: Callable[[Connection, Table, Kept], None]
) -> Callable[[Connection], tuple[Any, ...] | None]:
    def task(connection: Connection) -> tuple[Any, ...] | None:
        rows = read_batch(connection, table, after, BATCH)
        for kept in rows:
            visit(connection, table, kept)
        return rows[-1].key if rows else None

    return task


def _renew(
    tally: Tally, keyring: Keyring, table: Table, name: str, value: str, drops_lost: bool
) -> Any:
    """What takes the place of a value; None where it stays."""
    if _count(tally, keyring, value):
        return keyring.renew(value)
    is_lost = not keyring.opens(value)
    return _empty(keyring, table, name) if is_lost and drops_lost else None


def _empty(keyring: Keyring, table: Table, name: str) -> Any:
    if not isinstance(table.c[name].type, SealedText):
        return {}
    return keyring.seal(WORD if table is KeyCheck.__table__ else "")  # type: ignore[attr-defined]


def _count(tally: Tally, keyring: Keyring, value: str) -> bool:
    """Count a value; returns whether a later key seals it."""
    if keyring.is_newest(value):
        tally.first += 1
    elif keyring.opens(value):
        tally.later += 1
        return True
    else:
        tally.none += 1
    return False

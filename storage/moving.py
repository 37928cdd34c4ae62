"""A whole database into another: from SQLite's file to PostgreSQL, or back."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Connection, Engine, Table, func, insert, select

from storage import schema
from storage.engine import migration_engine
from storage.sealing import Keyring, hand_keys
from storage.tables import metadata

CHUNK = 1000
# Filled by the migrations themselves; what it holds is over in a second.
_OWN_ROWS = frozenset({"pace"})


class TargetNotEmptyError(Exception):
    """The database to move to holds rows already."""


def move(
    source_url: str, target_url: str, keyring: Keyring, on_table: Callable[[str, int], None]
) -> int:
    """Copy every row of every table, in one transaction of the target. The source is only read.

    Args:
        target_url: a database that exists; its schema is made, and it must hold no rows.
        keyring: of both; what is sealed stays so.
        on_table: told each table's name and rows as it is done.

    Returns:
        How many rows were copied.

    Raises:
        TargetNotEmptyError: nothing was changed.
    """
    schema.upgrade(target_url)
    source, target = migration_engine(source_url), migration_engine(target_url)
    for engine in (source, target):
        hand_keys(engine, keyring)
    try:
        return _copy_all(source, target, on_table)
    finally:
        source.dispose()
        target.dispose()


def _copy_all(source: Engine, target: Engine, on_table: Callable[[str, int], None]) -> int:
    copied = 0
    tables = [table for table in metadata.sorted_tables if table.name not in _OWN_ROWS]
    with source.connect() as old, target.begin() as new:
        for table in tables:
            if new.execute(select(func.count()).select_from(table)).scalar_one():
                raise TargetNotEmptyError
        for table in tables:
            rows = _copy(old, new, table)
            _count_on(new, table)
            on_table(table.name, rows)
            copied += rows
    return copied


def _copy(old: Connection, new: Connection, table: Table) -> int:
    copied = 0
    result = old.execution_options(yield_per=CHUNK).execute(select(table))
    for rows in result.mappings().partitions(CHUNK):
        new.execute(insert(table), [dict(row) for row in rows])
        copied += len(rows)
    return copied


def _count_on(new: Connection, table: Table) -> None:
    """PostgreSQL numbers the next row from a counter that does not see rows put in with theirs."""
    key = table.autoincrement_column
    if new.dialect.name != "postgresql" or key is None:
        return
    # None for a table whose numbers are not given by the database.
    sequence = new.scalar(select(func.pg_get_serial_sequence(table.name, key.name)))
    highest = new.scalar(select(func.max(key)))
    if sequence is not None and highest is not None:
        new.execute(select(func.setval(sequence, highest)))

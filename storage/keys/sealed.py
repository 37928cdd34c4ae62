"""The sealed values of every table as they are kept, a batch at a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, Text, cast, inspect, select, tuple_
from sqlalchemy import type_coerce as as_kept
from sqlalchemy.types import TypeDecorator, TypeEngine

from storage.sealing import SealedJSON, SealedText
from storage.tables import metadata

# How every sealed value begins: Fernet's version, and the first bytes of a time this century.
_BEGINNING = "gAAAA"
_CHECK = "key_check"


@dataclass(frozen=True)
class Kept:
    """One row: its key, and its sealed values by column, as they are kept."""

    key: tuple[Any, ...]
    values: dict[str, str]


def list_sealed_tables() -> tuple[Table, ...]:
    """The tables with sealed columns; the one that tells right keys from wrong ones is last.

    A change of keys that is broken off leaves it as it was: who then takes the old key away is
    refused.
    """
    sealed = (table for table in metadata.sorted_tables if _columns(table))
    return tuple(sorted(sealed, key=lambda table: table.name == _CHECK))


def read_batch(
    connection: Connection, table: Table, after: tuple[Any, ...] | None, size: int
) -> list[Kept]:
    """The next rows in the order of their keys; they are held until the transaction ends."""
    keys = tuple(table.primary_key.columns)
    columns = _columns(table)
    query = select(*keys, *(as_kept(column, _kept_type(column)) for column in columns))
    if after is not None:
        query = query.where(tuple_(*keys) > tuple_(*after))
    rows = connection.execute(query.order_by(*keys).limit(size).with_for_update()).all()
    names = [column.name for column in columns]
    return [
        Kept(
            tuple(row[: len(keys)]),
            {
                name: value
                for name, value in zip(names, row[len(keys) :], strict=True)
                if isinstance(value, str) and value.startswith(_BEGINNING)
            },
        )
        for row in rows
    ]


def write_kept(connection: Connection, table: Table, kept: Kept, values: dict[str, Any]) -> None:
    """Put values in their place as they are given: sealed already, or nothing to seal."""
    keys = zip(table.primary_key.columns, kept.key, strict=True)
    named = {
        table.c[name]: as_kept(value, _kept_type(table.c[name])) for name, value in values.items()
    }
    connection.execute(table.update().where(*(key == value for key, value in keys)).values(named))


def find_sealed(connection: Connection) -> str | None:
    """Some sealed value: that which tells right keys from wrong ones, where there is one."""
    there = set(inspect(connection).get_table_names())
    for table in reversed(list_sealed_tables()):
        if table.name not in there:
            continue
        known = {column["name"] for column in inspect(connection).get_columns(table.name)}
        for column in _columns(table):
            if column.name in known and (found := _find_token(connection, column)) is not None:
                return found
    return None


def _find_token(connection: Connection, column: ColumnElement[Any]) -> str | None:
    text = cast(as_kept(column, _kept_type(column)), Text)
    query = select(text).where(text.like(f"%{_BEGINNING}%")).limit(10)
    return next(_tokens(connection.execute(query).scalars()), None)


def _tokens(texts: Any) -> Iterator[str]:
    """Sealed values, without the quotes that stand around a JSON text."""
    bare = (str(text).strip('"') for text in texts)
    return (text for text in bare if text.startswith(_BEGINNING))


def _kept_type(column: ColumnElement[Any]) -> TypeEngine[Any]:
    """What a sealed column is to the database."""
    assert isinstance(column.type, TypeDecorator)
    return column.type.impl_instance


def _columns(table: Table) -> list[ColumnElement[Any]]:
    return [column for column in table.columns if isinstance(column.type, SealedText | SealedJSON)]

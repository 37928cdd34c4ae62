"""Many rows in one statement, on both databases: they travel as one JSON value.

A batch of a thousand is then one step of the database, done outside Python's lock, so that the
event loop goes on parsing presses meanwhile (docs/adr/0004). `executemany` and row-by-row
fetching give the lock back and wait for it again at every row.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from typing import Any, cast

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    Select,
    String,
    Table,
    TableValuedAlias,
    TextClause,
    bindparam,
    column,
    select,
    text,
)
from sqlalchemy.dialects import postgresql
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement


class _Numbers(FunctionElement[Any]):
    """The numbers of a JSON array, as the right side of `IN`."""

    inherit_cache = True


@compiles(_Numbers, "sqlite")
def _numbers_in_sqlite(element: _Numbers, compiler: SQLCompiler, **options: Any) -> str:
    array = compiler.process(element.clauses, **options)
    return f"(SELECT value FROM json_each({array}))"  # noqa: S608 - bound, not pasted


@compiles(_Numbers, "postgresql")
def _numbers_in_postgresql(element: _Numbers, compiler: SQLCompiler, **options: Any) -> str:
    array = compiler.process(element.clauses, **options)
    elements = f"json_array_elements_text(CAST({array} AS json))"
    return f"(SELECT CAST(value AS bigint) FROM {elements} AS value)"  # noqa: S608 - bound


class _Rows(FunctionElement[Any]):
    """All rows of a select in one JSON array of arrays."""

    inherit_cache = True


@compiles(_Rows, "sqlite")
def _rows_in_sqlite(element: _Rows, compiler: SQLCompiler, **options: Any) -> str:
    columns = compiler.process(element.clauses, **options)
    return f"json_group_array(json_array({columns}))"


@compiles(_Rows, "postgresql")
def _rows_in_postgresql(element: _Rows, compiler: SQLCompiler, **options: Any) -> str:
    columns = compiler.process(element.clauses, **options)
    return f"json_agg(json_build_array({columns}))"


_POSTGRESQL = postgresql.dialect()  # type: ignore[no-untyped-call]


def among(column: ColumnElement[Any], name: str) -> ColumnElement[bool]:
    """`column` is one of the numbers bound as `name` (see `numbers`)."""
    listed = _Numbers(bindparam(name, type_=String()))
    return cast("ColumnElement[bool]", column.op("IN", is_comparison=True)(listed))


def listed(name: str) -> TableValuedAlias:
    """The numbers bound as `name` as a table of one column, `value`, to join with."""
    return _Numbers(bindparam(name, type_=String())).table_valued(
        column("value", BigInteger()), name=name
    )


def numbers(values: Iterable[int]) -> str:
    """The value to bind for `among` and `listed`."""
    return json.dumps(list(values))


def gather(*columns: ColumnElement[Any], only: ColumnElement[bool] | None = None) -> Select[Any]:
    """A select whose rows arrive together; add joins and conditions, then `fetch`.

    Args:
        only: leaves out rows after the joins, without changing how they are made.
    """
    rows = _Rows(*columns)
    return select(rows if only is None else rows.filter(only))


def fetch(connection: Connection, gathered: Select[Any], **values: Any) -> list[list[Any]]:
    """The rows of a `gather`, as lists of JSON values."""
    rows = connection.execute(gathered, values).scalar_one()
    # SQLite answers with text, PostgreSQL's driver with what the text means, or with nothing.
    found: list[list[Any]] = json.loads(rows) if isinstance(rows, str) else rows or []
    return found


class Insert:
    """Inserts many rows of some columns of a table; their values are JSON values."""

    def __init__(self, table: Table, columns: Sequence[str]) -> None:
        into = f"INSERT INTO {table.name} ({', '.join(columns)}) SELECT "
        places = range(len(columns))
        values = ", ".join(f"json_extract(value, '$[{place}]')" for place in places)
        typed = ", ".join(
            f"CAST(value->>{place} AS {_type(table, columns[place])})" for place in places
        )
        self._statements: dict[str, TextClause] = {
            "sqlite": text(f"{into}{values} FROM json_each(:rows)"),
            "postgresql": text(
                f"{into}{typed} FROM json_array_elements(CAST(:rows AS json)) AS value"
            ),
        }

    def run(self, connection: Connection, rows: Sequence[Sequence[Any]]) -> None:
        """Insert `rows`, each with a value a column, in the columns' order."""
        statement = self._statements[connection.dialect.name]
        connection.execute(statement, {"rows": json.dumps(rows)})


class Update:
    """Updates many rows of a table by their keys; keys and values are JSON values."""

    def __init__(self, table: Table, keys: Sequence[str], columns: Sequence[str]) -> None:
        place = {column: place for place, column in enumerate((*keys, *columns))}

        def statement(value: Callable[[str], str], rows: str) -> TextClause:
            changed = ", ".join(f"{column} = {value(column)}" for column in columns)
            found = " AND ".join(f"{table.name}.{key} = {value(key)}" for key in keys)
            return text(f"UPDATE {table.name} SET {changed} FROM {rows} WHERE {found}")  # noqa: S608

        self._statements: dict[str, TextClause] = {
            "sqlite": statement(
                lambda column: f"json_extract(value, '$[{place[column]}]')", "json_each(:rows)"
            ),
            "postgresql": statement(
                lambda column: f"CAST(value->>{place[column]} AS {_type(table, column)})",
                "json_array_elements(CAST(:rows AS json)) AS value",
            ),
        }

    def run(self, connection: Connection, rows: Sequence[Sequence[Any]]) -> None:
        """Update `rows`, each with its keys and then a value a column."""
        statement = self._statements[connection.dialect.name]
        connection.execute(statement, {"rows": json.dumps(rows)})


def _type(table: Table, column: str) -> str:
    return table.c[column].type.compile(dialect=_POSTGRESQL)

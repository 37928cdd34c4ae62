"""Insert or update in one statement, so that two updates at once do not collide."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, SQLModel


def upsert(
    session: Session,
    table: type[SQLModel],
    row: dict[str, Any],
    *,
    keys: list[str],
    kept: frozenset[str] = frozenset(),
) -> None:
    """Insert `row`, or bring the row with the same `keys` to its values.

    Args:
        kept: columns that an existing row keeps as they are.
    """
    statement = _insert(session, table).values(row)
    changed = {name: statement.excluded[name] for name in row if name not in kept.union(keys)}
    session.execute(statement.on_conflict_do_update(index_elements=keys, set_=changed))


def insert_new(
    session: Session, table: type[SQLModel], rows: list[dict[str, Any]], *, keys: list[str]
) -> int:
    """Insert those of `rows` whose `keys` no row has yet; returns how many were inserted."""
    statement = _insert(session, table).values(rows).on_conflict_do_nothing(index_elements=keys)
    # A driver need not know how many rows an INSERT of several really added: count them.
    inserted = statement.returning(*(getattr(table, name) for name in keys))
    return len(session.execute(inserted).all())


def insert_thousands(
    session: Session, table: type[SQLModel], rows: list[dict[str, Any]], *, keys: list[str]
) -> list[Row[Any]]:
    """Insert those of `rows` whose `keys` no row has yet, however many; their ids and `keys`."""
    if not rows:
        return []
    # One statement per thousand rows or so: SQLAlchemy cuts what is answered with RETURNING.
    statement = _insert(session, table).on_conflict_do_nothing(index_elements=keys)
    columns = table.__table__.c  # type: ignore[attr-defined]
    answered = statement.returning(*(columns[name] for name in ("id", *keys)))
    return list(session.connection().execute(answered, rows))


def _insert(session: Session, table: type[SQLModel]) -> postgresql.Insert | sqlite.Insert:
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    return sqlite.insert(table) if is_sqlite else postgresql.insert(table)

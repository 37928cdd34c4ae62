"""Insert or update in one statement, so that two updates at once do not collide."""

from __future__ import annotations

from typing import Any

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
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    insert = sqlite.insert if is_sqlite else postgresql.insert
    statement = insert(table).values(row)
    changed = {name: statement.excluded[name] for name in row if name not in kept.union(keys)}
    session.execute(statement.on_conflict_do_update(index_elements=keys, set_=changed))

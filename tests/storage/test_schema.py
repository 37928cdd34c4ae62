"""The migrations lead up, down and up again, and to what the models say."""

from __future__ import annotations

from sqlalchemy import inspect

from storage import schema
from storage.engine import migration_engine


def _tables(url: str) -> set[str]:
    engine = migration_engine(url)
    try:
        return set(inspect(engine).get_table_names())
    finally:
        engine.dispose()


def test_migrations_go_up_down_and_up(database_url: str) -> None:
    full = _tables(database_url)

    schema.downgrade(database_url, "base")
    assert not schema.is_at_head(database_url)
    assert _tables(database_url) == {"alembic_version"}

    schema.upgrade(database_url)
    assert schema.is_at_head(database_url)
    assert _tables(database_url) == full


def test_models_equal_the_migrated_schema(database_url: str) -> None:
    schema.check(database_url)

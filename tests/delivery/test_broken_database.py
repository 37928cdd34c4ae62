"""A database that breaks: what comes back by itself, and what its errors must not tell."""

from __future__ import annotations

import asyncio
import socket
import sqlite3

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import OperationalError, SQLAlchemyError

from simulator import World
from storage import engine
from storage.engine import Database, migration_engine
from tests.builders import KEYRING
from tests.delivery.delivery_rig import Rig, texts_of

SECRET_NAME = "Chen Meiling"


def _fail(connection: Connection) -> None:
    connection.execute(text("SELECT :name FROM nowhere"), {"name": SECRET_NAME})


async def test_an_sql_error_tells_no_name(database: Database, database_url: str) -> None:
    for run in (database.reads, database.writes):
        with pytest.raises(SQLAlchemyError) as failure:
            await run(_fail)
        assert SECRET_NAME not in str(failure.value)
    with migration_engine(database_url).connect() as connection:
        with pytest.raises(SQLAlchemyError) as failure:
            _fail(connection)
        assert SECRET_NAME not in str(failure.value)


async def test_a_restarted_server_is_met_again(postgres_url: str) -> None:
    database, administrator = Database(postgres_url, KEYRING), migration_engine(postgres_url)
    for run in (database.reads, database.writes):
        await run(_ask)
    with administrator.connect() as connection:
        ended = connection.execute(
            text(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        )
        assert len(ended.all()) == 2

    assert [await run(_ask) for run in (database.reads, database.writes)] == [1, 1]
    database.close()


async def test_a_server_that_never_answers_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "POSTGRES_CONNECT_SECONDS", 2)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        database = Database(
            f"postgresql://linli@127.0.0.1:{silent.getsockname()[1]}/linli", KEYRING
        )
        with pytest.raises(OperationalError, match="timeout"):
            await database.reads(_ask)
        database.close()


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_a_file_that_is_locked_at_the_start_is_waited_for(
    rig: Rig, world: World, sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "SQLITE_BUSY_MS", 1)
    wang = world.person("王阿姨")
    await wang.says("hello")
    await rig.tell(wang.id, "news")
    rig.work.database.writer.dispose()
    keeper = sqlite3.connect(sqlite_url.removeprefix("sqlite:///"), isolation_level=None)
    keeper.execute("BEGIN IMMEDIATE")
    rig.start()
    await asyncio.sleep(0.3)
    assert texts_of(wang.chat.messages) == []

    keeper.execute("ROLLBACK")
    keeper.close()
    await rig.emptied()

    assert texts_of(wang.chat.messages) == ["news"]


def _ask(connection: Connection) -> int:
    return connection.execute(text("SELECT 1")).scalar_one()

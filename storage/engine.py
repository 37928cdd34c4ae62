"""One database behind two ways in: many readers, and for SQLite a single writer.

Storage is synchronous, the process around it is not: every transaction runs in a thread of
this class (docs/adr/0002). That keeps one code path for both databases, costs a fraction of
an async ORM, and leaves SQLite's single writer nobody to wait for.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.pool import ConnectionPoolEntry, NullPool, Pool, QueuePool

from storage.sealing import Keyring, hand_keys

T = TypeVar("T")

READERS = 4
POSTGRES_WRITERS = 4
SQLITE_BUSY_MS = 10_000
POSTGRES_CONNECT_SECONDS = 5


class Database:
    """Threads and connections to one SQLite file or one PostgreSQL database.

    Args:
        url: an SQLAlchemy URL, `sqlite:///linli.db` or `postgresql://user@host/name`.
        keyring: what seals and opens private columns.
    """

    def __init__(self, url: str, keyring: Keyring) -> None:
        parsed = make_url(url)
        self.is_sqlite = parsed.get_backend_name() == "sqlite"
        if not self.is_sqlite:
            parsed = parsed.set(drivername="postgresql+psycopg")
        self.url = parsed
        self._keyring = keyring
        self.reader = self._engine(READERS)
        writers = 1 if self.is_sqlite else POSTGRES_WRITERS
        self.writer = self._engine(writers)
        if self.is_sqlite:
            event.listen(self.writer, "begin", _begin_immediate)
        self._reading = ThreadPoolExecutor(READERS, thread_name_prefix="storage-read")
        self._writing = ThreadPoolExecutor(writers, thread_name_prefix="storage-write")

    def _engine(self, size: int) -> Engine:
        engine = _make_engine(self.url, QueuePool, pool_size=size, max_overflow=0)
        hand_keys(engine, self._keyring)
        if self.is_sqlite:
            event.listen(engine, "connect", _prepare_sqlite)
        return engine

    async def reads(self, task: Callable[[Connection], T]) -> T:
        """Run `task` in a transaction that is thrown away."""

        def run() -> T:
            with self.reader.connect() as connection:
                return task(connection)

        return await asyncio.get_running_loop().run_in_executor(self._reading, run)

    async def writes(self, task: Callable[[Connection], T]) -> T:
        """Run `task` in one transaction: committed when it returns, undone when it raises."""

        def run() -> T:
            with self.writer.begin() as connection:
                return task(connection)

        return await asyncio.get_running_loop().run_in_executor(self._writing, run)

    def close(self) -> None:
        """Let running transactions end, then close every connection."""
        for pool in (self._writing, self._reading):
            pool.shutdown(wait=True)
        for engine in (self.writer, self.reader):
            engine.dispose()


def migration_engine(url: str) -> Engine:
    """An engine for schema changes: one connection, closed after use."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        parsed = parsed.set(drivername="postgresql+psycopg")
    return _make_engine(parsed, NullPool)


def _make_engine(url: URL, pool: type[Pool], **options: Any) -> Engine:
    if url.get_backend_name() != "sqlite":
        # A server that was restarted has closed every connection; one that hangs answers none.
        options["pool_pre_ping"] = True
        options["connect_args"] = {"connect_timeout": POSTGRES_CONNECT_SECONDS} | dict(url.query)
    # An SQL error would otherwise print names and doors.
    return create_engine(url, poolclass=pool, hide_parameters=True, **options)


def _prepare_sqlite(connection: Any, _record: ConnectionPoolEntry) -> None:
    # The driver must not open transactions by itself: `_begin_immediate` does.
    connection.isolation_level = None
    for pragma in (
        "journal_mode = WAL",
        # An answer promises that the entry is kept, through a power cut too. The desk pays for
        # one flush a batch, not a press.
        "synchronous = FULL",
        "foreign_keys = ON",
        f"busy_timeout = {SQLITE_BUSY_MS}",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_immediate(connection: Connection) -> None:
    # A deferred transaction that reads before it writes can fail half-way with SQLITE_BUSY.
    connection.exec_driver_sql("BEGIN IMMEDIATE")

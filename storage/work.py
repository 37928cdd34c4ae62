"""Units of work: the one way by which the process reads and changes rows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Concatenate, ParamSpec, TypeVar

from sqlalchemy import Connection
from sqlmodel import Session

from storage.engine import Database

T = TypeVar("T")
P = ParamSpec("P")


class Work:
    """Runs queries and actions, each in its own transaction.

    Queries and actions are plain functions that take a `Session` first. An action neither
    commits nor rolls back: `write` commits when it returns and undoes all when it raises, so
    that the edge of the transaction stands where it is called.

    Args:
        database: where to run.
        after_commit: called in the event loop after each commit, to wake delivery.
    """

    def __init__(self, database: Database, after_commit: Callable[[], None]) -> None:
        self.database = database
        self._after_commit = after_commit

    async def read(
        self, query: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Answer from committed rows. Changes made by `query` are thrown away."""

        def task(connection: Connection) -> T:
            with Session(connection, expire_on_commit=False) as session:
                return query(session, *args, **kwargs)

        return await self.database.reads(task)

    async def write(
        self, action: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Run `action` and commit.

        Raises:
            RuleError: a rule refused; nothing was changed.
        """

        def task(connection: Connection) -> T:
            with Session(connection, expire_on_commit=False) as session:
                result = action(session, *args, **kwargs)
                session.flush()
                return result

        result = await self.database.writes(task)
        self._after_commit()
        return result

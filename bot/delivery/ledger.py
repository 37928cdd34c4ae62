"""Delivery's bookkeeping: what comes together is written down in one transaction.

A flush to the disk takes longer than all that a message needs of the database. Messages that are
under way side by side share one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlalchemy import Connection
from sqlmodel import Session

from storage.desk import Desk
from storage.work import Work

T = TypeVar("T")
P = ParamSpec("P")

Entry = Callable[[Session], Any]


class Ledger:
    """Writes as `Work` does, but together with whoever writes at the same time.

    What is written here is no news to delivery: the bell stays silent.
    """

    def __init__(self, work: Work) -> None:
        self._desk: Desk[Entry, Any] = Desk(
            work.database, _enter_all, order=_as_they_come, after_commit=_tell_nobody
        )

    async def write(
        self, action: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Run `action`; returns what it does once that is committed."""

        def enter(session: Session) -> T:
            return action(session, *args, **kwargs)

        written: T = await self._desk.ask(enter)
        return written


def _enter_all(connection: Connection, entries: Sequence[Entry]) -> list[Any]:
    return [_enter(connection, entry) for entry in entries]


def _enter(connection: Connection, entry: Entry) -> Any:
    with Session(connection, expire_on_commit=False) as session:
        result = entry(session)
        session.flush()
        return result


def _as_they_come(_entry: Entry) -> int:
    return 0


def _tell_nobody() -> None:
    return

"""A group-commit desk: callers wait for their own answer, one writer serves all who wait.

When thousands ask in one second, a transaction each would hold them all up behind one row
lock. The desk takes everybody who waits, in order, decides for all in one transaction and
commits once (docs/adr/0004).
"""

from __future__ import annotations

import asyncio
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Generic, TypeVar

from sqlalchemy import Connection
from sqlalchemy.exc import OperationalError

from storage.engine import Database
from storage.errors import RuleError

Ask = TypeVar("Ask")
Answer = TypeVar("Answer")

Decide = Callable[[Connection, Sequence[Ask]], Sequence[Answer | RuleError]]

# Beyond this a batch costs more patience of its first caller than it saves the others.
LARGEST_BATCH = 500

# Seconds. Looking up a door takes some milliseconds; who needs longer loses the place in line.
LONGEST_HOLD = 1.0


class Desk(Generic[Ask, Answer]):
    """Serves asks in batches.

    Args:
        database: where batches are committed.
        decide: reads, decides and writes for a batch, in one transaction, and returns one
            answer an ask, in the same order. Must be harmless to repeat.
        order: the key by which asks of one batch are sorted before they are decided.
        after_commit: called in the event loop after each commit.
    """

    def __init__(
        self,
        database: Database,
        decide: Decide[Ask, Answer],
        *,
        order: Callable[[Ask], Any],
        after_commit: Callable[[], None],
        largest: int = LARGEST_BATCH,
    ) -> None:
        self._database = database
        self._decide = decide
        self._order = order
        self._after_commit = after_commit
        self._largest = largest
        self._waiting: list[tuple[Ask, asyncio.Future[Answer]]] = []
        self._held: dict[Any, float] = {}
        self._moved = asyncio.Event()
        self._writer: asyncio.Task[None] | None = None

    async def ask(self, ask: Ask) -> Answer:
        """Wait in line and return the answer, once what it says is committed.

        Raises:
            RuleError: a rule refused this ask; the others of its batch are not touched.
        """
        answer: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self._waiting.append((ask, answer))
        self._give_up(self._order(ask))
        if self._writer is None:
            self._writer = asyncio.create_task(self._serve(), name="desk")
        return await answer

    @contextmanager
    def hold(self, place: Any) -> Iterator[None]:
        """Keep a place in line, by its order key, for an ask that is still being prepared.

        Asks behind it wait until it has been asked or the block ends, though not for ever: who
        came first is served first, even if more had to be looked up for them.
        """
        self._held[place] = asyncio.get_running_loop().time() + LONGEST_HOLD
        try:
            yield
        finally:
            self._give_up(place)

    def _give_up(self, place: Any) -> None:
        if self._held.pop(place, None) is not None:
            self._moved.set()

    async def _serve(self) -> None:
        try:
            while self._waiting:
                if batch := await self._next_batch():
                    await self._settle(batch)
        finally:
            self._writer = None

    async def _next_batch(self) -> list[tuple[Ask, asyncio.Future[Answer]]]:
        self._waiting.sort(key=lambda pair: self._order(pair[0]))
        ready = self._largest
        if self._held:
            first = min(self._held)
            ready = bisect_left(self._waiting, first, key=lambda pair: self._order(pair[0]))
        if not ready:
            await self._wait_for_held()
            return []
        batch = self._waiting[: min(ready, self._largest)]
        del self._waiting[: len(batch)]
        return batch

    async def _wait_for_held(self) -> None:
        """Until the first held place is given up, or has been held for too long."""
        first = min(self._held)
        self._moved.clear()
        try:
            async with asyncio.timeout_at(self._held[first]):
                await self._moved.wait()
        except TimeoutError:
            self._held.pop(first, None)

    async def _settle(
        self, batch: list[tuple[Ask, asyncio.Future[Answer]]], *, is_retry: bool = False
    ) -> None:
        asks = [ask for ask, _ in batch]
        try:
            answers = await self._database.writes(lambda connection: self._decide(connection, asks))
        except Exception as error:
            await self._settle_singly(batch, error, is_retry=is_retry)
            return
        for (_, waiting), answer in zip(batch, answers, strict=True):
            _give(waiting, answer)
        self._after_commit()

    async def _settle_singly(
        self,
        batch: list[tuple[Ask, asyncio.Future[Answer]]],
        error: Exception,
        *,
        is_retry: bool,
    ) -> None:
        if isinstance(error, OperationalError) and not is_retry:
            # The line to the database broke, nobody's ask did: once more, on a new one.
            await self._settle(batch, is_retry=True)
        elif isinstance(error, OperationalError) or len(batch) == 1:
            for _, waiting in batch:
                _give(waiting, error)
        else:
            # Somebody's ask breaks the batch: serve each alone, so that only theirs fails.
            for pair in batch:
                await self._settle([pair])


def _give(waiting: asyncio.Future[Answer], answer: Answer | Exception) -> None:
    if waiting.done():
        return
    if isinstance(answer, Exception):
        waiting.set_exception(answer)
    else:
        waiting.set_result(answer)

"""Time for delivery's tests: it stands still while anything is left to do, and then jumps."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from heapq import heappop, heappush
from itertools import count

import pytest

PATIENCE = 50


class IdleClock:
    """Jumps to the next sleeper once the event loop has had nothing else to do for a while."""

    def __init__(self) -> None:
        self._elapsed = 0.0
        self._numbers = count()
        self._sleepers: list[tuple[float, int, asyncio.Future[None]]] = []
        self._mover: asyncio.Task[None] | None = None

    def now(self) -> datetime:
        return datetime(2022, 4, 1, tzinfo=UTC) + timedelta(seconds=self._elapsed)

    def monotonic(self) -> float:
        return self._elapsed

    async def sleep(self, seconds: float) -> None:
        future = asyncio.get_running_loop().create_future()
        heappush(self._sleepers, (self._elapsed + seconds, next(self._numbers), future))
        if self._mover is None or self._mover.done():
            self._mover = asyncio.create_task(self._move())
        await future

    async def _move(self) -> None:
        while self._sleepers:
            for _ in range(PATIENCE):
                await asyncio.sleep(0)
            deadline, _, future = heappop(self._sleepers)
            if not future.done():
                self._elapsed = max(self._elapsed, deadline)
                future.set_result(None)


@pytest.fixture
def idle_clock() -> Iterator[IdleClock]:
    """A clock that never makes a test wait."""
    return IdleClock()

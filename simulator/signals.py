"""Waiting for something to become true, without polling."""

import asyncio
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


class Signal:
    """Wakes those who wait whenever its owner says that something changed."""

    def __init__(self) -> None:
        self._waiters: set[asyncio.Future[None]] = set()

    def notify(self) -> None:
        """Let every waiter look again."""
        waiters, self._waiters = self._waiters, set()
        for waiter in waiters:
            if not waiter.done():
                waiter.set_result(None)

    async def next(self) -> None:
        """Wait for the next change."""
        waiter = asyncio.get_running_loop().create_future()
        self._waiters.add(waiter)
        try:
            await waiter
        finally:
            self._waiters.discard(waiter)

    async def until(self, probe: Callable[[], T | None], seconds: float | None) -> T:
        """The first true answer of `probe`.

        Args:
            probe: asked at once and again after every change.
            seconds: of the machine's time; None waits for ever.

        Raises:
            TimeoutError: when `seconds` pass without an answer.
        """
        async with asyncio.timeout(seconds):
            while not (found := probe()):
                await self.next()
        return found

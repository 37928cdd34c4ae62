"""A handful of functions called each second; what they find due, they do."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger

from bot.faults import describe

log = structlog.get_logger(__name__)

# Ticks fall on whole seconds, as openings do: a card is live in its second, not some time later.
_WHOLE_SECOND = datetime(2020, 1, 1, tzinfo=UTC)

Tick = Callable[[], Awaitable[object]]


class Ticks:
    """Calls each function every so often, never twice at once.

    A tick that was missed, or that came while the last call was still running, is not made up
    for: the next one finds in the rows what is due. So nothing piles up after a standstill.

    Args:
        ticks: functions by the name that the log knows them by.
        every: seconds of the machine's time between two calls.
    """

    def __init__(self, ticks: Mapping[str, Tick], *, every: float = 1.0) -> None:
        self._ticks = ticks
        self._running: dict[str, asyncio.Task[None]] = {}
        self._scheduler = AsyncIOScheduler(timezone="UTC")
        for name in ticks:
            self._scheduler.add_job(
                self._start,
                IntervalTrigger(seconds=every, start_date=_WHOLE_SECOND),
                [name],
                id=name,
                coalesce=True,
                misfire_grace_time=None,
            )

    def start(self) -> None:
        """Begin; needs a running event loop."""
        self._scheduler.start()

    async def stop(self) -> None:
        """Begin no more calls; returns when those under way have ended."""
        self._scheduler.shutdown(wait=False)
        await asyncio.gather(*self._running.values())

    async def _start(self, name: str) -> None:
        if name not in self._running:
            self._running[name] = asyncio.create_task(self._call(name))

    async def _call(self, name: str) -> None:
        try:
            await self._ticks[name]()
        except Exception as error:
            log.warning("tick_failed", tick=name, error=describe(error))
        finally:
            del self._running[name]

"""Waiting for news, but not for ever."""

from __future__ import annotations

import asyncio

from bot.clock import Clock
from storage.work import Work


async def rest(bell: asyncio.Event, clock: Clock, seconds: float) -> None:
    """Return when `bell` has rung or `seconds` of the clock's time have passed."""
    waits = [asyncio.ensure_future(bell.wait()), asyncio.ensure_future(clock.sleep(seconds))]
    try:
        await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for wait in waits:
            wait.cancel()
        await asyncio.gather(*waits, return_exceptions=True)


def quiet(work: Work) -> Work:
    """The same units of work, but delivery's own bookkeeping is no news to delivery."""
    return Work(work.database, after_commit=lambda: None)

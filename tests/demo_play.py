"""The demo inside of a test's process."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.commands.demo import Rehearsal
from simulator import Simulator


@asynccontextmanager
async def rehearsal() -> AsyncIterator[tuple[Simulator, Rehearsal]]:
    """The demo inside of this process, its first scene set."""
    async with Simulator() as simulator:
        played = Rehearsal(simulator)
        async with played.playing_until(asyncio.Event()):
            yield simulator, played

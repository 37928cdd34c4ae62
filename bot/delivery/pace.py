"""The whole bot's pace: this process's own, or one that several processes share."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial
from typing import Protocol

import structlog
from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session

from bot.clock import Clock
from bot.delivery.limits import Bucket, Limits
from storage.engine import Database
from storage.outbox.claims import reserve

log = structlog.get_logger(__name__)


class Pace(Protocol):
    """Hands out the moments at which messages may leave."""

    async def reserve(self, count: int) -> float:
        """Reserve `count` messages; returns the seconds to wait before they leave."""


class MemoryPace:
    """The pace of a bot that runs as one process."""

    def __init__(self, clock: Clock, limits: Limits) -> None:
        self._clock = clock
        self._bucket = Bucket(limits.total_per_second, limits.total_burst)

    async def reserve(self, count: int) -> float:
        """Reserve `count` messages; returns the seconds to wait before they leave."""
        now = self._clock.monotonic()
        return max(0.0, self._bucket.take(now, count) - now)


class SharedPace:
    """One pace for all processes on one database. Their machines' clocks must agree.

    While the database does not answer, each process keeps the pace by itself: nothing that was
    claimed before should be held back by that.
    """

    def __init__(self, database: Database, clock: Clock, limits: Limits) -> None:
        self._database = database
        self._clock = clock
        self._interval = timedelta(seconds=1 / limits.total_per_second)
        self._burst = limits.total_burst
        self._alone = MemoryPace(clock, limits)

    async def reserve(self, count: int) -> float:
        """Reserve `count` messages; returns the seconds to wait before they leave."""
        now = self._clock.now()
        try:
            # Past `Work`: a reservation is no news that delivery should wake for.
            start = await self._database.writes(partial(self._reserve, count, now))
        except SQLAlchemyError as error:
            log.warning("pace_not_shared", error=type(error).__name__)
            return await self._alone.reserve(count)
        return max(0.0, (start - now).total_seconds())

    def _reserve(self, count: int, now: datetime, connection: Connection) -> datetime:
        with Session(connection) as session:
            return reserve(session, count, now=now, interval=self._interval, burst=self._burst)

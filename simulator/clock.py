"""The pretend Telegram's own time: it runs by itself and can be pushed forward, never back."""

import asyncio
import time
from datetime import UTC, datetime, timedelta


class Clock:
    """A moment that runs on by itself and that tests and rehearsals may move.

    Args:
        start: the aware moment at which the clock begins; the machine's own when left out.
        speed: seconds that pass here for each second of the machine; 0 stops time, so that only
            `advance` and `jump_to` move it.
    """

    def __init__(self, start: datetime | None = None, *, speed: float = 1.0) -> None:
        self._start = start.astimezone(UTC) if start else datetime.now(UTC)  # noqa: TID251
        self._speed = speed
        self._begun = time.monotonic()
        self._pushed = 0.0
        self._sleepers: set[asyncio.Future[None]] = set()

    def now(self) -> datetime:
        """The present moment, aware, in UTC."""
        return self._start + timedelta(seconds=self.monotonic())

    def monotonic(self) -> float:
        """Seconds of this clock since it was made, pushes included."""
        return (time.monotonic() - self._begun) * self._speed + self._pushed

    async def sleep(self, seconds: float) -> None:
        """Wait until `seconds` have passed here; a push past that moment wakes the sleeper."""
        deadline = self.monotonic() + seconds
        while (left := deadline - self.monotonic()) > 0:
            await self._until_pushed(left / self._speed if self._speed else None)

    def advance(self, seconds: float) -> None:
        """Push time forward by `seconds`.

        Raises:
            ValueError: for a negative number: time never runs back.
        """
        if seconds < 0:
            raise ValueError("time never runs back")
        self._pushed += seconds
        for sleeper in self._sleepers:
            if not sleeper.done():
                sleeper.set_result(None)

    def jump_to(self, moment: datetime) -> None:
        """Push time forward to an aware `moment`; raises ValueError when it has passed."""
        self.advance((moment - self.now()).total_seconds())

    async def _until_pushed(self, timeout: float | None) -> None:  # noqa: ASYNC109
        sleeper = asyncio.get_running_loop().create_future()
        self._sleepers.add(sleeper)
        try:
            await asyncio.wait([sleeper], timeout=timeout)
        finally:
            self._sleepers.discard(sleeper)

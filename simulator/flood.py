"""Telegram's message limits. The published numbers are defaults; the real thresholds are secret."""

import math
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from simulator.errors import too_many_requests


@dataclass(frozen=True, slots=True)
class FloodLimits:
    """Messages allowed, from Telegram's bot FAQ; edits count as messages unless switched off."""

    total_per_second: float = 30
    chat_per_second: float = 1
    chat_burst: int = 3
    group_per_minute: int = 20
    edits_count: bool = True


PUBLISHED_LIMITS = FloodLimits()


class Bucket:
    """Fills at `rate` a second up to `size`; a message takes one."""

    def __init__(self, rate: float, size: float) -> None:
        self._rate, self._size = rate, size
        self._level, self._seen = size, 0.0

    def wait(self, now: float, count: int) -> float:
        """Seconds until `count` may be taken; a count above the size waits for a full bucket."""
        self._level = min(self._size, self._level + (now - self._seen) * self._rate)
        self._seen = now
        return max(0.0, (min(count, self._size) - self._level) / self._rate)

    def take(self, count: int) -> None:
        """Take `count`, if need be into debt."""
        self._level -= count


class Window:
    """At most `size` in any stretch of `span` seconds."""

    def __init__(self, size: int, span: float) -> None:
        self._size, self._span = size, span
        self._taken: deque[float] = deque()

    def wait(self, now: float, count: int) -> float:
        """Seconds until `count` may be taken."""
        while self._taken and self._taken[0] <= now - self._span:
            self._taken.popleft()
        over = len(self._taken) + min(count, self._size) - self._size
        return self._taken[over - 1] + self._span - now if over > 0 else 0.0

    def take(self, now: float, count: int) -> None:
        """Take `count` at `now`."""
        self._taken.extend([now] * count)


class FloodGate:
    """Refuses what comes too fast, and counts only what it lets through."""

    def __init__(self, limits: FloodLimits | None, monotonic: Callable[[], float]) -> None:
        self.limits = limits
        self._monotonic = monotonic
        self._total: Bucket | None = None
        self._chats: dict[int, Bucket] = {}
        self._groups: dict[int, Window] = {}

    def pass_(self, chat_id: int, *, is_group: bool, count: int = 1, edit: bool = False) -> None:
        """Let `count` messages to a chat through; raises Refusal 429 with `retry_after`."""
        limits = self.limits
        if limits is None or (edit and not limits.edits_count):
            return
        now = self._monotonic()
        total = self._total = self._total or Bucket(
            limits.total_per_second, limits.total_per_second
        )
        chat = self._chats.get(chat_id)
        if chat is None:
            chat = self._chats[chat_id] = Bucket(limits.chat_per_second, limits.chat_burst)
        waits = [total.wait(now, count), chat.wait(now, count)]
        group = self._group(chat_id, limits) if is_group else None
        if group:
            waits.append(group.wait(now, count))
        if max(waits) > 0:
            raise too_many_requests(math.ceil(max(waits)))
        total.take(count)
        chat.take(count)
        if group:
            group.take(now, count)

    def _group(self, chat_id: int, limits: FloodLimits) -> Window:
        if chat_id not in self._groups:
            self._groups[chat_id] = Window(limits.group_per_minute, 60)
        return self._groups[chat_id]

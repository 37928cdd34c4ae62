"""Telegram's limits on messages, and the two ways of keeping below one."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """How many messages may leave, a little below what Telegram publishes.

    Attributes:
        total_per_second: of the whole bot; Telegram speaks of about 30.
        total_burst: how many of them may leave at once after a rest.
        chat_per_second: to one chat; Telegram speaks of one, and of short bursts above it.
        chat_burst: how many of them may leave at once after a rest.
        group_per_minute: to one group.
    """

    total_per_second: float = 29.8
    total_burst: int = 25
    chat_per_second: float = 1.0
    chat_burst: int = 2
    group_per_minute: int = 20


# A minute and a little: messages may arrive closer together than they left.
GROUP_SPAN = 61.0


class Bucket:
    """Evenly spaced messages, `burst` of them at once after a rest (GCRA).

    Args:
        per_second: the pace.
        burst: what may leave at once; 1 spaces every message.
    """

    def __init__(self, per_second: float, burst: int) -> None:
        self._step = 1.0 / per_second
        self._slack = (burst - 1) * self._step
        self._free_at = float("-inf")

    def free_at(self) -> float:
        """The moment from which the next message may leave."""
        return self._free_at

    def take(self, now: float, count: int = 1) -> float:
        """Reserve `count` messages; returns the moment at which they may leave."""
        start = max(self._free_at, now - self._slack)
        self._free_at = start + count * self._step
        return start

    def is_full(self, now: float) -> bool:
        """Whether the burst is whole again, so that forgetting the bucket changes nothing."""
        return self._free_at <= now - self._slack


class Window:
    """At most `size` messages in any stretch of `span` seconds."""

    def __init__(self, size: int, span: float) -> None:
        self._size = size
        self._span = span
        self._left_at: deque[float] = deque(maxlen=size)

    def free_at(self) -> float:
        """The moment from which the next message may leave."""
        return self._left_at[0] + self._span if len(self._left_at) == self._size else 0.0

    def take(self, now: float, count: int = 1) -> None:
        """Note that `count` messages leave now."""
        self._left_at.extend([now] * count)

    def is_full(self, now: float) -> bool:
        """Whether nothing that still counts has left."""
        return not self._left_at or self._left_at[-1] + self._span <= now


class ChatPace:
    """When one chat may be written to again: its own pace, a group's minute, a pause asked for."""

    def __init__(self, limits: Limits, *, is_group: bool) -> None:
        self._bucket = Bucket(limits.chat_per_second, limits.chat_burst)
        self._minute = Window(limits.group_per_minute, GROUP_SPAN) if is_group else None
        self._paused_until = 0.0

    def free_at(self) -> float:
        """The moment from which the next message may leave."""
        minute = self._minute.free_at() if self._minute else 0.0
        return max(self._bucket.free_at(), minute, self._paused_until)

    def take(self, now: float, count: int) -> None:
        """Note that `count` messages leave now."""
        self._bucket.take(now, count)
        if self._minute:
            self._minute.take(now, count)

    def pause(self, until: float) -> None:
        """Let nothing leave before `until`."""
        self._paused_until = max(self._paused_until, until)

    def is_idle(self, now: float) -> bool:
        """Whether forgetting this chat would change nothing."""
        minute = self._minute is None or self._minute.is_full(now)
        return minute and self._bucket.is_full(now) and self._paused_until <= now

"""What waits for the bot: numbered updates, the filter it asked for, and the long poll."""

import asyncio
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from aiogram import types

from simulator.errors import conflict
from simulator.signals import Signal

UNLESS_LISTED_OFF = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
KINDS = frozenset(types.Update.model_fields) - {"update_id"}
DEFAULT_KINDS = KINDS - UNLESS_LISTED_OFF

LONGEST_POLL = 50
HASTY_REPEAT = 3.0
ONE_BOT = "terminated by other getUpdates request; make sure that only one bot instance is running"


@dataclass(frozen=True, slots=True)
class Pending:
    """An update not yet confirmed; those of one lane reach a webhook one after the other."""

    update: types.Update
    lane: int


class UpdateQueue:
    """Unconfirmed updates in order. Confirming one costs the same however many wait."""

    def __init__(self, first_id: int = 500_000_001) -> None:
        self._next_id = first_id
        self._pending: OrderedDict[int, Pending] = OrderedDict()
        self.kinds = DEFAULT_KINDS
        self.changed = Signal()

    def __len__(self) -> int:
        return len(self._pending)

    def push(self, kind: str, payload: Any, lane: int) -> types.Update | None:
        """Queue an update unless the bot's filter leaves its kind out."""
        if kind not in self.kinds:
            return None
        fields: dict[str, Any] = {"update_id": self._next_id, kind: payload}
        update = types.Update(**fields)
        self._pending[self._next_id] = Pending(update, lane)
        self._next_id += 1
        self.changed.notify()
        return update

    def listed(self) -> list[str] | None:
        """The filter as getWebhookInfo shows it: nothing for the default."""
        return None if self.kinds == DEFAULT_KINDS else sorted(self.kinds)

    def holds(self, update_id: int) -> bool:
        """Whether an update still waits for its confirmation."""
        return update_id in self._pending

    def choose(self, kinds: Sequence[str] | None) -> None:
        """Set the filter: None keeps the one before, an empty list means the default."""
        if kinds is not None:
            self.kinds = frozenset(kinds) & KINDS or DEFAULT_KINDS

    def confirm(self, update_id: int) -> None:
        """Forget one update."""
        self._pending.pop(update_id, None)
        self.changed.notify()

    def confirm_before(self, offset: int) -> None:
        """Forget all before `offset`; a negative one keeps only that many of the newest."""
        if offset < 0:
            offset = self._next_id + offset
        while self._pending and next(iter(self._pending)) < offset:
            self._pending.popitem(last=False)
        self.changed.notify()

    def clear(self) -> None:
        """Forget everything that waits."""
        self.confirm_before(self._next_id)

    def first(self, limit: int) -> list[types.Update]:
        """The oldest `limit` updates; they stay until confirmed."""
        return [pending.update for pending in islice(self._pending.values(), limit)]

    def since(self, update_id: int) -> list[Pending]:
        """Those with at least this id, oldest first."""
        newest_first = []
        for number in reversed(self._pending):
            if number < update_id:
                break
            newest_first.append(self._pending[number])
        return newest_first[::-1]


class LongPoll:
    """getUpdates: one at a time, blocking until something comes. Waits in the machine's time."""

    def __init__(self, queue: UpdateQueue) -> None:
        self._queue = queue
        self._current: asyncio.Future[None] | None = None
        self._last: tuple[int, float] | None = None

    async def fetch(self, offset: int, limit: int, seconds: float) -> list[types.Update]:
        """The oldest updates from `offset` on, as soon as there are any.

        Raises:
            Refusal: 409 when another getUpdates takes over while this one waits.
        """
        loop = asyncio.get_running_loop()
        self.terminate(ONE_BOT)
        seconds = min(max(seconds, 0), LONGEST_POLL)
        if seconds < HASTY_REPEAT and self._last is not None:
            last_offset, last_start = self._last
            if last_offset == offset and loop.time() < last_start + HASTY_REPEAT:
                seconds = HASTY_REPEAT
        self._last = (offset, loop.time())
        self._queue.confirm_before(offset)
        if len(self._queue) or not seconds:
            return self._queue.first(limit)
        return await self._wait(limit, seconds)

    def terminate(self, words: str) -> None:
        """Refuse the poll that waits, if one does, with 409."""
        if self._current and not self._current.done():
            self._current.set_exception(conflict(words))

    async def _wait(self, limit: int, seconds: float) -> list[types.Update]:
        ended = self._current = asyncio.get_running_loop().create_future()
        arrival = asyncio.ensure_future(self._queue.changed.until(lambda: len(self._queue), None))
        try:
            await asyncio.wait(
                [ended, arrival], timeout=seconds, return_when=asyncio.FIRST_COMPLETED
            )
            if ended.done():
                await ended
            return self._queue.first(limit)
        finally:
            arrival.cancel()
            ended.cancel()
            if self._current is ended:
                self._current = None

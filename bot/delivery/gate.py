"""The one gate that every message to Telegram passes, a handler's or delivery's.

It is a request middleware of the client. Messages wait here until the whole bot's pace and their
chat's pace both let them go; what is more urgent goes first, and a chat that must wait holds up
no other. Calls that are no messages (callback answers, getUpdates) pass freely: Telegram does
not count them.
"""

from __future__ import annotations

import asyncio
from bisect import insort
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from aiogram import Bot
from aiogram.client.session.middlewares.base import BaseRequestMiddleware, NextRequestMiddlewareType
from aiogram.exceptions import TelegramRetryAfter
from aiogram.methods import Response, TelegramMethod
from aiogram.methods.base import TelegramType

from bot.clock import Clock
from bot.delivery.limits import ChatPace, Limits
from bot.delivery.pace import MemoryPace, Pace
from bot.waking import rest
from storage.outbox.tables import Urgency

urgency: ContextVar[Urgency] = ContextVar("urgency", default=Urgency.INTERACTIVE)
patience: ContextVar[float] = ContextVar("patience", default=float("inf"))
chat_patience: ContextVar[float] = ContextVar("chat_patience", default=float("inf"))
Leaving = Callable[[], Awaitable[None]]
leaving: ContextVar[Leaving | None] = ContextVar("leaving", default=None)

REMEMBERED_CHATS = 4096
# Of the machine's time. A disk that hangs while one message is noted holds up no other for longer.
LEAVING_SECONDS = 0.25
_MESSAGES = ("send", "edit", "copy", "forward")


@contextmanager
def manner(
    how: Urgency,
    seconds: float,
    chat_seconds: float = float("inf"),
    *,
    note_leaving: Leaving | None = None,
) -> Iterator[None]:
    """Send with this urgency, and wait no longer than `seconds` for the gate.

    A chat that is known to be closed for longer than `chat_seconds` is not waited for at all.

    Args:
        note_leaving: called when a message may go, just before it does.
    """
    before = urgency.set(how), patience.set(seconds), chat_patience.set(chat_seconds)
    noted_before = leaving.set(note_leaving)
    try:
        yield
    finally:
        urgency.reset(before[0])
        patience.reset(before[1])
        chat_patience.reset(before[2])
        leaving.reset(noted_before)


class LaneBusy(Exception):  # noqa: N818 - nothing went wrong
    """A message could not leave within its sender's patience; it was not sent.

    Attributes:
        seconds: how long its chat will take at least.
    """

    def __init__(self, seconds: float) -> None:
        super().__init__(f"busy for {seconds:.1f} s")
        self.seconds = seconds


@dataclass(order=True)
class _Waiter:
    rank: tuple[Urgency, int]
    chat_id: int = field(compare=False)
    messages: int = field(compare=False)
    deadline: float = field(compare=False)
    turn: asyncio.Future[None] = field(compare=False)
    left: asyncio.Future[None] = field(compare=False)

    def leave(self) -> None:
        """Let the next one go."""
        if not self.left.done():
            self.left.set_result(None)


class Gate(BaseRequestMiddleware):
    """Lets messages go in order of urgency, as fast as Telegram's limits allow.

    `urgency`, `patience` and `chat_patience` (seconds; then `LaneBusy`) are read from the caller's
    context.

    Args:
        pace: the whole bot's; this process's own when left out.
    """

    def __init__(
        self, clock: Clock, limits: Limits | None = None, pace: Pace | None = None
    ) -> None:
        self._clock = clock
        self._limits = limits or Limits()
        self._pace = pace or MemoryPace(clock, self._limits)
        self._chats: dict[int, ChatPace] = {}
        self._waiters: list[_Waiter] = []
        self._numbers = count()
        self._news = asyncio.Event()
        self._keeper: asyncio.Task[None] | None = None

    async def __call__(
        self,
        make_request: NextRequestMiddlewareType[TelegramType],
        bot: Bot,
        method: TelegramMethod[TelegramType],
    ) -> Response[TelegramType]:
        """Send `method` once it may go; a 429 closes its chat for as long as Telegram says."""
        chat_id, messages = _measure(method)
        if chat_id is None:
            return await make_request(bot, method)
        waiter = await self._wait(chat_id, messages)
        try:
            if note := leaving.get():
                await note()
        finally:
            waiter.leave()
        try:
            return await make_request(bot, method)
        except TelegramRetryAfter as refusal:
            self.pause(chat_id, refusal.retry_after)
            raise

    async def enter(self, chat_id: int, messages: int = 1) -> None:
        """Return when `messages` may leave for a chat.

        Raises:
            LaneBusy: not within the caller's patience.
        """
        (await self._wait(chat_id, messages)).leave()

    async def _wait(self, chat_id: int, messages: int) -> _Waiter:
        """Return when it is one's turn; nobody else leaves before `leave` was called."""
        now = self._clock.monotonic()
        delay = self._chat(chat_id).free_at() - now
        if delay > min(patience.get(), chat_patience.get()):
            raise LaneBusy(delay)
        turn, left = (asyncio.get_running_loop().create_future() for _ in range(2))
        rank = (urgency.get(), next(self._numbers))
        waiter = _Waiter(rank, chat_id, messages, now + patience.get(), turn, left)
        insort(self._waiters, waiter)
        self._news.set()
        if self._keeper is None or self._keeper.done():
            self._keeper = asyncio.create_task(self._keep())
        try:
            await turn
        except BaseException:
            waiter.leave()
            raise
        return waiter

    def pause(self, chat_id: int, seconds: float) -> None:
        """Let nothing leave for a chat for `seconds`."""
        self._chat(chat_id).pause(self._clock.monotonic() + seconds)

    async def close(self) -> None:
        """Stop; whoever still waits is cancelled."""
        if self._keeper is not None:
            self._keeper.cancel()
            await asyncio.gather(self._keeper, return_exceptions=True)
        for waiter in self._waiters:
            waiter.turn.cancel()
        self._waiters.clear()

    async def _keep(self) -> None:
        try:
            while self._waiters:
                await self._let_one_go()
        except Exception as error:
            # A waiter that nobody wakes would wait for ever.
            for waiter in self._waiters:
                if not waiter.turn.done():
                    waiter.turn.set_exception(error)
            self._waiters.clear()

    async def _let_one_go(self) -> None:
        if self._first_ready() is None:
            await self._rest_until(self._first_chance())
            return
        leaves_at = self._clock.monotonic() + await self._pace.reserve(1)
        while self._clock.monotonic() < leaves_at:
            await self._rest_until(leaves_at)
        # Somebody more urgent may have come meanwhile.
        if waiter := self._first_ready():
            await self._release(waiter)

    async def _rest_until(self, moment: float) -> None:
        """Wait for `moment`, for a newcomer, or for somebody's patience to end."""
        moment = min([moment, *(waiter.deadline for waiter in self._waiters)])
        self._news.clear()
        await rest(self._news, self._clock, max(0.0, moment - self._clock.monotonic()))
        self._dismiss()

    async def _release(self, waiter: _Waiter) -> None:
        if waiter.messages > 1:
            await self._pace.reserve(waiter.messages - 1)
        self._waiters.remove(waiter)
        self._chat(waiter.chat_id).take(self._clock.monotonic(), waiter.messages)
        if not waiter.turn.done():
            waiter.turn.set_result(None)
            # On a busy machine what may leave does so late. Counting on from when it really left
            # keeps the next from catching up with it on the way.
            await asyncio.wait([waiter.left], timeout=LEAVING_SECONDS)

    def _first_ready(self) -> _Waiter | None:
        now = self._clock.monotonic()
        ready = (
            waiter
            for waiter in self._waiters
            if not waiter.turn.done() and self._chat(waiter.chat_id).free_at() <= now
        )
        return next(ready, None)

    def _first_chance(self) -> float:
        return min(self._chat(waiter.chat_id).free_at() for waiter in self._waiters)

    def _dismiss(self) -> None:
        now = self._clock.monotonic()
        for waiter in [waiter for waiter in self._waiters if waiter.deadline <= now]:
            if not waiter.turn.done():
                delay = self._chat(waiter.chat_id).free_at() - now
                waiter.turn.set_exception(LaneBusy(max(delay, 0.0)))
        self._waiters = [waiter for waiter in self._waiters if not waiter.turn.done()]

    def _chat(self, chat_id: int) -> ChatPace:
        if chat_id not in self._chats:
            if len(self._chats) >= REMEMBERED_CHATS:
                self._forget_idle_chats()
            self._chats[chat_id] = ChatPace(self._limits, is_group=chat_id < 0)
        return self._chats[chat_id]

    def _forget_idle_chats(self) -> None:
        now = self._clock.monotonic()
        self._chats = {key: chat for key, chat in self._chats.items() if not chat.is_idle(now)}


def _measure(method: TelegramMethod[Any]) -> tuple[int | None, int]:
    """The chat whose pace a call uses, None for a free one, and how many messages it makes."""
    name = method.__api_method__
    if not name.startswith(_MESSAGES) or name == "sendChatAction":
        return None, 0
    try:
        chat_id = int(getattr(method, "chat_id", None) or "")
    except ValueError:
        return None, 0
    parts = getattr(method, "media", None) or getattr(method, "message_ids", None)
    return chat_id, len(parts) if isinstance(parts, list) else 1

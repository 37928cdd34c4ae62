"""Updates in: in order for each person in each chat, and confirmed only once they were handled."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Hashable
from contextlib import suppress
from typing import Any, TypeVar

import structlog
from aiogram import Bot
from aiogram.exceptions import AiogramError, TelegramRetryAfter
from aiogram.methods import DeleteWebhook, TelegramMethod

from bot.clock import Clock
from bot.dispatch import ALLOWED_UPDATES
from bot.faults import describe
from bot.waking import rest

log = structlog.get_logger(__name__)

Answer = TypeVar("Answer")
Raw = dict[str, Any]
Handle = Callable[[Raw], Awaitable[None]]

POLL_SECONDS = 30
SHORTEST_PAUSE, LONGEST_PAUSE = 1.0, 30.0


class GetUpdates(TelegramMethod[list[dict[str, Any]]]):
    """Telegram's getUpdates, answered raw: one update that nobody can read spoils no other."""

    __returning__ = list[dict[str, Any]]
    __api_method__ = "getUpdates"

    offset: int | None = None
    limit: int = 100
    timeout: int = 0
    allowed_updates: list[str] = ALLOWED_UPDATES


def lane_of(raw: Raw) -> Hashable:
    """What keeps its order: one person in one chat."""
    for name, event in raw.items():
        if name != "update_id" and isinstance(event, dict):
            chat = event.get("chat") or (event.get("message") or {}).get("chat") or {}
            return chat.get("id"), (event.get("from") or {}).get("id")
    return None


class Lanes:
    """Runs what belongs together one after the other, and the rest side by side."""

    def __init__(self, handle: Handle) -> None:
        self._handle = handle
        self._last: dict[Hashable, asyncio.Future[None]] = {}

    async def handle(self, raw: Raw) -> None:
        """Handle an update after those of its lane that came before it."""
        lane = lane_of(raw)
        before = self._last.get(lane)
        done = self._last[lane] = asyncio.get_running_loop().create_future()
        try:
            if before is not None:
                await asyncio.shield(before)
            await self._handle(raw)
        finally:
            if before is not None and not before.done():
                before.add_done_callback(lambda _: done.set_result(None))
            else:
                done.set_result(None)
            if self._last.get(lane) is done:
                del self._last[lane]


class Polling:
    """Fetches updates until told to stop. What was not handled is fetched again."""

    def __init__(self, bot: Bot, handle: Handle, clock: Clock) -> None:
        self._bot = bot
        self._lanes = Lanes(handle)
        self._clock = clock
        self._stopping = asyncio.Event()
        self._still = asyncio.Event()
        self._still.set()
        self._offset: int | None = None
        self._confirmed: int | None = None

    async def run(self) -> None:
        """Fetch and handle until `stop`."""
        self._still.clear()
        try:
            await self._ask(DeleteWebhook())
            while not self._stopping.is_set():
                await self._handle_all(await self._ask(self._next()) or [])
            await self._confirm()
        finally:
            self._still.set()

    async def stop(self) -> None:
        """Fetch nothing more; returns when what was fetched has been handled."""
        self._stopping.set()
        await self._still.wait()

    def _next(self) -> GetUpdates:
        self._confirmed = self._offset
        return GetUpdates(offset=self._offset, timeout=POLL_SECONDS)

    async def _ask(self, method: TelegramMethod[Answer]) -> Answer | None:
        """Telegram's answer, however often it takes; None once told to stop."""
        pause = SHORTEST_PAUSE
        while not self._stopping.is_set():
            call = asyncio.ensure_future(self._bot(method, request_timeout=POLL_SECONDS + 10))
            await self._until_stopping(call)
            if not call.done():
                call.cancel()
                await asyncio.gather(call, return_exceptions=True)
                break
            try:
                return call.result()
            except AiogramError as error:
                log.warning("intake_interrupted", error=type(error).__name__)
                if isinstance(error, TelegramRetryAfter):
                    pause = max(pause, error.retry_after)
                await rest(self._stopping, self._clock, pause)
                pause = min(LONGEST_PAUSE, pause * 2)
        return None

    async def _until_stopping(self, call: asyncio.Future[Any]) -> None:
        stopping = asyncio.ensure_future(self._stopping.wait())
        try:
            await asyncio.wait([call, stopping], return_when=asyncio.FIRST_COMPLETED)
        finally:
            stopping.cancel()

    async def _handle_all(self, updates: list[Raw]) -> None:
        """Handle side by side, and move on to the first one that could not even be kept."""
        handled = await asyncio.gather(
            *(self._lanes.handle(raw) for raw in updates), return_exceptions=True
        )
        for raw, outcome in zip(updates, handled, strict=True):
            if isinstance(outcome, BaseException):
                log.warning("update_not_kept", update_id=raw["update_id"], error=describe(outcome))
                await rest(self._stopping, self._clock, SHORTEST_PAUSE)
                return
            self._offset = raw["update_id"] + 1

    async def _confirm(self) -> None:
        if self._offset != self._confirmed:
            with suppress(AiogramError):
                await self._bot(GetUpdates(offset=self._offset, limit=1), request_timeout=5)

"""Webhook delivery: POST with the secret, in order per chat or person, again until it is taken."""

import asyncio
import contextlib
import datetime as dt
from collections import deque
from collections.abc import Coroutine
from typing import TYPE_CHECKING

import aiohttp
from aiogram import types

from simulator.errors import Refusal
from simulator.messages import wire
from simulator.transport import Body, read_body
from simulator.updates import Pending

if TYPE_CHECKING:
    from simulator.world import World

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - a header's name
LONGEST_WAIT = 3600.0
FIRST_WAIT = 1.0
PATIENCE = 60.0


class Webhook:
    """Sends a world's updates to one address, a lane at a time each, many lanes side by side."""

    def __init__(self, world: "World", url: str, secret: str, most: int) -> None:
        self.url = url
        self.secret = secret
        self.max_connections = most
        self.last_error: tuple[dt.datetime, str] | None = None
        self._world = world
        self._places = asyncio.Semaphore(most)
        self._lanes: dict[int, deque[Pending]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=PATIENCE))
        self._start(self._hand_out())

    async def close(self) -> None:
        """Stop sending; what was not taken stays queued."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._session.close()

    def _start(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _hand_out(self) -> None:
        handed = 0
        while True:
            for pending in self._world.updates.since(handed + 1):
                handed = pending.update.update_id
                self._queue(pending)
            await self._world.updates.changed.next()

    def _queue(self, pending: Pending) -> None:
        lane = self._lanes.get(pending.lane)
        if lane is None:
            lane = self._lanes[pending.lane] = deque()
            self._start(self._drain(pending.lane, lane))
        lane.append(pending)

    async def _drain(self, number: int, lane: deque[Pending]) -> None:
        while lane:
            await self._deliver(lane[0].update)
            lane.popleft()
        del self._lanes[number]

    async def _deliver(self, update: types.Update) -> None:
        """Post one update until it is taken; the wait doubles, `Retry-After` is honoured."""
        wait = FIRST_WAIT
        while self._world.updates.holds(update.update_id):
            async with self._places:
                asked = await self._post(update)
            if asked is None:
                self._world.updates.confirm(update.update_id)
                return
            await self._world.clock.sleep(min(asked or wait, LONGEST_WAIT))
            wait = min(wait * 2, LONGEST_WAIT)

    async def _post(self, update: types.Update) -> float | None:
        """Seconds that the receiver asked to wait (0 when it named none); None once taken."""
        headers = {SECRET_HEADER: self.secret} if self.secret else {}
        try:
            async with self._session.post(self.url, json=wire(update), headers=headers) as answer:
                raw = await answer.read()
                if 200 <= answer.status < 300:
                    await self._answer_inside(answer.headers.get("Content-Type", ""), raw)
                    return None
                self._remember(f"Wrong response from the webhook: {answer.status} {answer.reason}")
                return _seconds(answer.headers.get("Retry-After", ""))
        except TimeoutError:
            self._remember("Read timeout expired")
        except aiohttp.ClientError as error:
            self._remember(f"Connection failed: {error}")
        return 0

    def _remember(self, words: str) -> None:
        self.last_error = (self._world.clock.now(), words)

    async def _answer_inside(self, kind: str, raw: bytes) -> None:
        """Carry out the method that an answer names, if it names one."""
        from simulator.calls import perform

        body = Body()
        with contextlib.suppress(Refusal):
            body = read_body(kind, raw, {})
        method = body.params.pop("method", None)
        if isinstance(method, str):
            await perform(self._world, method, body)


def _seconds(header: str) -> float:
    return float(header) if header.isdecimal() else 0.0

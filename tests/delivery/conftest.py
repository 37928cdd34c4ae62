"""What delivery's and intake's tests share: a clock that jumps, texts, and a pretend Telegram."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from functools import partial
from gettext import NullTranslations
from heapq import heappop, heappush
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from locales.renderer import Renderer
from simulator import Clock, Simulator, World
from storage.engine import Database
from tests.delivery.delivery_rig import AMPLE, MakeRig, Rig

PATIENCE = 50


class IdleClock:
    """Jumps to the next sleeper once the event loop has had nothing else to do for a while."""

    def __init__(self) -> None:
        self._elapsed = 0.0
        self._numbers = count()
        self._sleepers: list[tuple[float, int, asyncio.Future[None]]] = []
        self._mover: asyncio.Task[None] | None = None

    def now(self) -> datetime:
        return datetime(2022, 4, 1, tzinfo=UTC) + timedelta(seconds=self._elapsed)

    def monotonic(self) -> float:
        return self._elapsed

    async def sleep(self, seconds: float) -> None:
        future = asyncio.get_running_loop().create_future()
        heappush(self._sleepers, (self._elapsed + seconds, next(self._numbers), future))
        if self._mover is None or self._mover.done():
            self._mover = asyncio.create_task(self._move())
        await future

    async def _move(self) -> None:
        while self._sleepers:
            for _ in range(PATIENCE):
                await asyncio.sleep(0)
            deadline, _, future = heappop(self._sleepers)
            if not future.done():
                self._elapsed = max(self._elapsed, deadline)
                future.set_result(None)


@pytest.fixture
def idle_clock() -> Iterator[IdleClock]:
    """A clock that never makes a test wait."""
    return IdleClock()


TEXTS = {
    "test/plain.html": "{{ text }}",
    "test/long.html": "x" * 4097,
    "test/language.html": "{{ words.language }} {{ words.zone }}",
    "errors/internal.txt": "something broke",
    "errors/stale_button.txt": "this button is old",
    "errors/not_understood.txt": "see /help",
    "errors/in_group.txt": "write to me in private",
    "errors/no_person.txt": "speak for yourself",
    "errors/relay_closed.txt": "the list is closed",
    "errors/taken.txt": "taken by {{ name }}",
}


@pytest.fixture(scope="session")
def renderer(tmp_path_factory: pytest.TempPathFactory) -> Renderer:
    """A few texts, the same in every language."""
    root = tmp_path_factory.mktemp("texts")
    for name, text in TEXTS.items():
        path = Path(root, "templates", name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return Renderer(root, lambda _: NullTranslations())


@pytest.fixture
async def simulator() -> AsyncIterator[Simulator]:
    """A pretend Telegram whose time runs ten times as fast."""
    async with Simulator(clock=Clock(speed=10)) as running:
        yield running


@pytest.fixture
def world(simulator: Simulator) -> World:
    """A world without Telegram's limits."""
    return simulator.world(flood=None)


@pytest.fixture
async def make_rig(
    simulator: Simulator, world: World, database: Database, renderer: Renderer
) -> AsyncIterator[MakeRig]:
    """Makes processes of the bot on one database; closed at the end."""
    async with AsyncExitStack() as stack:
        rigs: list[Rig] = []

        def make(*args: Any, **options: Any) -> Rig:
            rig = partial(Rig, simulator, world, database, renderer)(
                *args, **({"limits": AMPLE} | options)
            )
            rigs.append(rig)
            return rig

        yield make
        for rig in rigs:
            await stack.enter_async_context(rig)


@pytest.fixture
def rig(make_rig: MakeRig) -> Rig:
    """One process of the bot."""
    return make_rig()

"""The shipped bot in a pretend Telegram, with an estate: what tests play people in."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, nullcontext
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from unittest.mock import patch

from bot.app import App, running_app
from bot.settings import Settings
from simulator import Clock, FloodLimits, Group, Person, Simulator, World
from storage.outbox.queries import find_backlog
from storage.work import Work
from tests.builders import KEY, OPENING, Neighbourhood, build_neighbourhood

TOKEN = "4242:linli-test-token"
SECRET = "town-secret"
# Seconds of the machine's time, for one that is very busy.
PATIENCE = 30


@dataclass
class Town:
    """A pretend Telegram, the running bot, an estate and its people.

    `residents[k]` lives in household k of `place`; `staff` works for its committee.
    """

    simulator: Simulator
    world: World
    clock: Clock
    app: App
    place: Neighbourhood
    residents: list[Person]
    staff: Person

    @property
    def work(self) -> Work:
        return self.app.services.work

    async def told(self) -> None:
        """Wait until people have been sent everything that was due to them."""
        async with asyncio.timeout(PATIENCE):
            while (await self.work.read(find_backlog, self.clock.now())).messages:  # noqa: ASYNC110
                await asyncio.sleep(0.01)  # rows ring no bell

    async def group(
        self, title: str = "图们 1号楼", *, reads_all: bool = False, **options: Any
    ) -> Group:
        """A supergroup of everybody with the bot in it; an administrator reads every message."""
        group = self.world.group(
            title, members=[*self.residents, self.staff], admins=[self.staff], **options
        )
        await group.add_bot(by=self.staff, admin=reads_all)
        await self.world.settled()
        return group


def town_settings(simulator: Simulator, database_url: str, **changes: Any) -> Settings:
    """Settings of a bot in the pretend Telegram; limits out of the way unless a test sets them."""
    values: dict[str, Any] = {
        "token": TOKEN,
        "database_url": database_url,
        "keys": KEY,
        "api_url": simulator.base_url,
        "total_per_second": 10_000,
        "total_burst": 1000,
        "chat_per_second": 10_000,
        "chat_burst": 1000,
        "group_per_minute": 100_000,
        "models": False,
    }
    return Settings(_env_file=None, **(values | changes))


@asynccontextmanager
async def open_town(
    database_url: str,
    *,
    households: int = 12,
    people: int = 4,
    language: str | None = "en",
    flood: FloodLimits | None = None,
    before: timedelta = timedelta(hours=6),
    menus: bool = False,
    **settings: Any,
) -> AsyncIterator[Town]:
    """Start simulator and bot on a fresh database; the clock stands `before` the opening.

    Args:
        people: how many households have somebody on Telegram here.
        language: the people's Telegram setting.
        menus: offer the commands in every language, two dozen calls that most need not see.
    """
    clock = Clock(OPENING - before)
    offered = nullcontext() if menus else patch("bot.app.offer_menus", _offer_none)
    async with AsyncExitStack() as stack:
        simulator = await stack.enter_async_context(Simulator(clock=clock))
        world = simulator.world(token=TOKEN, bot_username="linli_bot", flood=flood, inline=True)
        stack.enter_context(offered)
        chosen = town_settings(simulator, database_url, **settings)
        app = await stack.enter_async_context(running_app(chosen, clock))
        residents = [world.person(f"住户{n}", language_code=language) for n in range(people)]
        staff = world.person("陈主任", language_code=language)
        for person in (*residents, staff):
            person.chat.is_started = True
        place = await app.services.work.write(
            build_neighbourhood,
            households=households,
            language=None,
            telegram_language=language,
            people=[person.id for person in residents],
            staff=staff.id,
        )
        yield Town(simulator, world, clock, app, place, residents, staff)


async def _offer_none(*_: Any) -> None:
    """Stands in for the menus."""

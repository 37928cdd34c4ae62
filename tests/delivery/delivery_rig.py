"""A bot's intake and delivery, without features, in front of a pretend Telegram."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Any, Self, cast

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from sqlmodel import Session, col, select

from bot.calendar import CALENDAR
from bot.delivery.cards import Cards
from bot.delivery.drain import Drain
from bot.delivery.gate import Gate
from bot.delivery.limits import Limits
from bot.delivery.pace import SharedPace
from bot.delivery.sender import Sender
from bot.dispatch import Switchboard
from bot.route_table import merge_routers
from handlers.answering import Finding, Tier
from handlers.routes import Router
from handlers.services import Services
from locales.renderer import Renderer
from simulator import Simulator, World
from storage.community.tables import Person
from storage.engine import Database
from storage.outbox.actions import tell
from storage.outbox.statements import OPEN_STATES
from storage.outbox.tables import Card, OutboxMessage
from storage.relay.desk import RelayDesk
from storage.supplies.desk import SupplyDesk
from storage.work import Work

# What stands in for "no limits" where a test is about something else.
AMPLE = Limits(1000, 1000, 1000, 1000, 1000)
SINCE = datetime(2022, 4, 1, tzinfo=UTC)


MakeRig = Callable[..., "Rig"]


class NoMatcher:
    """Nothing is asked in these tests."""

    is_warm = True

    async def find(self, *_asked: object, **_how: object) -> Finding:
        return Finding(Tier.NONE)

    async def find_alike(self, *_asked: object) -> None:
        return None


class Rig:
    """One process of the bot. Two of them on one database are two processes, or one restarted."""

    def __init__(
        self,
        simulator: Simulator,
        world: World,
        database: Database,
        renderer: Renderer,
        routers: Iterable[Router] = (),
        *,
        limits: Limits | None = None,
        time_limit: float = 30.0,
    ) -> None:
        routers = list(routers)
        self.world = world
        self.clock = simulator.clock
        api = TelegramAPIServer.from_base(simulator.base_url)
        self.bot = Bot(world.token, session=AiohttpSession(api=api))
        limits = limits or Limits()
        shared = None if database.is_sqlite else SharedPace(database, self.clock, limits)
        self.gate = Gate(self.clock, limits, shared)
        self.bot.session.middleware(self.gate)
        self.bell = asyncio.Event()
        self.work = Work(database, after_commit=self.bell.set)
        table = merge_routers(routers)
        self.sender = Sender(self.bot, self.work, renderer, self.clock, table)
        self.services = Services(
            bot=self.bot,
            username=str(world.bot.username),
            work=self.work,
            relays=RelayDesk(self.work.database, after_commit=self.bell.set),
            supplies=SupplyDesk(self.work.database, after_commit=self.bell.set),
            renderer=renderer,
            post=self.sender,
            clock=self.clock,
            calendar=CALENDAR,
            matcher=NoMatcher(),
        )
        cards = Cards(self.services, table.cards)
        self.drain = Drain(self.sender, cards, self.work, self.clock, self.bell)
        self.switchboard = Switchboard(routers, self.services, time_limit=time_limit)
        self._draining: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._draining is not None:
            await self.drain.stop()
            await self._draining
        await self.close()

    async def close(self) -> None:
        """Let go of Telegram, without the client's pause for TLS."""
        await self.gate.close()
        session = cast("AiohttpSession", self.bot.session)._session
        if session is not None:
            await session.close()

    def start(self) -> None:
        """Begin to empty the outbox."""
        self._draining = asyncio.create_task(self.drain.run())

    async def kill(self) -> None:
        """End as SIGKILL does: nothing that was under way is finished or written down."""
        tasks = [*self.drain._under_way.values()]
        if self._draining is not None:
            tasks.append(self._draining)
            self._draining = None
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self.close()

    async def tell(
        self, chat_id: int, text: str, *, template: str = "test/plain", **options: Any
    ) -> None:
        """Leave a message in the outbox."""
        now = self.clock.now()
        await self.work.write(tell, chat_id, template, now=now, text=text, **options)

    async def know(self, person_id: int, *, reachable: bool = True, **fields: Any) -> None:
        """Have met a person."""

        def meet(session: Session) -> None:
            session.add(Person(id=person_id, reachable=reachable, seen_at=SINCE, **fields))

        await self.work.write(meet)

    async def outbox(self) -> list[OutboxMessage]:
        """Every row, in order."""
        return await self.work.read(_messages)

    async def states(self) -> list[str]:
        """Every row's state, in order."""
        return [row.state.value for row in await self.outbox()]

    async def card(self) -> Card:
        """The only card."""
        return await self.work.read(lambda session: session.exec(select(Card)).one())

    async def emptied(self, seconds: float = 30.0) -> None:
        """Wait until nothing is left to be sent or shown."""
        async with asyncio.timeout(seconds):
            while not await self.work.read(_is_empty):  # noqa: ASYNC110 - rows ring no bell
                await asyncio.sleep(0.01)


def _messages(session: Session) -> list[OutboxMessage]:
    return list(session.exec(select(OutboxMessage).order_by("id")).all())


def _is_empty(session: Session) -> bool:
    unsent = select(OutboxMessage.id).where(col(OutboxMessage.state).in_(OPEN_STATES))
    lagging = select(Card.id).where(
        col(Card.shown_version) < col(Card.version), col(Card.gone_at).is_(None)
    )
    return session.exec(unsent).first() is None and session.exec(lagging).first() is None


def texts_of(messages: Iterable[Any]) -> list[str]:
    """What the bot's messages say, in order."""
    return [str(message.text) for message in messages if message.is_by_bot]

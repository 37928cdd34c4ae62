"""The composition root: settings in, a running bot out. Tests and the rehearsal build the same."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Iterable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import structlog
from aiogram import Bot
from aiogram.exceptions import AiogramError

from bot.calendar import CALENDAR
from bot.client import make_bot
from bot.clock import Clock, SystemClock
from bot.delivery.cards import Cards
from bot.delivery.drain import Drain
from bot.delivery.gate import Gate
from bot.delivery.limits import Limits
from bot.delivery.pace import SharedPace
from bot.delivery.sender import Sender
from bot.dispatch import ALLOWED_UPDATES, Switchboard
from bot.intake import Polling
from bot.jobs.due import DUE, HOUR, MINUTE, SECOND, WATCHED, as_ticks, watch
from bot.jobs.photos import take_back_photos
from bot.jobs.ticks import Ticks
from bot.keys import check_keyring, load_keyring
from bot.matching.engine import QuestionMatcher
from bot.matching_store import Entries, KeptVectors, forget_old_vectors
from bot.menus import offer_menus
from bot.route_table import merge_routers
from bot.settings import Settings
from bot.starter import shipped_kinds
from bot.webhook import WebhookServer
from handlers.features import build_routers
from handlers.routes import Command
from handlers.services import Services
from locales.renderer import Renderer
from storage import schema
from storage.engine import Database
from storage.relay.desk import RelayDesk
from storage.requests.actions import seed_all
from storage.sealing import Keyring
from storage.supplies.desk import SupplyDesk
from storage.work import Work

log = structlog.get_logger(__name__)


@dataclass
class App:
    """A bot that runs.

    Attributes:
        switchboard: takes raw updates; the benchmark feeds it without a network.
        webhook: where Telegram posts updates; None while polling.
    """

    services: Services
    switchboard: Switchboard
    webhook: WebhookServer | None = None
    _tasks: list[asyncio.Task[None]] = field(default_factory=list)

    def supervise(
        self,
        stack: AsyncExitStack,
        run: Callable[[], Coroutine[None, None, None]],
        stop: Callable[[], Awaitable[None]],
    ) -> None:
        """Run a part until the stack unwinds."""
        task = asyncio.create_task(run())
        self._tasks.append(task)

        async def end() -> None:
            await stop()
            await asyncio.gather(task, return_exceptions=True)

        stack.push_async_callback(end)

    async def run_until(self, stopping: asyncio.Event) -> None:
        """Return when told to stop.

        Raises:
            Exception: whatever a part of the process died of: better to end and be restarted
                than to go on without it.
        """
        waiter = asyncio.create_task(stopping.wait())
        await asyncio.wait([waiter, *self._tasks], return_when=asyncio.FIRST_COMPLETED)
        waiter.cancel()
        for task in self._tasks:
            if task.done():
                task.result()


@asynccontextmanager
async def running_app(settings: Settings, clock: Clock | None = None) -> AsyncIterator[App]:
    """Start everything, hand it over, and stop it in order: intake first, the database last.

    Raises:
        SchemaBehindError: a PostgreSQL database whose migrations have not been run.
        KeysError: keys that are not those of the database.
    """
    clock = clock or SystemClock()
    async with AsyncExitStack() as stack:
        keyring = load_keyring(settings)
        database = _open_database(settings, keyring)
        stack.callback(database.close)
        bot = make_bot(settings)
        stack.push_async_callback(bot.session.close)
        gate = _make_gate(settings, clock, database)
        stack.push_async_callback(gate.close)
        bot.session.middleware(gate)
        bell = asyncio.Event()
        work = Work(database, after_commit=bell.set)
        await check_keyring(work, keyring)
        await work.write(seed_all, shipped_kinds(), now=clock.now())
        routers = build_routers()
        table = merge_routers(routers)
        renderer = Renderer()
        matcher = QuestionMatcher(Entries(work), KeptVectors(work))
        stack.push_async_callback(matcher.close)
        if settings.models:
            matcher.start()
        sender = Sender(bot, work, renderer, clock, table)
        services = Services(
            bot=bot,
            username=(await bot.me()).username or "",
            work=work,
            relays=RelayDesk(database, after_commit=bell.set),
            supplies=SupplyDesk(database, after_commit=bell.set),
            renderer=renderer,
            post=sender,
            clock=clock,
            calendar=CALENDAR,
            matcher=matcher,
            on_tied=table.on_tied,
            on_bound=table.on_bound,
            commands=tuple(table.commands.values()),
        )
        app = App(services, Switchboard(routers, services))
        drain = Drain(sender, Cards(services, table.cards), work, clock, bell)
        app.supervise(stack, drain.run, drain.stop)
        _start_ticks(stack, services)
        # Not waited for: a menu may come late, an answer may not.
        menus = asyncio.create_task(_offer_menus(bot, renderer, table.commands.values()))
        stack.push_async_callback(_let_end, menus)
        await _take_updates(settings, stack, app, clock)
        yield app


def _start_ticks(stack: AsyncExitStack, services: Services) -> None:
    """Have what falls due looked at, until the stack unwinds."""
    work, clock = services.work, services.clock
    for ticks in (
        Ticks(watch(WATCHED, work, clock.now), every=SECOND),
        Ticks({"photos": lambda: take_back_photos(services)}, every=MINUTE),
        Ticks({"vectors": lambda: forget_old_vectors(work)}, every=HOUR),
        *(Ticks(as_ticks(due, work, clock.now), every=seconds) for seconds, due in DUE.items()),
    ):
        ticks.start()
        stack.push_async_callback(ticks.stop)


async def _offer_menus(bot: Bot, renderer: Renderer, commands: Iterable[Command]) -> None:
    try:
        await offer_menus(bot, renderer, commands)
    except AiogramError as error:
        log.warning("menus_not_offered", error=type(error).__name__)


async def _let_end(task: asyncio.Task[None]) -> None:
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def _take_updates(settings: Settings, stack: AsyncExitStack, app: App, clock: Clock) -> None:
    services = app.services
    if settings.webhook_url is None:
        polling = Polling(services.bot, app.switchboard.handle, clock)
        app.supervise(stack, polling.run, polling.stop)
        return
    assert settings.webhook_secret is not None
    secret = settings.webhook_secret.get_secret_value()
    app.webhook = WebhookServer(
        app.switchboard.handle,
        services.work,
        clock,
        secret=secret,
        path=urlsplit(settings.webhook_url).path or "/",
        host=settings.listen_host,
        port=settings.listen_port,
    )
    await app.webhook.start()
    stack.push_async_callback(app.webhook.stop)
    await services.bot.set_webhook(
        settings.webhook_url, secret_token=secret, allowed_updates=ALLOWED_UPDATES
    )


class SchemaBehindError(Exception):
    """The database lacks migrations; on PostgreSQL the operator runs `linli migrate`."""


def _open_database(settings: Settings, keyring: Keyring) -> Database:
    if settings.database_url.startswith("sqlite"):
        schema.upgrade(settings.database_url)
    elif not schema.is_at_head(settings.database_url):
        raise SchemaBehindError
    return Database(settings.database_url, keyring)


def _make_gate(settings: Settings, clock: Clock, database: Database) -> Gate:
    limits = Limits(
        total_per_second=settings.total_per_second,
        total_burst=settings.total_burst,
        chat_per_second=settings.chat_per_second,
        chat_burst=settings.chat_burst,
        group_per_minute=settings.group_per_minute,
    )
    shared = None if database.is_sqlite else SharedPace(database, clock, limits)
    return Gate(clock, limits, pace=shared)

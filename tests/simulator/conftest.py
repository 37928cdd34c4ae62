"""A fresh world for every test, and the same clients over it: aiogram and python-telegram-bot."""

import contextlib
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from types import ModuleType
from typing import Any

import aiogram
import aiogram.exceptions
import aiogram.types
import pytest
import telegram
import telegram.error
import telegram.request
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer

from simulator import Clock, Group, Person, Simulator, World
from simulator.errors import Refusal


@dataclass
class Kit:
    """A client library over a world: the same keyword calls work on both."""

    name: str
    bot: Any
    types: ModuleType
    refusal_class: type[Exception]
    world: World

    def inline(self, *rows: list[tuple[str, str]]) -> Any:
        """An inline keyboard of (text, callback data)."""
        button = self.types.InlineKeyboardButton
        keys = [[button(text=text, callback_data=data) for text, data in row] for row in rows]
        return self.types.InlineKeyboardMarkup(inline_keyboard=keys)

    def upload(self, content: bytes, filename: str) -> Any:
        """A file to send."""
        if self.name == "aiogram":
            return aiogram.types.BufferedInputFile(content, filename)
        return telegram.InputFile(content, filename)

    async def updates(self, offset: int = 0, *, wait: int = 0) -> list[Any]:
        """getUpdates, with everything that may be asked for allowed."""
        return list(await self.bot.get_updates(offset=offset, timeout=wait, limit=100))

    @contextlib.contextmanager
    def refused(self, code: int, description: str, **parameters: int) -> Iterator[None]:
        """Inside, exactly one call is refused: by this status, in these words."""
        before = len(self.world.refusals)
        with pytest.raises(self.refusal_class):
            yield
        calls = self.world.refusals[before:]
        assert [_facts(call.refusal) for call in calls] == [(code, description, parameters)]


def _facts(refusal: Refusal | None) -> tuple[int, str, dict[str, int]]:
    assert refusal
    return refusal.code, refusal.description, refusal.parameters


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def simulator(clock: Clock) -> AsyncIterator[Simulator]:
    async with Simulator(clock=clock) as running:
        yield running


@pytest.fixture
def world(simulator: Simulator) -> World:
    return simulator.world(flood=None)


@pytest.fixture
def wang(world: World) -> Person:
    return world.person("王阿姨", language_code="zh-hans")


@pytest.fixture
def chen(world: World) -> Person:
    return world.person("陈主任", language_code="zh-hans")


@pytest.fixture
async def group(world: World, wang: Person, chen: Person) -> Group:
    group = world.group("图们 3号楼", members=[wang, chen], admins=[chen])
    await group.add_bot(by=chen)
    return group


@contextlib.asynccontextmanager
async def aiogram_bot(simulator: Simulator, token: str) -> AsyncIterator[aiogram.Bot]:
    session = AiohttpSession(api=TelegramAPIServer.from_base(simulator.base_url))
    bot = aiogram.Bot(token, session=session)
    try:
        yield bot
    finally:
        if session._session:  # its own close() waits a quarter of a second for TLS
            await session._session.close()


@contextlib.asynccontextmanager
async def telegram_bot(simulator: Simulator, token: str) -> AsyncIterator[telegram.Bot]:
    bot = telegram.Bot(
        token,
        base_url=f"{simulator.base_url}/bot",
        base_file_url=f"{simulator.base_url}/file/bot",
    )
    polling, calling = bot._request
    async with polling, calling:
        yield bot


@pytest.fixture
async def bot(simulator: Simulator, world: World) -> AsyncIterator[aiogram.Bot]:
    """The aiogram client."""
    async with aiogram_bot(simulator, world.token) as opened:
        yield opened


@pytest.fixture(params=["aiogram", "python-telegram-bot"])
async def kit(
    request: pytest.FixtureRequest, simulator: Simulator, world: World
) -> AsyncIterator[Kit]:
    """Each client library in turn."""
    if request.param == "aiogram":
        async with aiogram_bot(simulator, world.token) as bot:
            error = aiogram.exceptions.TelegramAPIError
            yield Kit("aiogram", bot, aiogram.types, error, world)
    else:
        async with telegram_bot(simulator, world.token) as other:
            error = telegram.error.TelegramError
            yield Kit("python-telegram-bot", other, telegram, error, world)


@pytest.fixture
async def private(wang: Person, world: World) -> int:
    """The id of a private chat that was started, its updates confirmed."""
    await wang.says("/start")
    world.updates.clear()
    return wang.id

"""A server whose gateway answers with a page of its own instead of Telegram's JSON."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager

import pytest
from aiogram.client.telegram import TelegramAPIServer
from aiohttp import web
from aiohttp.test_utils import TestServer
from structlog.testing import capture_logs

from bot.app import _offer_menus
from bot.commands.errors import OperatorError
from bot.commands.run import serve
from bot.settings import Settings
from handlers.routes import Face, Router
from handlers.services import Letter, Services
from locales.renderer import Renderer, Words
from simulator import World
from storage.outbox.actions import place_card
from tests.delivery.delivery_rig import MakeRig, Rig, texts_of

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


class Gateway:
    """Answers everything with an HTML page, and counts."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", self._answer)
        self.server = TestServer(app)

    async def _answer(self, request: web.Request) -> web.Response:
        self.asked.append(request.path.rpartition("/")[2])
        page = "<html><h1>502 Bad Gateway</h1></html>"
        return web.Response(status=502, text=page, content_type="text/html")

    @property
    def url(self) -> str:
        return str(self.server.make_url("")).rstrip("/")

    @contextmanager
    def before(self, rig: Rig) -> Iterator[None]:
        """Stand between the bot and its Telegram."""
        session = rig.bot.session
        session.api, telegram = TelegramAPIServer.from_base(self.url), session.api
        yield
        session.api = telegram


@pytest.fixture
async def gateway() -> AsyncIterator[Gateway]:
    gateway = Gateway()
    async with gateway.server:
        yield gateway


def _with_card() -> Router:
    async def show(services: Services, words: Words, subject_id: int, _chat_id: int) -> Face:
        return Face("card")

    router = Router("test")
    router.card("test", show)
    return router


async def test_messages_and_cards_are_tried_again_until_telegram_itself_answers(
    make_rig: MakeRig, world: World, gateway: Gateway
) -> None:
    rig = make_rig([_with_card()])
    wang = world.person("王阿姨")
    group = world.group("图们", members=[wang])
    await group.add_bot(wang)
    await wang.says("hello")
    await rig.tell(wang.id, "news")
    await rig.work.write(place_card, "test", 1, group.id)
    with gateway.before(rig):
        rig.start()
        await world.clock.sleep(3)
        assert gateway.asked.count("sendMessage") >= 2

    await rig.emptied()

    assert texts_of(wang.chat.messages) == ["news"]
    assert texts_of(group.messages) == ["card"]
    assert (await rig.card()).failure is None


async def test_a_reply_is_left_to_the_outbox(rig: Rig, world: World, gateway: Gateway) -> None:
    wang = world.person("王阿姨")
    await wang.says("hello")
    letter = Letter(wang.id, "test/plain", {"text": "x"})
    message = await rig.sender.try_send(letter)
    assert message is not None

    with gateway.before(rig):
        assert await rig.sender.try_send(letter) is None
        assert not await rig.sender.try_edit(message, letter)

    assert gateway.asked == ["sendMessage", "editMessageText"]


async def test_menus_that_were_not_offered_are_noted(rig: Rig, gateway: Gateway) -> None:
    with capture_logs() as lines, gateway.before(rig):
        await _offer_menus(rig.bot, Renderer(), ())

    assert [line["event"] for line in lines] == ["menus_not_offered"]


async def test_the_operator_is_told_at_the_start(gateway: Gateway, database_url: str) -> None:
    settings = Settings(token="42:token", database_url=database_url, api_url=gateway.url)

    with pytest.raises(OperatorError) as refusal:
        await serve(settings)

    assert str(refusal.value).startswith(f"{gateway.url} does not serve us: ")
    assert "<html>" not in str(refusal.value)


async def test_the_operator_is_told_of_telegrams_own_fault(
    world: World, database_url: str, rig: Rig
) -> None:
    world.fault("getMe", kind="502")
    api_url = rig.bot.session.api.base.partition("/bot")[0]
    settings = Settings(token=world.token, database_url=database_url, api_url=api_url)

    with pytest.raises(OperatorError, match="does not serve us: Bad Gateway"):
        await serve(settings)

"""Updates in: order, confirmation after handling, and lines that break."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from sqlmodel import Session, select

from bot.delivery.limits import Limits
from bot.intake import Lanes, Polling
from handlers.context import Context
from handlers.routes import Router
from simulator import Clock, Simulator, World
from storage.audit.tables import FailedUpdate
from tests.delivery.delivery_rig import Rig, texts_of

Raw = dict[str, Any]


@pytest.fixture
async def bot(simulator: Simulator, world: World) -> AsyncIterator[Bot]:
    bot = Bot(world.token, AiohttpSession(api=TelegramAPIServer.from_base(simulator.base_url)))
    yield bot
    session = bot.session._session  # type: ignore[attr-defined]
    if session is not None:
        await session.close()


class Listener:
    """Takes updates as a handler would; `held` texts wait until they are let go."""

    def __init__(self) -> None:
        self.begun: list[str] = []
        self.ended: list[str] = []
        self.held: dict[str, asyncio.Event] = {}
        self.refused: list[str] = []

    async def handle(self, raw: Raw) -> None:
        text = raw.get("message", {}).get("text")
        if text is None:
            return
        self.begun.append(text)
        if text in self.held:
            await self.held[text].wait()
        if text in self.refused:
            self.refused.remove(text)
            raise OSError("the disk is full")
        self.ended.append(text)

    async def has_ended(self, *texts: str) -> None:
        await _until(lambda: set(texts) <= set(self.ended))


async def _until(is_so: Callable[[], bool], seconds: float = 10) -> None:
    async with asyncio.timeout(seconds):
        while not is_so():  # noqa: ASYNC110 - a listener rings no bell
            await asyncio.sleep(0.005)


@pytest.fixture
def listener() -> Listener:
    return Listener()


@pytest.fixture
def clock(simulator: Simulator) -> Clock:
    return simulator.clock


@pytest.fixture
async def poll(
    bot: Bot, listener: Listener, clock: Clock
) -> AsyncIterator[Callable[[], Awaitable[Polling]]]:
    running: list[tuple[Polling, asyncio.Task[None]]] = []

    async def start() -> Polling:
        polling = Polling(bot, listener.handle, clock)
        running.append((polling, asyncio.create_task(polling.run())))
        return polling

    yield start
    for event in listener.held.values():
        event.set()
    for polling, task in running:
        await polling.stop()
        await asyncio.gather(task, return_exceptions=True)


Poll = Callable[[], Awaitable[Polling]]


async def test_one_persons_updates_keep_their_order_others_pass(
    world: World, listener: Listener, poll: Poll
) -> None:
    wang, chen = world.person("王阿姨"), world.person("陈")
    listener.held["wang 1"] = asyncio.Event()
    await wang.says("wang 1")
    await wang.says("wang 2")
    await chen.says("chen 1")
    await poll()
    await listener.has_ended("chen 1")
    assert listener.begun == ["wang 1", "chen 1"]

    listener.held["wang 1"].set()

    await listener.has_ended("wang 2")
    assert listener.ended == ["chen 1", "wang 1", "wang 2"]


async def test_one_person_in_two_chats_is_two_lanes(
    world: World, listener: Listener, poll: Poll
) -> None:
    wang = world.person("王阿姨")
    group = world.group("图们", members=[wang], admins=[wang])
    await group.add_bot(wang, admin=True)
    listener.held["private"] = asyncio.Event()
    await wang.says("private")
    await wang.says("in the group", in_=group)
    await poll()

    await listener.has_ended("in the group")


async def test_nothing_is_confirmed_before_it_was_handled(
    world: World, listener: Listener, clock: Clock, bot: Bot
) -> None:
    wang = world.person("王阿姨")
    listener.held["hello"] = asyncio.Event()
    await wang.says("hello")
    killed = asyncio.create_task(Polling(bot, listener.handle, clock).run())
    await _until(lambda: listener.begun == ["hello"])
    killed.cancel()
    await asyncio.gather(killed, return_exceptions=True)
    listener.held["hello"].set()

    again = Polling(bot, listener.handle, clock)
    running = asyncio.create_task(again.run())
    await listener.has_ended("hello")
    await again.stop()
    await running

    assert listener.begun == ["hello", "hello"]


async def test_a_clean_stop_finishes_and_confirms(
    world: World, listener: Listener, clock: Clock, bot: Bot
) -> None:
    wang = world.person("王阿姨")
    listener.held["hello"] = asyncio.Event()
    await wang.says("hello")
    polling = Polling(bot, listener.handle, clock)
    running = asyncio.create_task(polling.run())
    await _until(lambda: listener.begun == ["hello"])
    stopping = asyncio.create_task(polling.stop())
    await asyncio.sleep(0.05)
    assert not stopping.done()

    listener.held["hello"].set()
    await stopping
    await running
    await world.settled()

    assert listener.ended == ["hello"]


async def test_stopping_does_not_wait_for_a_quiet_line(bot: Bot, clock: Clock) -> None:
    polling = Polling(bot, Listener().handle, clock)
    running = asyncio.create_task(polling.run())
    await asyncio.sleep(0.1)

    async with asyncio.timeout(2):
        await polling.stop()
        await running


@pytest.mark.parametrize("kind", ["500", "502", "429", "drop"])
async def test_a_broken_line_is_taken_up_again(
    world: World, listener: Listener, poll: Poll, kind: str
) -> None:
    world.fault("getUpdates", kind=kind, times=2)
    await poll()
    await world.person("王阿姨").says("hello")

    await listener.has_ended("hello")


async def test_another_poller_is_waited_for(
    world: World, listener: Listener, poll: Poll, bot: Bot
) -> None:
    other = asyncio.create_task(bot.get_updates(timeout=1))
    await asyncio.sleep(0.05)
    await poll()
    await asyncio.gather(other, return_exceptions=True)
    await world.person("王阿姨").says("hello")

    await listener.has_ended("hello")


async def test_a_webhook_left_behind_is_taken_away(
    world: World, listener: Listener, poll: Poll, bot: Bot
) -> None:
    await bot.set_webhook("http://127.0.0.1:9/nobody", secret_token="x")
    await poll()
    await world.person("王阿姨").says("hello")

    await listener.has_ended("hello")


async def test_what_could_not_even_be_kept_is_fetched_again(
    world: World, listener: Listener, poll: Poll
) -> None:
    people = [world.person(name) for name in ("a", "b", "c")]
    for person in people:
        await person.says(f"from {person.user.first_name}")
    listener.refused = ["from b"]
    await poll()

    await listener.has_ended("from a", "from b", "from c")
    assert listener.begun.count("from a") == 1
    assert listener.begun.count("from b") == 2


async def test_a_cancelled_update_does_not_let_the_next_overtake_its_forerunner() -> None:
    listener = Listener()
    listener.held["1"] = asyncio.Event()
    lanes = Lanes(listener.handle)

    def raw(text: str) -> Raw:
        return {"update_id": 1, "message": {"chat": {"id": 1}, "from": {"id": 1}, "text": text}}

    tasks = [asyncio.create_task(lanes.handle(raw(text))) for text in "123"]
    await asyncio.sleep(0.01)
    tasks[1].cancel()
    await asyncio.sleep(0.01)
    assert listener.begun == ["1"]

    listener.held["1"].set()
    await asyncio.gather(*tasks, return_exceptions=True)

    assert listener.ended == ["1", "3"]
    assert lanes._last == {}


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_a_failing_update_is_kept_and_the_next_is_handled(
    make_rig: Callable[..., Rig], world: World
) -> None:
    async def fail(context: Context, message: object, rest: str) -> None:
        raise LookupError("a name that must not be logged")

    async def answer(context: Context, message: object, rest: str) -> None:
        await context.say("test/plain", text="here")

    router = Router("test")
    router.command("fail", fail)
    router.command("answer", answer)
    rig = make_rig([router])
    polling = Polling(rig.bot, rig.switchboard.handle, rig.clock)
    running = asyncio.create_task(polling.run())
    wang = world.person("王阿姨", language_code="en")

    await wang.says("/fail now")
    await wang.says("/answer")
    assert (await wang.next_message()).text == "something broke"
    assert (await wang.next_message()).text == "here"
    await polling.stop()
    await running

    kept = await rig.work.read(_failed)
    assert [row.payload["message"]["text"] for row in kept] == ["/fail now"]
    assert kept[0].error.startswith("LookupError at tests/delivery/test_intake.py")
    assert "name" not in kept[0].error
    assert len(texts_of(wang.chat.messages)) == 2


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_who_writes_much_does_not_hold_up_the_next(
    make_rig: Callable[..., Rig], simulator: Simulator, world: World
) -> None:
    async def help_them(context: Context, message: object, rest: str) -> None:
        await context.say("test/plain", text=f"help {rest}")

    router = Router("test")
    router.command("help", help_them)
    simulator.clock = Clock(speed=1)
    rig = make_rig([router], limits=Limits())
    wang, chen = world.person("王阿姨"), world.person("陈")
    for number in range(20):
        await wang.says(f"/help {number}")
    await chen.says("/help me")
    polling = Polling(rig.bot, rig.switchboard.handle, rig.clock)
    running = asyncio.create_task(polling.run())
    rig.start()

    await wang.next_message()
    await chen.says("/help me again")
    async with asyncio.timeout(2):
        assert (await chen.next_message()).text == "help me"
        assert (await chen.next_message()).text == "help me again"
    await polling.stop()
    await running

    unsent = [row.params["text"] for row in await rig.outbox() if row.state != "sent"]
    assert list(dict.fromkeys([*texts_of(wang.chat.messages), *unsent])) == [
        f"help {number}" for number in range(20)
    ]


def _failed(session: Session) -> list[FailedUpdate]:
    return list(session.exec(select(FailedUpdate)).all())

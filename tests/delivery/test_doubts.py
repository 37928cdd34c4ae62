"""Whatever ends a process or cuts a line: nothing is lost, and what came twice was counted."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest
from aiogram.client.telegram import TelegramAPIServer
from sqlalchemy.exc import OperationalError

from bot.delivery.limits import Limits
from simulator import Person, World
from simulator.faults import Kind
from storage.outbox import claims
from storage.outbox.queries import find_doubts
from storage.outbox.tables import SendState
from tests.delivery.delivery_rig import SINCE, MakeRig, Rig, texts_of

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
async def wang(world: World) -> Person:
    person = world.person("王阿姨")
    await person.says("/start")
    return person


async def _doubts(rig: Rig) -> list[int]:
    counted = [row.doubts for row in await rig.outbox()]
    told = await rig.work.read(find_doubts, SINCE)
    assert told.messages == sum(count > 0 for count in counted)
    return counted


async def _until(holds: Callable[[], Awaitable[bool]]) -> None:
    async with asyncio.timeout(10):
        while not await holds():  # noqa: ASYNC110 - rows ring no bell
            await asyncio.sleep(0.01)


async def _asked(world: World, calls: int) -> None:
    async with asyncio.timeout(10):
        while len(world.calls("sendMessage")) < calls:  # noqa: ASYNC110 - silence rings no bell
            await asyncio.sleep(0.01)


@pytest.mark.parametrize(
    ("kind", "arrivals", "doubts"),
    [
        ("lost_reply", 2, 1),
        ("drop", 1, 1),
        ("500", 1, 1),
        ("502", 1, 1),
        ("429", 1, 0),
    ],
)
async def test_only_an_outcome_that_nobody_knows_is_counted(
    rig: Rig, world: World, wang: Person, kind: Kind, arrivals: int, doubts: int
) -> None:
    world.fault("sendMessage", kind=kind)
    await rig.tell(wang.id, "one")
    rig.start()
    await rig.emptied()

    assert texts_of(wang.chat.messages) == ["one"] * arrivals
    assert await _doubts(rig) == [doubts]


async def test_killed_between_telegrams_answer_and_its_note(
    make_rig: MakeRig, wang: Person
) -> None:
    def die(*_: object, **__: object) -> None:
        raise OperationalError("update", {}, Exception("the process is dead"))

    first = make_rig()
    await first.tell(wang.id, "one")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(claims, "settle_message", die)
        first.start()
        await wang.next_message()
        await first.kill()
    assert await first.states() == [SendState.SENDING]

    second = make_rig()
    second.start()
    await second.emptied()

    assert texts_of(wang.chat.messages) == ["one", "one"]
    assert await _doubts(second) == [1]


async def test_killed_while_telegram_keeps_silent(
    make_rig: MakeRig, world: World, wang: Person
) -> None:
    world.fault("sendMessage", kind="timeout")
    first = make_rig()
    await first.tell(wang.id, "one")
    first.start()
    await _asked(world, 1)
    await first.kill()

    second = make_rig()
    second.start()
    await second.emptied()

    assert texts_of(wang.chat.messages) == ["one"]
    assert await _doubts(second) == [1]


async def _waits_for_its_turn(rig: Rig) -> bool:
    return await rig.states() == [SendState.SENT, SendState.SENDING]


async def test_killed_before_the_message_left_nobody_doubts(
    make_rig: MakeRig, world: World, wang: Person
) -> None:
    chen = world.person("陈")
    await chen.says("/start")
    first = make_rig(limits=Limits(total_per_second=0.001, total_burst=1))
    await first.tell(wang.id, "leaves at once")
    first.start()
    await wang.next_message()
    await first.tell(chen.id, "waits for its turn")
    await _until(lambda: _waits_for_its_turn(first))
    await first.kill()

    second = make_rig()
    second.start()
    await second.emptied()

    assert texts_of(chen.chat.messages) == ["waits for its turn"]
    assert await _doubts(second) == [0, 0]


async def _is_put_back(rig: Rig) -> bool:
    return (await rig.outbox())[0].failure is not None


async def test_a_server_that_cannot_be_reached_leaves_no_doubt(
    rig: Rig, world: World, wang: Person
) -> None:
    real = rig.bot.session.api
    rig.bot.session.api = TelegramAPIServer.from_base("http://127.0.0.1:9")
    await rig.tell(wang.id, "one")
    rig.start()
    await _until(lambda: _is_put_back(rig))
    rig.bot.session.api = real
    await rig.emptied()

    assert texts_of(wang.chat.messages) == ["one"]
    assert await _doubts(rig) == [0]


@pytest.mark.parametrize("arrived", [1, 7, 16])
async def test_killed_at_any_moment_nothing_is_lost_or_comes_twice_uncounted(
    make_rig: MakeRig, world: World, arrived: int
) -> None:
    people = [world.person(f"resident {number}") for number in range(20)]
    for person in people:
        await person.says("/start")
    first = make_rig()
    for person in people:
        await first.tell(person.id, "one")
    first.start()
    await _asked(world, arrived)
    await first.kill()

    second = make_rig()
    second.start()
    await second.emptied()

    doubts = await _doubts(second)
    arrivals = [len(texts_of(person.chat.messages)) for person in people]
    assert all(1 <= came <= 1 + counted for came, counted in zip(arrivals, doubts, strict=True))

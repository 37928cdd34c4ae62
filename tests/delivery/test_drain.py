"""The outbox emptied: pace, order, refusals, and what a killed process leaves to the next."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from bot.delivery.limits import Limits
from locales.renderer import Renderer
from simulator import Clock, FloodLimits, Person, Simulator, World
from storage.engine import Database
from storage.outbox import claims
from storage.outbox.tables import SendState, Urgency
from tests.delivery.delivery_rig import AMPLE, MakeRig, Rig, texts_of

on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
on_postgresql = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)


async def _people(world: World, count: int) -> list[Person]:
    people = [world.person(f"resident {number}") for number in range(count)]
    for person in people:
        await person.says("/start")
    return people


@on_sqlite
async def test_three_hundred_messages_provoke_no_refusal(
    simulator: Simulator, database: Database, renderer: Renderer
) -> None:
    simulator.clock = Clock(speed=2)
    world = simulator.world("43:TEST", flood=FloodLimits())
    people = await _people(world, 290)
    group = world.group("图们", members=people[:2])
    await group.add_bot(people[0])

    async with Rig(simulator, world, database, renderer) as rig:
        for number in range(10):
            await rig.tell(group.id, str(number))
        for person in people:
            await rig.tell(person.id, "notice")
        rig.start()
        await rig.emptied()

        assert world.refusals == []
        assert {(row.state, row.attempts) for row in await rig.outbox()} == {(SendState.SENT, 1)}
        assert len(world.calls("sendMessage")) == 300
        assert texts_of(group.messages) == [str(number) for number in range(10)]


@on_sqlite
async def test_without_a_pace_fewer_messages_are_refused(
    simulator: Simulator, database: Database, renderer: Renderer
) -> None:
    simulator.clock = Clock(speed=1)
    world = simulator.world("43:TEST", flood=FloodLimits())
    people = await _people(world, 100)

    async with Rig(simulator, world, database, renderer, limits=AMPLE) as rig:
        for person in people:
            await rig.tell(person.id, "notice")
        rig.start()
        await rig.emptied()

        assert world.refusals
        assert set(await rig.states()) == {SendState.SENT}


async def test_messages_of_one_chat_keep_their_order_and_urgent_ones_go_before(
    rig: Rig, world: World
) -> None:
    (wang,) = await _people(world, 1)
    for number in range(5):
        await rig.tell(wang.id, f"reminder {number}", urgency=Urgency.REMINDER)
        await rig.tell(wang.id, f"urgent {number}")
    rig.start()
    await rig.emptied()

    expected = [f"{kind} {number}" for kind in ("urgent", "reminder") for number in range(5)]
    assert texts_of(wang.chat.messages) == expected


@on_sqlite
async def test_a_refused_chat_delays_no_other(rig: Rig, world: World) -> None:
    wang, *others = await _people(world, 11)
    world.fault("sendMessage", kind="429", retry_after=20, chat=wang.chat)
    started = rig.clock.monotonic()
    for person in (wang, *others):
        await rig.tell(person.id, "one")
        await rig.tell(person.id, "two")
    rig.start()

    for person in others:
        await person.next_message()
        await person.next_message()
    assert rig.clock.monotonic() - started < 20
    assert texts_of(wang.chat.messages) == []
    await rig.emptied()
    assert texts_of(wang.chat.messages) == ["one", "two"]
    assert rig.clock.monotonic() - started >= 20


@on_sqlite
@pytest.mark.parametrize("kind", ["500", "502", "drop"])
async def test_a_broken_line_is_tried_again_until_it_works(
    rig: Rig, world: World, kind: str
) -> None:
    (wang,) = await _people(world, 1)
    world.fault("sendMessage", kind=kind, times=3)
    await rig.tell(wang.id, "one")
    await rig.tell(wang.id, "two")
    rig.start()
    await rig.emptied()

    assert texts_of(wang.chat.messages) == ["one", "two"]
    assert [row.attempts for row in await rig.outbox()] == [4, 1]


@on_sqlite
async def test_a_message_whose_answer_was_lost_is_sent_again_and_counted(
    rig: Rig, world: World
) -> None:
    (wang,) = await _people(world, 1)
    world.fault("sendMessage", kind="lost_reply")
    await rig.tell(wang.id, "one")
    rig.start()
    await rig.emptied()

    assert texts_of(wang.chat.messages) == ["one", "one"]
    assert [row.attempts for row in await rig.outbox()] == [2]


@on_sqlite
@pytest.mark.parametrize(
    ("template", "reason"),
    [("test/long", "message is too long"), ("test/missing", "TemplateNotFound")],
)
async def test_what_telegram_will_never_take_fails_and_the_next_is_sent(
    rig: Rig, world: World, template: str, reason: str
) -> None:
    (wang,) = await _people(world, 1)
    await rig.tell(wang.id, "x", template=template)
    await rig.tell(wang.id, "next")
    rig.start()
    await rig.emptied()

    failed, sent = await rig.outbox()
    assert (failed.state, sent.state) == (SendState.FAILED, SendState.SENT)
    assert reason in (failed.failure or "")
    assert texts_of(wang.chat.messages) == ["next"]


async def test_what_a_killed_process_was_sending_is_sent_by_the_next(
    make_rig: MakeRig, simulator: Simulator, world: World
) -> None:
    people = await _people(world, 40)
    first = make_rig()
    for person in people:
        await first.tell(person.id, "one")
        await first.tell(person.id, "two")
    first.start()
    await people[7].next_message()
    await first.kill()
    assert "sending" in await first.states()

    second = make_rig()
    if not second.work.database.is_sqlite:
        # Somebody else may be alive there: what was claimed is left alone for its lease.
        simulator.clock.advance(60)
    second.start()
    await second.emptied()

    rows = await second.outbox()
    assert {row.state for row in rows} == {SendState.SENT}
    sent_twice = 0
    for person in people:
        texts = texts_of(person.chat.messages)
        assert [text for at, text in enumerate(texts) if text not in texts[:at]] == ["one", "two"]
        sent_twice += len(texts) - 2
    # At least once: only what was in flight can arrive a second time.
    assert sent_twice <= sum(row.attempts - 1 for row in rows)


@on_postgresql
async def test_two_processes_share_the_outbox_without_sending_twice(
    make_rig: MakeRig, world: World
) -> None:
    people = await _people(world, 30)
    rigs = [make_rig(), make_rig()]
    for person in people:
        for number in range(3):
            await rigs[0].tell(person.id, str(number))
    for rig in rigs:
        rig.start()
    await rigs[0].emptied()

    assert all(texts_of(person.chat.messages) == ["0", "1", "2"] for person in people)


async def test_stopping_lets_what_is_under_way_end(make_rig: MakeRig, world: World) -> None:
    people = await _people(world, 20)
    async with make_rig() as rig:
        for person in people:
            await rig.tell(person.id, "one")
        rig.start()
        await people[0].next_message()
        await rig.drain.stop()

        sent = [row for row in await rig.outbox() if row.state == SendState.SENT]
        assert "sending" not in await rig.states()
        assert len(sent) == len(world.calls("sendMessage"))


@on_sqlite
async def test_bulk_gives_way_to_what_is_urgent(
    make_rig: MakeRig, simulator: Simulator, world: World
) -> None:
    people = await _people(world, 41)
    rig = make_rig(limits=Limits(total_per_second=10))
    for person in people[:40]:
        await rig.tell(person.id, "bulk", urgency=Urgency.BULK)
    rig.start()
    await people[0].next_message()
    await rig.tell(people[40].id, "urgent")
    await people[40].next_message()

    bulk = sum(bool(texts_of(person.chat.messages)) for person in people[:40])
    assert bulk < 30
    await rig.emptied()


@on_sqlite
async def test_a_row_that_is_too_late_is_not_sent(rig: Rig, world: World) -> None:
    (wang,) = await _people(world, 1)
    ended = rig.clock.now() - timedelta(seconds=1)
    await rig.tell(wang.id, "the bus leaves now", expires_at=ended)
    await rig.tell(wang.id, "hello")
    rig.start()
    await rig.emptied()

    assert await rig.states() == [SendState.LATE, SendState.SENT]
    assert texts_of(wang.chat.messages) == ["hello"]


@on_sqlite
async def test_news_leaves_at_once_not_at_the_next_look(
    make_rig: MakeRig, simulator: Simulator, world: World
) -> None:
    (wang,) = await _people(world, 1)
    simulator.clock = Clock(speed=0)
    rig = make_rig()
    rig.start()
    await asyncio.sleep(0.05)

    await rig.tell(wang.id, "news")

    assert (await wang.next_message()).text == "news"


@on_sqlite
async def test_rows_of_another_process_are_found_within_a_second(rig: Rig, world: World) -> None:
    (wang,) = await _people(world, 1)
    rig.start()
    await asyncio.sleep(0.05)
    await rig.tell(wang.id, "one")
    await rig.emptied()
    rig.bell.clear()
    rig.work._after_commit = lambda: None

    await rig.tell(wang.id, "two")
    await rig.emptied()

    assert texts_of(wang.chat.messages) == ["one", "two"]


@on_sqlite
async def test_a_database_that_comes_back_is_drained_again(rig: Rig, world: World) -> None:
    (wang,) = await _people(world, 1)
    broken = {"times": 3}
    original = claims.claim_messages

    def flaky(*args: object, **options: object) -> object:
        from sqlalchemy.exc import OperationalError

        if broken["times"]:
            broken["times"] -= 1
            raise OperationalError("select", {}, Exception("gone"))
        return original(*args, **options)  # type: ignore[arg-type]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(claims, "claim_messages", flaky)
        await rig.tell(wang.id, "one")
        rig.start()
        await rig.emptied()

    assert texts_of(wang.chat.messages) == ["one"]

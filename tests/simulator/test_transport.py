"""Polling, webhook, faults, floods: what the network and Telegram's pace do to a bot."""

import asyncio
from typing import Any

import aiogram
import aiohttp
import pytest
from aiogram.exceptions import (
    TelegramConflictError,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
)
from aiohttp import web

from simulator import Clock, FloodLimits, Group, Person, Simulator, World
from simulator.webhook import Webhook
from tests.simulator.test_contract_operations import listening

# -- polling --------------------------------------------------------------------------------------


async def test_second_poller_takes_over_from_the_first(bot: aiogram.Bot) -> None:
    first = asyncio.create_task(bot.get_updates(timeout=10))
    await asyncio.sleep(0.05)
    second = asyncio.create_task(bot.get_updates(timeout=10))
    with pytest.raises(TelegramConflictError, match="terminated by other getUpdates request"):
        await first
    second.cancel()


async def test_setting_a_webhook_ends_the_poll(bot: aiogram.Bot) -> None:
    poll = asyncio.create_task(bot.get_updates(timeout=10))
    await asyncio.sleep(0.05)
    await bot.set_webhook("https://example.org/hook")
    with pytest.raises(TelegramConflictError, match="terminated by setWebhook request"):
        await poll


async def test_negative_offset_keeps_only_the_newest(bot: aiogram.Bot, wang: Person) -> None:
    for text in "abc":
        await wang.says(text)
    (update,) = await bot.get_updates(offset=-1, timeout=0)
    assert update.message
    assert update.message.text == "c"
    assert len(await bot.get_updates(timeout=0)) == 1


async def test_filter_is_remembered(bot: aiogram.Bot, wang: Person, world: World) -> None:
    await bot.get_updates(allowed_updates=["my_chat_member"], timeout=0)
    await wang.says("/start")
    await wang.blocks_bot()
    (update,) = await bot.get_updates(timeout=0)
    assert update.my_chat_member
    assert await bot.get_updates(offset=update.update_id + 1, allowed_updates=[], timeout=0) == []
    await wang.says("/start")
    assert {one.event_type for one in await bot.get_updates(timeout=0)} == {
        "my_chat_member",
        "message",
    }
    assert world.warnings == []


async def test_chat_member_comes_only_when_asked_for_and_to_administrators(
    bot: aiogram.Bot, group: Group, wang: Person, chen: Person, world: World
) -> None:
    world.updates.clear()
    await wang.leaves(group)
    await bot.get_updates(allowed_updates=["chat_member"], timeout=0)
    await wang.joins(group)
    assert len(world.updates) == 1
    group.promote_bot(chen)
    await wang.leaves(group)
    updates = await bot.get_updates(timeout=0)
    assert [one.event_type for one in updates] == ["message", "chat_member"]
    assert updates[-1].chat_member
    assert updates[-1].chat_member.new_chat_member.status == "left"


async def test_a_burst_of_presses_is_queued_and_answered(
    bot: aiogram.Bot, world: World, wang: Person, private: int
) -> None:
    key = aiogram.types.InlineKeyboardButton(text="接龙", callback_data="j")
    keys = aiogram.types.InlineKeyboardMarkup(inline_keyboard=[[key]])
    group = world.group("小区", members=[wang], admins=[wang])
    await group.add_bot(by=wang)
    card = await bot.send_message(group.id, "?", reply_markup=keys)
    world.updates.clear()
    people = [world.person(f"居民{number}") for number in range(2430)]
    presses = [asyncio.create_task(one.presses(card, "接龙", timeout=60)) for one in people]
    answered, offset = 0, 0
    while answered < len(people):
        updates = await bot.get_updates(offset=offset, timeout=5)
        for update in updates:
            assert update.callback_query
            await bot.answer_callback_query(update.callback_query.id, text=str(answered))
            answered += 1
        offset = updates[-1].update_id + 1
    assert [(await press).text for press in presses] == [str(n) for n in range(2430)]


# -- webhook --------------------------------------------------------------------------------------


async def test_webhook_repeats_until_it_is_taken() -> None:
    seen: list[int] = []

    async def take(request: web.Request) -> web.Response:
        seen.append((await request.json())["update_id"])
        return web.Response(status=200 if len(seen) > 2 else 500)

    async with Simulator(clock=Clock(speed=100)) as simulator, listening(take) as url:
        world = simulator.world(flood=None)
        world.webhook = Webhook(world, url, "", 40)
        begun = simulator.clock.monotonic()
        await world.person("王").says("x")
        await world.settled()
        assert world.webhook.last_error
        assert world.webhook.last_error[1] == (
            "Wrong response from the webhook: 500 Internal Server Error"
        )
        assert simulator.clock.monotonic() - begun >= 1 + 2
    assert len(seen) == 3
    assert len(set(seen)) == 1


async def test_webhook_keeps_order_in_a_chat_and_runs_chats_side_by_side(
    bot: aiogram.Bot, world: World
) -> None:
    people = [world.person(name) for name in "甲乙丙"]
    order: dict[int, list[str]] = {one.id: [] for one in people}
    at_once: list[int] = []
    busy = 0

    async def take(request: web.Request) -> web.Response:
        nonlocal busy
        message = (await request.json())["message"]
        busy += 1
        at_once.append(busy)
        await asyncio.sleep(0.01)
        busy -= 1
        order[message["chat"]["id"]].append(message["text"])
        return web.Response()

    async with listening(take) as url:
        await bot.set_webhook(url)
        for text in "12345":
            for person in people:
                await person.says(text)
        await world.settled()
        await bot.delete_webhook()
    assert list(order.values()) == [list("12345")] * 3
    assert max(at_once) == 3


@pytest.mark.parametrize("kind", ["json", "multipart"])
async def test_webhook_answer_may_name_a_method(
    bot: aiogram.Bot, wang: Person, world: World, kind: str
) -> None:
    async def take(_request: web.Request) -> web.Response:
        fields = {"method": "sendMessage", "chat_id": str(wang.id), "text": "收到"}
        if kind == "json":
            return web.json_response(fields)
        form = aiohttp.MultipartWriter("form-data")
        for name, value in fields.items():
            form.append(value).set_content_disposition("form-data", name=name)
        return web.Response(body=form)

    async with listening(take) as url:
        await bot.set_webhook(url)
        await wang.says("x")
        assert (await wang.next_message()).text == "收到"
        await world.settled()
        await bot.delete_webhook()


async def test_webhook_addresses_and_secrets_are_checked(bot: aiogram.Bot) -> None:
    for url, secret, words in [
        ("http://example.org/x", None, "bad webhook: An HTTPS URL must be provided"),
        ("https://example.org:444/x", None, "bad webhook: Webhook can be set up only on ports"),
        ("https://example.org/x", "a b", "secret token contains unallowed characters"),
    ]:
        with pytest.raises(aiogram.exceptions.TelegramBadRequest, match=words):
            await bot.set_webhook(url, secret_token=secret)


# -- faults ---------------------------------------------------------------------------------------


async def test_refusing_faults_are_counted_down(
    bot: aiogram.Bot, world: World, wang: Person, private: int
) -> None:
    world.fault("sendMessage", "429", retry_after=7, times=2)
    world.fault("sendMessage", "502")
    for _ in range(2):
        with pytest.raises(TelegramRetryAfter) as caught:
            await bot.send_message(private, "x")
        assert caught.value.retry_after == 7
    with pytest.raises(TelegramServerError):
        await bot.send_message(private, "x")
    await bot.send_message(private, "x")
    assert [one.text for one in wang.chat.messages] == ["/start", "x"]
    assert [call.fault for call in world.calls("sendMessage")] == ["429", "429", "502", None]


async def test_a_fault_befalls_only_its_chat(
    bot: aiogram.Bot, world: World, private: int, group: Group
) -> None:
    world.fault("sendMessage", "429", chat=group)
    await bot.send_message(private, "x")
    with pytest.raises(TelegramRetryAfter):
        await bot.send_message(group.id, "x")


@pytest.mark.parametrize(("kind", "arrived"), [("drop", 0), ("lost_reply", 1), ("timeout", 0)])
async def test_silent_faults(
    bot: aiogram.Bot, world: World, wang: Person, private: int, kind: Any, arrived: int
) -> None:
    world.fault("sendMessage", kind)
    with pytest.raises(TelegramNetworkError):
        await bot.send_message(private, "x", request_timeout=1)
    assert len(wang.chat.messages) == 1 + arrived
    await world.settled()


async def test_a_download_may_fail(bot: aiogram.Bot, world: World, wang: Person) -> None:
    await wang.sends_document("a.txt", b"abc")
    (update,) = await bot.get_updates(timeout=0)
    assert update.message
    assert update.message.document
    world.fault("file", "502")
    with pytest.raises(aiohttp.ClientResponseError):
        await bot.download(update.message.document)
    stream = await bot.download(update.message.document)
    assert stream
    assert stream.read() == b"abc"


# -- floods ---------------------------------------------------------------------------------------


async def test_flood_limits_by_chat_group_and_in_all(simulator: Simulator, clock: Clock) -> None:
    world = simulator.world("43:FLOOD", flood=FloodLimits())
    flood = world.flood
    for _ in range(3):
        flood.pass_(1, is_group=False)
    with pytest.raises(Exception, match="retry after 1"):
        flood.pass_(1, is_group=False)
    for chat_id in range(2, 29):
        flood.pass_(chat_id, is_group=False)
    with pytest.raises(Exception, match="retry after 1"):
        flood.pass_(99, is_group=False)


async def test_a_group_takes_twenty_a_minute(simulator: Simulator) -> None:
    clock = Clock(speed=0)
    flood = Simulator(clock=clock).world().flood
    for _ in range(20):
        clock.advance(1)
        flood.pass_(-5, is_group=True)
    clock.advance(1)
    with pytest.raises(Exception, match="retry after 40"):
        flood.pass_(-5, is_group=True)
    flood.pass_(5, is_group=False)
    clock.advance(40)
    flood.pass_(-5, is_group=True)


async def test_an_album_counts_each_picture_and_an_edit_counts_too(simulator: Simulator) -> None:
    clock = Clock(speed=0)
    flood = Simulator(clock=clock).world(flood=FloodLimits(chat_burst=3)).flood
    flood.pass_(5, is_group=False, count=3)
    with pytest.raises(Exception, match="retry after 1"):
        flood.pass_(5, is_group=False, edit=True)


async def test_loopback_only(simulator: Simulator) -> None:
    assert simulator.base_url.startswith("http://127.0.0.1:")


async def test_parameters_arrive_in_any_form(simulator: Simulator, private: int) -> None:
    params = {"chat_id": str(private), "text": "x", "disable_notification": "true"}
    url = f"{simulator.base_url}/bot42:TEST/SENDmessage"
    async with aiohttp.ClientSession() as session:
        for how in ({"params": params}, {"data": params}, {"json": params}):
            async with session.post(url, **how) as answer:
                assert (await answer.json())["ok"], how
        async with session.get(f"{simulator.base_url}/botnonsense/getMe") as answer:
            assert answer.status == 404


async def test_unknown_parameters_are_warned_of(
    simulator: Simulator, world: World, private: int
) -> None:
    params = {
        "chat_id": private,
        "text": "x",
        "colour": "red",
        "reply_markup": {"inline_keyboard": [[{"text": "a", "callback_data": "a", "odd": 1}]]},
    }
    url = f"{simulator.base_url}/bot42:TEST/sendMessage"
    async with aiohttp.ClientSession() as session, session.post(url, json=params) as answer:
        assert answer.status == 200
    assert world.warnings == [
        "sendMessage: unknown parameter colour",
        "sendMessage: unknown parameter reply_markup.inline_keyboard.odd",
    ]

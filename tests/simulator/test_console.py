"""The people's side over HTTP, as the chat page uses it."""

import asyncio
import datetime as dt
import json
from collections.abc import AsyncIterator
from typing import Any

import aiogram
import aiohttp
import pytest

from simulator import Group, Person, Simulator, World
from simulator.samples import TINY_PNG


@pytest.fixture
async def page(simulator: Simulator, world: World) -> AsyncIterator["Page"]:
    async with aiohttp.ClientSession(f"{simulator.base_url}/sim/") as session:
        yield Page(session, f"worlds/{world.token}")


class Page:
    """The calls of the page."""

    def __init__(self, session: aiohttp.ClientSession, root: str) -> None:
        self.session = session
        self.root = root

    async def get(self, path: str) -> Any:
        async with self.session.get(f"{self.root}{path}") as answer:
            assert answer.status == 200, await answer.text()
            return await answer.json()

    async def post(self, path: str, /, *, status: int = 200, **form: Any) -> Any:
        async with self.session.post(f"{self.root}/{path}", json=form) as answer:
            assert answer.status == status, await answer.text()
            return await answer.json()


async def test_people_groups_and_messages_are_made_and_seen(page: Page, world: World) -> None:
    li = await page.post("people", name="李", language_code="zh-hans")
    group = await page.post("groups", title="3号楼", members=[], admins=[li["id"]])
    await page.post("members", chat=group["id"], action="add_bot", by=li["id"])
    said = await page.post("says", person=li["id"], chat=group["id"], text="大家好")
    assert (said["text"], said["visible_to_bot"]) == ("大家好", False)
    state = await page.get("")
    (shown,) = [chat for chat in state["chats"] if chat["id"] == group["id"]]
    assert [(one["name"], one["status"]) for one in shown["members"]] == [
        ("李", "creator"),
        ("Linli", "member"),
    ]
    assert shown["last"]["text"] == "大家好"
    assert state["pending_updates"] == 2
    assert state["bot"]["can_read_all_group_messages"] is False
    thread = await page.get(f"/chats/{group['id']}")
    assert [one.get("text") for one in thread["messages"]] == [None, "大家好"]


async def test_a_press_brings_the_bots_answer(
    page: Page, bot: aiogram.Bot, wang: Person, private: int
) -> None:
    key = aiogram.types.InlineKeyboardButton(text="接龙", callback_data="j")
    keys = aiogram.types.InlineKeyboardMarkup(inline_keyboard=[[key]])
    sent = await bot.send_message(private, "?", reply_markup=keys)
    place = {"person": wang.id, "chat": wang.id, "message_id": sent.message_id}
    press = asyncio.create_task(page.post("presses", **place, button="接龙"))
    (update,) = await bot.get_updates(timeout=5)
    assert update.callback_query
    await bot.answer_callback_query(update.callback_query.id, text="第 1 位")
    assert await press == {"text": "第 1 位", "show_alert": False, "url": None}
    await page.post("presses", status=400, **place, button="没有")


async def test_photo_is_uploaded_and_shown(page: Page, wang: Person) -> None:
    form = aiohttp.FormData({"person": str(wang.id), "kind": "photo", "caption": "门"})
    form.add_field("file", TINY_PNG, filename="a.png", content_type="image/png")
    async with page.session.post(f"{page.root}/upload", data=form) as answer:
        message = await answer.json()
    assert message["caption"] == "门"
    file_id = message["photo"][-1]["file_id"]
    async with page.session.get(f"{page.root}/files/{file_id}") as answer:
        assert (answer.content_type, await answer.read()) == ("image/png", TINY_PNG)


async def test_upload_answers_a_message(page: Page, wang: Person) -> None:
    asked = await wang.says("表呢？")
    form = aiohttp.FormData({"person": str(wang.id), "reply_to": str(asked.message_id)})
    form.add_field("file", b"a,b", filename="doors.csv")
    async with page.session.post(f"{page.root}/upload", data=form) as answer:
        message = await answer.json()
    assert message["reply_to_message"]["text"] == "表呢？"
    assert message["document"]["file_name"] == "doors.csv"


async def test_inline_results_are_asked_for_and_chosen(
    page: Page, world: World, bot: aiogram.Bot, wang: Person
) -> None:
    world.me = world.me.model_copy(update={"supports_inline_queries": True})
    asking = asyncio.create_task(page.post("asks", person=wang.id, query="核酸", offset="1"))
    (update,) = await bot.get_updates(timeout=5)
    assert update.inline_query
    content = aiogram.types.InputTextMessageContent(message_text="周二")
    result = aiogram.types.InlineQueryResultArticle(
        id="1", title="核酸", description="哪天", input_message_content=content
    )
    await bot.answer_inline_query(update.inline_query.id, [result], next_offset="2")
    shown = await asking
    assert shown["results"] == [{"title": "核酸", "description": "哪天", "url": None}]
    assert (shown["next_offset"], shown["button"]) == ("2", None)
    choice = {"person": wang.id, "query_id": shown["query_id"]}
    sent = await page.post("chooses", **choice, result=0)
    assert (sent["text"], sent["via_bot"]["username"]) == ("周二", "linli_bot")
    await page.post("chooses", status=400, **choice, result="没有")
    await page.post("chooses", status=404, **(choice | {"query_id": "1"}), result=0)


async def test_events_tell_of_every_change(page: Page, wang: Person, bot: aiogram.Bot) -> None:
    async with page.session.get(f"{page.root}/events") as answer:
        await answer.content.readuntil(b"\n\n")
        await wang.says("hi")
        assert await event(answer) == ("message", wang.id, "hi")
        sent = await bot.send_message(wang.id, "1")
        assert await event(answer) == ("message", wang.id, "1")
        assert (await event(answer))[0] == "call"
        await bot.edit_message_text("2", chat_id=wang.id, message_id=sent.message_id)
        assert await event(answer) == ("edited", wang.id, "2")


async def event(answer: aiohttp.ClientResponse) -> tuple[str, int | None, Any]:
    head, body = (await answer.content.readuntil(b"\n\n")).decode().strip().split("\n")
    data = json.loads(body.removeprefix("data: "))
    return head.removeprefix("event: "), data["chat"], (data["data"] or {}).get("text")


async def test_clock_is_pushed_forward_only(page: Page, simulator: Simulator) -> None:
    page.root = "."
    before = simulator.clock.now()
    await page.post("clock", advance=3600)
    assert simulator.clock.now() - before >= dt.timedelta(hours=1)
    await page.post("clock", to=before.isoformat(), status=400)
    later = before + dt.timedelta(days=2)
    answer = await page.post("clock", to=later.isoformat())
    assert dt.datetime.fromisoformat(answer["now"]) >= later


async def test_members_come_go_and_are_promoted(
    page: Page, group: Group, wang: Person, chen: Person
) -> None:
    place = {"chat": group.id, "person": wang.id, "by": chen.id}
    for action, status in [
        ("promote", "administrator"),
        ("demote", "member"),
        ("leave", "left"),
        ("join", "member"),
        ("remove", "kicked"),
    ]:
        await page.post("members", **place, action=action)
        assert group.member(wang.user).status == status
    await page.post("blocks", person=wang.id, blocked=True)
    assert wang.chat.is_blocked


async def test_log_commands_and_failures(page: Page, bot: aiogram.Bot, private: int) -> None:
    await bot.set_my_commands([aiogram.types.BotCommand(command="help", description="Help")])
    assert await page.get(f"/commands?person={private}") == [
        {"command": "help", "description": "Help"}
    ]
    (call,) = await page.get("/requests")
    assert (call["number"], call["method"], call["result"]) == (1, "setMyCommands", True)
    assert await page.get("/requests?after=1") == []
    await page.post("says", status=404, person=1, text="?")
    await page.post("dances", status=404)
    await page.post("says", status=400, person=private, text="?", unknown=1)
    await page.post("says", status=400, person=private, text="  ")

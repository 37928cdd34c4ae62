"""The chat page in a real browser, with a bot that the tests themselves play."""

from __future__ import annotations

import asyncio
import datetime as dt
import re
from collections.abc import Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

import aiogram
import pytest
from aiogram.types import (
    BotCommand,
    BufferedInputFile,
    InlineKeyboardButton,
    KeyboardButton,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
)
from playwright.async_api import expect

from simulator import Group, Person, Simulator, World
from simulator.samples import png
from simulator.stage import Moment, Scene, Step, Texts
from tests.browser import LOW_CONTRAST, in_browser, open_page, phone
from tests.simulator.phones import data_button, keyboard, open_chat, phones_of

pytestmark = in_browser

SHANGHAI = ZoneInfo("Asia/Shanghai")
ONE_MINUTE = dt.timedelta(minutes=1)
HOSTILE = "<img src=x onerror=console.error('caught')>\u202e反\u200b转<b>粗</b>"


async def answer_next(bot: aiogram.Bot, text: str, **options: Any) -> None:
    """Answer the next press."""
    seen = 0
    while True:
        for update in await bot.get_updates(offset=seen, timeout=5):
            seen = update.update_id + 1
            if press := update.callback_query:
                await bot.get_updates(offset=seen)
                await bot.answer_callback_query(press.id, text, **options)
                return


async def test_entities_are_drawn_and_never_read_as_markup(
    simulator: Simulator, world: World, bot: aiogram.Bot, wang: Person, private: int
) -> None:
    html = (
        "<b>粗<i>斜</i></b> <u>线</u> <s>删</s> <code>码</code> <pre>块</pre>"
        "<blockquote>引</blockquote> <tg-spoiler>谜底</tg-spoiler> "
        '<a href="https://example.org/x">外</a> 😀 /help'
    )
    await bot.send_message(private, html, parse_mode="HTML")
    await bot.send_message(private, HOSTILE)
    async with phones_of(simulator, wang) as page:
        shown = await open_chat(page, wang, "Linli")
        rich, plain = shown.locator(".text").nth(1), shown.locator(".text").nth(2)
        await expect(rich.locator("b > i")).to_have_text("斜")
        for tag, text in [("u", "线"), ("s", "删"), ("pre", "块"), ("blockquote", "引")]:
            await expect(rich.locator(tag)).to_have_text(text)
        await rich.get_by_role("button", name="Show what is hidden").click()
        await expect(rich.locator("span.spoiler")).to_have_text("谜底")
        assert await plain.inner_text() == HOSTILE
        assert await page.locator(".text img").count() == 0
        await rich.get_by_role("button", name="外").click()
        await expect(shown.get_by_role("dialog")).to_contain_text("https://example.org/x")
        await page.keyboard.press("Escape")
        await expect(shown.get_by_role("dialog")).to_have_count(0)
        await rich.get_by_role("button", name="/help").click()
        await expect(shown.locator(".message.is-own .text").last).to_have_text("/help")
    assert wang.chat.messages[-1].text == "/help"


async def test_hostile_names_stay_names(
    simulator: Simulator, world: World, wang: Person, bot: aiogram.Bot
) -> None:
    mallory = world.person(HOSTILE, language_code="en")
    group = world.group(HOSTILE, members=[wang, mallory], admins=[mallory])
    await group.add_bot(by=mallory)
    await mallory.says(HOSTILE, in_=group)
    await mallory.sends_document(f"{HOSTILE}.html", b"<script>alert(1)</script>", in_=group)
    await bot.send_message(group.id, "?", reply_markup=keyboard([data_button(HOSTILE)]))
    async with phones_of(simulator, wang) as page:
        shown = await open_chat(page, wang, "onerror")
        await expect(shown.locator(".chat-title b")).to_have_text(HOSTILE)
        await expect(shown.locator(".author bdi").first).to_have_text(HOSTILE)
        await expect(shown.locator(".key bdi")).to_have_text(HOSTILE)
        await page.get_by_role("button", name="Backstage").first.click()
        await shown.get_by_role("button", name="Chat menu").click()
        await shown.get_by_role("button", name="Members").click()
        await expect(shown.locator(".members")).to_contain_text(HOSTILE)
        assert await page.locator("#app img").count() == 0
        download = page.locator("a.file")
        answer = await page.request.get(await download.evaluate("link => link.href"))
        assert answer.headers["content-type"] == "application/octet-stream"


async def test_presses_show_toasts_and_alerts_to_the_presser_only(
    simulator: Simulator, group: Group, bot: aiogram.Bot, wang: Person, chen: Person
) -> None:
    keys = keyboard([data_button("Join", "j"), data_button("List", "l")])
    await bot.send_message(group.id, "Card", reply_markup=keys)
    async with phones_of(simulator, wang, chen) as page:
        hers = await open_chat(page, wang, group.title)
        his = await open_chat(page, chen, group.title)
        answer = asyncio.create_task(answer_next(bot, "You are No. 1", show_alert=True))
        await hers.get_by_role("button", name="Join").click()
        alert = hers.get_by_role("alertdialog")
        await expect(alert).to_contain_text("You are No. 1")
        await expect(alert.get_by_role("button", name="OK")).to_be_focused()
        await page.keyboard.press("Escape")
        await expect(alert).to_have_count(0)
        await expect(hers.get_by_role("button", name="Join")).to_be_focused()
        await answer
        answer = asyncio.create_task(answer_next(bot, "Nobody yet"))
        await hers.get_by_role("button", name="List").click()
        await expect(hers.locator(".toast")).to_have_text("Nobody yet")
        await answer
        await expect(his.locator(".toast")).to_have_text("")
        await expect(his.get_by_role("alertdialog")).to_have_count(0)


async def test_what_others_do_shows_at_once(
    simulator: Simulator, group: Group, bot: aiogram.Bot, wang: Person, chen: Person
) -> None:
    async with phones_of(simulator, wang, chen) as page:
        hers, his = phone(page, "王阿姨"), await open_chat(page, chen, group.title)
        await his.get_by_label("Message", exact=True).fill("大家好")
        await page.keyboard.press("Enter")
        await expect(hers.locator(".chats .badge")).to_have_text("1")
        hers = await open_chat(page, wang, group.title)
        said = hers.locator(".message", has_text="大家好")
        await expect(said.get_by_role("img", name="privacy mode")).to_be_visible()
        await said.hover()
        await said.get_by_role("button", name="Message actions").click()
        await hers.get_by_role("button", name="React 🎉").click()
        reaction = his.locator(".reactions button")
        await expect(reaction).to_contain_text("🎉 1")
        card = await bot.send_message(group.id, "0 joined")
        await expect(his.locator(".text").last).to_have_text("0 joined")
        await bot.edit_message_text("1 joined", chat_id=group.id, message_id=card.message_id)
        await expect(his.locator(".text").last).to_have_text("1 joined")
        await bot.delete_message(group.id, card.message_id)
        await expect(his.locator(".text").last).to_have_text("大家好")
        await bot.send_message(group.id, "Only here")
        await hers.get_by_role("button", name="Back to the chats").click()
        await expect(hers.locator(".chats")).to_contain_text("Only here")


async def test_own_messages_are_answered_edited_and_deleted_by_keyboard(
    simulator: Simulator, bot: aiogram.Bot, wang: Person, private: int
) -> None:
    await bot.send_message(private, "A question")
    async with phones_of(simulator, wang) as page:
        shown = await open_chat(page, wang, "Linli")
        box = shown.get_by_label("Message", exact=True)
        await expect(box).to_be_focused()
        await shown.get_by_role("log").focus()
        await page.keyboard.press("ArrowUp")
        await page.keyboard.press("Enter")
        await shown.get_by_role("button", name="Reply").focus()
        await page.keyboard.press("Enter")
        await expect(box).to_be_focused()
        await page.keyboard.type("An ansver")
        await page.keyboard.press("Shift+Enter")
        await page.keyboard.type("two lines")
        await page.keyboard.press("Enter")
        own = shown.locator(".message.is-own").last
        await expect(own.locator(".quote")).to_contain_text("A question")
        await own.focus()
        await page.keyboard.press("Enter")
        await shown.get_by_role("button", name="Edit").press("Enter")
        await expect(box).to_have_value("An ansver\ntwo lines")
        await box.fill("An answer")
        await page.keyboard.press("Enter")
        await expect(own.locator(".text")).to_have_text("An answer")
        await expect(own.locator(".foot")).to_contain_text("edited")
        await own.focus()
        await page.keyboard.press("Enter")
        await shown.get_by_role("button", name="Delete").press("Enter")
        await expect(shown.locator(".message.is-own .text")).to_have_text(["/start"])
    assert [message.text for message in wang.chat.messages] == ["/start", "A question"]


async def test_commands_reply_keyboards_and_files(
    simulator: Simulator, bot: aiogram.Bot, wang: Person, private: int
) -> None:
    await bot.set_my_commands([BotCommand(command="relays", description="Running signups")])
    await bot.set_my_commands(
        [BotCommand(command="relays", description="正在接龙")], language_code="zh"
    )
    keys = ReplyKeyboardMarkup(keyboard=[[KeyboardButton(text="Yes"), KeyboardButton(text="No")]])
    await bot.send_message(private, "Sure?", reply_markup=keys)
    await bot.send_photo(private, BufferedInputFile(png(120, 80), "a.png"), caption="A door")
    async with phones_of(simulator, wang) as page:
        shown = await open_chat(page, wang, "Linli")
        await page.keyboard.type("/re")
        await expect(shown.locator(".commands [role=option]")).to_have_text("/relays 正在接龙")
        await page.keyboard.press("ArrowDown")
        await page.keyboard.press("Enter")
        await expect(shown.locator(".message.is-own .text").last).to_have_text("/relays")
        await shown.get_by_role("button", name="Yes").click()
        await expect(shown.locator(".message.is-own .text").last).to_have_text("Yes")
        await bot.send_message(private, "Good", reply_markup=ReplyKeyboardRemove())
        await expect(shown.get_by_role("button", name="Yes")).to_have_count(0)
        photo = shown.locator(".photo img")
        await expect(photo).to_have_js_property("naturalWidth", 120)
        await shown.get_by_role("button", name="Photo", exact=True).click()
        await expect(shown.locator(".photo-whole")).to_be_visible()
        await page.keyboard.press("Escape")
        await shown.get_by_label("Message", exact=True).fill("My list")
        await shown.locator("input[type=file]").set_input_files(
            {"name": "doors.csv", "mimeType": "text/csv", "buffer": b"building,room\n3,501\n"}
        )
        async with page.expect_download() as download:
            await shown.get_by_role("link", name="Download doors.csv").click()
        assert (await download.value).suggested_filename == "doors.csv"
    document = wang.chat.messages[-1]
    assert document.document
    assert (document.document.file_name, document.caption) == ("doors.csv", "My list")


async def test_bot_is_blocked_promoted_and_moved_to_a_supergroup(
    simulator: Simulator, world: World, wang: Person, chen: Person, private: int
) -> None:
    world.group("旧群", members=[wang], admins=[chen], supergroup=False)
    async with phones_of(simulator, wang, chen) as page:
        hers = await open_chat(page, wang, "Linli")
        await hers.get_by_role("button", name="Chat menu").click()
        await hers.get_by_role("button", name="Block the bot").click()
        await hers.get_by_role("button", name="Unblock").click()
        await expect(hers.get_by_label("Message", exact=True)).to_be_visible()
        his = await open_chat(page, chen, "旧群")
        for item in ("Add the bot", "Make the bot an administrator", "Turn into a supergroup"):
            await his.get_by_role("button", name="Chat menu").click()
            await his.get_by_role("dialog").get_by_role("button", name=item).click()
            await expect(his.get_by_role("dialog")).to_have_count(0)
        await expect(his.locator(".chat-title")).to_contain_text("the bot reads everything")
        await expect(his.locator(".service").last).to_have_text("The group became a supergroup")
        await his.get_by_role("button", name="Chat menu").click()
        await his.get_by_role("button", name="Leave the group").click()
        await expect(his.locator(".chats")).not_to_contain_text("旧群")
    moved = next(chat for chat in world.chats.values() if chat.as_type().type == "supergroup")
    assert moved.bot_member.status == "administrator"
    assert not wang.chat.is_blocked


async def test_topics_are_lists_of_their_own(
    simulator: Simulator, world: World, bot: aiogram.Bot, chen: Person
) -> None:
    forum = world.group("论坛", admins=[chen], forum=True)
    await forum.add_bot(by=chen, admin=True)
    async with phones_of(simulator, chen) as page:
        shown = await open_chat(page, chen, "论坛")
        await shown.get_by_role("button", name="Chat menu").click()
        await shown.get_by_role("button", name="New topic").click()
        await shown.get_by_label("Name of the topic").fill("3号楼")
        await page.keyboard.press("Enter")
        await expect(shown.locator(".chat-title b")).to_have_text("3号楼")
        (thread_id,) = forum.topics
        await bot.send_message(forum.id, "In the topic", message_thread_id=thread_id)
        await bot.send_message(forum.id, "Outside")
        await expect(shown.locator(".text")).to_have_text(["In the topic"])
        await page.keyboard.type("Here")
        await page.keyboard.press("Enter")
        await expect(shown.locator(".text").last).to_have_text("Here")
    assert forum.messages[-1].message_thread_id == thread_id


async def test_faults_and_refusals_show_in_the_log(
    simulator: Simulator, bot: aiogram.Bot, wang: Person, private: int
) -> None:
    async with phones_of(simulator, wang) as page:
        await page.get_by_role("button", name="Backstage").first.click()
        tools = page.locator(".tools")
        await tools.get_by_role("combobox", name="Request").select_option("sendMessage")
        await tools.get_by_label("Retry after").fill("7")
        await tools.get_by_role("button", name="Set it up").click()
        await expect(tools.locator(".pending")).to_contain_text("sendMessage")
        with pytest.raises(aiogram.exceptions.TelegramRetryAfter):
            await bot.send_message(private, "1")
        refused = tools.locator(".is-refused")
        await expect(refused).to_contain_text("429 Too Many Requests: retry after 7")
        await expect(tools.locator(".pending li")).to_have_count(0)
        await bot.send_message(private, "2")
        await expect(tools.locator(".call-list details")).to_have_count(2)
        await tools.get_by_label("Refused ones only").check()
        await expect(tools.locator(".call-list details")).to_have_count(1)


async def test_page_comes_back_after_the_connection_was_lost(
    simulator: Simulator, world: World, bot: aiogram.Bot, wang: Person, private: int
) -> None:
    async with phones_of(simulator, wang) as page:
        shown = await open_chat(page, wang, "Linli")
        await expect(page.locator(".connection.is-live")).to_be_visible()
        await simulator.close_world(world.token)
        await expect(page.locator(".connection")).to_contain_text("Connection lost")
        again = simulator.world(flood=None)
        person = again.person("王阿姨", language_code="en")
        await person.says("I am back")
        await expect(page.locator(".connection.is-live")).to_be_visible()
        await expect(shown.locator(".text")).to_have_text(["I am back"])


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_every_text_can_be_read(
    simulator: Simulator,
    group: Group,
    bot: aiogram.Bot,
    wang: Person,
    chen: Person,
    scheme: str,
) -> None:
    link = InlineKeyboardButton(text="Open", url="https://example.org")
    await bot.send_message(
        group.id,
        '<code>code</code> <blockquote>quote</blockquote> <a href="https://example.org">x</a>',
        parse_mode="HTML",
        reply_markup=keyboard([data_button("Join"), link]),
    )
    said = await wang.says("/start", in_=group)
    await chen.says("好", in_=group, reply_to=said)
    await wang.reacts(said, "👍")
    async with phones_of(simulator, wang, chen, color_scheme=scheme) as page:
        await open_chat(page, wang, group.title)
        await page.get_by_role("button", name="Backstage").first.click()
        with pytest.raises(aiogram.exceptions.TelegramBadRequest):
            await bot.send_message(group.id, "")
        await expect(page.locator(".is-refused")).to_have_count(1)
        assert await page.evaluate(LOW_CONTRAST) == []
        await phone(page, "王阿姨").get_by_role("button", name="Chat menu").click()
        assert await phone(page, "王阿姨").get_by_role("dialog").count() == 1
        assert await page.evaluate(LOW_CONTRAST) == []


class Evening:
    """A stage on which one thing is to happen."""

    titles: Mapping[str, Texts] = {"evening": {"en": "An evening"}}
    playing = "evening"
    scene = Scene("Asia/Shanghai", (), (Step({"en": "Wait until eight."}, moves_clock=True),))

    def __init__(self, moment: Moment) -> None:
        self.moment = moment

    async def play(self, name: str) -> None:
        raise ValueError(name)

    async def moments(self) -> Sequence[Moment]:
        return (self.moment,)


async def test_clock_is_pushed_by_the_times_of_the_scene(
    simulator: Simulator, world: World
) -> None:
    world.person("Anna")
    tomorrow = (simulator.clock.now() + dt.timedelta(days=1)).astimezone(SHANGHAI)
    eight = tomorrow.replace(hour=20, minute=0, second=0, microsecond=0)
    simulator.set_stage(Evening(Moment(eight, "Opening")))
    async with open_page(simulator.base_url, timezone_id="America/New_York") as page:
        await page.get_by_role("button", name="Move the clock").click()
        await expect(page.locator(".clock time")).to_contain_text("20:00:0")
        await page.get_by_label("To a time").first.click()
        field = page.get_by_label("To a time").last
        await expect(field).to_have_value(re.compile("T20:00"))
        await field.fill((eight + dt.timedelta(hours=2)).strftime("%Y-%m-%dT%H:%M:%S"))
        await page.get_by_role("button", name="Move", exact=True).click()
        await expect(page.locator(".clock time")).to_contain_text("22:00:0")
        await page.get_by_role("button", name="+1 h").click()
        await expect(page.locator(".clock time")).to_contain_text("23:00:0")
    assert dt.timedelta() < simulator.clock.now() - eight - dt.timedelta(hours=3) < ONE_MINUTE


async def test_everything_is_said_in_both_languages(simulator: Simulator, world: World) -> None:
    world.person("Anna")
    async with open_page(simulator.base_url) as page:
        words = await page.evaluate("import('/page/words.js').then((words) => words.WORDS)")
        assert [key for key, texts in words.items() if not all(texts) or len(texts) != 2] == []
        await page.get_by_role("button", name="中文").click()
        await expect(page.locator("h1")).to_contain_text("邻里排练场")
        await page.reload()
        await expect(page.locator("h1")).to_contain_text("邻里排练场")


async def test_narrow_screens_show_one_phone_at_a_time(
    simulator: Simulator, group: Group, wang: Person, chen: Person
) -> None:
    async with phones_of(simulator, wang, chen, width=390, height=800) as page:
        tabs = page.get_by_role("navigation").last
        for person in (wang, chen):
            await tabs.get_by_role("button", name=person.user.first_name).click()
            await expect(page.locator("section.phone:visible")).to_have_count(1)
            await expect(phone(page, person.user.first_name)).to_be_visible()
        width = await page.evaluate("document.documentElement.scrollWidth")
        assert width <= 390

"""Inline mode, pictures and files on the chat page, with a bot that the tests themselves play."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any

import aiogram
import pytest
from aiogram.types import (
    BufferedInputFile,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQuery,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InlineQueryResultUnion,
    InputTextMessageContent,
)
from playwright.async_api import expect

from simulator import Group, Person, Simulator, World
from simulator.samples import png
from tests.browser import LOW_CONTRAST, in_browser
from tests.simulator.phones import data_button, keyboard, open_chat, phones_of

pytestmark = in_browser

ENTRIES = [
    (
        "核酸检测在哪里做？",
        "每周二、五 8:00–11:00，3号楼前。来源：居委会公告 2022-03-20，有效至 2022-04-30",
    ),
    ("去医院需要核酸报告吗？", "急诊不需要。来源：市卫健委 2022-03-24"),
    ("怎样配慢性病药？", "向楼组长登记，居委会代配。"),
]
HOSTILE = "<img src=x onerror=console.error('caught')>"


@pytest.fixture
def world(simulator: Simulator) -> World:
    return simulator.world(flood=None, inline=True)


def article(number: int, title: str, text: str) -> InlineQueryResultArticle:
    """An entry with one button."""
    key = InlineKeyboardButton(text="English", callback_data=f"en_{number}")
    return InlineQueryResultArticle(
        id=str(number),
        title=title,
        description=text,
        input_message_content=InputTextMessageContent(
            message_text=f"<b>{title.replace('<', '&lt;')}</b>\n{text}", parse_mode="HTML"
        ),
        reply_markup=InlineKeyboardMarkup(inline_keyboard=[[key]]),
    )


async def answer(bot: aiogram.Bot, query: InlineQuery, entries: list[tuple[str, str]]) -> None:
    """All entries for no words, two at a time; those that fit for others."""
    fitting = [one for one in enumerate(entries) if query.query in one[1][0]]
    start = int(query.offset or 0)
    page: list[InlineQueryResultUnion] = [
        article(number, *entry) for number, entry in fitting[start : start + 2]
    ]
    await bot.answer_inline_query(
        query.id,
        page,
        next_offset=str(start + 2) if len(fitting) > start + 2 else "",
        button=InlineQueryResultsButton(text="登记门牌", start_parameter="door"),
        cache_time=0,
    )


@asynccontextmanager
async def answering(
    bot: aiogram.Bot, entries: list[tuple[str, str]] = ENTRIES
) -> AsyncIterator[None]:
    """A bot that answers every inline query, of which slow typing makes several, and presses."""

    async def serve() -> None:
        seen = 0
        while True:
            for update in await bot.get_updates(offset=seen, timeout=5):
                seen = update.update_id + 1
                if update.inline_query:
                    await answer(bot, update.inline_query, entries)
                elif press := update.callback_query:
                    message = press.inline_message_id
                    await bot.edit_message_text("In English", inline_message_id=message)
                    await bot.answer_callback_query(press.id, "OK")

    serving = asyncio.create_task(serve())
    try:
        yield
    finally:
        serving.cancel()
        with suppress(asyncio.CancelledError):
            await serving


async def test_results_show_above_the_box_and_one_is_sent(
    simulator: Simulator, bot: aiogram.Bot, group: Group, wang: Person, chen: Person
) -> None:
    async with answering(bot), phones_of(simulator, wang, chen) as page:
        his = await open_chat(page, chen, group.title)
        hers = await open_chat(page, wang, group.title)
        await page.keyboard.type("@lin")
        await page.keyboard.press("Tab")
        await expect(hers.get_by_label("Message", exact=True)).to_have_value("@linli_bot ")
        options = hers.locator(".offers.inline [role=option]")
        await expect(options).to_have_count(2)
        await page.keyboard.type("报告")
        await expect(options).to_have_count(1)
        await page.keyboard.press("ArrowDown")
        await expect(options.first).to_have_attribute("aria-selected", "true")
        await page.keyboard.press("Enter")
        await expect(hers.get_by_label("Message", exact=True)).to_have_value("")
        await expect(options).to_have_count(0)
        sent = hers.locator(".message.is-own").last
        await expect(sent.locator(".text b")).to_have_text(ENTRIES[1][0])
        await expect(sent.locator(".via")).to_have_text("via @linli_bot")
        seen = his.locator(".message", has_text=ENTRIES[1][0])
        await expect(seen.locator(".via")).to_have_text("via @linli_bot")
        await seen.get_by_role("button", name="English").click()
        await expect(his.locator(".toast")).to_have_text("OK")
        await expect(sent.locator(".text")).to_have_text("In English")
        await sent.hover()
        await sent.get_by_role("button", name="Message actions").click()
        await expect(hers.get_by_role("button", name="Edit")).to_have_count(0)
        await page.keyboard.press("Escape")
        await sent.get_by_role("button", name="@linli_bot").click()
        await expect(options).to_have_count(2)
        await options.first.click()
        await expect(hers.locator(".message.is-own")).to_have_count(2)
    assert [one.via_bot is not None for one in group.messages[-2:]] == [True, True]


async def test_longer_lists_go_on_and_the_button_leads_to_the_bot(
    simulator: Simulator, bot: aiogram.Bot, wang: Person, private: int
) -> None:
    async with answering(bot), phones_of(simulator, wang) as page:
        shown = await open_chat(page, wang, "Linli")
        await page.keyboard.type("@linli_bot 没有的词")
        panel = shown.locator(".inline-panel")
        await expect(panel).to_contain_text("No results")
        await shown.get_by_label("Message", exact=True).fill("@linli_bot ")
        await expect(panel.locator("[role=option]")).to_have_count(2)
        await panel.evaluate("panel => panel.dispatchEvent(new Event('scroll'))")
        await expect(panel.locator("[role=option]")).to_have_count(3)
        await page.keyboard.press("Escape")
        await expect(panel).to_have_count(0)
        await page.keyboard.type(" ")
        await panel.get_by_role("button", name="登记门牌").click()
        await expect(shown.locator(".message.is-own .text").last).to_have_text("/start")
    assert wang.chat.messages[-1].text == "/start door"


async def test_buttons_begin_a_query_here_or_in_another_chat(
    simulator: Simulator, bot: aiogram.Bot, wang: Person, group: Group, private: int
) -> None:
    here = InlineKeyboardButton(text="Search", switch_inline_query_current_chat="核酸")
    await wang.says("大家好", in_=group)
    there = InlineKeyboardButton(text="Share", switch_inline_query="核酸")
    await bot.send_message(private, "?", reply_markup=keyboard([here, there]))
    async with answering(bot), phones_of(simulator, wang) as page:
        shown = await open_chat(page, wang, "Linli")
        await shown.get_by_role("button", name="Search").click()
        await expect(shown.locator(".offers.inline [role=option]")).to_have_count(2)
        await shown.get_by_role("button", name="Share").click()
        await shown.get_by_role("dialog").get_by_role("button", name=group.title).click()
        await expect(shown.locator(".chat-title")).to_contain_text(group.title)
        await shown.locator(".offers.inline [role=option]").first.click()
        await expect(shown.locator(".message.is-own .text b")).to_have_text(ENTRIES[0][0])
    assert group.messages[-1].via_bot


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_hostile_results_stay_text_and_can_be_read(
    simulator: Simulator, bot: aiogram.Bot, wang: Person, private: int, scheme: str
) -> None:
    entries = [(HOSTILE, "x"), *ENTRIES]
    async with answering(bot, entries), phones_of(simulator, wang, color_scheme=scheme) as page:
        shown = await open_chat(page, wang, "Linli")
        await page.keyboard.type("@Linli_Bot x")
        await expect(shown.locator(".result-words b").first).to_have_text(HOSTILE)
        assert await page.evaluate(LOW_CONTRAST) == []
        await shown.locator(".offers.inline [role=option]").first.click()
        await expect(shown.locator(".message.is-own .text b")).to_have_text(HOSTILE)
        assert await page.locator("#app img").count() == 0
        assert await page.evaluate(LOW_CONTRAST) == []


async def test_without_inline_mode_the_bots_name_is_a_mention(
    simulator: Simulator, world: World, group: Group, wang: Person
) -> None:
    world.me = world.me.model_copy(update={"supports_inline_queries": False})
    async with phones_of(simulator, wang) as page:
        shown = await open_chat(page, wang, group.title)
        await page.keyboard.type("请问 @")
        await expect(shown.locator(".names [role=option]")).to_have_text("Linli @linli_bot")
        await shown.locator(".names [role=option]").click()
        await page.keyboard.type("几点？")
        await page.keyboard.press("Enter")
        await expect(shown.locator(".message.is-own .text")).to_have_text("请问 @linli_bot 几点？")
        await expect(shown.locator(".inline-panel")).to_have_count(0)
    assert group.messages[-1].visible_to_bot


async def test_pictures_and_files_are_shown_and_answered_with_a_file(
    simulator: Simulator, world: World, bot: aiogram.Bot, chen: Person
) -> None:
    forum = world.group("居委会", admins=[chen], forum=True)
    await forum.add_bot(by=chen, admin=True)
    topic = await forum.opens_topic(chen, "问答")
    place: dict[str, Any] = {"chat_id": forum.id, "message_thread_id": topic.thread_id}
    await bot.send_photo(
        photo=BufferedInputFile(png(1200, 700), "week.png"),
        caption="<b>本周问得最多的</b>",
        parse_mode="HTML",
        reply_markup=keyboard([data_button("List")]),
        **place,
    )
    await bot.send_document(
        document=BufferedInputFile(b"PK" * 9_000, "常见问题 faq-2022-03-28.xlsx"),
        caption="62 entries",
        **place,
    )
    async with phones_of(simulator, chen) as page:
        shown = await open_chat(page, chen, "居委会")
        await shown.get_by_role("button", name="问答").click()
        picture = shown.locator(".photo img")
        await expect(picture).to_have_js_property("naturalWidth", 1200)
        assert (await picture.bounding_box())["width"] > 200
        await expect(
            shown.locator(".message", has=page.locator(".photo")).locator(".text b")
        ).to_have_count(1)
        await expect(shown.locator(".file small")).to_have_text("18 KB")
        card = shown.locator(".message", has_text="62 entries")
        await card.hover()
        await card.get_by_role("button", name="Message actions").click()
        await shown.get_by_role("button", name="Reply").click()
        await shown.get_by_label("Message", exact=True).fill("Import")
        await shown.locator("input[type=file]").set_input_files(
            {"name": "改好的.zip", "mimeType": "application/zip", "buffer": b"PK"}
        )
        own = shown.locator(".message.is-own").last
        await expect(own.locator(".quote")).to_contain_text("62 entries")
        await expect(own.locator(".file b")).to_have_text("改好的.zip")
        await expect(shown.locator(".aside")).to_have_count(0)
    sent = forum.messages[-1]
    assert sent.document
    assert (sent.document.file_name, sent.document.mime_type) == ("改好的.zip", "application/zip")
    assert (sent.caption, sent.message_thread_id) == ("Import", topic.thread_id)
    assert sent.visible_to_bot


@pytest.mark.parametrize(("width", "height"), [(390, 800), (360, 560)])
async def test_results_leave_room_on_small_screens(
    simulator: Simulator, bot: aiogram.Bot, wang: Person, group: Group, width: int, height: int
) -> None:
    async with answering(bot), phones_of(simulator, wang, width=width, height=height) as page:
        await page.get_by_role("navigation").last.get_by_role("button", name="王阿姨").click()
        shown = await open_chat(page, wang, group.title)
        await shown.get_by_label("Message", exact=True).fill("@linli_bot ")
        await expect(shown.locator(".offers.inline [role=option]")).to_have_count(2)
        panel = await shown.locator(".inline-panel").bounding_box()
        box = await shown.get_by_label("Message", exact=True).bounding_box()
        assert panel["y"] + panel["height"] <= box["y"]
        assert box["y"] + box["height"] <= height
        assert panel["height"] <= height / 2
        assert await page.evaluate("document.documentElement.scrollWidth") <= width

"""Photos, albums, stickers and voices: what reaches the bot, what it may do with them."""

from __future__ import annotations

import datetime as dt

import aiogram
import pytest
from aiogram import types
from aiogram.exceptions import TelegramBadRequest
from playwright.async_api import expect

from simulator import Clock, Group, Person, Simulator
from simulator.errors import Refusal
from simulator.files import DOWNLOAD_LIMIT, PHOTO_LIMIT
from simulator.samples import TINY_PNG, png
from tests.browser import in_browser
from tests.simulator.phones import open_chat, phones_of

TWO_DAYS = dt.timedelta(days=2)


async def test_a_photo_is_sent_on_by_its_file_id_and_protected(
    bot: aiogram.Bot, private: int, wang: Person, chen: Person
) -> None:
    await wang.sends_photo(png(30, 40), "处方")
    await chen.says("/start")
    update, _ = await bot.get_updates(timeout=0)
    assert update.message
    assert update.message.photo
    (size,) = update.message.photo
    assert (size.width, size.height, size.file_size) == (30, 40, len(png(30, 40)))
    sent = await bot.send_photo(chen.id, size.file_id, caption="1号", protect_content=True)
    assert sent.photo
    assert sent.photo[0].file_id == size.file_id
    assert (await chen.next_message()).has_protected_content
    with pytest.raises(TelegramBadRequest, match="message can't be forwarded"):
        await bot.forward_message(private, chen.id, sent.message_id)
    with pytest.raises(TelegramBadRequest, match="message can't be copied"):
        await bot.copy_message(private, chen.id, sent.message_id)


async def test_protection_stays_when_the_message_changes(
    bot: aiogram.Bot, private: int, wang: Person
) -> None:
    sent = await bot.send_message(private, "1", protect_content=True)
    await bot.edit_message_text("2", chat_id=private, message_id=sent.message_id)
    kept = wang.chat.store.get(sent.message_id)
    assert kept
    assert (kept.text, kept.has_protected_content) == ("2", True)


async def test_an_album_is_several_messages_of_one_group(
    bot: aiogram.Bot, private: int, wang: Person
) -> None:
    await wang.sends_album([TINY_PNG, png(2, 2), png(3, 3)], "药盒")
    messages = [update.message for update in await bot.get_updates(timeout=0)]
    assert len({one.media_group_id for one in messages if one}) == 1
    assert [one.caption for one in messages if one] == ["药盒", None, None]
    await wang.sends_album([TINY_PNG, TINY_PNG])
    (_, _, _, fourth, _) = await bot.get_updates(timeout=0)
    assert fourth.message
    assert messages[0]
    assert fourth.message.media_group_id != messages[0].media_group_id
    with pytest.raises(ValueError, match="two to ten"):
        await wang.sends_album([TINY_PNG])


async def test_stickers_and_voices_come_without_words(
    bot: aiogram.Bot, private: int, wang: Person
) -> None:
    await wang.sends_sticker("😀")
    await wang.sends_voice(7)
    sticker, voice = [update.message for update in await bot.get_updates(timeout=0)]
    assert sticker
    assert sticker.sticker
    assert (sticker.content_type, sticker.sticker.emoji, sticker.text) == ("sticker", "😀", None)
    assert voice
    assert voice.voice
    assert (voice.content_type, voice.voice.duration) == ("voice", 7)
    copied = await bot.copy_message(private, private, sticker.message_id)
    assert wang.chat.store.get(copied.message_id).sticker  # type: ignore[union-attr]


async def test_over_20_mb_nothing_is_downloaded(
    bot: aiogram.Bot, private: int, wang: Person
) -> None:
    await wang.sends_document("scan.png", bytes(DOWNLOAD_LIMIT + 1))
    (update,) = await bot.get_updates(timeout=0)
    assert update.message
    assert update.message.document
    assert update.message.document.file_size == DOWNLOAD_LIMIT + 1
    with pytest.raises(TelegramBadRequest, match="file is too big"):
        await bot.get_file(update.message.document.file_id)


async def test_photos_have_limits(bot: aiogram.Bot, private: int, wang: Person) -> None:
    heavy = types.BufferedInputFile(TINY_PNG + bytes(PHOTO_LIMIT), "a.png")
    with pytest.raises(TelegramBadRequest, match="too big for a photo; the maximum size is 10485"):
        await bot.send_photo(private, heavy)
    ribbon = types.BufferedInputFile(png(2100, 100), "a.png")
    with pytest.raises(TelegramBadRequest, match="PHOTO_INVALID_DIMENSIONS"):
        await bot.send_photo(private, ribbon)
    await bot.send_photo(private, types.BufferedInputFile(png(2000, 100), "a.png"))
    with pytest.raises(Refusal, match="PHOTO_INVALID_DIMENSIONS"):
        await wang.sends_photo(png(9000, 1001))


async def test_after_two_days_no_right_helps_to_delete(
    bot: aiogram.Bot, private: int, group: Group, wang: Person, chen: Person, clock: Clock
) -> None:
    group.promote_bot(chen, rights=["can_delete_messages"])
    old, own = await wang.says("x", in_=group), await bot.send_message(private, "x")
    clock.advance(TWO_DAYS.total_seconds())
    for chat_id, message, words in [
        (group.id, old, "message can't be deleted"),
        (private, own, "message can't be deleted for everyone"),
    ]:
        with pytest.raises(TelegramBadRequest) as refused:
            await bot.delete_message(chat_id, message.message_id)
        assert refused.value.message == f"Bad Request: {words}"
    young = await wang.says("y", in_=group)
    await bot.delete_messages(group.id, [young.message_id])
    assert group.store.get(young.message_id) is None


class TestOnThePage:
    pytestmark = in_browser

    async def test_protected_words_cannot_be_copied_and_stickers_are_seen(
        self, simulator: Simulator, bot: aiogram.Bot, wang: Person, private: int
    ) -> None:
        await bot.send_message(private, "3-501", protect_content=True)
        await wang.sends_sticker("😀")
        await wang.sends_voice(7)
        async with phones_of(simulator, wang) as page:
            shown = await open_chat(page, wang, "Linli")
            await expect(shown.locator(".sticker")).to_have_text("😀")
            await expect(shown.get_by_text("Voice message, 7 s").first).to_be_visible()
            protected = shown.locator(".message", has_text="3-501")
            await expect(
                protected.get_by_role("img", name="Cannot be forwarded or copied")
            ).to_be_visible()
            await protected.locator(".bubble").click(button="right")
            menu = shown.get_by_role("dialog")
            await expect(menu.get_by_role("button", name="Reply")).to_be_visible()
            await expect(menu.get_by_role("button", name="Copy text")).to_have_count(0)

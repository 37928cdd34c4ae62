"""What is asked of Telegram for a letter: a new message, another text, a deletion, a pin."""

from __future__ import annotations

from typing import Any

from aiogram import Bot
from aiogram.enums import ParseMode
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import (
    BufferedInputFile,
    InputMediaPhoto,
    LinkPreviewOptions,
    Message,
    ReplyParameters,
)

from bot.delivery.composing import Content
from bot.delivery.verdicts import has_no_text, is_deleted, is_unchanged
from handlers.routes import Face, MediaKind
from handlers.services import Letter

SEND_TIMEOUT = 20
NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
_PICTURE = "card.png"


async def post(bot: Bot, letter: Letter, content: Content, *, seconds: int) -> Message:
    """Send a new message.

    Args:
        seconds: how long Telegram's answer is waited for.
    """
    common: dict[str, Any] = {
        "message_thread_id": letter.thread_id,
        "reply_parameters": _reply_to(letter),
        "reply_markup": content.keyboard,
        "disable_notification": content.silent or None,
        "parse_mode": ParseMode.HTML,
        "request_timeout": seconds,
    }
    match content.kind, content.media:
        case MediaKind.PHOTO, media if media is not None:
            return await bot.send_photo(letter.chat_id, media, caption=content.html, **common)
        case MediaKind.VOICE, media if media is not None:
            return await bot.send_voice(letter.chat_id, media, caption=content.html, **common)
        case MediaKind.DOCUMENT, media if media is not None:
            return await bot.send_document(letter.chat_id, media, caption=content.html, **common)
    return await bot.send_message(
        letter.chat_id, content.html, link_preview_options=NO_PREVIEW, **common
    )


async def rewrite(
    bot: Bot, chat_id: int, message_id: int, content: Content, *, seconds: int = SEND_TIMEOUT
) -> None:
    """Give a message another text or caption; it saying so already is success.

    Raises:
        TelegramBadRequest: it is gone, or cannot be edited.
    """
    common: dict[str, Any] = {
        "chat_id": chat_id,
        "message_id": message_id,
        "reply_markup": content.keyboard,
        "parse_mode": ParseMode.HTML,
        "request_timeout": seconds,
    }
    try:
        if content.kind is not None or not await _rewrite_text(bot, content, common):
            await bot.edit_message_caption(caption=content.html, **common)
    except TelegramBadRequest as refusal:
        if not is_unchanged(refusal):
            raise


async def _rewrite_text(bot: Bot, content: Content, common: dict[str, Any]) -> bool:
    """False where the message has a caption in place of a text."""
    try:
        await bot.edit_message_text(content.html, link_preview_options=NO_PREVIEW, **common)
    except TelegramBadRequest as refusal:
        if not has_no_text(refusal):
            raise
        return False
    return True


async def post_face(bot: Bot, chat_id: int, thread_id: int | None, face: Face) -> int:
    """Post a card; returns its message."""
    common: dict[str, Any] = {
        "parse_mode": ParseMode.HTML,
        "message_thread_id": thread_id,
        "reply_markup": face.keyboard,
        "request_timeout": SEND_TIMEOUT,
    }
    if face.picture is not None:
        photo = BufferedInputFile(face.picture, _PICTURE)
        message = await bot.send_photo(chat_id, photo, caption=face.html, **common)
    else:
        message = await bot.send_message(
            chat_id, face.html, link_preview_options=NO_PREVIEW, **common
        )
    return message.message_id


async def change_face(bot: Bot, chat_id: int, message_id: int, face: Face) -> None:
    """Have a card show this.

    Raises:
        TelegramBadRequest: it is gone, or shows it already.
    """
    common: dict[str, Any] = {
        "chat_id": chat_id,
        "message_id": message_id,
        "reply_markup": face.keyboard,
        "request_timeout": SEND_TIMEOUT,
    }
    if face.picture is not None:
        photo = BufferedInputFile(face.picture, _PICTURE)
        media = InputMediaPhoto(media=photo, caption=face.html, parse_mode=ParseMode.HTML)
        await bot.edit_message_media(media, **common)
    else:
        await bot.edit_message_text(
            face.html, parse_mode=ParseMode.HTML, link_preview_options=NO_PREVIEW, **common
        )


async def remove(bot: Bot, chat_id: int, message_id: int) -> bool:
    """Delete a message; False where Telegram will not, as it does after 48 hours."""
    try:
        await bot.delete_message(chat_id, message_id, request_timeout=SEND_TIMEOUT)
    except TelegramBadRequest as refusal:
        return is_deleted(refusal)
    return True


async def pin(bot: Bot, chat_id: int, message_id: int, *, silent: bool) -> None:
    """Pin a message.

    Raises:
        TelegramBadRequest: it is gone, or the bot may not pin there.
    """
    await bot.pin_chat_message(
        chat_id, message_id, disable_notification=silent, request_timeout=SEND_TIMEOUT
    )


def _reply_to(letter: Letter) -> ReplyParameters | None:
    if letter.reply_to is None:
        return None
    return ReplyParameters(message_id=letter.reply_to, allow_sending_without_reply=True)

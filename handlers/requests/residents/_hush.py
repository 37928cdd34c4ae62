"""What tells of health, a telephone or a name should not stand in a group (S40, S94).

The words are taken along into the private chat, where they can be sent to staff alone.
"""

from __future__ import annotations

from typing import Any

from aiogram.exceptions import AiogramError, TelegramBadRequest
from aiogram.types import InlineKeyboardMarkup, Message

from handlers.context import ANSWER_TIMEOUT, Context
from handlers.disclosure import find_details
from handlers.keyboards import button, keyboard
from handlers.requests.residents._aside import Wanted, set_aside
from handlers.requests.residents._callbacks import KindsPress
from handlers.requests.residents._choose import link_keyboard, need_link
from handlers.routes import Keyboard
from locales.renderer import Words
from storage.community.queries import find_chat

# How Telegram says that a message is not there any more.
_GONE = "not found"


async def hush(context: Context, message: Message, words: str) -> bool:
    """Take private details out of a group that speaks for houses of ours; True where there were."""
    assert context.chat is not None
    if not find_details(words):
        return False
    chat = await context.work.read(find_chat, context.chat.id)
    if chat is None or chat.estate_id is None:
        return False
    await set_aside(context, Wanted(text=words))
    is_deleted = await _delete(context, message)
    await context.say(
        "requests/hushed",
        # A reply would quote what is to go.
        reply_to=None if is_deleted else message.message_id,
        is_deleted=is_deleted,
        link=need_link(context),
    )
    await context.say_privately("requests/taken_along", asked=words, is_deleted=is_deleted)
    return True


async def _delete(context: Context, message: Message) -> bool:
    """Whether the message is gone: the bot may do it as an administrator with that right."""
    try:
        await context.services.bot.delete_message(
            message.chat.id, message.message_id, request_timeout=ANSWER_TIMEOUT
        )
    except TelegramBadRequest as refusal:
        # Whoever wrote it was quicker, or this is an update that is handled again.
        return _GONE in refusal.message
    except AiogramError:
        return False
    return True


def _along_keyboard(words: Words, _params: dict[str, Any]) -> InlineKeyboardMarkup:
    return keyboard([button(words, "need_choose_kind", KindsPress())])


KEYBOARDS: dict[str, Keyboard] = {
    "requests/hushed": link_keyboard,
    "requests/taken_along": _along_keyboard,
}

"""To whom a message in a group is said, and what it asks."""

from __future__ import annotations

from typing import NamedTuple

from aiogram.types import InlineKeyboardButton, Message

from handlers.context import Context
from handlers.faq.residents._callbacks import ChoosePress, FeedbackPress, SpeakPress
from handlers.faq.residents._wording import has_words, without_mention

ANSWER_LINK = "q"
"""Prefix of deep links that lead to an entry: `q_7`, or to the topics: `q_topics`."""

_OURS = tuple(f"{press.__prefix__}:" for press in (FeedbackPress, ChoosePress, SpeakPress))


def read_words(message: Message) -> str:
    """What a message says, under a picture, too; empty for a message without words."""
    caption = message.caption if message.photo else None
    words = (message.text or caption or "").strip()
    return words if has_words(words) else ""


def is_reply_to_answer(context: Context, message: Message) -> bool:
    """Whether the message replies to an answer of the bot or to titles that it offered."""
    said = message.reply_to_message
    if said is None or said.from_user is None or said.from_user.id != context.services.bot.id:
        return False
    rows = said.reply_markup.inline_keyboard if said.reply_markup else []
    return any(_is_ours(button) for row in rows for button in row)


def _is_ours(button: InlineKeyboardButton) -> bool:
    data, url = button.callback_data or "", button.url or ""
    return data.startswith(_OURS) or f"start={ANSWER_LINK}_" in url


class Wording(NamedTuple):
    """Words that ask, and who wrote them where that was not the asker."""

    words: str
    author_id: int | None = None


def find_question(context: Context, message: Message, words: str) -> Wording:
    """What is asked: the words without the bot's name, else those of the message replied to."""
    own = without_mention(words, context.services.username)
    if has_words(own):
        return Wording(own)
    quoted = message.reply_to_message
    if quoted is None or (quoted.from_user and quoted.from_user.is_bot):
        return Wording("")
    return Wording(read_words(quoted), quoted.from_user.id if quoted.from_user else None)

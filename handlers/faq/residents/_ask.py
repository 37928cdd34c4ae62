"""Questions in the group and in private: heard, searched for, answered or handed on."""

from __future__ import annotations

from aiogram.types import Message

from handlers.context import Context
from handlers.danger import read_danger
from handlers.faq.residents import _replies
from handlers.faq.residents._addressing import (
    find_question,
    is_reply_to_answer,
    read_words,
)
from handlers.faq.residents._place import answer_link, ask_where, find_own_place
from handlers.faq.residents._replies import Asked, How
from handlers.faq.residents._wording import (
    LONGEST_QUESTION,
    is_worth_hearing,
    looks_like_question,
)
from handlers.first_help import help_first
from handlers.listening import is_mentioned, is_passed_on, speak_as_asked
from storage.errors import RuleError
from storage.faq.queries import find_chat_manner


async def on_ask(context: Context, message: Message, argument: str) -> None:
    """/ask with a question, or as a reply to the message that asks it."""
    words, author_id = find_question(context, message, argument)
    if words:
        await _ask(context, message, words, How.ASKED, author_id)
    else:
        await _tell_how(context, message)


async def on_plain(context: Context, message: Message) -> bool:
    """Words that nothing else took: questions in private, to the bot, or overheard."""
    words = read_words(message)
    if context.is_private:
        if words:
            await _ask(context, message, words, _how_written(words))
        return bool(words)
    if is_passed_on(message):
        return True
    if is_mentioned(context, message):
        await on_ask(context, message, words)
    elif is_reply_to_answer(context, message):
        await _ask(context, message, words, _how_written(words))
    elif context.user is not None and is_worth_hearing(words) and await listens(context):
        await _ask(context, message, words, How.OVERHEARD)
    return True


def _how_written(words: str) -> How:
    return How.ASKED if looks_like_question(words) else How.SAID


async def listens(context: Context) -> bool:
    """Whether staff let the bot answer what is said to nobody in this group."""
    assert context.chat is not None
    manner = await context.work.read(find_chat_manner, context.chat.id)
    return manner.listens


async def _ask(
    context: Context, message: Message, words: str, how: How, author_id: int | None = None
) -> None:
    if (kind := read_danger(words)) is not None:
        await help_first(context, kind, words, reply_to=message.message_id)
        return
    place = await find_own_place(context)
    if place is None:
        if how is How.ASKED or context.is_private:
            await ask_where(context)
        return
    if len(words) > LONGEST_QUESTION:
        # A long thank-you among neighbours is none of the bot's business.
        if how is How.ASKED or context.is_private:
            raise RuleError("faq_text_too_long", field="question", limit=LONGEST_QUESTION)
        return
    await speak_as_asked(context, words)
    await _replies.reply(context, Asked(words, message, how, author_id), place)


async def _tell_how(context: Context, message: Message) -> None:
    link = None if context.is_private else answer_link(context, "topics")
    reply_to = None if context.is_private else message.message_id
    await context.say("faq/how_to_ask", reply_to=reply_to, link=link)

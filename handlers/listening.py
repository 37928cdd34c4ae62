"""To whom something is said, and in which language it is answered."""

from __future__ import annotations

from aiogram.types import Message, MessageEntity

from handlers.context import Context
from locales.detection import detect_language
from locales.languages import match_language


def is_passed_on(message: Message) -> bool:
    """Whether somebody else's words are shown here, as notices are; those ask nothing."""
    return message.forward_origin is not None or message.via_bot is not None


def is_mentioned(context: Context, message: Message) -> bool:
    """Whether the message names the bot."""
    entities = message.entities or message.caption_entities or []
    return any(_names_bot(context, message, entity) for entity in entities)


def _names_bot(context: Context, message: Message, entity: MessageEntity) -> bool:
    if entity.type == "text_mention":
        return entity.user is not None and entity.user.id == context.services.bot.id
    name = entity.extract_from(message.text or message.caption or "")
    return entity.type == "mention" and name[1:].lower() == context.services.username.lower()


async def speak_as_asked(context: Context, text: str) -> None:
    """Answer in the person's own choice, else in the language of `text`, else in Telegram's.

    Who speaks as the group or a channel is answered in the group's language.
    """
    if context.user is None:
        return
    actor = await context.actor()
    language = match_language(actor.language) or detect_language(text, actor.telegram_language)
    if language is not None:
        await context.use_language(language)

"""Privacy mode: which group messages are meant for the bot.

A bot with privacy mode on that is not an administrator receives, besides service messages, commands
(unless addressed to another bot), messages that mention it, messages sent by its inline mode, and
replies to its own messages or to messages that were meant for it.
"""

from aiogram import types

from simulator.messages import StoredMessage
from simulator.text.utf16 import slice_utf16


def is_meant_for(bot: types.User, message: StoredMessage, reply_to: StoredMessage | None) -> bool:
    """Whether a group member's message is meant for `bot`."""
    if message.via_bot or (reply_to and (reply_to.addresses_bot or reply_to.is_by_bot)):
        return True
    entities = message.entities or message.caption_entities or []
    text = message.text or message.caption or ""
    return any(_names(bot, text, entity) for entity in entities)


def _names(bot: types.User, text: str, entity: types.MessageEntity) -> bool:
    if entity.type == "text_mention":
        return bool(entity.user and entity.user.id == bot.id)
    if entity.type == "mention":
        word = slice_utf16(text, entity.offset, entity.length)
        return word.lower() == f"@{bot.username}".lower()
    if entity.type == "bot_command" and entity.offset == 0:
        _, at, name = slice_utf16(text, entity.offset, entity.length).partition("@")
        return not at or name.lower() == str(bot.username).lower()
    return False

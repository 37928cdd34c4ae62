"""Editing and deleting the bot's messages."""

import datetime as dt
from typing import Any

from aiogram.methods import (
    DeleteMessage,
    DeleteMessages,
    EditMessageCaption,
    EditMessageMedia,
    EditMessageReplyMarkup,
    EditMessageText,
)

from simulator import members
from simulator.chats import Chat
from simulator.errors import NOT_MODIFIED, bad_request
from simulator.groups import Group
from simulator.keyboards import check_markup, kept_markup
from simulator.messages import StoredMessage
from simulator.methods.access import message_in, writable_chat
from simulator.methods.media import media_content
from simulator.methods.registry import offers
from simulator.methods.sending import caption_fields, read_call_caption, read_call_text
from simulator.world import World

DELETABLE_FOR = dt.timedelta(hours=48)
MOST_DELETED = 100


@offers
def edit_message_text(world: World, call: EditMessageText) -> StoredMessage | bool:
    """A new text; the keyboard goes unless it is sent again."""
    if not call.text:
        raise bad_request("message text is empty")
    formatted = read_call_text(world, call)
    chat, message = _editable(world, call)
    if message.text is None:
        raise bad_request("there is no text in the message to edit")
    return _edit(
        world,
        chat,
        message,
        call,
        text=formatted.text,
        entities=formatted.entities or None,
        link_preview_options=call.link_preview_options,
    )


@offers
def edit_message_caption(world: World, call: EditMessageCaption) -> StoredMessage | bool:
    """A new caption under a photo, a document or a spoken message."""
    caption = read_call_caption(world, call)
    chat, message = _editable(world, call)
    if not (message.photo or message.document or message.voice):
        raise bad_request("there is no caption in the message to edit")
    return _edit(world, chat, message, call, **caption_fields(caption))


@offers
def edit_message_media(world: World, call: EditMessageMedia) -> StoredMessage | bool:
    """Another photo or document in the same message."""
    chat, message = _editable(world, call)
    bare = {"photo": None, "document": None, "text": None, "entities": None}
    content = bare | media_content(world, call.media)
    return _edit(world, chat, message, call, **content)


@offers
def edit_message_reply_markup(world: World, call: EditMessageReplyMarkup) -> StoredMessage | bool:
    """Another keyboard, or none."""
    chat, message = _editable(world, call)
    return _edit(world, chat, message, call)


def _editable(world: World, call: Any) -> tuple[Chat, StoredMessage]:
    if call.inline_message_id:
        return world.inline_messages.find(call.inline_message_id)
    if call.chat_id is None:
        raise bad_request("chat_id is empty")
    if not call.message_id:
        raise bad_request("message identifier is not specified")
    chat = writable_chat(world, call.chat_id)
    message = message_in(chat, call.message_id, "message to edit")
    if not message.is_by_bot or message.is_service or message.forward_origin:
        raise bad_request("message can't be edited")
    return chat, message


def _edit(
    world: World, chat: Chat, message: StoredMessage, call: Any, **content: Any
) -> StoredMessage | bool:
    """Change a message; of one sent by inline mode the bot is only told that it was done."""
    markup = check_markup(call.reply_markup)
    if call.reply_markup is not None and kept_markup(markup) is None and not _is_empty(markup):
        raise bad_request("message can't be edited")
    changes = content | {"reply_markup": kept_markup(markup)}
    if all(getattr(message, name) == value for name, value in changes.items()):
        raise bad_request(NOT_MODIFIED)
    world.flood.pass_(chat.id, is_group=chat.is_group, edit=True)
    changes["edit_date"] = int(world.clock.now().timestamp())
    edited = chat.edit(message, by_bot=True, **changes)
    return True if call.inline_message_id else edited


def _is_empty(markup: Any) -> bool:
    return getattr(markup, "inline_keyboard", None) == []


@offers
def delete_message(world: World, call: DeleteMessage) -> bool:
    """Delete one message within 48 hours; other people's in groups only with the right to."""
    chat = writable_chat(world, call.chat_id)
    message = message_in(chat, call.message_id, "message to delete")
    _check_deletable(world, chat, message)
    chat.delete([call.message_id])
    return True


@offers
def delete_messages(world: World, call: DeleteMessages) -> bool:
    """Delete up to 100; those that are gone are passed over."""
    chat = writable_chat(world, call.chat_id)
    if not call.message_ids:
        raise bad_request("message identifiers are not specified")
    if len(call.message_ids) > MOST_DELETED:
        raise bad_request("too many message identifiers specified")
    found = [message for one in call.message_ids if (message := chat.store.get(one))]
    for message in found:
        _check_deletable(world, chat, message)
    chat.delete([message.message_id for message in found])
    return True


def _check_deletable(world: World, chat: Chat, message: StoredMessage) -> None:
    """No right lets a bot delete what is older than 48 hours (TDLib's words, by kind of chat)."""
    is_super = isinstance(chat, Group) and chat.is_supergroup
    is_boss = isinstance(chat, Group) and members.has_right(chat.bot_member, "can_delete_messages")
    is_young = world.clock.now() - message.date < DELETABLE_FOR
    is_theirs = chat.is_group and not message.is_by_bot
    if not is_young or (is_theirs and not is_boss):
        scope = "" if is_super else " for everyone"
        raise bad_request(f"message can't be deleted{scope}")

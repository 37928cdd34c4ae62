"""Sending: text, and what every kind of message shares; forwarding and copying."""

from typing import Any

from aiogram import types
from aiogram.methods import (
    CopyMessage,
    CopyMessages,
    ForwardMessage,
    ForwardMessages,
    SendContact,
    SendLocation,
    SendMessage,
)

from simulator import members
from simulator.chats import Author, Channel, Chat
from simulator.errors import bad_request, not_offered
from simulator.groups import GENERAL_TOPIC, Group
from simulator.keyboards import check_markup, kept_markup
from simulator.messages import StoredMessage
from simulator.methods.access import find_user, message_in, readable_chat, writable_chat
from simulator.methods.registry import offers
from simulator.text.formatting import Formatted, read_caption, read_text
from simulator.world import World

CONTENT_FIELDS = (
    "text",
    "entities",
    "link_preview_options",
    "photo",
    "document",
    "sticker",
    "voice",
    "caption",
    "caption_entities",
    "show_caption_above_media",
    "contact",
    "location",
    "has_media_spoiler",
)


@offers
def send_message(world: World, call: SendMessage) -> StoredMessage:
    """Text, with parse_mode or entities."""
    formatted = read_call_text(world, call)
    return send(
        world,
        call,
        text=formatted.text,
        entities=formatted.entities or None,
        link_preview_options=call.link_preview_options,
    )


@offers
def send_contact(world: World, call: SendContact) -> StoredMessage:
    """A phone number with a name."""
    contact = types.Contact(
        phone_number=call.phone_number, first_name=call.first_name, last_name=call.last_name
    )
    return send(world, call, contact=contact)


@offers
def send_location(world: World, call: SendLocation) -> StoredMessage:
    """A place, in degrees."""
    place = types.Location(latitude=call.latitude, longitude=call.longitude)
    return send(world, call, location=place)


def send(world: World, call: Any, **content: Any) -> StoredMessage:
    """Send one message with the options of `call`; raises Refusal."""
    chat = writable_chat(world, call.chat_id)
    markup = check_markup(call.reply_markup)
    place = read_place(chat, call)
    world.flood.pass_(chat.id, is_group=chat.is_group)
    message = post(chat, call, place, reply_markup=kept_markup(markup), **content)
    show_keyboard(chat, markup)
    return message


def post(chat: Chat, call: Any, place: dict[str, Any], **content: Any) -> StoredMessage:
    """Put a message of the bot into a chat where it may write."""
    in_channel = isinstance(chat, Channel)
    author = Author(chat.world.bot, chat.as_type() if in_channel else None)
    return chat.post(author, has_protected_content=call.protect_content or None, **place, **content)


def read_place(chat: Chat, call: Any) -> dict[str, Any]:
    """The message and thread that a call answers in, as arguments of `Chat.post`."""
    place: dict[str, Any] = {"thread_id": _thread(chat, call.message_thread_id)}
    given = call.reply_parameters
    message_id = given.message_id if given else getattr(call, "reply_to_message_id", None)
    if not message_id:
        return place
    if given and given.chat_id is not None and given.chat_id != chat.id:
        raise not_offered("replies to messages of other chats")
    target = chat.store.get(message_id)
    if target is None:
        lenient = given.allow_sending_without_reply if given else call.allow_sending_without_reply
        if not lenient:
            raise bad_request("message to be replied not found")
        return place
    place["reply_to"] = target
    if given and given.quote:
        place["quote"] = _quote(target, given.quote)
    return place


def _quote(target: StoredMessage, quote: str) -> types.TextQuote:
    place = (target.text or target.caption or "").find(quote)
    if place < 0:
        raise bad_request("QUOTE_TEXT_INVALID")
    return types.TextQuote(text=quote, position=place, is_manual=True)


def _thread(chat: Chat, thread_id: int | None) -> int | None:
    if not thread_id:
        return None
    if not isinstance(chat, Group) or not chat.is_supergroup:
        raise bad_request("message thread not found")
    if not chat.is_forum:
        message_in(chat, thread_id, "message thread")
        return thread_id
    topic = chat.topics.get(thread_id)
    if topic is None and thread_id != GENERAL_TOPIC:
        raise bad_request("message thread not found")
    if topic and topic.is_closed and not members.is_admin(chat.bot_member):
        raise bad_request("TOPIC_CLOSED")
    return thread_id


def show_keyboard(chat: Chat, markup: Any) -> None:
    """Show or hide the reply keyboard under a chat."""
    if isinstance(markup, types.ReplyKeyboardMarkup):
        chat.reply_keyboard = markup
    elif isinstance(markup, types.ReplyKeyboardRemove):
        chat.reply_keyboard = None


# -- forwarding and copying -----------------------------------------------------------------------


@offers
def forward_message(world: World, call: ForwardMessage) -> StoredMessage:
    """A message shown again with its origin."""
    return _forward(world, call, call.message_id)


@offers
def forward_messages(world: World, call: ForwardMessages) -> list[types.MessageId]:
    """Several messages; those that are gone are passed over."""
    source = readable_chat(world, call.from_chat_id)
    ids = [one for one in call.message_ids if source.store.get(one)]
    return [types.MessageId(message_id=_forward(world, call, one).message_id) for one in ids]


def _forward(world: World, call: Any, message_id: int) -> StoredMessage:
    chat, original = _take(world, call, message_id, "message to forward")
    if original.is_service or original.has_protected_content:
        raise bad_request("message can't be forwarded")
    world.flood.pass_(chat.id, is_group=chat.is_group)
    place = {"thread_id": _thread(chat, call.message_thread_id)}
    return post(chat, call, place, forward_origin=origin(original), **content_of(original))


@offers
def copy_message(world: World, call: CopyMessage) -> types.MessageId:
    """A message sent again without its origin, with a caption of its own if one is given."""
    return _copy(world, call, call.message_id, read_new_caption(world, call))


@offers
def copy_messages(world: World, call: CopyMessages) -> list[types.MessageId]:
    """Several copies; messages that are gone are passed over."""
    source = readable_chat(world, call.from_chat_id)
    bare = {"caption": None, "caption_entities": None} if call.remove_caption else {}
    ids = [one for one in call.message_ids if source.store.get(one)]
    return [_copy(world, call, one, bare) for one in ids]


def _copy(world: World, call: Any, message_id: int, changes: dict[str, Any]) -> types.MessageId:
    chat, original = _take(world, call, message_id, "message to copy")
    if original.is_service or original.has_protected_content:
        raise bad_request("message can't be copied")
    single = isinstance(call, CopyMessage)
    markup = check_markup(call.reply_markup) if single else None
    place = (
        read_place(chat, call) if single else {"thread_id": _thread(chat, call.message_thread_id)}
    )
    world.flood.pass_(chat.id, is_group=chat.is_group)
    content = content_of(original) | changes
    copied = post(chat, call, place, reply_markup=kept_markup(markup), **content)
    return types.MessageId(message_id=copied.message_id)


def _take(world: World, call: Any, message_id: int, what: str) -> tuple[Chat, StoredMessage]:
    chat = writable_chat(world, call.chat_id)
    return chat, message_in(readable_chat(world, call.from_chat_id), message_id, what)


def read_new_caption(world: World, call: Any) -> dict[str, Any]:
    """The caption fields of a call that has a caption; nothing when it leaves it out."""
    if call.caption is None:
        return {}
    return caption_fields(read_call_caption(world, call))


def read_call_text(world: World, call: Any) -> Formatted:
    """The text of a call; raises Refusal."""
    return read_text(
        call.text, call.parse_mode, call.entities, lambda user_id: find_user(world, user_id)
    )


def read_call_caption(world: World, call: Any) -> Formatted:
    """The caption of a call; raises Refusal."""
    return read_caption(
        call.caption,
        call.parse_mode,
        call.caption_entities,
        lambda user_id: find_user(world, user_id),
    )


def caption_fields(caption: Formatted) -> dict[str, Any]:
    """A caption as the fields of a message."""
    return {"caption": caption.text or None, "caption_entities": caption.entities or None}


def content_of(message: StoredMessage) -> dict[str, Any]:
    """What a message says, without who, when and where."""
    return {name: getattr(message, name) for name in CONTENT_FIELDS}


def origin(message: StoredMessage) -> Any:
    """Where a forwarded message came from; its first origin stays."""
    if message.forward_origin:
        return message.forward_origin
    if message.sender_chat and message.chat.type == "channel":
        return types.MessageOriginChannel(
            date=message.date, chat=message.sender_chat, message_id=message.message_id
        )
    if message.sender_chat:
        return types.MessageOriginChat(date=message.date, sender_chat=message.sender_chat)
    assert message.from_user
    return types.MessageOriginUser(date=message.date, sender_user=message.from_user)

"""Looking at chats, and changing them: title, pins, reactions, leaving."""

from typing import Any

from aiogram import types
from aiogram.methods import (
    GetChat,
    GetUserProfilePhotos,
    LeaveChat,
    PinChatMessage,
    SetChatDescription,
    SetChatTitle,
    SetMessageReaction,
    UnpinAllChatMessages,
    UnpinChatMessage,
)

from simulator import members
from simulator.chats import Author, Chat
from simulator.errors import bad_request
from simulator.groups import Group
from simulator.methods.access import (
    group_to_manage,
    known_user,
    message_in,
    readable_chat,
    writable_chat,
)
from simulator.methods.registry import offers
from simulator.world import World

NO_PIN_RIGHT = "not enough rights to manage pinned messages in the chat"
LONGEST_TITLE = 128
LONGEST_DESCRIPTION = 255
REACTIONS = frozenset(
    "👍👎❤🔥🥰👏😁🤔🤯😱🤬😢🎉🤩🤮💩🙏👌🕊🤡🥱🥴😍🐳🌚🌭💯🤣⚡🍌🏆💔🤨😐🍓🍾💋🖕😈😴😭🤓👻👀🎃🙈😇😨🤝✍🤗"
    "🫡🎅🎄☃💅🤪🗿🆒💘🙉🦄😘💊🙊😎👾😡"
) | {"❤️", "❤‍🔥", "👨‍💻", "🤷", "🤷‍♂", "🤷‍♀"}


@offers
def get_chat(world: World, call: GetChat) -> types.ChatFullInfo:
    """Everything the bot may know of a chat."""
    chat = readable_chat(world, call.chat_id)
    pinned = chat.store.get(chat.pinned[-1]) if chat.pinned else None
    fields: dict[str, Any] = chat.as_type().model_dump(exclude_none=True)
    if isinstance(chat, Group):
        fields |= {"permissions": chat.permissions, "description": chat.description or None}
    gifts = dict.fromkeys(types.AcceptedGiftTypes.model_fields, False)
    return types.ChatFullInfo(
        **fields,
        accent_color_id=abs(chat.id) % 7,
        max_reaction_count=11,
        accepted_gift_types=types.AcceptedGiftTypes(**gifts),
        pinned_message=pinned,
    )


@offers
def get_user_profile_photos(world: World, call: GetUserProfilePhotos) -> types.UserProfilePhotos:
    """Nobody here has a picture."""
    known_user(world, call.user_id)
    return types.UserProfilePhotos(total_count=0, photos=[])


@offers
def set_chat_title(world: World, call: SetChatTitle) -> bool:
    """A new title, with its service message."""
    group = group_to_manage(
        world, call.chat_id, "can_change_info", "not enough rights to change chat title"
    )
    if not 1 <= len(call.title) <= LONGEST_TITLE:
        raise bad_request("title must be non-empty" if not call.title else "title is too long")
    group.title = call.title
    group.post(Author(world.bot), new_chat_title=call.title)
    return True


@offers
def set_chat_description(world: World, call: SetChatDescription) -> bool:
    """A new description."""
    group = group_to_manage(
        world, call.chat_id, "can_change_info", "not enough rights to set chat description"
    )
    if len(call.description or "") > LONGEST_DESCRIPTION:
        raise bad_request("chat description is too long")
    if (call.description or "") == group.description:
        raise bad_request("chat description is not modified")
    group.description = call.description or ""
    return True


@offers
def pin_chat_message(world: World, call: PinChatMessage) -> bool:
    """Pin a message; the chat is told by a service message."""
    chat = _pinnable(world, call.chat_id)
    message = message_in(chat, call.message_id, "message to pin")
    if message.message_id in chat.pinned:
        chat.pinned.remove(message.message_id)
    chat.pinned.append(message.message_id)
    chat.post(Author(world.bot), pinned_message=message)
    return True


@offers
def unpin_chat_message(world: World, call: UnpinChatMessage) -> bool:
    """Unpin one message, or the one pinned last."""
    chat = _pinnable(world, call.chat_id)
    message_id = call.message_id or (chat.pinned[-1] if chat.pinned else 0)
    if message_id not in chat.pinned:
        raise bad_request("message to unpin not found")
    chat.pinned.remove(message_id)
    world.publish("unpinned", message_id, chat_id=chat.id)
    return True


@offers
def unpin_all_chat_messages(world: World, call: UnpinAllChatMessages) -> bool:
    """Unpin everything."""
    chat = _pinnable(world, call.chat_id)
    chat.pinned.clear()
    world.publish("unpinned", None, chat_id=chat.id)
    return True


def _pinnable(world: World, chat_id: int | str) -> Chat:
    chat = writable_chat(world, chat_id)
    if isinstance(chat, Group) and not members.has_right(chat.bot_member, "can_pin_messages"):
        raise bad_request(NO_PIN_RIGHT)
    return chat


@offers
def set_message_reaction(world: World, call: SetMessageReaction) -> bool:
    """The bot's reaction to a message; bots have one."""
    chat = writable_chat(world, call.chat_id)
    message_in(chat, call.message_id, "message to react")
    reactions = call.reaction or []
    if len(reactions) > 1:
        raise bad_request("REACTIONS_TOO_MANY")
    for reaction in reactions:
        if isinstance(reaction, types.ReactionTypeEmoji) and reaction.emoji not in REACTIONS:
            raise bad_request("REACTION_INVALID")
    chat.set_reaction(call.message_id, world.bot.id, list(reactions))
    return True


@offers
def leave_chat(world: World, call: LeaveChat) -> bool:
    """Leave a group."""
    chat = readable_chat(world, call.chat_id)
    if not isinstance(chat, Group):
        raise bad_request("chat member status can't be changed in private chats")
    chat.set_member(members.left(world.bot), world.bot)
    chat.post(Author(world.bot), left_chat_member=world.bot)
    return True

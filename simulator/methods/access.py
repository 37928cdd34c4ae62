"""Which chat, member or message a call means, and whether the bot may touch it."""

from aiogram import types

from simulator import members
from simulator.chats import Channel, Chat, PrivateChat
from simulator.errors import bad_request, forbidden, upgraded
from simulator.groups import Group
from simulator.messages import StoredMessage
from simulator.world import World


def readable_chat(world: World, chat_id: int | str) -> Chat:
    """A chat that the bot may look at; raises Refusal."""
    chat = _find_chat(world, chat_id)
    if isinstance(chat, PrivateChat):
        if not _knows(world, chat):
            raise bad_request("chat not found")
        return chat
    _check_membership(chat)
    return chat


def writable_chat(world: World, chat_id: int | str) -> Chat:
    """A chat that the bot may write to; raises Refusal: blocked, kicked, upgraded, unknown."""
    chat = readable_chat(world, chat_id)
    if isinstance(chat, PrivateChat):
        if chat.is_blocked:
            raise forbidden("bot was blocked by the user")
        if not chat.is_started:
            raise forbidden("bot can't initiate conversation with a user")
        return chat
    _check_speech(chat)
    return chat


def group_to_manage(world: World, chat_id: int | str, right: str, words: str) -> Group:
    """A group where the bot is an administrator with `right`; raises Refusal with `words`."""
    chat = readable_chat(world, chat_id)
    if not isinstance(chat, Group):
        raise bad_request("method is available only for groups and supergroups")
    if not members.has_right(chat.bot_member, right):
        raise bad_request(words)
    return chat


def find_user(world: World, user_id: int) -> types.User | None:
    """A person or the bot by id."""
    if user_id == world.bot.id:
        return world.bot
    person = world.people.get(user_id)
    return person.user if person else None


def known_user(world: World, user_id: int) -> types.User:
    """A user by id; raises Refusal for a stranger."""
    user = find_user(world, user_id)
    if user is None:
        raise bad_request("invalid user_id specified")
    return user


def message_in(chat: Chat, message_id: int, what: str) -> StoredMessage:
    """A message that stands in a chat; raises Refusal `<what> not found`."""
    message = chat.store.get(message_id)
    if message is None:
        raise bad_request(f"{what} not found")
    return message


def _find_chat(world: World, chat_id: int | str) -> Chat:
    if isinstance(chat_id, int):
        chat = world.chats.get(chat_id)
    else:
        name = chat_id.removeprefix("@").lower()
        named = (one for one in world.chats.values() if not isinstance(one, PrivateChat))
        chat = next((one for one in named if _is_named(one, name)), None)
    if chat is None:
        raise bad_request("chat not found")
    return chat


def _is_named(chat: Chat, name: str) -> bool:
    username = chat.as_type().username
    return bool(name) and username is not None and username.lower() == name


def _knows(world: World, chat: PrivateChat) -> bool:
    """Telegram lets a bot see only people it has met: in private or in a group."""
    if chat.is_started or chat.is_blocked:
        return True
    groups = (one for one in world.chats.values() if isinstance(one, Group))
    return any(chat.id in group.members and world.bot.id in group.members for group in groups)


def _check_membership(chat: Chat) -> None:
    if isinstance(chat, Group) and chat.migrated_to:
        raise upgraded(chat.migrated_to.id)
    if members.is_present(chat.bot_member):
        return
    kind = chat.as_type().type
    was_kicked = isinstance(chat, Group) and chat.bot_was_kicked
    is_met = not isinstance(chat, Group) or chat.world.bot.id in chat.members
    if was_kicked:
        raise forbidden(f"bot was kicked from the {kind} chat")
    if is_met:
        raise forbidden(f"bot is not a member of the {kind} chat")
    raise bad_request("chat not found")


def _check_speech(chat: Chat) -> None:
    bot = chat.bot_member
    if isinstance(chat, Channel) and not members.has_right(bot, "can_post_messages"):
        raise bad_request("need administrator rights in the channel chat")
    muted = isinstance(bot, types.ChatMemberRestricted) and not bot.can_send_messages
    closed = isinstance(chat, Group) and not chat.permissions.can_send_messages
    if muted or (closed and not members.is_admin(bot)):
        raise bad_request("not enough rights to send text messages to the chat")

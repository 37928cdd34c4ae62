"""Members: who they are, and what an administrator bot may do to them."""

import datetime as dt
from typing import Any

from aiogram import types
from aiogram.methods import (
    BanChatMember,
    GetChatAdministrators,
    GetChatMember,
    GetChatMemberCount,
    PromoteChatMember,
    RestrictChatMember,
    SetChatPermissions,
    UnbanChatMember,
)

from simulator import members
from simulator.chats import Author
from simulator.errors import bad_request
from simulator.groups import Group
from simulator.members import Member
from simulator.methods.access import group_to_manage, known_user, readable_chat
from simulator.methods.registry import offers
from simulator.world import World

NO_RESTRICT_RIGHT = "not enough rights to restrict/unrestrict chat member"
NO_PROMOTE_RIGHT = "not enough rights"


@offers
def get_chat_member(world: World, call: GetChatMember) -> Member:
    """Who somebody is in a chat; a stranger is `left`."""
    chat = readable_chat(world, call.chat_id)
    user = known_user(world, call.user_id)
    if isinstance(chat, Group):
        return chat.member(user)
    return chat.bot_member if user.id == world.bot.id else members.plain(user)


@offers
def get_chat_administrators(world: World, call: GetChatAdministrators) -> list[Member]:
    """Owner and administrators of a group."""
    return _group(world, call.chat_id).administrators()


@offers
def get_chat_member_count(world: World, call: GetChatMemberCount) -> int:
    """How many are in the group, the bot among them."""
    chat = readable_chat(world, call.chat_id)
    return len(chat.present()) if isinstance(chat, Group) else 2


def _group(world: World, chat_id: int | str) -> Group:
    chat = readable_chat(world, chat_id)
    if not isinstance(chat, Group):
        raise bad_request("there are no administrators in the private chat")
    return chat


@offers
def ban_chat_member(world: World, call: BanChatMember) -> bool:
    """Remove somebody and keep them out."""
    group, target = _restrictable(world, call)
    was_present = members.is_present(target)
    group.set_member(members.banned(target.user, _until(world, call.until_date)), world.bot)
    if was_present:
        group.post(Author(world.bot), left_chat_member=target.user)
    return True


@offers
def unban_chat_member(world: World, call: UnbanChatMember) -> bool:
    """Let somebody back in; who is a member is removed unless `only_if_banned`."""
    group, target = _restrictable(world, call)
    is_banned = isinstance(target, types.ChatMemberBanned)
    if is_banned or not call.only_if_banned:
        group.set_member(members.left(target.user), world.bot)
    return True


@offers
def restrict_chat_member(world: World, call: RestrictChatMember) -> bool:
    """Take away or give back a member's permissions."""
    group, target = _restrictable(world, call)
    if not group.is_supergroup:
        raise bad_request("method is available only for supergroups")
    is_member = members.is_present(target)
    until = _until(world, call.until_date)
    limited = members.restricted(target.user, call.permissions, is_member=is_member, until=until)
    free = all(getattr(limited, name) for name in members.RESTRICTIONS)
    group.set_member(members.plain(target.user) if free and is_member else limited, world.bot)
    return True


@offers
def promote_chat_member(world: World, call: PromoteChatMember) -> bool:
    """Give somebody rights; none at all makes them a plain member."""
    group = group_to_manage(world, call.chat_id, "can_promote_members", NO_PROMOTE_RIGHT)
    target = group.member(known_user(world, call.user_id))
    if isinstance(target, types.ChatMemberOwner):
        raise bad_request("can't remove chat owner")
    rights = frozenset(name for name in members.ADMIN_RIGHTS if getattr(call, name, False))
    anonymous = bool(call.is_anonymous)
    promoted: Member = members.plain(target.user)
    if rights or anonymous:
        promoted = members.administrator(target.user, rights=rights, anonymous=anonymous)
    group.set_member(promoted, world.bot)
    return True


@offers
def set_chat_permissions(world: World, call: SetChatPermissions) -> bool:
    """What plain members may do."""
    group = group_to_manage(
        world, call.chat_id, "can_restrict_members", "not enough rights to change chat permissions"
    )
    group.permissions = call.permissions
    return True


def _restrictable(world: World, call: Any) -> tuple[Group, Member]:
    group = group_to_manage(world, call.chat_id, "can_restrict_members", NO_RESTRICT_RIGHT)
    target = group.member(known_user(world, call.user_id))
    if isinstance(target, types.ChatMemberOwner):
        raise bad_request("can't remove chat owner")
    if members.is_admin(target):
        raise bad_request("user is an administrator of the chat")
    return group, target


def _until(world: World, given: Any) -> dt.datetime:
    """An end in the future, or for ever: Telegram reads 0 and anything past as that."""
    if isinstance(given, int) and given:
        given = dt.datetime.fromtimestamp(given, dt.UTC)
    is_later = isinstance(given, dt.datetime) and given > world.clock.now()
    return given if is_later else members.FOR_EVER

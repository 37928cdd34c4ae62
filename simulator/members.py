"""Who somebody is in a chat: aiogram's ChatMember models, with every right the schema names."""

import datetime as dt
from typing import Any

from aiogram import types

Member = (
    types.ChatMemberOwner
    | types.ChatMemberAdministrator
    | types.ChatMemberMember
    | types.ChatMemberRestricted
    | types.ChatMemberLeft
    | types.ChatMemberBanned
)

FOR_EVER = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
CHANNEL_RIGHTS = frozenset({"can_post_messages", "can_edit_messages", "can_manage_direct_messages"})

# Read from the models, so that a right added by a new Bot API is given, too.
ADMIN_RIGHTS = frozenset(
    name for name in types.ChatAdministratorRights.model_fields if name.startswith("can_")
)
PERMISSIONS = frozenset(types.ChatPermissions.model_fields)
RESTRICTIONS = frozenset(
    name for name in types.ChatMemberRestricted.model_fields if name.startswith("can_")
)


def owner(user: types.User, *, anonymous: bool = False) -> types.ChatMemberOwner:
    """The one who made the chat."""
    return types.ChatMemberOwner(user=user, is_anonymous=anonymous)


def administrator(
    user: types.User,
    *,
    anonymous: bool = False,
    rights: frozenset[str] = ADMIN_RIGHTS - CHANNEL_RIGHTS,
    title: str | None = None,
) -> types.ChatMemberAdministrator:
    """An administrator with the named `can_...` rights and no others."""
    held: dict[str, Any] = {right: right in rights for right in ADMIN_RIGHTS - CHANNEL_RIGHTS}
    held |= dict.fromkeys(rights & CHANNEL_RIGHTS, True)
    held |= {"is_anonymous": anonymous, "can_be_edited": False, "custom_title": title}
    return types.ChatMemberAdministrator(user=user, **held)


def plain(user: types.User) -> types.ChatMemberMember:
    """A member without further rights."""
    return types.ChatMemberMember(user=user)


def left(user: types.User) -> types.ChatMemberLeft:
    """Not a member, free to come."""
    return types.ChatMemberLeft(user=user)


def banned(user: types.User, until: dt.datetime = FOR_EVER) -> types.ChatMemberBanned:
    """Removed and kept out; in a private chat, the bot that was blocked."""
    return types.ChatMemberBanned(user=user, until_date=until)


def restricted(
    user: types.User,
    permissions: types.ChatPermissions,
    *,
    is_member: bool,
    until: dt.datetime = FOR_EVER,
) -> types.ChatMemberRestricted:
    """A member who may do only what `permissions` say."""
    granted: dict[str, Any] = {
        name: bool(getattr(permissions, name, False)) for name in RESTRICTIONS
    }
    return types.ChatMemberRestricted(user=user, is_member=is_member, until_date=until, **granted)


def is_present(member: Member) -> bool:
    """Whether they are in the chat now."""
    if isinstance(member, types.ChatMemberRestricted):
        return member.is_member
    return not isinstance(member, types.ChatMemberLeft | types.ChatMemberBanned)


def is_admin(member: Member) -> bool:
    """Whether they are owner or administrator."""
    return isinstance(member, types.ChatMemberOwner | types.ChatMemberAdministrator)


def has_right(member: Member, right: str) -> bool:
    """Whether an owner, or an administrator to whom `right` was given."""
    return isinstance(member, types.ChatMemberOwner) or (
        isinstance(member, types.ChatMemberAdministrator) and bool(getattr(member, right, False))
    )

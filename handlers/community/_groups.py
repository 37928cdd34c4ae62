"""Groups as Telegram reports them: the bot is added, promoted, removed; a group gets a new id."""

from __future__ import annotations

from aiogram.types import ChatMemberRestricted, ChatMemberUnion, ChatMemberUpdated, Message

from handlers.context import Context
from storage.community import actions as community

_IN = {"creator", "administrator", "member"}
_ADMIN = {"creator", "administrator"}


async def on_membership(context: Context, event: ChatMemberUpdated) -> None:
    """Who the bot is in a chat has changed."""
    if event.chat.type == "private":
        is_blocked = event.new_chat_member.status == "kicked"
        await context.work.write(community.set_reachable, event.chat.id, not is_blocked)
    elif event.chat.type in ("group", "supergroup"):
        await _note_group(context, event)


async def _note_group(context: Context, event: ChatMemberUpdated) -> None:
    if not _is_in(event.new_chat_member):
        await context.work.write(community.leave_chat, event.chat.id, now=context.received_at)
        return
    await context.work.write(
        community.note_chat,
        event.chat.id,
        reads_all=await reads_all(context, event.new_chat_member),
        now=context.received_at,
    )
    if not _is_in(event.old_chat_member):
        await context.say("community/group_welcome")


def _is_in(member: ChatMemberUnion) -> bool:
    if isinstance(member, ChatMemberRestricted):
        return member.is_member
    return member.status in _IN


async def reads_all(context: Context, member: ChatMemberUnion | None = None) -> bool:
    """Whether Telegram shows the bot every message of this group.

    Administrators see all; else it depends on the privacy mode, which may have been changed at
    @BotFather since the bot was started.
    """
    assert context.chat is not None
    bot = context.services.bot
    if member is None:
        member = await bot.get_chat_member(context.chat.id, bot.id)
    if member.status in _ADMIN:
        return True
    return bool((await bot.get_me()).can_read_all_group_messages)


async def on_migration(context: Context, message: Message) -> None:
    """A group became a supergroup. Telegram says so in both; to hear it twice is harmless."""
    old, new = message.chat.id, message.migrate_to_chat_id
    if message.migrate_from_chat_id is not None:
        old, new = message.migrate_from_chat_id, message.chat.id
    assert new is not None
    await context.work.write(community.migrate_chat, old, new, now=context.received_at)

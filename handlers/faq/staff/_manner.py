"""/listen: whether the bot answers plain questions in a group that nobody put to it."""

from __future__ import annotations

from aiogram.types import CallbackQuery, Message

from handlers.context import Context
from handlers.faq.staff._callbacks import ListenPress
from storage.community.queries import find_chat
from storage.errors import RuleError
from storage.faq import actions
from storage.faq.queries import ChatManner, find_chat_manner


async def on_listen(context: Context, message: Message, _argument: str) -> None:
    """How it is in this group.

    Raises:
        RuleError: `group_only`, `anonymous_sender`, `chat_not_bound`, `not_staff`.
    """
    await _check_own_group(context)
    assert context.chat is not None
    manner = await context.work.read(find_chat_manner, context.chat.id)
    await context.say("faq/listen", reply_to=message.message_id, **_describe(manner))


async def on_listen_press(context: Context, press: CallbackQuery, data: ListenPress) -> None:
    """Switch it on or off; whoever presses must be staff."""
    await _check_own_group(context)
    assert context.chat is not None
    by, now = context.person_id, context.received_at
    manner = await context.work.write(
        actions.set_listens, context.chat.id, data.listens, by=by, now=now
    )
    await context.redraw(press, "faq/listen", **_describe(manner))
    await context.answer(press, "")


def _describe(manner: ChatManner) -> dict[str, bool]:
    return {"listens": manner.listens, "can_hear": manner.can_hear}


async def _check_own_group(context: Context) -> None:
    if context.is_private:
        raise RuleError("group_only")
    if context.user is None:
        raise RuleError("anonymous_sender")
    assert context.chat is not None
    chat = await context.work.read(find_chat, context.chat.id)
    if chat is None or chat.committee_id is None:
        raise RuleError("chat_not_bound")
    if not (await context.actor()).is_staff(chat.committee_id):
        raise RuleError("not_staff")

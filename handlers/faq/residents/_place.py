"""Where somebody asks and in which language they are answered."""

from __future__ import annotations

from aiogram.types import Chat

from handlers.context import Context
from handlers.links import private_link
from storage.errors import RuleError
from storage.faq.queries import EntryView, find_place, is_reply_to
from storage.faq.rules import Place, does_apply

# How Telegram writes that a number is a supergroup's.
_SUPERGROUP = "-100"


async def find_own_place(context: Context) -> Place | None:
    """The group's houses, or in private those of the acting person."""
    person_id = context.user.id if context.user else None
    chat_id = None if context.is_private or context.chat is None else context.chat.id
    return await context.work.read(find_place, person_id, chat_id, context.received_at)


async def holds_here(context: Context, entry: EntryView) -> bool:
    """Whether an entry is one for the houses where it is read."""
    place = await find_own_place(context)
    return (
        place is not None
        and place.committee_id == entry.committee_id
        and does_apply(entry.estate_id, entry.building_id, entry.closure, place)
    )


async def may_read(context: Context, entry: EntryView) -> bool:
    """Whether an entry may be shown here.

    Those for these houses are. In private staff read all of their committee's, and everybody
    what a person gave them as the reply to a question that they asked elsewhere.
    """
    if await holds_here(context, entry):
        return True
    if not context.is_private or context.user is None:
        return False
    if (await context.actor()).is_staff(entry.committee_id):
        return True
    return await context.work.read(is_reply_to, entry.id, context.person_id)


async def ask_where(context: Context) -> None:
    """Say that answers differ from place to place, and ask for the door.

    Raises:
        RuleError: `chat_not_bound` in a group, where nobody is asked for a door.
    """
    if not context.is_private:
        raise RuleError("chat_not_bound")
    await context.say("faq/whose")
    await context.ask_for_door()


def answer_link(context: Context, target: int | str) -> str:
    """A link that opens an entry, or the `topics`, in private."""
    return private_link(context.services.username, f"q_{target}")


def message_link(chat: Chat, message_id: int) -> str | None:
    """A link to a message of a group; small groups have none."""
    number = str(chat.id)
    if not number.startswith(_SUPERGROUP):
        return None
    return f"https://t.me/c/{number.removeprefix(_SUPERGROUP)}/{message_id}"

"""What a group sees of all that is asked: counts with a floor, and the way into private."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup, Message

from handlers.context import Context
from handlers.keyboards import keyboard
from handlers.links import private_link
from handlers.requests._show import to_minute
from handlers.requests.residents._choose import need_link
from handlers.routes import Keyboard
from locales.renderer import Words
from storage.community.queries import find_chat
from storage.errors import RuleError
from storage.requests.queries import count_needs

_SINCE = timedelta(days=7)
_URGENT_LINK = "sos"


async def on_needs(context: Context, _message: Message, _argument: str) -> None:
    """/needs: a message that can be pinned, with how many households need what.

    A kind below the floor is left out: its line alone would tell of a household that asked.

    Raises:
        RuleError: `group_only`; `chat_not_bound` where no houses belong to the group.
    """
    if context.is_private or context.chat is None:
        raise RuleError("group_only")
    chat = await context.work.read(find_chat, context.chat.id)
    if chat is None or chat.estate_id is None:
        raise RuleError("chat_not_bound")
    counts = await context.work.read(
        count_needs, chat.estate_id, chat.building_id, context.received_at - _SINCE
    )
    await context.use_language((await context.chat_words()).language)
    await context.say(
        "requests/group",
        counts=[
            {"icon": each.icon, "title": dict(each.title), "households": each.households}
            for each in counts
            if each.households is not None
        ],
        days=_SINCE.days,
        at=to_minute(context.received_at),
        link=need_link(context),
        urgent=private_link(context.services.username, _URGENT_LINK),
    )


def _group_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    return keyboard(
        [InlineKeyboardButton(text=words.button("need_in_private"), url=params["link"])],
        [InlineKeyboardButton(text=words.button("need_urgent"), url=params["urgent"])],
    )


KEYBOARDS: dict[str, Keyboard] = {"requests/group": _group_keyboard}

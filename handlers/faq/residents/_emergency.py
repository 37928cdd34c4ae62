"""When life is at stake: what to do now, first and only (S92)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from aiogram.types import Message

from handlers.context import Context
from handlers.danger import is_danger
from handlers.faq._answer import show_answer_params
from handlers.faq.residents._addressing import is_mentioned, is_reply_to_answer, is_spoken
from handlers.faq.residents._place import find_own_place, speak_as_asked
from handlers.faq.staff import _edit, _make, _new, _reply, _variants
from handlers.routes import OnStep
from storage.community.queries import ConversationView, find_conversation
from storage.faq.queries import find_chat_manner, find_emergency
from storage.faq.rules import Place

# Where staff write what others will read; a dialogue left longer than this is a forgotten one.
_WRITING = {_edit.STEP, _make.STEP, _new.STEP, _reply.STEP, _variants.STEP}
_STILL_WRITING = timedelta(hours=1)


def read_danger(text: str) -> str | None:
    """The text, if it tells of danger."""
    return text if is_danger(text) else None


class DangerWatch:
    """Answers danger even to one who was being asked for something else, such as their door.

    Args:
        steps: the feature's conversations; in some staff write of dangers without being in one.
    """

    def __init__(self, steps: Mapping[str, OnStep]) -> None:
        self._steps = steps

    async def on_danger(self, context: Context, message: Message, text: str) -> None:
        """Help in private, and in a group where the bot is meant or listens."""
        if not context.is_private:
            if await _is_heard(context, message):
                await help_first(context, message, text)
            return
        going_on = await context.work.read(find_conversation, context.person_id, message.chat.id)
        if going_on is not None and await _is_writing(context, going_on):
            await self._steps[going_on.step](context, message, going_on)
        else:
            await help_first(context, message, text)


async def _is_writing(context: Context, going_on: ConversationView) -> bool:
    """Whether somebody who is staff still is in the middle of writing an answer."""
    is_fresh = context.received_at - going_on.updated_at <= _STILL_WRITING
    is_writing = going_on.step in _WRITING and is_fresh
    return is_writing and (await context.actor()).is_staff_anywhere


async def _is_heard(context: Context, message: Message) -> bool:
    if is_mentioned(context, message) or is_reply_to_answer(context, message):
        return True
    manner = await context.work.read(find_chat_manner, message.chat.id)
    return manner.listens and is_spoken(context, message)


async def help_first(context: Context, message: Message, text: str) -> None:
    """Say what to do at once, with the committee's own words where there are some."""
    place = await find_own_place(context)
    await speak_as_asked(context, text)
    shown = await _find_own_words(context, place) if place else None
    reply_to = None if context.is_private else message.message_id
    await context.say("faq/emergency", reply_to=reply_to, entry=shown)


async def _find_own_words(context: Context, place: Place) -> dict[str, Any] | None:
    entry = await context.work.read(find_emergency, place, context.received_at)
    if entry is None:
        return None
    reader = (await context.words()).language
    return show_answer_params(entry, entry.text_for(reader), reader=reader)

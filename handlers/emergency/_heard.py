"""Cries for help, wherever they are written; the urgent button, /sos and its link."""

from __future__ import annotations

import re
from collections.abc import Mapping, Set
from datetime import timedelta
from typing import NamedTuple

from aiogram.types import CallbackQuery, Message

from handlers.context import Context
from handlers.danger import Kind, read_danger
from handlers.first_help import (
    answer_params,
    call_duty,
    find_own_spot,
    help_first,
    remind_first,
    tell_called,
)
from handlers.listening import is_mentioned, is_passed_on
from handlers.routes import OnStep
from handlers.urgent import UrgentPress
from storage.community.queries import ConversationView, find_conversation
from storage.faq.queries import find_chat_manner

# A dialogue left longer than this is a forgotten one.
_STILL_WRITING = timedelta(hours=1)
# Characters. What staff write in a group beyond this is a notice, not a cry.
_LONGEST_CRY_OF_STAFF = 100


class Heard(NamedTuple):
    """Words that tell of danger or despair."""

    kind: Kind
    words: str


def read_cry(text: str) -> Heard | None:
    """The text, if it tells of danger or despair."""
    kind = read_danger(text)
    return None if kind is None else Heard(kind, text)


class Watch:
    """Answers a cry even from one who was being asked for something else, such as their door.

    Args:
        steps: every conversation's.
        written_for_others: those in which staff write of dangers without being in one.
        commands: every feature's; who sends one speaks to the bot.
    """

    def __init__(
        self, steps: Mapping[str, OnStep], written_for_others: Set[str], commands: Set[str]
    ) -> None:
        self._steps = steps
        self._written_for_others = written_for_others
        self._commands = commands

    async def on_cry(self, context: Context, message: Message, heard: Heard) -> None:
        """Help; in a group as shortly as it is spoken to."""
        if not context.is_private:
            is_command = _read_command(message) in self._commands
            await _on_cry_in_group(context, message, heard, is_command=is_command)
            return
        going_on = await self._find_writing(context, message)
        if going_on is None:
            await help_first(context, heard.kind, heard.words)
        else:
            await remind_first(context, heard.kind)
            await self._steps[going_on.step](context, message, going_on)

    async def _find_writing(self, context: Context, message: Message) -> ConversationView | None:
        """What somebody who is staff is in the middle of writing for others."""
        going_on = await context.work.read(find_conversation, context.person_id, message.chat.id)
        if going_on is None or going_on.step not in self._written_for_others:
            return None
        is_fresh = context.received_at - going_on.updated_at <= _STILL_WRITING
        is_writing = is_fresh and not _read_command(message)
        return going_on if is_writing and (await context.actor()).is_staff_anywhere else None


def _read_command(message: Message) -> str:
    """The command that a message begins with, or nothing."""
    found = re.match(r"/(\w+)", message.text or "")
    return found[1].lower() if found else ""


async def _on_cry_in_group(
    context: Context, message: Message, heard: Heard, *, is_command: bool
) -> None:
    is_meant = is_command or await _is_meant(context, message)
    if is_passed_on(message) or (message.sender_chat is not None and not _is_hidden(message)):
        # A notice that is shown here, or a channel's post: nobody here cries.
        if not is_meant:
            return
    elif not is_meant and await _is_notice(context, heard.words):
        return
    await help_first(
        context, heard.kind, heard.words, reply_to=message.message_id, is_meant=is_meant
    )


async def _is_meant(context: Context, message: Message) -> bool:
    """Whether the bot is named or answered, or staff let it listen here."""
    if is_mentioned(context, message):
        return True
    said = message.reply_to_message
    if said and said.from_user and said.from_user.id == context.services.bot.id:
        return True
    manner = await context.work.read(find_chat_manner, message.chat.id)
    return manner.listens and not is_passed_on(message)


def _is_hidden(message: Message) -> bool:
    """Whether an administrator speaks as the group itself."""
    return message.sender_chat is not None and message.sender_chat.id == message.chat.id


async def _is_notice(context: Context, words: str) -> bool:
    if len(words) <= _LONGEST_CRY_OF_STAFF or context.user is None:
        return False
    return (await context.actor()).is_staff_anywhere


async def on_sos(context: Context, message: Message, words: str) -> None:
    """/sos, with or without words, and `/start sos`."""
    kind = read_danger(words)
    await help_first(context, kind, words, reply_to=message.message_id)


async def on_urgent(context: Context, press: CallbackQuery, _data: UrgentPress) -> None:
    """The urgent button; in a group only the presser reads the answer."""
    if context.is_private:
        await help_first(context, None)
        await context.answer(press, "")
        return
    spot = await find_own_spot(context)
    words = await context.words()
    text = words.alert("urgent_pressed", phone=spot.duty_phone if spot else "")
    await context.answer(press, text, alert=True)
    await context.say_privately("emergency/help", **await answer_params(context, spot))
    raised = await call_duty(context, None, "")
    if not raised.is_joined:
        await tell_called(context, raised)

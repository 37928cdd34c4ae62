"""Titles to choose from, where no single entry is sure."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from aiogram.exceptions import AiogramError
from aiogram.types import InlineKeyboardMarkup, Message

from handlers.context import ANSWER_TIMEOUT, Context
from handlers.faq._buttons import feedback_button
from handlers.faq.residents._callbacks import ChoosePress
from handlers.keyboards import keyboard, label_button
from handlers.routes import Keyboard
from locales.renderer import Words
from locales.values import BUTTON_CELLS, cell_width
from storage.community import actions as community
from storage.community.queries import find_conversation
from storage.faq.kinds import Feedback, Standing
from storage.faq.queries import list_entries

# What is remembered of a person in a group is no dialogue: which titles there are theirs.
_OPEN = "faq.open_choices"


async def offer_titles(
    context: Context,
    committee_id: int,
    entry_ids: Sequence[int],
    *,
    question_id: int,
    reply_to: int | None,
) -> Message | None:
    """Ask which of these is meant; the likeliest stands first."""
    reader = (await context.words()).language
    entries = await context.work.read(
        list_entries, committee_id, context.received_at, ids=entry_ids
    )
    titles = [
        {
            "id": entry.id,
            "title": entry.text_for(reader).question,
            "is_ended": entry.standing is not Standing.IN_FORCE,
        }
        for entry in sorted(entries, key=lambda entry: entry_ids.index(entry.id))
    ]
    return await context.say(
        "faq/choices",
        reply_to=reply_to,
        titles=titles,
        # A button has no room for a long title, and none for saying that it has ended.
        is_listed=any(
            each["is_ended"] or cell_width(str(each["title"])) > BUTTON_CELLS for each in titles
        ),
        question_id=question_id,
        is_private=context.is_private,
        reader=reader,
    )


async def leave_one_open(context: Context, sent: Message | None) -> None:
    """Take away the titles that the same person left unanswered in this group."""
    if context.is_private or context.user is None:
        return
    await forget_open(context, is_deleted=True)
    if sent is not None:
        await context.work.write(
            community.save_conversation,
            context.person_id,
            sent.chat.id,
            _OPEN,
            {"message_id": sent.message_id},
            now=context.received_at,
        )


async def forget_open(context: Context, *, is_deleted: bool = False) -> None:
    """The titles that a person was offered in this group are answered, or out of date."""
    assert context.chat is not None
    person_id, chat_id = context.person_id, context.chat.id
    left = await context.work.read(find_conversation, person_id, chat_id)
    if context.is_private or left is None or left.step != _OPEN:
        return
    if is_deleted:
        with suppress(AiogramError):
            await context.services.bot.delete_message(
                chat_id, left.data["message_id"], request_timeout=ANSWER_TIMEOUT
            )
    await context.work.write(community.end_conversation, person_id, chat_id)


def _choices_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    question_id = params["question_id"]
    titles = [
        [label_button(each["title"], ChoosePress(question_id=question_id, entry_id=each["id"]))]
        for each in params["titles"]
    ]
    if not question_id:
        return keyboard(*titles)
    none = feedback_button(words, "none_of_these", params, Feedback.NONE_OF_THESE)
    person = feedback_button(words, "ask_person", params, Feedback.TO_A_PERSON)
    return keyboard(*titles, [none], [person] if params["is_private"] else [])


KEYBOARDS: dict[str, Keyboard] = {"faq/choices": _choices_keyboard}

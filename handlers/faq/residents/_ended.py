"""What is said of a rule that has ended: until when it held and what followed, never its words."""

from __future__ import annotations

from typing import Any

from aiogram.types import InlineKeyboardMarkup

from handlers.context import Context
from handlers.faq._buttons import feedback_button
from handlers.faq.residents._callbacks import ChoosePress
from handlers.faq.residents._place import holds_here
from handlers.keyboards import keyboard, label_button
from handlers.quoting import iso
from handlers.routes import Keyboard
from locales.renderer import Words
from storage.faq.kinds import Feedback, Standing
from storage.faq.queries import EntryView, find_entry

ENDED = (Standing.EXPIRED, Standing.WITHDRAWN)
# Links from one entry to its successor that are followed.
_MOST_SUCCESSORS = 10


async def ended_params(
    context: Context,
    entry: EntryView,
    successor: EntryView | None,
    question_id: int = 0,
    *,
    is_handed: bool = False,
) -> dict[str, Any]:
    """What `faq/ended` shows: until when it held, what took its place; never its words."""
    reader = (await context.words()).language
    return {
        "title": entry.text_for(reader).question,
        "ended_on": iso(entry.valid_until) if entry.standing is Standing.EXPIRED else None,
        "successor_id": successor.id if successor else 0,
        "successor": successor.text_for(reader).question if successor else None,
        "question_id": question_id,
        "is_handed": is_handed,
        "reader": reader,
    }


async def find_successor(context: Context, entry: EntryView) -> EntryView | None:
    """The entry in force that took the place of one that has ended, for these houses."""
    current: EntryView | None = entry
    for _ in range(_MOST_SUCCESSORS):
        if current is None or current.replaced_by is None:
            return None
        current = await context.work.read(find_entry, current.replaced_by, context.received_at)
        if current is not None and await _is_givable(context, current):
            return current
    return None


async def _is_givable(context: Context, entry: EntryView) -> bool:
    return entry.standing is Standing.IN_FORCE and await holds_here(context, entry)


def _ended_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup | None:
    if params["successor"] is not None:
        press = ChoosePress(question_id=params["question_id"], entry_id=params["successor_id"])
        return keyboard([label_button(params["successor"], press)])
    if params["question_id"] and not params["is_handed"]:
        return keyboard([feedback_button(words, "ask_person", params, Feedback.TO_A_PERSON)])
    return None


KEYBOARDS: dict[str, Keyboard] = {"faq/ended": _ended_keyboard}

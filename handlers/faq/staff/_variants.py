"""Other ways in which residents ask the same: one a line, each taken out by a button."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from aiogram.types import CallbackQuery, InlineKeyboardMarkup, Message

from handlers.context import Context
from handlers.faq.staff._callbacks import EntryPress, VariantPress
from handlers.faq.staff._talk import find_own_entry, remember
from handlers.keyboards import button, in_rows, keyboard, label_button
from handlers.routes import Keyboard
from handlers.talk import read_text, recall, show
from locales.renderer import Words
from locales.values import shorten
from storage.community.queries import ConversationView
from storage.errors import RuleError
from storage.faq import actions
from storage.faq.queries import EntryView

STEP = "faq.variants"
PUT_BACK = -1
# Characters of a message that are left to the wordings.
_ROOM = 3_000


async def ask_variants(
    context: Context, press: CallbackQuery | None, entry: EntryView, *, removed: str | None = None
) -> None:
    """Show the wordings and ask for more.

    Args:
        removed: what was taken out just now and can be put back.
    """
    await remember(context, STEP, {"entry_id": entry.id, "removed": removed})
    await show(
        context,
        press,
        "faq/variants",
        entry_id=entry.id,
        version=entry.version,
        question=entry.source_text.question,
        variants=_shorten(entry.source_text.variants),
        removed=removed,
    )


async def on_variants(context: Context, message: Message, conversation: ConversationView) -> None:
    """Add the wordings, one a line."""
    entry = await find_own_entry(context, conversation.data["entry_id"])
    added = read_text(message).splitlines()
    await ask_variants(context, None, await _write(context, entry, *_variants(entry), *added))


async def on_variant(context: Context, press: CallbackQuery, data: VariantPress) -> None:
    """Take a wording out, or put the last one back."""
    entry = await find_own_entry(context, data.entry_id)
    known = list(_variants(entry))
    removed: str | None = None
    if data.place == PUT_BACK:
        conversation = await recall(context, STEP) or {}
        if conversation.get("entry_id") != entry.id or not conversation.get("removed"):
            raise RuleError("stale_button")
        known.append(conversation["removed"])
    elif data.version == entry.version and 0 <= data.place < len(known):
        removed = known.pop(data.place)
    else:
        # The numbers of the buttons were those of another list.
        raise RuleError("stale_button")
    entry = await _write(context, entry, *known)
    await ask_variants(context, press, entry, removed=removed)
    await context.answer(press, "")


def _shorten(variants: Sequence[str]) -> list[str]:
    """So much of each that all of them fit into one message."""
    room = _ROOM // max(1, len(variants))
    return [shorten(each, room) for each in variants]


def _variants(entry: EntryView) -> tuple[str, ...]:
    return entry.source_text.variants


async def _write(context: Context, entry: EntryView, *variants: str) -> EntryView:
    words = replace(entry.source_text.words, variants=variants)
    by, now = context.person_id, context.received_at
    return await context.work.write(actions.write_text, entry.id, words, by=by, now=now)


def _variants_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    entry_id, version = params["entry_id"], params["version"]

    def at(place: int) -> VariantPress:
        return VariantPress(entry_id=entry_id, version=version, place=place)

    numbers = (label_button(f"✖ {n + 1}", at(n)) for n in range(len(params["variants"])))
    undo = [button(words, "faq_put_back", at(PUT_BACK))] if params["removed"] else []
    return keyboard(
        *in_rows(numbers, 5), undo, [button(words, "faq_done", EntryPress(entry_id=entry_id))]
    )


KEYBOARDS: dict[str, Keyboard] = {
    "faq/variants": _variants_keyboard,
}

"""Staff change an entry by answering a question; words in force count once they were confirmed.

Whatever is written while the conversation lasts is taken for the thing that was asked for last,
so that somebody who misspelt it simply writes it again.
"""

from __future__ import annotations

from typing import Any

from aiogram.types import CallbackQuery, Message

from handlers.context import Context
from handlers.faq.staff import _variants
from handlers.faq.staff._callbacks import ChangePress, FieldPress, OwnSourcePress, TextPress
from handlers.faq.staff._changes import check_change, keep_change, preview, to_change
from handlers.faq.staff._entry import ask_publish
from handlers.faq.staff._page import show_entry, show_params
from handlers.faq.staff._reading import Source, read_source, read_words
from handlers.faq.staff._talk import (
    find_own_committee,
    find_own_entry,
    find_today,
    forget,
    remember,
)
from handlers.talk import is_resent, read_text, recall, show
from storage.community.queries import ConversationView
from storage.errors import RuleError
from storage.faq import actions
from storage.faq.kinds import EntryKind, EntryState
from storage.faq.queries import EntryView

STEP = "faq.edit"
FIELDS = ("question", "answer", "source", "variants")


async def on_field(context: Context, press: CallbackQuery, data: FieldPress) -> None:
    """Ask for one thing of an entry, in its own language."""
    entry = await find_own_entry(context, data.entry_id)
    if data.field not in FIELDS:
        raise RuleError("stale_button")
    if data.field == "variants":
        await _variants.ask_variants(context, press, entry)
    else:
        await ask_field(context, press, entry, data.field)
    await context.answer(press, "")


async def ask_field(
    context: Context,
    press: CallbackQuery | None,
    entry: EntryView,
    field: str,
    *,
    is_new: bool = False,
) -> None:
    """Ask for a field.

    Args:
        is_new: the entry was written just now: after its source comes putting it in force.
    """
    data = {"entry_id": entry.id, "language": entry.language, "field": field, "is_new": is_new}
    await remember(context, STEP, data)
    await show_field(context, press, entry, field, is_new=is_new)


async def show_field(
    context: Context, press: CallbackQuery | None, entry: EntryView, field: str, *, is_new: bool
) -> None:
    """Say what is asked for; the conversation stands there already."""
    text = entry.source_text
    await show(
        context,
        press,
        "faq/ask_field",
        entry_id=entry.id,
        field=field,
        is_new=is_new,
        question=text.question,
        answer=text.answer,
        source=text.source,
        issuing_body=text.issuing_body,
        issued_on=entry.issued_on.isoformat() if entry.issued_on else None,
    )


async def on_text_press(context: Context, press: CallbackQuery, data: TextPress) -> None:
    """Ask for an entry's words in a language, or take the old ones for still right."""
    entry = await find_own_entry(context, data.entry_id)
    if data.act == "write" and data.language != entry.language:
        await _ask_translation(context, press, entry, data.language)
    elif data.act == "still" and data.language in entry.texts:
        text = entry.texts[data.language]
        change = {"question": text.question, "answer": text.answer}
        entry = await keep_change(context, entry, data.language, change)
        await show_entry(context, press, entry, note="saved", language=data.language)
    else:
        raise RuleError("stale_button")
    await context.answer(press, "")


async def _ask_translation(
    context: Context, press: CallbackQuery, entry: EntryView, language: str
) -> None:
    data = {"entry_id": entry.id, "language": language, "field": "words"}
    await remember(context, STEP, data)
    known = entry.texts.get(language)
    await context.redraw(
        press,
        "faq/ask_translation",
        entry_id=entry.id,
        language=language,
        source_language=entry.language,
        source={"question": entry.source_text.question, "answer": entry.source_text.answer},
        known={"question": known.question, "answer": known.answer} if known else None,
        is_stale=known is not None and known.is_stale,
    )


async def on_answer(context: Context, message: Message, conversation: ConversationView) -> None:
    """Take what was asked for."""
    data = dict(conversation.data)
    entry = await find_own_entry(context, data["entry_id"])
    if is_resent(context, conversation):
        await _ask_again(context, entry, data)
        return
    change = dict(data.get("change", {}))
    change |= await _read(context, entry, data["field"], read_text(message))
    check_change({name: text for name, text in change.items() if text or name != "answer"})
    if not change.get("answer", "!"):
        data["field"] = "answer"
    await _go_on(context, entry, {**data, "change": change})


async def _go_on(context: Context, entry: EntryView, data: dict[str, Any]) -> None:
    """Ask for the answer of a translation whose question is there, or take the whole change."""
    if data["change"].get("answer", "!"):
        await _take(context, None, entry, data)
        return
    await remember(context, STEP, data)
    await context.say("faq/ask_answer", entry_id=entry.id, language=data["language"])


async def _ask_again(context: Context, entry: EntryView, data: dict[str, Any]) -> None:
    """Show once more what came of a message that Telegram sends twice."""
    if "change" in data:
        await _go_on(context, entry, data)
    else:
        await ask_field(context, None, entry, data["field"], is_new=data.get("is_new", False))


async def _read(context: Context, entry: EntryView, field: str, text: str) -> dict[str, Any]:
    if field == "words":
        question, answer = read_words(text)
        return {"question": question, "answer": answer}
    if field == "source":
        source = read_source(text, await find_today(context, entry.committee_id))
        if source is None:
            raise RuleError("faq_source_unreadable")
        return to_change(source)
    return {field: text}


async def on_own_source(context: Context, press: CallbackQuery, data: OwnSourcePress) -> None:
    """The committee says so itself, today: in one tap."""
    entry = await find_own_entry(context, data.entry_id)
    committee = await find_own_committee(context, entry.committee_id)
    words = context.services.renderer.words(entry.language, committee.time_zone)
    today = await find_today(context, committee.id)
    source = Source(words.text("faq/own_source", committee=committee.name), committee.name, today)
    known = await recall(context, STEP) or {}
    is_new = known.get("entry_id") == entry.id and known.get("is_new", False)
    change = {
        "entry_id": entry.id,
        "language": entry.language,
        "field": "source",
        "is_new": is_new,
        "change": to_change(source),
    }
    await _take(context, press, entry, change)
    await context.answer(press, "")


async def _take(
    context: Context, press: CallbackQuery | None, entry: EntryView, data: dict[str, Any]
) -> None:
    """Keep a draft's words at once; show what is in force as it would be, and ask."""
    language, change = data["language"], data["change"]
    if entry.state is EntryState.IN_FORCE:
        await remember(context, STEP, data)
        shown = preview(entry, language, change, context.received_at)
        params = await show_params(context, shown, shown.texts[language])
        await show(context, press, "faq/change", **params)
        return
    entry = await keep_change(context, entry, language, change)
    await forget(context)
    if data.get("is_new"):
        await ask_publish(context, press, entry)
    else:
        await show_entry(context, press, entry, note="saved", language=language)


async def on_change(context: Context, press: CallbackQuery, data: ChangePress) -> None:
    """Publish the change, or leave the entry as it is."""
    entry = await find_own_entry(context, data.entry_id)
    known = await recall(context, STEP)
    if known is None or known["entry_id"] != entry.id or "change" not in known:
        raise RuleError("stale_button")
    if data.act == "publish":
        entry = await keep_change(context, entry, known["language"], known["change"])
        await forget(context)
        await show_entry(context, press, entry, note="published", language=known["language"])
    else:
        await forget(context)
        await show_entry(context, press, entry, note="discarded")
    await context.answer(press, "")


async def set_kind(context: Context, press: CallbackQuery, entry_id: int, kind: str) -> None:
    """Put an entry under another topic."""
    entry = await find_own_entry(context, entry_id)
    by, now = context.person_id, context.received_at
    entry = await context.work.write(actions.set_kind, entry.id, EntryKind(kind), by=by, now=now)
    await show_entry(context, press, entry, note="saved")

"""What was answered once becomes an entry: source, end and topic first, then one tap.

The conversation keeps what staff said so far; a field that was asked for stands in `asking`. What
a resident asked is read anew each time: it may be erased meanwhile.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from aiogram.types import CallbackQuery, Message

from handlers.context import Context
from handlers.faq.staff._page import show_entry
from handlers.faq.staff._reading import read_day
from handlers.faq.staff._talk import (
    find_own_committee,
    find_own_entry,
    find_own_item,
    find_today,
    forget,
    remember,
)
from handlers.talk import is_resent, read_text, recall, show
from storage.community.queries import ConversationView
from storage.errors import RuleError
from storage.faq import actions, rules
from storage.faq.entries import QUESTION, EntryWords
from storage.faq.kinds import EntryKind, ItemState
from storage.faq.queries import ItemView, find_question, list_questions

STEP = "faq.make"
NEEDED = ("kind", "source", "valid_until")
"""What must be said besides the question; an entry without end says so with None."""


async def begin(context: Context, press: CallbackQuery, item: ItemView) -> None:
    """Show what is there and what is missing."""
    if item.entry_id is not None:
        await show_entry(context, press, await find_own_entry(context, item.entry_id))
        return
    if item.state is not ItemState.ANSWERED or item.reply is None:
        raise RuleError("stale_button")
    known = await recall(context, STEP)
    if known is None or known["item_id"] != item.id:
        known = {"item_id": item.id}
        first = next(iter(await context.work.read(list_questions, item.id)), None)
        if first is not None and first.language == item.reply_language:
            known["question_id"] = first.id
    await _show(context, press, item, known)


async def _show(
    context: Context, press: CallbackQuery | None, item: ItemView, known: dict[str, Any]
) -> None:
    known = {name: value for name, value in known.items() if name != "asking"}
    await remember(context, STEP, known)
    words = await context.words()
    kind, question = known.get("kind"), await _find_question(context, known)
    await show(
        context,
        press,
        "faq/make",
        item_id=item.id,
        question=question,
        reply=item.reply,
        kind_name=words.button("topic", kind=kind) if kind else None,
        source=known.get("source"),
        issued_on=known.get("issued_on"),
        has_end="valid_until" in known,
        valid_until=known.get("valid_until"),
        is_ready=question is not None and all(name in known for name in NEEDED),
    )


async def _find_question(context: Context, known: dict[str, Any]) -> str | None:
    """What staff wrote, else what they were shown of what was asked, while it is kept."""
    if "question" in known:
        return str(known["question"])
    asked = await context.work.read(find_question, known.get("question_id", 0))
    return asked.text[:QUESTION] if asked is not None else None


async def _recall(context: Context, item_id: int) -> dict[str, Any]:
    known = await recall(context, STEP)
    if known is None or known["item_id"] != item_id:
        raise RuleError("stale_button")
    return known


async def _ask(context: Context, item_id: int, field: str) -> None:
    known = await _recall(context, item_id)
    await remember(context, STEP, {**known, "asking": field})
    question = await _find_question(context, known)
    await context.say("faq/make_ask", item_id=item_id, field=field, question=question)


async def ask_question(context: Context, _press: CallbackQuery, item: ItemView) -> None:
    """Ask for a better wording."""
    await _ask(context, item.id, "question")


async def ask_source(context: Context, _press: CallbackQuery, item: ItemView) -> None:
    """Ask where the reply comes from."""
    await _ask(context, item.id, "source")


async def ask_until(context: Context, item_id: int) -> None:
    """Ask for the last day."""
    await _ask(context, item_id, "valid_until")


async def ask_kind(context: Context, press: CallbackQuery, item: ItemView) -> None:
    """Ask for the topic."""
    await _recall(context, item.id)
    await context.redraw(press, "faq/choose_kind", purpose="item", subject=item.id)


async def on_make(context: Context, message: Message, conversation: ConversationView) -> None:
    """Take what was asked for; words that nobody asked for are a better wording."""
    known = dict(conversation.data)
    item = await find_own_item(context, known["item_id"])
    if not is_resent(context, conversation):
        today = await find_today(context, item.committee_id)
        known |= _read(known.get("asking", "question"), read_text(message), today)
    await _show(context, None, item, known)


def _read(field: str, text: str, today: date) -> dict[str, Any]:
    match field:
        case "source":
            document, _, rest = text.partition("\n")
            issued_on = read_day(rest, today, is_past=True) if rest.strip() else today
            if issued_on is None:
                raise RuleError("faq_day_unreadable")
            rules.check_words(EntryWords("", "?", (), "!", document))
            return {"source": document.strip(), "issued_on": issued_on.isoformat()}
        case "valid_until":
            until = read_day(text, today)
            if until is None:
                raise RuleError("faq_day_unreadable")
            return {"valid_until": until.isoformat()}
        case _:
            return {"question": rules.check_words(EntryWords("", text, (), "!")).question}


async def take_own_source(context: Context, press: CallbackQuery, item: ItemView) -> None:
    """The committee says so itself, today."""
    known = await _recall(context, item.id)
    committee = await find_own_committee(context, item.committee_id)
    words = context.services.renderer.words(
        item.reply_language or (await context.words()).language, committee.time_zone
    )
    known["source"] = words.text("faq/own_source", committee=committee.name)
    known["issued_on"] = (await find_today(context, item.committee_id)).isoformat()
    await _show(context, press, item, known)


async def take_until(
    context: Context, press: CallbackQuery | None, item_id: int, until: date | None
) -> None:
    """The last day was chosen."""
    known = await _recall(context, item_id)
    item = await find_own_item(context, item_id)
    known["valid_until"] = until.isoformat() if until else None
    await _show(context, press, item, known)


async def take_kind(context: Context, press: CallbackQuery, item_id: int, kind: str) -> None:
    """The topic was chosen."""
    known = await _recall(context, item_id)
    item = await find_own_item(context, item_id)
    await _show(context, press, item, {**known, "kind": kind})


async def publish(context: Context, press: CallbackQuery, item: ItemView) -> None:
    """Make it an entry, in force at once."""
    if item.entry_id is not None:
        await begin(context, press, item)
        return
    known = await _recall(context, item.id)
    question = await _find_question(context, known)
    if question is None or any(name not in known for name in NEEDED):
        raise RuleError("stale_button")
    until = known["valid_until"]
    entry_id = await context.work.write(
        actions.entry_from_item,
        item.id,
        kind=EntryKind(known["kind"]),
        source=known["source"],
        issued_on=date.fromisoformat(known["issued_on"]),
        valid_until=date.fromisoformat(until) if until else None,
        by=context.person_id,
        now=context.received_at,
        question=question,
    )
    await forget(context)
    entry = await find_own_entry(context, entry_id)
    await show_entry(context, press, entry, note="published")

"""Staff look for an entry by words: to open it, to let it replace another, to answer with it."""

from __future__ import annotations

from typing import Any

from aiogram.types import CallbackQuery, Message

from handlers.context import Context
from handlers.faq.staff._shelf import find_titles, title_of
from handlers.faq.staff._talk import find_own_committee, find_written, remember
from handlers.talk import read_text, show
from storage.community.queries import ConversationView
from storage.faq.kinds import Standing
from storage.faq.queries import EntryView, list_entries

STEP = "faq.search"
MOST_FOUND = 8
OPEN, REPLACE, USE = "open", "replace", "use"


async def ask_words(context: Context, press: CallbackQuery, committee_id: int) -> None:
    """Ask what to look for on the board."""
    await ask_words_for(context, press, OPEN, committee_id, committee_id)


async def ask_words_for(
    context: Context, press: CallbackQuery, purpose: str, committee_id: int, subject: int
) -> None:
    """Ask what to look for.

    Args:
        purpose: what is done with what is found: `OPEN`, `REPLACE`, `USE`.
        subject: the entry to be replaced, the item to be answered.
    """
    data = await expect_words(context, purpose, committee_id, subject)
    await show(context, press, "faq/ask_search", **data)


async def expect_words(
    context: Context, purpose: str, committee_id: int, subject: int
) -> dict[str, Any]:
    """Look for what is written next; returns what is remembered of it."""
    data = {"purpose": purpose, "committee_id": committee_id, "subject": subject}
    await remember(context, STEP, data)
    return data


async def on_words(context: Context, message: Message, conversation: ConversationView) -> None:
    """Say what was found; the next words are looked for likewise."""
    data = dict(conversation.data)
    committee_id, purpose = data["committee_id"], data["purpose"]
    await find_own_committee(context, committee_id)
    asked = read_text(message)
    found = await find_entries(
        context, committee_id, asked, in_force=purpose != OPEN, without=_itself(data)
    )
    await remember(context, STEP, data)
    await context.say(
        "faq/found",
        purpose=purpose,
        committee_id=committee_id,
        subject=data["subject"],
        asked=asked,
        entries=found,
    )


def _itself(data: dict[str, Any]) -> int | None:
    return int(data["subject"]) if data["purpose"] == REPLACE else None


async def find_entries(
    context: Context,
    committee_id: int,
    asked: str,
    *,
    in_force: bool,
    without: int | None = None,
) -> list[dict[str, Any]]:
    """Entries whose questions have these words, then those that may answer them.

    Args:
        in_force: only entries that are.
        without: the entry that is not looked for.
    """
    language = (await context.words()).language
    entries = {
        entry.id: entry
        for entry in await context.work.read(list_entries, committee_id, context.received_at)
        if entry.id != without and (entry.standing is Standing.IN_FORCE or not in_force)
    }
    titled = find_titles(entries.values(), asked)
    matched = await _match(context, committee_id, asked, entries)
    found = {entry.id: entry for entry in (*titled, *matched)}
    return [title_of(entry, language) for entry in list(found.values())[:MOST_FOUND]]


async def _match(
    context: Context, committee_id: int, asked: str, entries: dict[int, EntryView]
) -> list[EntryView]:
    if not asked.strip():
        return []
    language = await find_written(context, asked)
    finding = await context.services.matcher.find(committee_id, asked, language, entries.keys())
    return [entries[each.entry_id] for each in finding.candidates[: finding.choices]]

"""New words for an entry: shown before they count, then kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from handlers.context import Context
from handlers.faq.staff._reading import Source
from storage.faq import actions, rules
from storage.faq.entries import EntryWords
from storage.faq.queries import EntryView, TextView

WORDS = ("question", "answer")
"""What a change may hold in one language; `SOURCE` holds for all."""
SOURCE = ("source", "issuing_body", "issued_on", "source_url")


def check_change(change: dict[str, Any]) -> None:
    """Whether these words may be kept.

    Raises:
        RuleError: `faq_question_empty`, `faq_answer_empty`, `faq_text_too_long`,
            `faq_link_wrong`.
    """
    # What is not changed now was right when it was written.
    words = EntryWords(
        "",
        change.get("question", "?"),
        (),
        change.get("answer", "!"),
        change.get("source", ""),
        change.get("issuing_body", ""),
    )
    rules.check_words(words)
    rules.check_link(change.get("source_url"))


def to_change(source: Source) -> dict[str, Any]:
    """A source as a conversation keeps it."""
    return {
        "source": source.source,
        "issuing_body": source.issuing_body,
        "issued_on": source.issued_on.isoformat(),
        "source_url": source.source_url,
    }


def preview(entry: EntryView, language: str, change: dict[str, Any], now: datetime) -> EntryView:
    """The entry as it will be."""
    text = _text(entry, language, now)
    words = {name: change[name] for name in (*WORDS, "source", "issuing_body") if name in change}
    facts: dict[str, Any] = {}
    if "issued_on" in change:
        facts = {
            "issued_on": date.fromisoformat(change["issued_on"]),
            "source_url": change["source_url"],
        }
    texts = {**entry.texts, language: replace(text, **words)}
    return replace(entry, texts=texts, **facts)


def _text(entry: EntryView, language: str, now: datetime) -> TextView:
    source = entry.source_text
    return entry.texts.get(language) or TextView(
        language, "", (), "", source.source, source.issuing_body, now, is_stale=False
    )


async def keep_change(
    context: Context, entry: EntryView, language: str, change: dict[str, Any]
) -> EntryView:
    """Write the change down; returns the entry as it is then."""
    by, now = context.person_id, context.received_at
    if change.keys() & set(WORDS):
        words = preview(entry, language, change, now).texts[language].words
        words = replace(words, source="", issuing_body="", updated=None)
        entry = await context.work.write(actions.write_text, entry.id, words, by=by, now=now)
    if "source" in change:
        issued_on = date.fromisoformat(change["issued_on"])
        entry = await context.work.write(
            actions.set_source,
            entry.id,
            language,
            **{**{name: change[name] for name in SOURCE}, "issued_on": issued_on},
            by=by,
            now=now,
        )
        if entry.valid_from is None:
            entry = await context.work.write(
                actions.set_dates, entry.id, valid_from=issued_on, by=by, now=now
            )
    return entry

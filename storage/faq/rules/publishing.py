"""What an entry must say before residents are given it, and what may replace it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from storage.errors import RuleError
from storage.faq.entries import FILLING, EntryFacts, EntryWords
from storage.faq.rules.standing import check_dates


def is_stale(written_at: datetime, source_written_at: datetime) -> bool:
    """Whether a translation is older than the words that it follows."""
    return written_at < source_written_at


def count_fillings(words: EntryWords) -> int:
    """Places that the committee has still to fill in."""
    return sum(text.count(FILLING) for text in (words.question, *words.variants, words.answer))


def check_may_publish(facts: EntryFacts, source: EntryWords) -> None:
    """Whether an entry says where it comes from and since when, and leaves nothing open.

    A translation with open places hinders nothing: its readers are given the source language.

    Args:
        source: the words of the source language.

    Raises:
        RuleError: `faq_incomplete` with `missing`, names in the order in which they are asked
            for; `faq_needs_filling` with `count`.
    """
    needed = {
        "answer": source.answer,
        "source": source.source,
        "issuing_body": source.issuing_body,
        "issued_on": facts.issued_on,
        "valid_from": facts.valid_from,
    }
    missing = [name for name, value in needed.items() if not value]
    if missing:
        raise RuleError("faq_incomplete", missing=missing)
    check_dates(facts.valid_from, facts.valid_until)
    if count := count_fillings(source):
        raise RuleError("faq_needs_filling", count=count)


def check_no_circle(entry_id: int, replaced_by: int, successors: Mapping[int, int | None]) -> None:
    """Whoever follows what replaced what arrives somewhere.

    Args:
        successors: what replaces each entry already.

    Raises:
        RuleError: `faq_replacement_circle`.
    """
    seen = {entry_id}
    follower: int | None = replaced_by
    while follower is not None:
        if follower in seen:
            raise RuleError("faq_replacement_circle")
        seen.add(follower)
        follower = successors.get(follower)

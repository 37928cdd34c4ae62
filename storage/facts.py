"""What staff state of something before it is published, and what cannot stand. Pure."""

from __future__ import annotations

from datetime import datetime

from storage.errors import RuleError


def check_text(fact: str, text: str, limit: int) -> None:
    """Refuse an empty or endless fact.

    Raises:
        RuleError: `fact_missing` (fact), `text_too_long` (fact, limit).
    """
    if not text.strip():
        raise RuleError("fact_missing", fact=fact)
    if len(text) > limit:
        raise RuleError("text_too_long", fact=fact, limit=limit)


def check_number(fact: str, number: int, limit: int) -> None:
    """Refuse zero and the absurd.

    Raises:
        RuleError: `wrong_number` (fact, limit).
    """
    if not 1 <= number <= limit:
        raise RuleError("wrong_number", fact=fact, limit=limit)


def check_span(opens_at: datetime, closes_at: datetime, now: datetime) -> None:
    """Refuse a span that runs backwards or is over.

    Raises:
        RuleError: `times_reversed`, `closes_in_past`.
    """
    if closes_at <= opens_at:
        raise RuleError("times_reversed")
    if closes_at <= now:
        raise RuleError("closes_in_past")

"""An entry's own words as JSON values, for whichever feature shows them."""

from __future__ import annotations

from datetime import date
from typing import Any

from storage.faq.queries import EntryView, TextView


def show_answer_params(entry: EntryView, text: TextView, *, reader: str) -> dict[str, Any]:
    """What `faq/_answer` shows, as JSON values.

    Args:
        reader: the language of whoever reads; words in another one are marked as such.
    """
    link = entry.source_url or ""
    return {
        "title": text.question,
        "answer": text.answer,
        "source": text.source,
        "source_url": link if link.startswith(("https://", "http://")) else None,
        "issuing_body": text.issuing_body,
        "issued_on": iso(entry.issued_on),
        "valid_from": iso(entry.valid_from),
        "valid_until": iso(entry.valid_until),
        "checked_at": iso(entry.checked_at),
        "original": None if text.language == reader else text.language,
        "is_stale": text.is_stale,
    }


def iso(when: date | None) -> str | None:
    """A day, or an instant, as a JSON value."""
    return None if when is None else when.isoformat()

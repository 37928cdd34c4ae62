"""Entries as people and files hand them over. Pure values; nothing here knows a table."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from storage.faq.kinds import ClosureKind, EntryKind

SLUG = 40
"""Characters of a slug: lower-case ASCII words joined by `-`."""
QUESTION = 200
VARIANT = 200
MOST_VARIANTS = 20
ANSWER = 1500
SOURCE = 200
SOURCE_URL = 300
BODY = 120
FILLING = "[["
"""Opens a place that the committee fills in before an entry can be published."""


@dataclass(frozen=True)
class EntryFacts:
    """What holds in every language.

    Attributes:
        source_url: where the document stands.
        issued_on: the document's own date.
        valid_from: first day, in the committee's time zone.
        valid_until: last day; None until withdrawn.
        closure: the kind of closure that the entry is about; None for all.
        estate: an estate's name as a file writes it; None for the whole committee.
        building: a building's label, of that estate; None for the whole estate.
    """

    kind: EntryKind
    source_url: str | None = None
    issued_on: date | None = None
    valid_from: date | None = None
    valid_until: date | None = None
    closure: ClosureKind | None = None
    estate: str | None = None
    building: str | None = None


@dataclass(frozen=True)
class EntryWords:
    """What an entry says in one language.

    Attributes:
        source: title of the document, as people know it.
        issuing_body: who issued it.
        updated: when the words were last looked at, as a file says.
    """

    language: str
    question: str
    variants: tuple[str, ...]
    answer: str
    source: str = ""
    issuing_body: str = ""
    updated: date | None = None


@dataclass(frozen=True)
class EntryFile:
    """One entry as an import hands it over.

    Attributes:
        language: the source language, which translations follow.
        facts: None where a file brought only translations of an entry that exists.
    """

    slug: str
    language: str
    facts: EntryFacts | None
    words: tuple[EntryWords, ...]

"""What queries about entries return: frozen values, without a session behind them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from storage.faq.entries import EntryFacts, EntryWords
from storage.faq.kinds import ClosureKind, EntryKind, EntryState, Standing
from storage.faq.rules import count_fillings

# Whoever reads one script can make out the other; a third language they may not read at all.
_SIBLINGS = {"zh-hans": "zh-hant", "zh-hant": "zh-hans"}


@dataclass(frozen=True)
class TextView:
    """An entry's words in one language.

    Attributes:
        source: title of the document; the source language's where this one has none.
        issuing_body: likewise.
        is_stale: the source language's words are younger.
    """

    language: str
    question: str
    variants: tuple[str, ...]
    answer: str
    source: str
    issuing_body: str
    written_at: datetime
    is_stale: bool

    @property
    def words(self) -> EntryWords:
        """The same as rules and files take it."""
        return EntryWords(
            self.language,
            self.question,
            self.variants,
            self.answer,
            self.source,
            self.issuing_body,
            self.written_at.date(),
        )


@dataclass(frozen=True)
class EntryView:
    """An entry as it stands on one day.

    Attributes:
        language: the source language.
        estate: name, where it is limited to one.
        building: label, where it is limited to one.
        owner_id: who hears of its end; None once they are gone.
        checked_at: when staff last said that it holds; None: never.
    """

    id: int
    committee_id: int
    slug: str
    kind: EntryKind
    state: EntryState
    standing: Standing
    language: str
    source_url: str | None
    issued_on: date | None
    valid_from: date | None
    valid_until: date | None
    estate_id: int | None
    estate: str | None
    building_id: int | None
    building: str | None
    closure: ClosureKind | None
    owner_id: int | None
    checked_by: int | None
    checked_at: datetime | None
    replaced_by: int | None
    version: int
    texts: Mapping[str, TextView]

    @property
    def source_text(self) -> TextView:
        """The words that translations follow."""
        return self.texts[self.language]

    @property
    def stale(self) -> tuple[str, ...]:
        """Languages whose words are older than the source language's."""
        return tuple(text.language for text in self.texts.values() if text.is_stale)

    @property
    def needs_filling(self) -> int:
        """Places in all languages that the committee has still to fill in."""
        return sum(count_fillings(text.words) for text in self.texts.values())

    @property
    def facts(self) -> EntryFacts:
        """The same as rules and files take it."""
        return EntryFacts(
            self.kind,
            self.source_url,
            self.issued_on,
            self.valid_from,
            self.valid_until,
            self.closure,
            self.estate,
            self.building,
        )

    @property
    def readable(self) -> Mapping[str, TextView]:
        """The words that residents may be given: translations with open places are not."""
        return {
            language: text
            for language, text in self.texts.items()
            if language == self.language or not count_fillings(text.words)
        }

    def text_for(self, *languages: str | None) -> TextView:
        """The words in the first of `languages` that may be given, else in the entry's own.

        The two Chinese scripts stand in for each other.
        """
        readable = self.readable
        for language in languages:
            for code in (language, _SIBLINGS.get(language or "")):
                if code is not None and code in readable:
                    return readable[code]
        return self.source_text


@dataclass(frozen=True)
class Givable:
    """Entries of a place by id.

    Attributes:
        in_force: may be given as answers.
        ended: may only be named as over: expired, or withdrawn with a successor.
    """

    in_force: frozenset[int]
    ended: frozenset[int]


@dataclass(frozen=True)
class PassageRow:
    """One entry in one language, as it is indexed."""

    entry_id: int
    language: str
    question: str
    variants: tuple[str, ...]
    answer: str


@dataclass(frozen=True)
class ChatManner:
    """How the bot behaves in a group.

    Attributes:
        listens: staff turned on that plain questions are answered.
        entry_id: what it said last, in `message_id` at `said_at`.
        entry_version: as which version: the entry may have changed since.
        can_hear: Telegram shows the bot every message there.
    """

    listens: bool
    entry_id: int | None
    entry_version: int | None
    message_id: int | None
    said_at: datetime | None
    can_hear: bool


class ClosureView(NamedTuple):
    """How far an estate is closed, or one building of it (`building` is its label)."""

    building_id: int | None
    building: str | None
    closure: ClosureKind

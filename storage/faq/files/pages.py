"""A page: one entry in one language. What a file writes on it, and what it means."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple, TypeVar

from storage.community.rules import clean_name
from storage.errors import RuleError
from storage.faq.entries import EntryFacts, EntryWords
from storage.faq.files.faults import Fault
from storage.faq.kinds import ClosureKind, EntryKind
from storage.faq.rules import check_dates, check_link, check_slug, check_words

LANGUAGES = ("zh-hans", "zh-hant", "en", "ja", "ko", "fr")
"""What an entry may be written in; the order of languages in files."""

FACTS = (
    "kind",
    "source_url",
    "issued_on",
    "valid_from",
    "valid_until",
    "closure",
    "estate",
    "building",
)
"""Keys of the source language's page alone."""
WORDS = ("question", "variants", "answer", "source", "issuing_body", "updated")
KEYS = ("language", *FACTS, *WORDS)

_DAY = re.compile(r"(\d{4})([-/.]|年)(\d{1,2})([-/.]|月)(\d{1,2})日?")
_SHOWN = 60
_KEY_OF = {"variant": "variants", "faq_too_many_variants": "variants"}

Choice = TypeVar("Choice", bound=StrEnum)
Value = TypeVar("Value")


class Cell(NamedTuple):
    """What stands under one key: a text, or the items of a list."""

    place: str
    texts: tuple[str, ...]
    is_list: bool = False


@dataclass(frozen=True)
class Written:
    """A page as a file writes it.

    Attributes:
        place: names the page as a whole.
        language: as the folder says; empty where no folder does.
        cells: by key.
    """

    place: str
    slug: str
    language: str
    cells: Mapping[str, Cell]


@dataclass(frozen=True)
class Page:
    """What a page means.

    Attributes:
        is_source: whether it claims to be the source language's: it has a `kind`.
        facts: None in a translation, and where they cannot be read.
        words: None where they cannot be read.
    """

    place: str
    slug: str
    is_source: bool = False
    facts: EntryFacts | None = None
    words: EntryWords | None = None
    faults: tuple[Fault, ...] = ()


def understand(written: Written, language: str) -> Page:
    """Judge a page, naming all that is wrong with it.

    Args:
        language: what a page is in that does not say.
    """
    return _Judge(written).judge(language)


def read_day(text: str) -> date | None:
    """A date as files write it: `2026-12-31`, `2026/12/31`, `2026年12月31日`."""
    found = _DAY.fullmatch(text)
    try:
        return date(*map(int, found.group(1, 3, 5))) if found else None
    except ValueError:
        return None


class _Judge:
    def __init__(self, written: Written) -> None:
        self._written = written
        self._faults: dict[str, Fault] = {}

    def judge(self, language: str) -> Page:
        self._check_keys()
        self._obey("slug", check_slug, self._written.slug)
        is_source = "kind" in self._written.cells
        facts = self._read_facts() if is_source else None
        if not is_source:
            self._refuse_facts()
        words = self._read_words(language)
        faults = tuple(self._faults.values())
        if faults:
            facts = words = None
        return Page(self._written.place, self._written.slug, is_source, facts, words, faults)

    def _tell(self, key: str, code: str, /, **params: object) -> None:
        """Note a fault of a key; what follows from the first one is not told."""
        cell = self._written.cells.get(key)
        place = cell.place if cell else self._written.place
        shown = {k: clean_name(v, _SHOWN) if isinstance(v, str) else v for k, v in params.items()}
        self._faults.setdefault(key, Fault(place, code, shown))

    def _obey(self, key: str, rule: Callable[..., Value], *values: object) -> Value | None:
        """What a rule makes of `values`; its refusal becomes a fault at the key that it names."""
        try:
            return rule(*values)
        except RuleError as refusal:
            field = str(refusal.params.get("field", key))
            at = _KEY_OF.get(refusal.code, _KEY_OF.get(field, field))
            self._tell(at, refusal.code.removeprefix("faq_"), **refusal.params)
            return None

    def _check_keys(self) -> None:
        for key in self._written.cells:
            if key not in KEYS:
                self._tell(key, "unknown_key", key=key)

    def _refuse_facts(self) -> None:
        """A date in a translation would be lost without a word."""
        for key in FACTS:
            if self._text(key):
                self._tell(key, "facts_without_kind", key=key)

    def _read_facts(self) -> EntryFacts:
        kind = self._choose("kind", EntryKind)
        facts = EntryFacts(
            kind or EntryKind.OTHER,
            self._obey("source_url", check_link, self._text("source_url")),
            self._day("issued_on"),
            self._day("valid_from"),
            self._day("valid_until"),
            self._choose("closure", ClosureKind) if self._text("closure") else None,
            clean_name(self._text("estate")) or None,
            clean_name(self._text("building")) or None,
        )
        self._obey("valid_until", check_dates, facts.valid_from, facts.valid_until)
        return facts

    def _read_words(self, language: str) -> EntryWords | None:
        words = EntryWords(
            language=self._read_language(language),
            question=self._text("question"),
            variants=self._texts("variants"),
            answer=self._text("answer"),
            source=self._text("source"),
            issuing_body=self._text("issuing_body"),
            updated=self._day("updated"),
        )
        missing = [key for key in ("question", "answer") if not getattr(words, key)]
        for key in missing:
            self._tell(key, "missing", key=key)
        return None if missing else self._obey("question", check_words, words)

    def _read_language(self, fallback: str) -> str:
        by_folder, told = self._written.language, self._text("language").lower()
        language = by_folder or told or fallback
        if language not in LANGUAGES:
            self._tell("language", "unknown_language", value=language)
        elif told not in ("", language):
            self._tell("language", "language_differs", value=told)
        return language

    def _texts(self, key: str) -> tuple[str, ...]:
        cell = self._written.cells.get(key)
        return tuple(text.strip() for text in cell.texts) if cell else ()

    def _text(self, key: str) -> str:
        cell = self._written.cells.get(key)
        if cell is not None and cell.is_list:
            self._tell(key, "not_text", key=key)
            return ""
        return "".join(self._texts(key))

    def _day(self, key: str) -> date | None:
        text = self._text(key)
        day = read_day(text)
        if text and day is None:
            self._tell(key, "date_wrong", key=key, value=text)
        return day

    def _choose(self, key: str, choices: type[Choice]) -> Choice | None:
        text = self._text(key).casefold()
        if text in list(choices):
            return choices(text)
        self._tell(key, f"unknown_{key}", value=text, choices=list(map(str, choices)))
        return None

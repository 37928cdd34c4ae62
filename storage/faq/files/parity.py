"""Whether every language says what the source language says, and no two entries ask the same."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from datetime import date

from storage.faq.entries import EntryFile, EntryWords
from storage.faq.files.faults import Fault
from storage.faq.files.pages import LANGUAGES
from storage.faq.rules import count_fillings


def list_gaps(
    entries: Sequence[EntryFile], languages: Sequence[str] = LANGUAGES
) -> tuple[Fault, ...]:
    """What translators and writers have still to do; places are `<language>/<slug>`.

    Codes: `untranslated`; `behind`, older than the source language's `updated`;
    `other_filling`, more or fewer places to fill in; `same_wording`, a question or a variant
    that another entry has, too.
    """
    gaps = [gap for entry in entries for gap in _compare(entry, languages)]
    return (*gaps, *_list_same(entries))


def _compare(entry: EntryFile, languages: Sequence[str]) -> Iterator[Fault]:
    texts = {words.language: words for words in entry.words}
    source = texts.get(entry.language)
    for language in languages:
        if language not in texts:
            yield Fault(f"{language}/{entry.slug}", "untranslated", {"source": entry.language})
        elif source is not None:
            yield from _compare_words(entry.slug, texts[language], source)


def _compare_words(slug: str, words: EntryWords, source: EntryWords) -> Iterator[Fault]:
    place = f"{words.language}/{slug}"
    if (words.updated or date.min) < (source.updated or date.min):
        yield Fault(place, "behind", {"source": source.language})
    count, wanted = count_fillings(words), count_fillings(source)
    if count != wanted:
        yield Fault(place, "other_filling", {"count": count, "wanted": wanted})


def _list_same(entries: Sequence[EntryFile]) -> Iterator[Fault]:
    first: dict[tuple[str, str], str] = {}
    for entry in entries:
        for words in entry.words:
            for text in (words.question, *words.variants):
                other = first.setdefault((words.language, _fold(text)), entry.slug)
                if other != entry.slug:
                    place = f"{words.language}/{entry.slug}"
                    yield Fault(place, "same_wording", {"value": text, "other": other})


def _fold(text: str) -> str:
    """Letters and digits alone: `Open?` asks what `open` asks."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(filter(str.isalnum, folded))

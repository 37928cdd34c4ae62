"""Pages of one slug become one entry."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace

from storage.faq.entries import EntryFacts, EntryFile, EntryWords
from storage.faq.files.faults import Fault, Read
from storage.faq.files.pages import LANGUAGES, Page


def merge(name: str, pages: Iterable[Page], *, is_whole: bool) -> Read:
    """Put the languages of every slug together.

    Args:
        name: what was read; the place of a fault that has no other.
        is_whole: whether every entry must be there with its source language. What was only
            translated may come alone.
    """
    by_slug: defaultdict[str, list[Page]] = defaultdict(list)
    faults: list[Fault] = []
    for page in pages:
        by_slug[page.slug].append(page)
        faults += page.faults
    files = []
    for _slug, same in sorted(by_slug.items()):
        found = [*_compare(same, is_whole=is_whole)]
        faults += found
        if not found and not any(page.faults for page in same):
            files.append(_join(same))
    if not by_slug and not faults:
        faults.append(Fault(name, "empty"))
    return Read(tuple(files), tuple(faults))


def make_file(
    slug: str, language: str, facts: EntryFacts, texts: Iterable[EntryWords]
) -> EntryFile:
    """An entry that is kept, as files hold it.

    Args:
        language: the source language.
        texts: where a translation only repeats its source's document or body, it leaves them
            out, so that it goes on following them.
    """
    source, *others = _order(texts, language)
    return EntryFile(slug, language, facts, (source, *(_shorten(text, source) for text in others)))


def _shorten(words: EntryWords, source: EntryWords) -> EntryWords:
    return replace(
        words,
        source="" if words.source == source.source else words.source,
        issuing_body="" if words.issuing_body == source.issuing_body else words.issuing_body,
    )


def _compare(pages: list[Page], *, is_whole: bool) -> Iterator[Fault]:
    first: dict[str, Page] = {}
    for page in pages:
        if page.words is None:
            continue
        other = first.setdefault(page.words.language, page)
        if other is not page:
            yield Fault(page.place, "duplicate", {"first": other.place})
    sources = [page for page in pages if page.is_source]
    for page in sources[1:]:
        yield Fault(page.place, "two_sources", {"first": sources[0].place})
    if is_whole and not sources and not any(page.faults for page in pages):
        yield Fault(pages[0].place, "no_source")


def _join(pages: list[Page]) -> EntryFile:
    source = next((page for page in pages if page.is_source), None)
    texts = _order(_list_words(pages))
    language = source.words.language if source and source.words else texts[0].language
    facts = source.facts if source else None
    return EntryFile(pages[0].slug, language, facts, tuple(_order(texts, language)))


def _order(texts: Iterable[EntryWords], first: str = "") -> list[EntryWords]:
    order = (first, *LANGUAGES)
    return sorted(texts, key=lambda words: order.index(words.language))


def _list_words(pages: list[Page]) -> Iterator[EntryWords]:
    for page in pages:
        if page.words is not None:
            yield page.words

"""Pages of one slug become one entry."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from storage.faq.entries import EntryFile, EntryWords
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
    texts = sorted(_list_words(pages), key=lambda words: LANGUAGES.index(words.language))
    language = source.words.language if source and source.words else texts[0].language
    texts.sort(key=lambda words: words.language != language)
    return EntryFile(pages[0].slug, language, source.facts if source else None, tuple(texts))


def _list_words(pages: list[Page]) -> Iterator[EntryWords]:
    for page in pages:
        if page.words is not None:
            yield page.words

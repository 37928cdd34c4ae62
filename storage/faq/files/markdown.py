"""Markdown with front matter: one entry in one language a file. The answer is what follows it.

Of YAML only keys with a text or a list of texts are read: no anchors, no types, no nesting, so
that no file can grow, run or mean something else than it says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from pathlib import PurePosixPath
from typing import Any

import yaml

from storage.faq.entries import EntryFacts, EntryFile, EntryWords
from storage.faq.files.faults import FaultError
from storage.faq.files.pages import Cell, Written

MOST_PAGE_BYTES = 64_000
"""The longest entry that is allowed takes a third of it."""

_FENCE = "---"
# libyaml's is ten times as quick; where its wheel lacks it, the other reads the same.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_ENDS = (yaml.MappingEndEvent, yaml.DocumentEndEvent, yaml.StreamEndEvent)
# YAML takes these for ends of lines or refuses them, and nobody sees them.
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")


def read_page(path: str, content: bytes) -> Written:
    """Read a file `<language>/<slug>.md`; folders above, and one named `faq`, say nothing.

    Raises:
        FaultError: `other_type`, `too_large`, `encoding`, `no_front_matter`, `yaml`, `unknown_key`,
            `duplicate_key`.
    """
    if PurePosixPath(path).suffix.casefold() != ".md":
        raise FaultError(path, "other_type")
    folders = [folder for folder in PurePosixPath(path).parts[:-1] if folder != "faq"]
    header, answer, line = _split(path, _decode(path, content))
    cells = _read_header(path, header)
    if "answer" in cells:
        raise FaultError(cells["answer"].place, "unknown_key", key="answer")
    cells["answer"] = Cell(f"{path}:{line}", (answer,))
    language = folders[-1].lower() if folders else ""
    return Written(path, PurePosixPath(path).stem, language, cells)


def write_page(entry: EntryFile, words: EntryWords) -> str:
    """A file that `read_page` reads as the same; facts stand in the source language's."""
    is_source = words.language == entry.language
    keys = {
        "language": words.language,
        **(list_facts(entry.facts) if entry.facts and is_source else {}),
        "question": words.question,
        "variants": list(words.variants),
        "source": words.source,
        "issuing_body": words.issuing_body,
        "updated": words.updated,
    }
    header = yaml.safe_dump(
        {key: value for key, value in keys.items() if value},
        allow_unicode=True,
        sort_keys=False,
        width=10_000,
    )
    return f"{_FENCE}\n{header}{_FENCE}\n{words.answer}\n"


def list_facts(facts: EntryFacts) -> dict[str, object]:
    """Facts by key, in the order in which people read them."""
    return {
        "kind": facts.kind.value,
        "source_url": facts.source_url,
        "issued_on": facts.issued_on,
        "valid_from": facts.valid_from,
        "valid_until": facts.valid_until,
        "closure": facts.closure and facts.closure.value,
        "estate": facts.estate,
        "building": facts.building,
    }


def _decode(path: str, content: bytes) -> str:
    if len(content) > MOST_PAGE_BYTES:
        raise FaultError(path, "too_large", most=f"{MOST_PAGE_BYTES // 1000} KB")
    try:
        text = content.decode()
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise FaultError(f"{path}:{line}", "encoding") from None
    return _UNSEEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def _split(path: str, text: str) -> tuple[str, str, int]:
    """Front matter, answer, and the line on which the answer begins."""
    lines = [line.rstrip() for line in text.split("\n")]
    if lines[0] != _FENCE or _FENCE not in lines[1:]:
        raise FaultError(f"{path}:1", "no_front_matter")
    end = lines.index(_FENCE, 1)
    return "\n".join(lines[1:end]), "\n".join(lines[end + 1 :]), end + 2


def _read_header(path: str, header: str) -> dict[str, Cell]:
    cells: dict[str, Cell] = {}
    try:
        for line, key, texts, is_list in _list_pairs(yaml.parse(header, Loader=_LOADER)):
            place = f"{path}:{line}"
            if key in cells:
                raise FaultError(place, "duplicate_key", key=key)
            cells[key] = Cell(place, texts, is_list)
    except _NotPlainError as error:
        raise FaultError(f"{path}:{error.line}", "yaml") from None
    except yaml.MarkedYAMLError as error:
        raise FaultError(f"{path}:{_line(error.problem_mark)}", "yaml") from None
    return cells


class _NotPlainError(Exception):
    """Something else than a text or a list of texts."""

    def __init__(self, event: yaml.Event) -> None:
        super().__init__()
        self.line = _line(event.start_mark)


def _line(mark: Any) -> int:
    """Of the file, counted from 1, the opening fence being the first."""
    return int(mark.line) + 2 if mark else 1


def _list_pairs(events: Iterator[yaml.Event]) -> Iterator[tuple[int, str, tuple[str, ...], bool]]:
    """Line, key, texts, and whether they are a list.

    Events are taken one by one: what is nested a thousand times deep is refused at the second.
    """
    root = next(islice(events, 2, None), None)  # after the begin of the stream and of the document
    if root is not None and not isinstance(root, yaml.MappingStartEvent):
        raise _NotPlainError(root)
    for key in events:
        if isinstance(key, _ENDS):
            continue
        if not isinstance(key, yaml.ScalarEvent):
            raise _NotPlainError(key)
        value = next(events)
        if isinstance(value, yaml.SequenceStartEvent):
            yield _line(key.start_mark), key.value, tuple(_list_items(events)), True
        elif isinstance(value, yaml.ScalarEvent):
            yield _line(key.start_mark), key.value, (value.value,), False
        else:
            raise _NotPlainError(value)


def _list_items(within: Iterator[yaml.Event]) -> Iterator[str]:
    for item in within:
        if isinstance(item, yaml.SequenceEndEvent):
            return
        if not isinstance(item, yaml.ScalarEvent):
            raise _NotPlainError(item)
        yield item.value

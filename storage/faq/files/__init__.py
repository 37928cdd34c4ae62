"""Entry files: bytes in, entries and faults out, and back. No SQL, and nothing is guessed.

A file is never half read: what is wrong is told with its place, and whoever reads imports only
what has no fault.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path, PurePosixPath

from storage.faq.entries import EntryFile
from storage.faq.files.archives import pack, unpack
from storage.faq.files.faults import Fault, FaultError, Read
from storage.faq.files.markdown import read_page, write_page
from storage.faq.files.merging import make_file, merge
from storage.faq.files.pages import LANGUAGES, Page, understand
from storage.faq.files.parity import list_gaps
from storage.faq.files.workbooks import read_rows, write_rows

__all__ = [
    "LANGUAGES",
    "MOST_BYTES",
    "Fault",
    "Read",
    "list_gaps",
    "list_pages",
    "make_file",
    "read_files",
    "read_folder",
    "write_markdown_zip",
    "write_workbook",
]

MOST_BYTES = 5_000_000


def read_files(name: str, content: bytes, language: str) -> Read:
    """Read one file: a page (.md), an archive of pages (.zip), or a workbook (.xlsx).

    Args:
        language: of a page or a row that does not say itself.
    """
    try:
        return merge(name, _read_any(name, content, language), is_whole=False)
    except FaultError as error:
        return Read(faults=(error.fault,))


def read_folder(folder: Path) -> Read:
    """Read the pages `<language>/<slug>.md` and `<language>/faq/<slug>.md` of a folder.

    Every entry must have its source language's page.

    Raises:
        OSError: a file cannot be opened.
    """
    paths = sorted({*folder.glob("*/*.md"), *folder.glob("*/faq/*.md")})
    contents = ((path.relative_to(folder).as_posix(), path.read_bytes()) for path in paths)
    return merge(folder.name, _read_pages(contents, ""), is_whole=True)


def write_markdown_zip(entries: Sequence[EntryFile]) -> bytes:
    """An archive of pages; the same entries make the same bytes."""
    return pack(list_pages(entries))


def write_workbook(entries: Sequence[EntryFile]) -> bytes:
    """A workbook with a row for every entry and language."""
    return write_rows(entries)


def list_pages(entries: Sequence[EntryFile]) -> dict[str, str]:
    """Pages by path: `<language>/<slug>.md`."""
    return {
        f"{words.language}/{entry.slug}.md": write_page(entry, words)
        for entry in entries
        for words in entry.words
    }


def _read_any(name: str, content: bytes, language: str) -> Iterator[Page]:
    if len(content) > MOST_BYTES:
        raise FaultError(name, "too_large", most=f"{MOST_BYTES // 1_000_000} MB")
    match PurePosixPath(name).suffix.casefold():
        case ".xlsx":
            return (understand(row, language) for row in read_rows(name, content))
        case ".zip":
            return _read_pages(unpack(name, content), language)
        case _:
            return _read_pages([(PurePosixPath(name).name, content)], language)


def _read_pages(contents: Iterable[tuple[str, bytes]], language: str) -> Iterator[Page]:
    for path, content in contents:
        try:
            page = understand(read_page(path, content), language)
        except FaultError as error:
            page = Page(path, PurePosixPath(path).stem, faults=(error.fault,))
        yield page

"""XLSX: a row for every entry and language, under a header of the same keys as front matter."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from storage.faq.entries import EntryFile, EntryWords
from storage.faq.files.archives import MOST_FILES, read_members
from storage.faq.files.faults import FaultError
from storage.faq.files.markdown import list_facts
from storage.faq.files.pages import FACTS, Cell, Written

COLUMNS = (
    "slug",
    "language",
    "kind",
    "question",
    "variants",
    "answer",
    "source",
    "issuing_body",
    *FACTS[1:],
    "updated",
)
MOST_UNPACKED_BYTES = 20_000_000
"""Four times an archive of pages: a sheet is wordy."""
MOST_ROWS = MOST_FILES

_NEEDED = {"slug", "question", "answer"}
_MOST_COLUMNS = 40
_WIDTHS = {"slug": 24, "question": 40, "variants": 40, "answer": 80, "source": 30}
_TEXT = "@"


def read_rows(name: str, content: bytes) -> Iterator[Written]:
    """Read the first sheet; a variant stands on each line of its cell.

    Raises:
        FaultError: `unreadable`, `too_large`, `too_many_files`, `no_header`, `duplicate_key`.
    """
    rows = _load(name, content)
    header = rows[0] if rows else ()
    columns = [str(cell or "").strip().lower() for cell in header]
    _check_header(name, columns)
    for number, row in enumerate(rows[1:], 2):
        cells = {
            key: _read_cell(key, text, f"{_letter(at)}{number}")
            for at, (key, value) in enumerate(zip(columns, row, strict=False))
            if key and (text := _write(value))
        }
        if cells:
            slug = cells.pop("slug", Cell("", ("",)))
            yield Written(f"A{number}", slug.texts[0], "", cells)


def write_rows(entries: Sequence[EntryFile]) -> bytes:
    """A workbook that `read_rows` reads as the same. Every cell is text: nothing is computed."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font

    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "FAQ"
    sheet.freeze_panes = "C2"
    rows = [
        list(COLUMNS),
        *(_list_cells(entry, words) for entry in entries for words in entry.words),
    ]
    for number, row in enumerate(rows, 1):
        for at, text in enumerate(row, 1):
            cell = sheet.cell(number, at)
            cell.value = text
            cell.data_type = "s" if text else "n"
            cell.number_format = _TEXT
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            cell.font = Font(bold=number == 1)
    for at, key in enumerate(COLUMNS):
        sheet.column_dimensions[_letter(at)].width = _WIDTHS.get(key, 14)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _load(name: str, content: bytes) -> list[tuple[Any, ...]]:
    from openpyxl import load_workbook

    file = _repack(name, content)
    try:
        book = load_workbook(file, data_only=True, read_only=True)
        within = {"max_row": MOST_ROWS + 2, "max_col": _MOST_COLUMNS}
        rows = list(book.worksheets[0].iter_rows(values_only=True, **within))
        book.close()
    except Exception:  # a broken part leads openpyxl to whatever error comes next
        raise FaultError(name, "unreadable") from None
    if len(rows) > MOST_ROWS + 1:
        raise FaultError(name, "too_many_files", most=MOST_ROWS)
    return rows


def _repack(name: str, content: bytes) -> io.BytesIO:
    """The same workbook with nothing in it but what was read: openpyxl reads without bounds."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as packed:
        for path, part in read_members(name, content, MOST_UNPACKED_BYTES):
            packed.writestr(path, part)
    return file


def _check_header(name: str, columns: list[str]) -> None:
    if not set(columns) >= _NEEDED:
        raise FaultError(name, "no_header", needed=", ".join(COLUMNS))
    for at, key in enumerate(columns):
        if key and key in columns[:at]:
            raise FaultError(f"{_letter(at)}1", "duplicate_key", key=key)


def _read_cell(key: str, text: str, place: str) -> Cell:
    if key == "variants":
        return Cell(place, tuple(text.split("\n")), is_list=True)
    return Cell(place, (text,))


def _write(value: Any) -> str:
    """A cell as text; a date as files write it."""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else str(value).replace("\r\n", "\n").strip()


def _list_cells(entry: EntryFile, words: EntryWords) -> list[str]:
    is_source = words.language == entry.language
    values: dict[str, object] = {
        "slug": entry.slug,
        "language": words.language,
        "question": words.question,
        "variants": "\n".join(words.variants),
        "answer": words.answer,
        "source": words.source,
        "issuing_body": words.issuing_body,
        "updated": words.updated,
        **(list_facts(entry.facts) if entry.facts and is_source else {}),
    }
    return [str(values.get(key) or "") for key in COLUMNS]


def _letter(at: int) -> str:
    from openpyxl.utils import get_column_letter

    return get_column_letter(at + 1)

"""Files to numbered lines of cells: CSV in the encodings of Chinese offices, and XLSX."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator
from itertools import takewhile
from typing import Any, NamedTuple

from storage.errors import RuleError

MOST_BYTES = 10_000_000
MOST_UNPACKED_BYTES = 200_000_000
_MOST_LINES_A_CELL = 4
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"


class Line(NamedTuple):
    """Cells without surrounding space, under the physical line or row that they begin on.

    `is_whole` is False where a quotation mark was opened and never closed. `has_width` tells
    that a missing cell is a fault: sheets leave blank ones out at the end.
    """

    number: int
    cells: tuple[str, ...]
    is_whole: bool = True
    has_width: bool = True


def read_lines(data: bytes, filename: str) -> Iterator[Line]:
    """Read a file by what it holds, not by what it is called.

    Raises:
        RuleError: `roster_unreadable` with `reason` too_large, format or encoding.
    """
    if len(data) > MOST_BYTES:
        raise RuleError("roster_unreadable", reason="too_large")
    if data.startswith(b"PK"):
        return _read_xlsx(data)
    if data.startswith(_OLD_EXCEL) or filename.casefold().endswith((".xlsx", ".xls")):
        raise RuleError("roster_unreadable", reason="format")
    return _read_csv(_decode(data))


def _decode(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    else:
        encodings = ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise RuleError("roster_unreadable", reason="encoding")


def _read_csv(text: str) -> Iterator[Line]:
    physical = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    delimiter = max(",\t;", key="\n".join(physical[:5]).count)
    at = 0
    while at < len(physical):
        taken = _count_joined(physical, at)
        record = "\n".join(physical[at : at + taken]) if taken else physical[at]
        yield Line(at + 1, _parse(record, delimiter), is_whole=bool(taken))
        at += taken or 1


def _count_joined(physical: list[str], at: int) -> int:
    """How many lines one record takes (a quoted cell may hold breaks); 0 when it never ends."""
    quotes = 0
    for taken, line in enumerate(physical[at : at + _MOST_LINES_A_CELL], 1):
        quotes += line.count('"')
        if quotes % 2 == 0:
            return taken
    return 0


def _parse(record: str, delimiter: str) -> tuple[str, ...]:
    if len(record) > csv.field_size_limit():
        raise RuleError("roster_unreadable", reason="format")
    cells = next(csv.reader(io.StringIO(record, newline=""), delimiter=delimiter), [])
    return tuple(cell.strip() for cell in cells)


def _read_xlsx(data: bytes) -> Iterator[Line]:
    from openpyxl import load_workbook

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            unpacked = sum(part.file_size for part in packed.infolist())
        if unpacked > MOST_UNPACKED_BYTES:
            raise RuleError("roster_unreadable", reason="too_large")
        book = load_workbook(io.BytesIO(data), data_only=True)
    except (zipfile.BadZipFile, KeyError, ValueError, OSError) as error:
        raise RuleError("roster_unreadable", reason="format") from error
    sheet = book.worksheets[0] if book.worksheets else None
    rows = sheet.iter_rows(values_only=True) if sheet is not None else ()
    for number, row in enumerate(rows, 1):
        yield Line(number, _without_tail(tuple(map(_write_cell, row))), has_width=False)


def _write_cell(value: Any) -> str:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else str(value).strip()


def _without_tail(cells: tuple[str, ...]) -> tuple[str, ...]:
    """A sheet is as wide as its widest row; that says nothing about this row."""
    blank = sum(1 for _ in takewhile(lambda cell: not cell, reversed(cells)))
    return cells[: len(cells) - blank]

"""A medicine run's manifest on paper and as a spreadsheet, for whoever drives it (S84).

Names, doors and telephones stand in it: it is handed to the runner and to staff, to nobody else.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Any

from locales.renderer import Words
from locales.sheets import (
    Printer,
    page_width,
    print_pages,
    print_table,
    tame_cell,
    text_cell,
)

_TOTAL_COLUMNS = ("drug", "strength", "quantity", "bags")
_WIDTHS = {"drug": 1.8, "phone": 1.3, "bag": 0.8, "door": 0.9, "code": 0.8}
"""How wide a column is beside one of 1."""
_LINE_COLUMNS = ("bag", "door", "name", "phone", "drug", "strength", "quantity", "code")


@dataclass(frozen=True)
class ManifestTotal:
    """How much of one drug is to be bought, for how many requests."""

    drug: str
    strength: str
    quantity: str
    bags: int


@dataclass(frozen=True)
class ManifestLine:
    """One request: what goes into which bag, and whose it is."""

    bag: str
    door: str
    name: str
    phone: str
    drug: str
    strength: str
    quantity: str
    code: str = ""


@dataclass(frozen=True)
class Manifest:
    """A run as it is driven; `code` is the run's own, `R3`."""

    code: str
    hospital: str
    day: date | None
    route: str
    handover: str
    place: str
    totals: Sequence[ManifestTotal]
    lines: Sequence[ManifestLine]


def manifest_workbook(words: Words, manifest: Manifest) -> bytes:
    """An XLSX file: what to buy on the first sheet, the bags on the second."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    for part in _parts(words, manifest):
        sheet = book.create_sheet(part.title[:31])
        for place, name in enumerate(part.names):
            sheet.column_dimensions[chr(ord("A") + place)].width = 16 * _WIDTHS.get(name, 1.0)
        for row in (*_head(words, manifest), (), part.columns, *part.rows):
            sheet.append([text_cell(sheet, value) for value in row])
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def manifest_page(words: Words, manifest: Manifest) -> bytes:
    """A PDF of A4 pages: what to buy, then the bags, each with a box to tick.

    Chinese, Japanese and Korean are drawn with the fonts that readers of PDF bring along, so that
    no font has to be shipped.
    """
    from reportlab.lib.units import mm
    from reportlab.platypus import Spacer

    print_text = Printer(words.language)
    story: list[Any] = [
        print_text(line[0], size=16 if place == 0 else 10.5)
        for place, line in enumerate(_head(words, manifest))
    ]
    for part in _parts(words, manifest):
        story += [Spacer(1, 5 * mm), print_text(part.title, size=13), Spacer(1, 2 * mm)]
        weights = [_WIDTHS.get(name, 1.0) for name in part.names]
        story.append(print_table(print_text, (part.columns, *part.rows), weights, page_width()))
    story += [Spacer(1, 5 * mm), print_text(words.text("runs/sheet_private"), size=9)]
    return print_pages(manifest.code, story)


def _head(words: Words, manifest: Manifest) -> list[tuple[str]]:
    """What the run is, one fact a line."""
    facts = [
        words.text(
            "runs/sheet_title",
            code=manifest.code,
            hospital=tame_cell(manifest.hospital),
            route=manifest.route,
        ),
        words.text("runs/sheet_day", day=words.formats.date(manifest.day)) if manifest.day else "",
        _fact(words, "handover", manifest.handover),
        _fact(words, "place", manifest.place),
    ]
    return [(fact,) for fact in facts if fact]


def _fact(words: Words, name: str, value: str) -> str:
    return words.text(f"runs/sheet_{name}", value=value) if value else ""


@dataclass(frozen=True)
class _Part:
    """One table."""

    title: str
    names: Sequence[str]
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]


def _parts(words: Words, manifest: Manifest) -> Iterable[_Part]:
    """What to buy, and the bags."""
    has_codes = any(line.code for line in manifest.lines)
    shown = [name for name in _LINE_COLUMNS if name != "code" or has_codes]
    yield _make_part(words, "totals", _TOTAL_COLUMNS, manifest.totals)
    yield _make_part(words, "lines", shown, manifest.lines)


def _make_part(words: Words, title: str, names: Sequence[str], rows: Iterable[object]) -> _Part:
    return _Part(
        words.text(f"runs/sheet_{title}"),
        names,
        [words.text(f"runs/sheet_{name}") for name in names],
        [[str(getattr(row, name)) for name in names] for row in rows],
    )

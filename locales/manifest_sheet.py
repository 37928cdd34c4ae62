"""A medicine run's manifest on paper and as a spreadsheet, for whoever drives it (S84).

Names, doors and telephones stand in it: it is handed to the runner and to staff, to nobody else.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from itertools import groupby
from typing import Any
from xml.sax.saxutils import escape

from locales.renderer import Words
from locales.values import tame

_LONGEST = 400
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
            sheet.append([_cell(sheet, value) for value in row])
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def manifest_page(words: Words, manifest: Manifest) -> bytes:
    """A PDF of A4 pages: what to buy, then the bags, each with a box to tick.

    Chinese, Japanese and Korean are drawn with the fonts that readers of PDF bring along, so that
    no font has to be shipped.
    """
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.units import mm
    from reportlab.platypus import SimpleDocTemplate, Spacer

    print_text = _Printer(words.language)
    story: list[Any] = [
        print_text(line[0], size=16 if place == 0 else 10.5)
        for place, line in enumerate(_head(words, manifest))
    ]
    for part in _parts(words, manifest):
        story += [Spacer(1, 5 * mm), print_text(part.title, size=13), Spacer(1, 2 * mm)]
        story.append(_table(print_text, part, A4[0] - 30 * mm))
    story += [Spacer(1, 5 * mm), print_text(words.text("runs/sheet_private"), size=9)]
    file = BytesIO()
    SimpleDocTemplate(
        file,
        pagesize=A4,
        title=manifest.code,
        leftMargin=15 * mm,
        rightMargin=15 * mm,
        topMargin=14 * mm,
        bottomMargin=14 * mm,
    ).build(story)
    return file.getvalue()


def _head(words: Words, manifest: Manifest) -> list[tuple[str]]:
    """What the run is, one fact a line."""
    facts = [
        words.text(
            "runs/sheet_title",
            code=manifest.code,
            hospital=_tame(manifest.hospital),
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


def _cell(sheet: Any, value: str) -> Any:
    """A cell that is text whatever it begins with: what residents type is no formula."""
    from openpyxl.cell import WriteOnlyCell

    cell = WriteOnlyCell(sheet, _tame(value))
    cell.data_type = "s"
    return cell


def _tame(value: str) -> str:
    return str(tame(value, _LONGEST))


def _table(print_text: _Printer, part: _Part, width: float) -> Any:
    """A table with a box to tick at the end of each row; its head stands on every page."""
    from reportlab.lib.colors import black, whitesmoke
    from reportlab.platypus import Table

    box = 22.0
    weights = [_WIDTHS.get(name, 1.0) for name in part.names]
    return Table(
        [[*map(print_text, row), ""] for row in (part.columns, *part.rows)],
        colWidths=[*((width - box) * each / sum(weights) for each in weights), box],
        repeatRows=1,
        style=[
            ("GRID", (0, 0), (-1, -1), 0.5, black),
            ("BACKGROUND", (0, 0), (-1, 0), whitesmoke),
            ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
            ("LEFTPADDING", (0, 0), (-1, -1), 3),
            ("RIGHTPADDING", (0, 0), (-1, -1), 3),
        ],
    )


_LATIN = ("Helvetica", "cp1252")
_FONTS = {
    "zh-hans": ("STSong-Light", "gbk"),
    "zh-hant": ("MSung-Light", "cp950"),
    "ja": ("HeiseiMin-W3", "cp932"),
    "ko": ("HYSMyeongJo-Medium", "cp949"),
}
"""What each writes with, and the code page that tells which characters it has."""


class _Printer:
    """Makes paragraphs, each character in a font that has it: names keep their own script."""

    def __init__(self, language: str) -> None:
        from reportlab.pdfbase.cidfonts import UnicodeCIDFont
        from reportlab.pdfbase.pdfmetrics import registerFont

        for font, _ in _FONTS.values():
            registerFont(UnicodeCIDFont(font))
        own = [_FONTS[language]] if language in _FONTS else []
        self._choices = [_LATIN, *own, *_FONTS.values()]

    def __call__(self, text: str, size: float = 9) -> Any:
        """A paragraph that breaks where it has to."""
        from reportlab.lib.styles import ParagraphStyle
        from reportlab.platypus import Paragraph

        # Scripts without spaces break anywhere, others between words.
        wrap = None if _is_in(text, _LATIN[1]) else "CJK"
        style = ParagraphStyle("line", fontSize=size, leading=size * 1.35, wordWrap=wrap)
        return Paragraph(self._mark_up(_tame(text)), style)

    def _mark_up(self, text: str) -> str:
        return "".join(
            f'<font name="{font}">{escape("".join(characters))}</font>'
            for font, characters in groupby(text, self._font_of)
        )

    def _font_of(self, character: str) -> str:
        for font, code_page in self._choices:
            if _is_in(character, code_page):
                return font
        return self._choices[1][0]


def _is_in(text: str, code_page: str) -> bool:
    try:
        text.encode(code_page)
    except UnicodeEncodeError:
        return False
    return True

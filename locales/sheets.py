"""What sheets on paper and spreadsheets share: fonts for every script, cells, tables, pages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from io import BytesIO
from itertools import groupby
from typing import Any
from xml.sax.saxutils import escape

from locales.values import tame

_LONGEST = 400


def text_cell(sheet: Any, value: str) -> Any:
    """A cell that is text whatever it begins with: what residents type is no formula."""
    from openpyxl.cell import WriteOnlyCell

    cell = WriteOnlyCell(sheet, tame_cell(value))
    cell.data_type = "s"
    return cell


def tame_cell(value: str) -> str:
    """What may stand in a cell of a typed text."""
    return str(tame(value, _LONGEST))


def print_table(
    print_text: Printer,
    rows: Sequence[Sequence[str]],
    weights: Sequence[float],
    width: float,
    *,
    size: float = 9,
    line: float | None = None,
    ticks: bool = True,
) -> Any:
    """A table with a box to tick at the end of each row; its head stands on every page.

    Args:
        rows: the head first.
        weights: how wide each column is beside the others.
        width: points, of the whole table.
        line: points that each row is high; None: as high as its text.
        ticks: without, there is no box.
    """
    from reportlab.lib.colors import black, whitesmoke
    from reportlab.platypus import Table

    boxes = [22.0] if ticks else []
    room = width - sum(boxes)
    return Table(
        [[*(print_text(text, size) for text in row), *("" for _ in boxes)] for row in rows],
        colWidths=[*(room * each / sum(weights) for each in weights), *boxes],
        rowHeights=line,
        repeatRows=1,
        style=[
            ("GRID", (0, 0), (-1, -1), 0.5, black),
            ("BACKGROUND", (0, 0), (-1, 0), whitesmoke),
            ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
            ("LEFTPADDING", (0, 0), (-1, -1), 3),
            ("RIGHTPADDING", (0, 0), (-1, -1), 3),
        ],
    )


def print_pages(title: str, story: list[Any]) -> bytes:
    """A PDF of A4 pages."""
    return _build(title, story)[0]


def print_one_page(title: str, write: Callable[[float], list[Any]]) -> bytes:
    """A PDF of one A4 page, in letters as large as it holds.

    Args:
        write: makes the page's contents, with all letters so many times as large as usual. What
            does not fit at the smallest goes on overleaf.
    """
    content = b""
    for scale in _SCALES:
        content, pages = _build(title, write(scale))
        if pages == 1:
            break
    return content


_SCALES = (1.0, 0.9, 0.8, 0.7, 0.6)


def _build(title: str, story: list[Any]) -> tuple[bytes, int]:
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.units import mm
    from reportlab.platypus import SimpleDocTemplate

    file = BytesIO()
    pages = SimpleDocTemplate(
        file,
        pagesize=A4,
        title=title,
        leftMargin=15 * mm,
        rightMargin=15 * mm,
        topMargin=14 * mm,
        bottomMargin=14 * mm,
    )
    pages.build(story)
    return file.getvalue(), int(pages.page)


def print_code(link: str, side: float) -> Any:
    """A code that leads to `link`, so many points wide.

    A quarter of it may be scratched off the wall before it fails to be read.
    """
    import segno
    from reportlab.platypus import Image

    code = BytesIO()
    segno.make(link, error="q", micro=False).save(code, kind="png", scale=8)
    code.seek(0)
    return Image(code, width=side, height=side)


def page_width() -> float:
    """Points that lines of text are wide: between the margins, without the frame's padding."""
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.units import mm

    return float(A4[0] - 30 * mm - 12)


_LATIN = ("Helvetica", "cp1252")
_FONTS = {
    "zh-hans": ("STSong-Light", "gbk"),
    "zh-hant": ("MSung-Light", "cp950"),
    "ja": ("HeiseiMin-W3", "cp932"),
    "ko": ("HYSMyeongJo-Medium", "cp949"),
}
"""What each writes with, and the code page that tells which characters it has."""


class Printer:
    """Makes paragraphs, each character in a font that has it: names keep their own script."""

    def __init__(self, language: str) -> None:
        from reportlab.pdfbase.cidfonts import UnicodeCIDFont
        from reportlab.pdfbase.pdfmetrics import registerFont

        for font, _ in _FONTS.values():
            registerFont(UnicodeCIDFont(font))
        own = [_FONTS[language]] if language in _FONTS else []
        self._choices = [_LATIN, *own, *_FONTS.values()]

    def __call__(self, text: str, size: float = 9, *, longest: int = _LONGEST) -> Any:
        """A paragraph that breaks where it has to, of so many characters at most."""
        from reportlab.lib.styles import ParagraphStyle
        from reportlab.platypus import Paragraph

        # Scripts without spaces break anywhere, others between words.
        wrap = None if _is_in(text, _LATIN[1]) else "CJK"
        style = ParagraphStyle("line", fontSize=size, leading=size * 1.35, wordWrap=wrap)
        return Paragraph(self._mark_up(tame(text, longest)), style)

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

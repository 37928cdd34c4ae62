"""Notices on paper: an A4 page for the lobby (S12, S38), and the doors that are left (S59)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from unicodedata import category

from locales.renderer import Words
from locales.sheets import Printer, page_width, print_code, print_pages, print_table
from locales.values import cell_width

# Points for texts of up to so many half-width cells, so that most notices fill one page and are
# read from a step away.
_SIZES = ((240, 26.0), (600, 20.0), (1000, 16.0), (1800, 13.5))
_SMALLEST = 11.0
_LONGEST = 2000
_MARGIN = 1.35
# Signs that no font on paper has: pictures, their colours, and what joins them.
_DRAWN = frozenset({"So", "Sk", "Cs", "Cn", "Co"})
_JOINING = frozenset("\u200d\ufe0e\ufe0f\u20e3")


@dataclass(frozen=True)
class NoticeSheet:
    """One notice in one language.

    Attributes:
        kind: `plain`, `event`, `sale`, `closure`.
        facts: pairs of a name (`time`, `place`, `who`, `pharmacy`) and what is said.
        link: where the same words stand on a phone.
    """

    committee: str
    kind: str
    day: date
    text: str
    facts: Sequence[tuple[str, str]]
    link: str
    asks_ack: bool = False


@dataclass(frozen=True)
class DoorSheet:
    """The doors of one building; of each its remark: `linked`, `blocked` or `nobody`."""

    estate: str
    building: str
    doors: Sequence[tuple[str, str]]


def notice_page(words: Words, notice: NoticeSheet) -> bytes:
    """A PDF in large letters, with a code that leads to the notice on a phone."""
    from reportlab.lib.units import mm
    from reportlab.platypus import HRFlowable, Spacer

    print_text = Printer(words.language)
    size = _size_of(notice.text)
    heading = words.text(f"notices/sheet_{notice.kind}")
    story: list[Any] = [
        print_text(heading, size=34),
        Spacer(1, 6 * mm),
        HRFlowable(width="100%", thickness=2, color="black"),
        Spacer(1, 6 * mm),
        *_paragraphs(print_text, notice.text, size),
        Spacer(1, 5 * mm),
        *_facts(words, print_text, notice.facts, size),
        Spacer(1, 8 * mm),
        *_signed(words, print_text, notice),
    ]
    return print_pages(heading, story)


def _size_of(text: str) -> float:
    return next((size for most, size in _SIZES if cell_width(text) <= most), _SMALLEST)


def _paragraphs(print_text: Printer, text: str, size: float) -> list[Any]:
    from reportlab.platypus import Spacer

    return [
        print_text(line, size=size, longest=_LONGEST) if line else Spacer(1, size / 2)
        for line in printable(text).splitlines()
    ]


def printable(text: str) -> str:
    """The text without the signs that no font on paper has."""
    kept = (each for each in text if category(each) not in _DRAWN and each not in _JOINING)
    return "\n".join(line.strip() for line in "".join(kept).splitlines())


def _facts(
    words: Words, print_text: Printer, facts: Sequence[tuple[str, str]], size: float
) -> list[Any]:
    """A frame around the facts: what is looked for first (S19)."""
    from reportlab.lib.colors import black
    from reportlab.platypus import Table

    if not facts:
        return []
    rows = [
        [print_text(words.text(f"notices/sheet_{name}"), size), print_text(printable(said), size)]
        for name, said in facts
    ]
    style: list[Any] = [
        ("BOX", (0, 0), (-1, -1), 1.5, black),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("TOPPADDING", (0, 0), (-1, -1), 5),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 5),
    ]
    return [Table(rows, colWidths=[page_width() * 0.28, page_width() * 0.72], style=style)]


def _signed(words: Words, print_text: Printer, notice: NoticeSheet) -> list[Any]:
    """From whom and of which day; the code beside it, with what it is good for."""
    from reportlab.platypus import KeepTogether, Table

    scan = words.text("notices/sheet_scan_ack" if notice.asks_ack else "notices/sheet_scan")
    side = 90.0
    signed = [
        print_text(notice.committee, size=16),
        print_text(words.formats.date(notice.day), size=14),
        print_text(scan, size=11),
    ]
    table = Table(
        [[signed, print_code(notice.link, side)]],
        colWidths=[page_width() - side * _MARGIN, side * _MARGIN],
        style=[("VALIGN", (0, 0), (-1, -1), "MIDDLE")],
    )
    return [KeepTogether(table)]


def doors_page(words: Words, number: int, title: str, buildings: Sequence[DoorSheet]) -> bytes:
    """A PDF of the doors that are left: pages of their own for each building, boxes to tick."""
    from reportlab.lib.units import mm
    from reportlab.platypus import PageBreak, Spacer

    print_text = Printer(words.language)
    heading = words.text("notices/sheet_doors", number=number)
    story: list[Any] = []
    for building in buildings:
        name = words.text(
            "notices/sheet_building", building=building.building, estate=building.estate
        )
        rows = [_columns(words), *(_row(words, door, mark) for door, mark in building.doors)]
        story += [
            *([PageBreak()] if story else []),
            print_text(f"{heading} · {printable(title)}", size=10.5),
            print_text(name, size=16),
            Spacer(1, 4 * mm),
            print_table(print_text, rows, [1.0, 2.0, 1.5], page_width()),
        ]
    return print_pages(heading, story)


def _columns(words: Words) -> list[str]:
    return [words.text(f"notices/sheet_{name}") for name in ("door", "mark", "told")]


def _row(words: Words, door: str, mark: str) -> list[str]:
    remark = "" if mark == "linked" else words.text(f"notices/sheet_{mark}")
    return [door, remark, ""]

"""Lists of a relay that hang on the wall: who stands where, and buildings in numbers (S08, S16).

Doors come masked already: nobody's room stands on a wall (T3).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from locales.relay_wall import Heading, print_head
from locales.renderer import Words
from locales.sheets import Printer, page_width, print_code, print_pages, print_table

_COLUMNS = 2
_LINES = 42


@dataclass(frozen=True)
class WallLine:
    """A line of the public list; `flag` names how far the household has come."""

    number: int
    door: str
    quantity: int
    flag: str


@dataclass(frozen=True)
class WallTable:
    """A building in numbers."""

    label: str
    households: int
    joined: int
    admitted: int
    waiting: int
    called: int
    collected: int
    pieces: int


def relay_list_page(
    words: Words, heading: Heading, lines: Sequence[WallLine], *, at: datetime
) -> bytes:
    """A PDF of the public list: number, masked door, pieces, state, two columns a page (S16)."""
    from reportlab.lib.units import mm
    from reportlab.platypus import PageBreak, Spacer

    print_text = Printer(words.language)
    subtitle = words.text("relay/paper_list_at", at=at.isoformat(), estate=heading.estate)
    story: list[Any] = []
    a_page = _LINES * _COLUMNS
    for start in range(0, max(len(lines), 1), a_page):
        story += [PageBreak()] if story else []
        story += [*print_head(words, print_text, heading, subtitle, 18), Spacer(1, 3 * mm)]
        story.append(_list_columns(words, print_text, lines[start : start + a_page]))
    story += [Spacer(1, 3 * mm), print_text(words.text("relay/paper_masked"), size=9)]
    return print_pages(heading.title, story)


def _list_columns(words: Words, print_text: Printer, lines: Sequence[WallLine]) -> Any:
    from reportlab.platypus import Table

    head = [words.text(f"sheet/{name}") for name in ("place", "door", "quantity", "state")]
    width = page_width() / _COLUMNS
    columns = []
    for start in range(0, max(len(lines), 1), _LINES):
        rows = [
            [
                str(line.number),
                line.door,
                str(line.quantity),
                words.text(f"relay/flag_{line.flag}"),
            ]
            for line in lines[start : start + _LINES]
        ]
        columns.append(
            print_table(
                print_text, [head, *rows], (0.8, 1.5, 0.7, 1.9), width - 10, line=15, ticks=False
            )
        )
    return Table(
        [columns],
        colWidths=[width] * len(columns),
        hAlign="LEFT",
        style=[("VALIGN", (0, 0), (-1, -1), "TOP"), ("LEFTPADDING", (0, 0), (-1, -1), 0)],
    )


def relay_tables_page(
    words: Words, heading: Heading, tables: Sequence[WallTable], *, at: datetime
) -> bytes:
    """A PDF of every building in numbers (一楼一表, S08), and their sum."""
    from reportlab.lib.units import mm
    from reportlab.platypus import Spacer

    print_text = Printer(words.language)
    subtitle = words.text("relay/paper_list_at", at=at.isoformat(), estate=heading.estate)
    names = ("households", "joined", "admitted", "waiting", "called", "collected", "pieces")
    head = [words.text(f"relay/paper_{name}") for name in ("building", *names[:-1], "quantity")]
    rows = [
        [table.label, *(words.formats.number(getattr(table, name)) for name in names)]
        for table in tables
    ]
    total = [
        words.text("relay/paper_total"),
        *(words.formats.number(sum(getattr(table, name) for table in tables)) for name in names),
    ]
    weights = (1.3, *(1.0 for _ in names))
    story = [
        *print_head(words, print_text, heading, subtitle, 18),
        Spacer(1, 4 * mm),
        print_table(print_text, [head, *rows, total], weights, page_width(), size=9.5, ticks=False),
        Spacer(1, 4 * mm),
        print_code(heading.link, 70.0),
    ]
    return print_pages(heading.title, story)

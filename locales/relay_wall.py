"""What hangs on the wall about a relay: its notice, its list, its buildings in numbers (S16, S38).

Doors come masked already: nobody's room stands on a wall (T3).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from typing import Any

from locales.join_card import STEPS, draw_join_card
from locales.renderer import Words
from locales.sheets import Printer, page_width, print_code, print_one_page, print_pages, print_table

_COLUMNS = 2
_LINES = 42


@dataclass(frozen=True)
class Heading:
    """What every page about a relay says at its head.

    Attributes:
        link: where one's own side of the relay opens on a phone.
    """

    committee: str
    estate: str
    title: str
    link: str
    is_rehearsal: bool = False


@dataclass(frozen=True)
class RelayNotice:
    """A relay in plain words.

    Attributes:
        facts: pairs of a name (`item`, `opens`, `who` ...) and what is said.
        rules: how places are shared, a sentence a line.
    """

    heading: Heading
    day: date
    facts: Sequence[tuple[str, str]]
    rules: Sequence[str]


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


def print_head(
    words: Words, print_text: Printer, heading: Heading, subtitle: str, size: float = 22
) -> list[Any]:
    """The lines with which a page begins."""
    lines = [print_text(heading.title, size=size)]
    if heading.is_rehearsal:
        lines.insert(0, print_text(words.text("relay/paper_rehearsal"), size=size))
    return [*lines, print_text(subtitle, size=12)]


def relay_notice_page(words: Words, notice: RelayNotice) -> bytes:
    """A PDF for the lobby: what is handed out, to whom, by which rules, and how to join (S38)."""
    print_text = Printer(words.language)
    return print_one_page(
        notice.heading.title, lambda scale: _write_notice(words, print_text, notice, scale)
    )


def _write_notice(
    words: Words, print_text: Printer, notice: RelayNotice, scale: float
) -> list[Any]:
    from reportlab.lib.units import mm
    from reportlab.platypus import HRFlowable, Spacer

    heading = notice.heading
    return [
        *print_head(words, print_text, heading, heading.estate, size=30 * scale),
        Spacer(1, 3 * mm),
        HRFlowable(width="100%", thickness=2, color="black"),
        Spacer(1, 4 * mm),
        print_facts(words, print_text, notice.facts, 14 * scale, page_width()),
        Spacer(1, 5 * mm * scale),
        print_text(words.text("relay/paper_rules"), size=16 * scale),
        *(print_text(f"· {rule}", size=13 * scale) for rule in notice.rules),
        Spacer(1, 5 * mm * scale),
        *_how_to_join(words, print_text, heading.link, scale),
        Spacer(1, 5 * mm * scale),
        print_text(heading.committee, size=14 * scale),
        print_text(words.formats.date(notice.day), size=12 * scale),
    ]


def print_facts(
    words: Words,
    print_text: Printer,
    facts: Sequence[tuple[str, str]],
    size: float,
    width: float,
    *,
    is_framed: bool = True,
) -> Any:
    """What is looked for first, a name and what is said of it a line (S19).

    Args:
        width: points, of the whole table.
    """
    from reportlab.lib.colors import black
    from reportlab.platypus import Table

    rows = [
        [print_text(words.text(f"relay/paper_{name}"), size), print_text(said, size)]
        for name, said in facts
    ]
    style: list[Any] = [
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("TOPPADDING", (0, 0), (-1, -1), size / 5),
        ("BOTTOMPADDING", (0, 0), (-1, -1), size / 5),
    ]
    frame = [("BOX", (0, 0), (-1, -1), 1.5, black)] if is_framed else []
    if not is_framed:
        style.append(("LEFTPADDING", (0, 0), (0, -1), 0))
    return Table(
        rows, colWidths=[width * 0.24, width * 0.76], style=[*style, *frame], hAlign="LEFT"
    )


def _how_to_join(words: Words, print_text: Printer, link: str, scale: float) -> list[Any]:
    """The four pictures, the same steps in words beside them."""
    from reportlab.platypus import Image, KeepTogether, Table

    side = 215.0 * scale
    steps = [
        print_text(f"{number}. {words.text(f'relay/paper_step_{step}')}", size=13 * scale)
        for number, step in enumerate(STEPS, start=1)
    ]
    beside = [
        print_text(words.text("relay/paper_join"), size=16 * scale),
        *steps,
        print_text(words.text("relay/paper_no_phone"), size=13 * scale),
    ]
    picture = Image(BytesIO(draw_join_card(link)), width=side, height=side)
    table = Table(
        [[picture, beside]],
        colWidths=[side + 12, page_width() - side - 12],
        style=[("VALIGN", (0, 0), (-1, -1), "MIDDLE"), ("LEFTPADDING", (0, 0), (0, 0), 0)],
    )
    return [KeepTogether(table)]


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

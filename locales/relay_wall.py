"""The notice of a relay for the lobby, and the head of every paper about one (S19, S38)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Any

from locales.join_card import STEPS, draw_join_card
from locales.renderer import Words
from locales.sheets import Printer, page_width, print_code, print_one_page


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
        _signed(words, print_text, notice, scale),
    ]


def _signed(words: Words, print_text: Printer, notice: RelayNotice, scale: float) -> Any:
    """From whom and of which day; the code beside it, large enough for a step away."""
    from reportlab.platypus import Table

    side = 100.0 * scale
    said = [
        print_text(notice.heading.committee, size=14 * scale),
        print_text(words.formats.date(notice.day), size=12 * scale),
    ]
    return Table(
        [[said, print_code(notice.heading.link, side)]],
        colWidths=[page_width() - side - 12, side + 12],
        style=[("VALIGN", (0, 0), (-1, -1), "MIDDLE"), ("LEFTPADDING", (0, 0), (0, 0), 0)],
    )


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

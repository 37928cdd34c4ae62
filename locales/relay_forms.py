"""Papers on which people without a telephone join: lobby sheets and mailbox forms (S29, S41)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from locales.relay_wall import Heading, print_facts, print_head
from locales.renderer import Words
from locales.sheets import Printer, page_width, print_code, print_pages, print_table

_LOBBY_LINES = 20
_A_PAGE = 3


@dataclass(frozen=True)
class Form:
    """What the papers of a relay say.

    Attributes:
        facts: pairs of a name (`item`, `closes` ...) and what is said.
        most: pieces that a household may ask for.
        rules: how places are shared, a sentence a line.
        needs_papers: whether identity papers are looked at.
    """

    heading: Heading
    facts: Sequence[tuple[str, str]]
    rules: Sequence[str]
    most: int
    needs_papers: bool = False


def lobby_sheets(words: Words, form: Form, buildings: Sequence[str]) -> bytes:
    """A PDF: for each building a page of numbered empty lines; line 1 is first (S29)."""
    from reportlab.lib.units import mm
    from reportlab.platypus import PageBreak, Spacer, Table

    print_text = Printer(words.language)
    story: list[Any] = []
    for building in buildings:
        name = words.text("relay/paper_building_of", building=building, estate=form.heading.estate)
        said = [
            *print_head(words, print_text, form.heading, name, 20),
            print_facts(words, print_text, form.facts, 10.5, page_width() - 100, is_framed=False),
            print_text(words.text("relay/paper_lobby_rule"), size=12),
            *(print_text(f"· {rule}", size=9.5) for rule in form.rules[:3]),
        ]
        code = print_code(form.heading.link, 80.0)
        story += [
            *([PageBreak()] if story else []),
            Table(
                [[said, [code, print_text(words.text("relay/paper_scan"), size=8.5)]]],
                colWidths=[page_width() - 96, 96],
                style=[("VALIGN", (0, 0), (-1, -1), "TOP"), ("LEFTPADDING", (0, 0), (0, 0), 0)],
            ),
            Spacer(1, 3 * mm),
            _lobby_table(words, print_text),
            Spacer(1, 3 * mm),
            print_text(words.text("relay/paper_hung"), size=10.5),
        ]
    return print_pages(form.heading.title, story)


def _lobby_table(words: Words, print_text: Printer) -> Any:
    names = ("line", "room", "quantity", "remark")
    head = [words.text(f"relay/paper_{name}") for name in names]
    lines = [[str(number), "", "", ""] for number in range(1, _LOBBY_LINES + 1)]
    return print_table(
        print_text,
        [head, *lines],
        (0.5, 1.6, 1.0, 2.4),
        page_width(),
        size=11,
        line=23,
        ticks=False,
    )


def mailbox_forms(words: Words, form: Form, doors: Sequence[str]) -> bytes:
    """A PDF of three forms a page to be cut apart, one a door, its number filled in (S41)."""
    from reportlab.lib.units import mm
    from reportlab.platypus import HRFlowable, KeepTogether, PageBreak, Spacer

    print_text = Printer(words.language)
    story: list[Any] = []
    for number, door in enumerate(doors):
        if number and number % _A_PAGE == 0:
            story.append(PageBreak())
        elif number:
            story += [
                Spacer(1, 3 * mm),
                HRFlowable(width="100%", thickness=0.5, color="black", dash=(4, 4)),
                Spacer(1, 3 * mm),
            ]
        story.append(KeepTogether(_mailbox_form(words, print_text, form, door)))
    return print_pages(form.heading.title, story)


def _mailbox_form(words: Words, print_text: Printer, form: Form, door: str) -> Any:
    from reportlab.lib.colors import black
    from reportlab.platypus import Table

    boxes = " ".join(f"□ {quantity}" for quantity in range(1, min(form.most, 5) + 1))
    said = [
        *print_head(words, print_text, form.heading, form.heading.estate, 15),
        print_facts(words, print_text, form.facts, 9, page_width() - 124, is_framed=False),
        print_text(words.text("relay/paper_form_door", door=door), size=14),
        print_text(words.text("relay/paper_form_pieces", boxes=boxes), size=12),
        print_text(words.text("relay/paper_form_back"), size=9),
        print_text(words.text("relay/paper_form_sign"), size=10.5),
    ]
    if form.needs_papers:
        said.insert(-1, print_text(words.text("relay/paper_form_papers"), size=9))
    aside = [
        print_code(form.heading.link, 82.0),
        print_text(words.text("relay/paper_scan"), size=8.5),
        print_text(form.heading.committee, size=10),
        print_text(words.text("relay/paper_seal"), size=9),
    ]
    return Table(
        [[said, aside]],
        colWidths=[page_width() - 120, 120],
        style=[
            ("BOX", (0, 0), (-1, -1), 0.75, black),
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("TOPPADDING", (0, 0), (-1, -1), 6),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 6),
        ],
    )

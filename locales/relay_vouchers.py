"""Vouchers on paper for households without Telegram, and the list that a pharmacy works by.

The vouchers carry doors, for the mailboxes (S29, S41); the list carries none, and no name (S39).
"""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import StringIO
from typing import Any

from locales.renderer import Words
from locales.sheets import Printer, page_width, print_code, print_pages, print_table

_ACROSS = 2
_DOWN = 4
"""Eight vouchers a page, to be cut apart."""
_COLUMNS = ("number", "code", "pieces", "from", "collected")
"""Plain words that are read back; the same in every language."""


@dataclass(frozen=True)
class PaperVoucher:
    """One voucher: what stands on it, and what its code leads to."""

    facts: Mapping[str, Any]
    link: str


def vouchers_page(words: Words, estate: str, vouchers: Sequence[PaperVoucher]) -> bytes:
    """A PDF of A4 pages with eight vouchers each, to be cut apart and put into mailboxes."""
    from reportlab.lib.colors import grey
    from reportlab.lib.units import mm
    from reportlab.platypus import Table

    print_text = Printer(words.language)
    cells: list[Any] = [_print_voucher(words, print_text, estate, each) for each in vouchers]
    cells += [""] * (-len(cells) % _ACROSS)
    rows = [cells[start : start + _ACROSS] for start in range(0, len(cells), _ACROSS)]
    table = Table(
        rows,
        colWidths=[page_width() / _ACROSS] * _ACROSS,
        rowHeights=262 / _DOWN * mm,
        style=[
            ("GRID", (0, 0), (-1, -1), 0.5, grey, "butt", (3, 3)),
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ],
    )
    return print_pages(estate, [table])


def _print_voucher(words: Words, print_text: Printer, estate: str, each: PaperVoucher) -> Any:
    from reportlab.platypus import Table

    facts = each.facts
    lines = [
        print_text(words.text("relay/voucher_paper_door", door=facts["door"], estate=estate), 13),
        print_text(facts["title"], 9),
        print_text(
            words.text("relay/voucher_paper_pieces", **_pick(facts, "place", "quantity")), 11
        ),
        print_text(facts["code"], 15),
        print_text(_when(words, facts), 9),
        print_text(facts["point"] or facts["collection"], 8),
    ]
    if facts["bring"]:
        lines.append(print_text(words.text("relay/voucher_paper_bring", bring=facts["bring"]), 8))
    if facts["is_rehearsal"]:
        lines.insert(0, print_text(words.text("relay/paper_rehearsal"), 11))
    width = page_width() / _ACROSS
    return Table([[lines, print_code(each.link, 78.0)]], colWidths=[width - 98, 86])


def _pick(facts: Mapping[str, Any], *names: str) -> dict[str, Any]:
    return {name: facts[name] for name in names}


def _when(words: Words, facts: Mapping[str, Any]) -> str:
    return words.text("relay/voucher_paper_when", called_for=facts["called_for"])


def pharmacy_page(
    words: Words, title: str, item: str, vouchers: Sequence[Mapping[str, Any]]
) -> bytes:
    """A PDF of all vouchers to be ticked off: numbers, codes, pieces and times."""
    print_text = Printer(words.language)
    head = [words.text(f"relay/pharmacy_{name}") for name in _COLUMNS[:-1]]
    rows = [
        [_number(each), each["code"], str(each["quantity"]), _moment(words, each["called_for"])]
        for each in vouchers
    ]
    total = sum(each["quantity"] for each in vouchers)
    facts = words.text("relay/pharmacy_total", item=item, vouchers=len(vouchers), pieces=total)
    return print_pages(
        title,
        [
            print_text(title, size=16),
            print_text(facts, size=10.5),
            print_table(print_text, (head, *rows), (2, 4, 2, 4), page_width(), size=11),
        ],
    )


def pharmacy_csv(words: Words, vouchers: Sequence[Mapping[str, Any]]) -> bytes:
    """The same as a table whose last column is filled in and sent back.

    Codes stand in groups, so that a spreadsheet does not take them for numbers and eat a zero.
    """
    file = StringIO()
    table = csv.writer(file)
    table.writerow(_COLUMNS)
    for each in vouchers:
        table.writerow(
            [
                _number(each),
                each["code"],
                each["quantity"],
                _moment(words, each["called_for"]),
                "",
            ]
        )
    return file.getvalue().encode("utf-8-sig")


def _number(facts: Mapping[str, Any]) -> str:
    return str(facts["place"] or "")


def _moment(words: Words, iso: str | None) -> str:
    if iso is None:
        return ""
    return f"{datetime.fromisoformat(iso).astimezone(words.zone):%Y-%m-%d %H:%M}"

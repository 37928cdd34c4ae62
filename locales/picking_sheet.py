"""A supply round's picking list, as a spreadsheet and on paper (S61, S66).

Doors stand in it, names do not: it is for staff, the supplier who packs and whoever carries.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any, Protocol

from locales.renderer import Words
from locales.sheets import Printer, page_width, print_pages, print_table, text_cell

_DOOR_WEIGHT, _PACKAGE_WEIGHT = 1.0, 3.0


class Package(Protocol):
    """One package of the round."""

    @property
    def id(self) -> int:
        """Its number."""

    @property
    def name(self) -> str:
        """As it is called."""


class Line(Protocol):
    """Pieces of one package for one door."""

    @property
    def package_id(self) -> int:
        """Which package."""

    @property
    def name(self) -> str:
        """As it is called."""

    @property
    def given(self) -> int:
        """Pieces."""


class Order(Protocol):
    """One door."""

    @property
    def door(self) -> str:
        """Unmasked: the sheet is for staff."""

    @property
    def price(self) -> int:
        """In hundredths of the currency."""

    @property
    def lines(self) -> Sequence[Line]:
        """What goes into its bag."""


class PickedBuilding(Protocol):
    """One building."""

    @property
    def label(self) -> str:
        """What stands on it."""

    @property
    def pieces(self) -> Mapping[int, int]:
        """Pieces by package."""

    @property
    def orders(self) -> Sequence[Order]:
        """Its doors in order."""


def picking_workbook(
    words: Words, title: str, packages: Sequence[Package], buildings: Sequence[PickedBuilding]
) -> bytes:
    """An XLSX file: pieces by building on the first sheet, the doors on the second."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    totals = book.create_sheet(words.text("supplies/sheet_totals")[:31])
    totals.append([text_cell(totals, title)])
    for row in _totals(words, packages, buildings):
        totals.append([_cell(totals, value) for value in row])
    doors = book.create_sheet(words.text("supplies/sheet_doors")[:31])
    names = [package.name for package in packages]
    head = [*_columns(words, "building", "door"), *names, *_columns(words, "price")]
    doors.append([text_cell(doors, name) for name in head])
    for building in buildings:
        for order in building.orders:
            texts = [text_cell(doors, text) for text in (building.label, order.door)]
            doors.append([*texts, *_pieces(packages, order), order.price / 100])
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def picking_page(
    words: Words, title: str, packages: Sequence[Package], buildings: Sequence[PickedBuilding]
) -> bytes:
    """A PDF of A4 pages: pieces by building, then each building's doors with boxes to tick."""
    from reportlab.lib.units import mm
    from reportlab.platypus import PageBreak, Spacer

    print_text = Printer(words.language)
    totals = [[str(value or "") for value in row] for row in _totals(words, packages, buildings)]
    weights = [1.0] * len(totals[0])
    story: list[Any] = [
        print_text(title, size=16),
        Spacer(1, 4 * mm),
        print_table(print_text, totals, weights, page_width()),
    ]
    for building in buildings:
        # A page a building: each volunteer takes theirs along.
        story += [
            PageBreak(),
            print_text(title, size=10.5),
            print_text(words.text("supplies/sheet_of_building", building=building.label), size=16),
            Spacer(1, 4 * mm),
            print_table(
                print_text,
                [_columns(words, "door", "bag"), *(_bag(order) for order in building.orders)],
                [_DOOR_WEIGHT, _PACKAGE_WEIGHT],
                page_width(),
            ),
        ]
    return print_pages(title, story)


def _totals(
    words: Words, packages: Sequence[Package], buildings: Sequence[PickedBuilding]
) -> list[list[str | int]]:
    """A row a package: its pieces in each building, and all together."""
    head: list[str | int] = [*_columns(words, "package", "total")]
    rows: list[list[str | int]] = [[*head, *(building.label for building in buildings)]]
    for package in packages:
        pieces = [building.pieces.get(package.id, 0) for building in buildings]
        rows.append([package.name, sum(pieces), *pieces])
    return rows


def _columns(words: Words, *names: str) -> list[str]:
    return [words.text(f"supplies/sheet_{name}") for name in names]


def _pieces(packages: Sequence[Package], order: Order) -> list[int]:
    given = {line.package_id: line.given for line in order.lines}
    return [given.get(package.id, 0) for package in packages]


def _bag(order: Order) -> list[str]:
    lines = [f"{line.name} ×{line.given}" for line in order.lines if line.given]
    return [order.door, ", ".join(lines)]


def _cell(sheet: Any, value: str | int) -> Any:
    return text_cell(sheet, value) if isinstance(value, str) else value

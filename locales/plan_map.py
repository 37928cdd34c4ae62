"""A map of houses by storeys and rooms, as a picture for a phone.

Only digits and Latin letters stand in it; what the shapes mean is said in the text under it.
Nothing is told by colour alone. It knows nothing of what is counted: whoever draws chooses shapes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from locales.drawing import BLUE, INK, MARGIN, PALE, WIDTH, Sheet

MOST_ROOMS = 14
"""Rooms side by side; a longer storey goes on in the next line."""
_TALLEST = 1600
"""Pixels of a picture of several houses: what is taller comes out small on a phone."""

_CELL, _LINE = 64, 52
_NAME, _GAP, _HEAD = 64, 36, 56
_BAR_TOP, _BAR_LOW, _ASIDE = 26, 44, 5


class Shape(StrEnum):
    """What a room looks like; each can be told from the others without its colour."""

    FULL = "full"
    STRIPES = "stripes"
    HALF = "half"
    EMPTY = "empty"
    DOT = "dot"


@dataclass(frozen=True)
class Cell:
    """One room."""

    label: str
    shape: Shape


@dataclass(frozen=True)
class House:
    """A house, its storeys from the top down: each a name and its rooms from left to right."""

    label: str
    storeys: Sequence[tuple[str, Sequence[Cell]]]

    @property
    def lines(self) -> list[tuple[str, Sequence[Cell]]]:
        """Storeys as they are drawn: long ones go on below."""
        return [
            (name if start == 0 else "", cells[start : start + MOST_ROOMS])
            for name, cells in self.storeys
            for start in range(0, len(cells), MOST_ROOMS)
        ]

    @property
    def width(self) -> int:
        """Pixels."""
        return _NAME + _CELL * max((len(cells) for _, cells in self.lines), default=1)

    @property
    def height(self) -> int:
        """Pixels."""
        return _HEAD + _LINE * max(len(self.lines), 1)


def name_house(label: str, position: int) -> str:
    """What stands above a house: its label, or, where no font can be counted on, `#5`."""
    return label if label.isascii() else f"#{position}"


def list_pages(houses: Iterable[House]) -> list[list[House]]:
    """Houses in the order in which they came, so many a picture as it can hold."""
    pages: list[list[House]] = []
    for house in houses:
        if pages and _measure([*pages[-1], house]) <= _TALLEST:
            pages[-1].append(house)
        else:
            pages.append([house])
    return pages


def render_plan_map(houses: Sequence[House]) -> bytes:
    """A PNG of houses, side by side as far as there is room.

    No wider than they are: a phone shows few rooms the larger.

    Args:
        houses: at least one; of `list_pages`, so that the picture is not too tall.
    """
    sheet = Sheet(_measure_across(houses), _measure(houses))
    top = MARGIN
    for row in _rows(houses):
        left = MARGIN
        for house in row:
            _draw_house(sheet, left, top, house)
            left += house.width + _GAP
        top += max(house.height for house in row) + _GAP
    return sheet.to_png()


def _measure(houses: Sequence[House]) -> int:
    """Pixels that a picture of these is high."""
    heights = [max(house.height for house in row) + _GAP for row in _rows(houses)]
    return 2 * MARGIN + sum(heights)


def _measure_across(houses: Sequence[House]) -> int:
    """Pixels that a picture of these is wide."""
    widths = [sum(house.width + _GAP for house in row) - _GAP for row in _rows(houses)]
    return 2 * MARGIN + max(widths)


def _rows(houses: Sequence[House]) -> list[list[House]]:
    rows: list[list[House]] = []
    used = 0
    for house in houses:
        if not rows or used + _GAP + house.width > WIDTH - 2 * MARGIN:
            rows.append([])
            used = -_GAP
        rows[-1].append(house)
        used += _GAP + house.width
    return rows


def _draw_house(sheet: Sheet, left: float, top: float, house: House) -> None:
    sheet.text(left + _NAME, top + 8, house.label, 36, INK, "la")
    for number, (name, cells) in enumerate(house.lines):
        upper = top + _HEAD + _LINE * number
        sheet.text(left + _NAME - 12, upper + _LINE / 2, name, 24, PALE, "rm")
        for place, cell in enumerate(cells):
            _draw_cell(sheet, left + _NAME + _CELL * place, upper, cell)


def _draw_cell(sheet: Sheet, left: float, upper: float, cell: Cell) -> None:
    label = cell.label if cell.label.isascii() else "?"
    sheet.text(left + _CELL / 2, upper + 2, label, 22, INK, "ma")
    begin, end = left + _ASIDE, left + _CELL - _ASIDE
    top, low = upper + _BAR_TOP, upper + _BAR_LOW
    middle = (begin + end) / 2
    if cell.shape is Shape.STRIPES:
        sheet.stripes(begin, top, end, low)
        return
    sheet.bar(begin, top, end, low, BLUE if cell.shape is Shape.FULL else "#ffffff", PALE)
    if cell.shape is Shape.HALF:
        sheet.bar(begin, top, middle, low, PALE, PALE)
    elif cell.shape is Shape.DOT:
        sheet.bar(middle - 5, top + 4, middle + 5, low - 4, INK)

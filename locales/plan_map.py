"""A map of houses by storeys and rooms, as a picture for a phone.

Only digits and Latin letters stand in it; what the shapes mean is said in the text under it.
Nothing is told by colour alone. It knows nothing of what is counted: whoever draws chooses shapes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from locales.drawing import BLUE, INK, MARGIN, PALE, RED, WIDTH, Sheet

MOST_ROOMS = 14
"""Rooms with their names side by side; a longer storey goes on in the next line."""
_TALLEST = 1600
"""Pixels of a picture of several houses: what is taller comes out small on a phone."""
_TALLEST_BARE = 1760
"""Pixels of a picture that is opened to be looked at: no taller than a phone is for its width."""
_LARGEST, _SMALLEST = 44, 16
"""Pixels of a room without its name: what is smaller cannot be told apart on a phone."""


class Shape(StrEnum):
    """What a room looks like; each can be told from the others without its colour."""

    FULL = "full"
    STRIPES = "stripes"
    HALF = "half"
    EMPTY = "empty"
    DOT = "dot"
    FLAG = "flag"
    BARE_FLAG = "bare_flag"
    RING = "ring"


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


@dataclass(frozen=True)
class Scale:
    """How large things are drawn, in pixels.

    Attributes:
        cell: what a room takes across, `line` downwards.
        most: rooms side by side.
        name: what is kept beside a house for the names of its storeys; 0 names neither these
            nor the rooms.
        bar: where in its line a room's shape begins and ends.
        aside: from the edge of a room to its shape.
        margin: around the picture.
    """

    cell: int
    line: int
    most: int
    name: int
    gap: int
    head: int
    title: int
    bar: tuple[int, int]
    aside: int
    margin: int

    def list_lines(self, house: House) -> list[tuple[str, Sequence[Cell]]]:
        """Storeys as they are drawn: long ones go on below."""
        return [
            (name if start == 0 else "", cells[start : start + self.most])
            for name, cells in house.storeys
            for start in range(0, len(cells), self.most)
        ]

    def measure(self, house: House) -> tuple[int, int]:
        """How wide and how high a house is."""
        lines = self.list_lines(house)
        widest = max((len(cells) for _, cells in lines), default=1)
        return self.name + self.cell * widest, self.head + self.line * max(len(lines), 1)


NAMED = Scale(64, 52, MOST_ROOMS, 64, 36, 56, 36, (26, 44), 5, MARGIN)
"""Every room with its name: for those whose doors they are."""


def choose_scale(houses: Sequence[House]) -> Scale:
    """Rooms without their names, as large as one picture can hold all houses."""
    scales = (_bare(cell) for cell in range(_LARGEST, _SMALLEST, -2))
    fitting = (scale for scale in scales if _measure(houses, scale)[1] <= _TALLEST_BARE)
    return next(fitting, _bare(_SMALLEST))


def _bare(cell: int) -> Scale:
    most = (WIDTH - 40) // cell
    return Scale(cell, cell, most, 0, cell // 2 + 8, 34, 28, (2, cell - 2), 2, 20)


def name_house(label: str, position: int) -> str:
    """What stands above a house: its label, or, where no font can be counted on, `#5`."""
    return label if label.isascii() else f"#{position}"


def list_pages(houses: Iterable[House], scale: Scale = NAMED) -> list[list[House]]:
    """Houses in the order in which they came, so many a picture as it can hold."""
    pages: list[list[House]] = []
    for house in houses:
        if pages and _measure([*pages[-1], house], scale)[1] <= _TALLEST:
            pages[-1].append(house)
        else:
            pages.append([house])
    return pages


def render_plan_map(
    houses: Sequence[House], scale: Scale = NAMED, legend: Sequence[tuple[Shape, str]] = ()
) -> bytes:
    """A PNG of houses, side by side as far as there is room.

    No wider than they are: a phone shows few rooms the larger.

    Args:
        houses: at least one; of `list_pages`, so that the picture is not too tall.
        legend: shapes to be drawn above the houses, each with a number beside it.
    """
    wide, high = _measure(houses, scale)
    wide = max(wide, WIDTH) if legend else wide
    above = _LEGEND if legend else 0
    sheet = Sheet(wide, high + above)
    _draw_legend(sheet, scale.margin, legend)
    top = scale.margin + above
    for row in _rows(houses, scale):
        left = scale.margin
        for house in row:
            _draw_house(sheet, left, top, house, scale)
            left += scale.measure(house)[0] + scale.gap
        top += max(scale.measure(house)[1] for house in row) + scale.gap
    return sheet.to_png()


def _measure(houses: Sequence[House], scale: Scale) -> tuple[int, int]:
    """Pixels that a picture of these is wide and high."""
    wide, high = 0, 2 * scale.margin
    for row in _rows(houses, scale):
        sizes = [scale.measure(house) for house in row]
        wide = max(wide, sum(across + scale.gap for across, _ in sizes) - scale.gap)
        high += max(down for _, down in sizes) + scale.gap
    return 2 * scale.margin + wide, high


def _rows(houses: Sequence[House], scale: Scale) -> list[list[House]]:
    rows: list[list[House]] = []
    used = 0
    for house in houses:
        width = scale.measure(house)[0]
        if not rows or used + scale.gap + width > WIDTH - 2 * scale.margin:
            rows.append([])
            used = -scale.gap
        rows[-1].append(house)
        used += scale.gap + width
    return rows


_LEGEND, _SIGN = 64, 36


def _draw_legend(sheet: Sheet, margin: float, legend: Sequence[tuple[Shape, str]]) -> None:
    step = (WIDTH - 2 * margin) / max(len(legend), 1)
    for number, (shape, text) in enumerate(legend):
        left = margin + step * number
        _draw_shape(sheet, (left, margin, left + _SIGN, margin + _SIGN), shape)
        sheet.text(left + _SIGN + 12, margin + _SIGN / 2, text, 34, INK, "lm")


def _draw_house(sheet: Sheet, left: float, top: float, house: House, scale: Scale) -> None:
    sheet.text(left + scale.name, top + 2, house.label, scale.title, INK, "la")
    for number, (name, cells) in enumerate(scale.list_lines(house)):
        upper = top + scale.head + scale.line * number
        if scale.name:
            sheet.text(left + scale.name - 12, upper + scale.line / 2, name, 24, PALE, "rm")
        for place, cell in enumerate(cells):
            _draw_cell(sheet, left + scale.name + scale.cell * place, upper, cell, scale)


def _draw_cell(sheet: Sheet, left: float, upper: float, cell: Cell, scale: Scale) -> None:
    if scale.name:
        label = cell.label if cell.label.isascii() else "?"
        sheet.text(left + scale.cell / 2, upper + 2, label, 22, INK, "ma")
    top, low = scale.bar
    box = (left + scale.aside, upper + top, left + scale.cell - scale.aside, upper + low)
    _draw_shape(sheet, box, cell.shape)


def _draw_shape(sheet: Sheet, box: tuple[float, float, float, float], shape: Shape) -> None:
    left, top, right, low = box
    middle = (left + right) / 2
    match shape:
        case Shape.STRIPES:
            sheet.stripes(*box)
        case Shape.FLAG | Shape.BARE_FLAG:
            # As long as a flag is, however wide its room.
            reach = min(right - left, (low - top) * 1.4) / 2
            flown = (middle - reach, top, middle + reach, low)
            sheet.flag(*flown, RED, is_full=shape is Shape.FLAG)
        case Shape.RING:
            sheet.ring(*box, INK)
        case Shape.FULL:
            sheet.bar(*box, BLUE, PALE)
        case Shape.HALF:
            sheet.bar(*box, "#ffffff", PALE)
            sheet.bar(left, top, middle, low, PALE, PALE)
        case Shape.DOT:
            sheet.bar(*box, "#ffffff", PALE)
            reach = (low - top) * 0.28
            center = (top + low) / 2
            sheet.bar(middle - reach, center - reach, middle + reach, center + reach, INK)
        case Shape.EMPTY:
            sheet.bar(*box, "#ffffff", PALE)

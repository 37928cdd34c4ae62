"""The picture of a day's requests.

Only digits and Latin letters stand in it; what they mean is said in the text under it. Nothing is
told by colour alone: kinds of bars differ in their pattern, too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from string import ascii_uppercase

from locales.drawing import BLUE, INK, MARGIN, PALE, WIDTH, Sheet

MOST_KINDS = 8

_COLUMNS = 420
_LINE = 100
_BAR = 34
# Labels of columns stand side by side up to this many; of more, every third one is shown.
_LABELLED = 12


@dataclass(frozen=True)
class Column:
    """What was asked in one hour or on one day."""

    label: str
    asked: int


@dataclass(frozen=True)
class Worked:
    """How many requests of one kind came in on a day, and how many were closed on it."""

    asked: int
    closed: int


def find_mark(place: int) -> str:
    """The letter that stands for the kind at a place, counted from 0, in picture and text."""
    return ascii_uppercase[place]


def render_digest(columns: Sequence[Column], kinds: Sequence[Worked]) -> bytes:
    """A PNG of a day: a column for each hour, and two bars for each kind.

    The upper bar, full, is what was asked, the lower one, striped, what was closed. The pairs are
    marked A, B, C in their order.

    Args:
        columns: at least one, the earliest first.
        kinds: most asked first; `MOST_KINDS` are shown.
    """
    kinds = kinds[:MOST_KINDS]
    height = MARGIN + _COLUMNS + (MARGIN + _LINE * len(kinds) if kinds else 0) + MARGIN
    sheet = Sheet(WIDTH, height)
    _draw_columns(sheet, columns)
    _draw_kinds(sheet, MARGIN + _COLUMNS + MARGIN, kinds)
    return sheet.to_png()


def _draw_columns(sheet: Sheet, columns: Sequence[Column]) -> None:
    base, top = MARGIN + _COLUMNS - 60, MARGIN + 50
    step = (WIDTH - 2 * MARGIN) / len(columns)
    most = max(*(each.asked for each in columns), 1)
    every = 1 if len(columns) <= _LABELLED else 3
    for place, each in enumerate(columns):
        left = MARGIN + step * place
        middle = left + step / 2
        roof = base - (base - top) * each.asked / most
        if each.asked:
            sheet.bar(left + step * 0.18, roof, left + step * 0.82, base, BLUE)
            sheet.text(middle, roof - 8, str(each.asked), 34, INK, "ms")
        if place % every == 0:
            sheet.text(middle, base + 14, each.label, 32, PALE, "ma")
    sheet.rule(base)


def _draw_kinds(sheet: Sheet, top: float, kinds: Sequence[Worked]) -> None:
    left, right = MARGIN + 80, WIDTH - MARGIN - 120
    most = max((max(each.asked, each.closed) for each in kinds), default=1)
    scale = (right - left) / max(most, 1)
    for place, each in enumerate(kinds):
        upper = top + _LINE * place
        sheet.text(MARGIN + 44, upper + _BAR, find_mark(place), 40, INK, "rm")
        _draw_bar(sheet, left, upper, each.asked, scale, is_full=True)
        _draw_bar(sheet, left, upper + _BAR + 4, each.closed, scale, is_full=False)


def _draw_bar(
    sheet: Sheet, left: float, upper: float, count: int, scale: float, *, is_full: bool
) -> None:
    end, lower = left + count * scale, upper + _BAR
    if count and is_full:
        sheet.bar(left, upper, end, lower, BLUE)
    elif count:
        sheet.stripes(left, upper, end, lower)
    sheet.text(end + 16, upper + _BAR / 2, str(count), 28, INK if count else PALE, "lm")

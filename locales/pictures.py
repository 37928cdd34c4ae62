"""Pictures of numbers, for phones.

Only digits stand in them: no font with Chinese characters can be counted on. What the numbers
mean is said in the text under the picture, in the reader's language. Nothing is told by colour
alone: kinds of bars differ in their pattern, too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from locales.drawing import BLUE, GREY, INK, MARGIN, PALE, WIDTH, Sheet

MOST_RANKED = 8

_COLUMNS = 420
_LINE = 84
_BAR = 44


@dataclass(frozen=True)
class Ranked:
    """How often one thing was asked, and what the askers said about the answer."""

    asked: int
    helpful: int
    not_helpful: int


def render_week(first_day: date, by_day: Sequence[int], ranked: Sequence[Ranked]) -> bytes:
    """A PNG of a week: a column for each day, and a bar for each of what was asked most.

    In a bar, full is helpful, striped is not helpful, pale is nothing said. The bars are numbered
    from 1.

    Args:
        first_day: of the seven.
        by_day: how much was asked on each.
        ranked: most asked first; `MOST_RANKED` are shown.
    """
    ranked = ranked[:MOST_RANKED]
    height = MARGIN + _COLUMNS + (MARGIN + _LINE * len(ranked) if ranked else 0) + MARGIN
    sheet = Sheet(WIDTH, height)
    _draw_days(sheet, first_day, by_day)
    _draw_ranked(sheet, MARGIN + _COLUMNS + MARGIN, ranked)
    return sheet.to_png()


def _draw_days(sheet: Sheet, first_day: date, by_day: Sequence[int]) -> None:
    base, top = MARGIN + _COLUMNS - 60, MARGIN + 50
    step = (WIDTH - 2 * MARGIN) / len(by_day)
    most = max(*by_day, 1)
    for place, asked in enumerate(by_day):
        left = MARGIN + step * place
        day = first_day + timedelta(days=place)
        middle = left + step / 2
        roof = base - (base - top) * asked / most
        if asked:
            sheet.bar(left + step * 0.18, roof, left + step * 0.82, base, BLUE)
        sheet.text(middle, roof - 8, str(asked), 38, INK if asked else PALE, "ms")
        sheet.text(middle, base + 14, f"{day.month}/{day.day}", 32, PALE, "ma")
    sheet.rule(base)


def _draw_ranked(sheet: Sheet, top: float, ranked: Sequence[Ranked]) -> None:
    left, right = MARGIN + 80, WIDTH - MARGIN - 120
    most = max((each.asked for each in ranked), default=1)
    for place, each in enumerate(ranked):
        upper = top + _LINE * place
        middle = upper + _BAR / 2
        end = left + (right - left) * each.asked / most
        sheet.text(MARGIN + 44, middle, str(place + 1), 40, INK, "rm")
        _draw_shares(sheet, left, upper, end, each)
        sheet.text(end + 16, middle, str(each.asked), 38, INK, "lm")


def _draw_shares(sheet: Sheet, left: float, upper: float, end: float, each: Ranked) -> None:
    """One bar in its three parts, one behind the other."""
    lower, said = upper + _BAR, each.helpful + each.not_helpful
    # Somebody may say twice what they think; a bar is never longer than what was asked.
    whole = max(each.asked, said, 1)
    helpful = left + (end - left) * each.helpful / whole
    told = left + (end - left) * said / whole
    sheet.bar(left, upper, end, lower, GREY, edge=PALE)
    if each.not_helpful:
        sheet.stripes(helpful, upper, told, lower)
    if each.helpful:
        sheet.bar(left, upper, helpful, lower, BLUE)

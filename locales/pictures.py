"""Pictures of numbers, for phones.

Only digits stand in them: no font with Chinese characters can be counted on. What the numbers
mean is said in the text under the picture, in the reader's language. Nothing is told by colour
alone: kinds of bars differ in their pattern, too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

WIDTH = 1080
"""Pixels, as wide as a phone's screen."""
MOST_RANKED = 8

# Drawn twice as large and then made smaller: Pillow draws no smooth edges by itself.
_FINE = 2
_MARGIN = 60
_COLUMNS = 420
_LINE = 84
_BAR = 44
_PAPER = "#ffffff"
_INK = "#1f2933"
_PALE = "#6b7785"
_RULE = "#d9dee3"
# Blue and orange are told apart by nearly everybody who confuses colours.
_BLUE = "#2166ac"
_ORANGE = "#f4a259"
_DARK_ORANGE = "#b35806"
_GREY = "#e4e9ee"


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
    height = _MARGIN + _COLUMNS + (_MARGIN + _LINE * len(ranked) if ranked else 0) + _MARGIN
    sheet = _Sheet(WIDTH, height)
    _draw_days(sheet, first_day, by_day)
    _draw_ranked(sheet, _MARGIN + _COLUMNS + _MARGIN, ranked)
    return sheet.to_png()


def _draw_days(sheet: _Sheet, first_day: date, by_day: Sequence[int]) -> None:
    base, top = _MARGIN + _COLUMNS - 60, _MARGIN + 50
    step = (WIDTH - 2 * _MARGIN) / len(by_day)
    most = max(*by_day, 1)
    for place, asked in enumerate(by_day):
        left = _MARGIN + step * place
        day = first_day + timedelta(days=place)
        middle = left + step / 2
        roof = base - (base - top) * asked / most
        if asked:
            sheet.bar(left + step * 0.18, roof, left + step * 0.82, base, _BLUE)
        sheet.text(middle, roof - 8, str(asked), 38, _INK if asked else _PALE, "ms")
        sheet.text(middle, base + 14, f"{day.month}/{day.day}", 32, _PALE, "ma")
    sheet.rule(base)


def _draw_ranked(sheet: _Sheet, top: float, ranked: Sequence[Ranked]) -> None:
    left, right = _MARGIN + 80, WIDTH - _MARGIN - 120
    most = max((each.asked for each in ranked), default=1)
    for place, each in enumerate(ranked):
        upper = top + _LINE * place
        middle = upper + _BAR / 2
        end = left + (right - left) * each.asked / most
        sheet.text(_MARGIN + 44, middle, str(place + 1), 40, _INK, "rm")
        _draw_shares(sheet, left, upper, end, each)
        sheet.text(end + 16, middle, str(each.asked), 38, _INK, "lm")


def _draw_shares(sheet: _Sheet, left: float, upper: float, end: float, each: Ranked) -> None:
    """One bar in its three parts, one behind the other."""
    lower, said = upper + _BAR, each.helpful + each.not_helpful
    # Somebody may say twice what they think; a bar is never longer than what was asked.
    whole = max(each.asked, said, 1)
    helpful = left + (end - left) * each.helpful / whole
    told = left + (end - left) * said / whole
    sheet.bar(left, upper, end, lower, _GREY, edge=_PALE)
    if each.not_helpful:
        sheet.stripes(helpful, upper, told, lower)
    if each.helpful:
        sheet.bar(left, upper, helpful, lower, _BLUE)


class _Sheet:
    """A sheet of paper in pixels of the finished picture."""

    def __init__(self, width: int, height: int) -> None:
        self._size = (width, height)
        self._image = Image.new("RGB", (width * _FINE, height * _FINE), _PAPER)
        self._draw = ImageDraw.Draw(self._image)

    def bar(
        self, left: float, top: float, right: float, low: float, fill: str, edge: str | None = None
    ) -> None:
        """A full bar, at least as wide as can be seen."""
        right, low = max(right, left + 4), max(low, top + 4)
        box = _fine(left, top, right, low)
        self._draw.rectangle(box, fill=fill, outline=edge, width=2 * _FINE)

    def stripes(self, left: float, top: float, right: float, low: float) -> None:
        """A striped bar."""
        right = max(right, left + 4)
        x0, y0, x1, y1 = (round(value) for value in _fine(left, top, right, low))
        part = Image.new("RGB", (x1 - x0, y1 - y0), _ORANGE)
        pen = ImageDraw.Draw(part)
        for start in range(-part.height, part.width, 16 * _FINE):
            line = (start, part.height, start + part.height, 0)
            pen.line(line, fill=_DARK_ORANGE, width=5 * _FINE)
        pen.rectangle((0, 0, part.width - 1, part.height - 1), outline=_DARK_ORANGE, width=_FINE)
        self._image.paste(part, (x0, y0))

    def text(self, x: float, y: float, text: str, size: int, fill: str, anchor: str) -> None:
        """Digits at a place; `anchor` as Pillow names it."""
        font = ImageFont.load_default(size * _FINE)
        self._draw.text((x * _FINE, y * _FINE), text, fill=fill, font=font, anchor=anchor)

    def rule(self, y: float) -> None:
        """A line across."""
        box = _fine(_MARGIN, y, WIDTH - _MARGIN, y)
        self._draw.line(box, fill=_RULE, width=3 * _FINE)

    def to_png(self) -> bytes:
        """The picture in its final size."""
        file = BytesIO()
        small = self._image.resize(self._size, Image.Resampling.LANCZOS)
        small.save(file, "PNG", optimize=True)
        return file.getvalue()


def _fine(*values: float) -> tuple[float, ...]:
    return tuple(value * _FINE for value in values)

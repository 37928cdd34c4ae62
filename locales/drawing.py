"""A sheet of paper to draw numbers on, in pixels, for phones.

Only digits and Latin letters stand on it: no font with Chinese characters can be counted on.
"""

from __future__ import annotations

from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

WIDTH = 1080
"""Pixels, as wide as a phone's screen."""
MARGIN = 60

INK = "#1f2933"
PALE = "#6b7785"
# Blue and orange are told apart by nearly everybody who confuses colours.
BLUE = "#2166ac"
GREY = "#e4e9ee"
RED = "#c1272d"
_ORANGE = "#f4a259"
_DARK_ORANGE = "#b35806"
_PAPER = "#ffffff"
_RULE = "#d9dee3"

# Drawn twice as large and then made smaller: Pillow draws no smooth edges by itself.
_FINE = 2


class Sheet:
    """A sheet of paper; places and sizes are pixels of the finished picture."""

    def __init__(self, width: int, height: int) -> None:
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

    def flag(
        self, left: float, top: float, right: float, low: float, color: str, *, is_full: bool
    ) -> None:
        """A pennant on its pole: full, or its outline alone."""
        x0, y0, x1, y1 = _fine(left, top, right, low)
        thick = max(2 * _FINE, round((y1 - y0) / 9))
        x0, x1 = x0 + thick, x1 - thick / 2
        fly = [(x0, y0), (x1, y0 + (y1 - y0) * 0.34), (x0, y0 + (y1 - y0) * 0.68)]
        self._draw.polygon(fly, fill=color if is_full else _PAPER, outline=color, width=thick)
        self._draw.line((x0, y0, x0, y1), fill=INK, width=thick)

    def ring(self, left: float, top: float, right: float, low: float, color: str) -> None:
        """A circle with an open middle."""
        reach = min(right - left, low - top) / 2
        x, y = (left + right) / 2, (top + low) / 2
        box = _fine(x - reach, y - reach, x + reach, y + reach)
        self._draw.ellipse(box, fill=_ORANGE, outline=color, width=round(reach * 0.4 * _FINE))

    def text(self, x: float, y: float, text: str, size: int, fill: str, anchor: str) -> None:
        """Digits at a place; `anchor` as Pillow names it."""
        font = ImageFont.load_default(size * _FINE)
        self._draw.text((x * _FINE, y * _FINE), text, fill=fill, font=font, anchor=anchor)

    def picture(self, picture: Image.Image, left: float, top: float) -> None:
        """Another picture, each of its pixels as it is in the finished one."""
        size = (picture.width * _FINE, picture.height * _FINE)
        fine = picture.resize(size, Image.Resampling.NEAREST)
        self._image.paste(fine, (round(left) * _FINE, round(top) * _FINE))

    def rule(self, y: float) -> None:
        """A line across."""
        box = _fine(MARGIN, y, WIDTH - MARGIN, y)
        self._draw.line(box, fill=_RULE, width=3 * _FINE)

    def to_png(self) -> bytes:
        """The picture in its final size."""
        file = BytesIO()
        self._image.reduce(_FINE).save(file, "PNG")
        return file.getvalue()


def _fine(*values: float) -> tuple[float, ...]:
    return tuple(value * _FINE for value in values)

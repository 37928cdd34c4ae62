"""How to join a relay, in four pictures that need no reading (S38): a child or an elder sees it.

The words stand under the picture, or beside it on paper: no font can be counted on here.
"""

from __future__ import annotations

from io import BytesIO

import segno
from PIL import Image, ImageDraw, ImageFont

from locales.drawing import BLUE, INK, PALE, RED

STEPS = ("scan", "door", "tap", "collect")
"""What the four panels show, from the upper left to the lower right."""

_PANEL, _EDGE, _FINE = 520, 40, 2
_PAPER, _SOFT, _GREEN = "#ffffff", "#eef2f6", "#2e7d32"
_Box = tuple[float, float, float, float]


def draw_join_card(link: str) -> bytes:
    """A PNG of four numbered panels, two by two; the code in the first leads to `link`."""
    side = 2 * _PANEL + 3 * _EDGE
    image = Image.new("RGB", (side * _FINE, side * _FINE), _PAPER)
    pen = _Pen(ImageDraw.Draw(image))
    for number, step in enumerate(STEPS):
        left = _EDGE + (number % 2) * (_PANEL + _EDGE)
        top = _EDGE + (number // 2) * (_PANEL + _EDGE)
        pen.panel(left, top, number + 1)
        _DRAWERS[step](pen, left, top)
    _paste_code(image, link)
    file = BytesIO()
    image.resize((side, side), Image.Resampling.LANCZOS).save(file, "PNG", optimize=True)
    return file.getvalue()


class _Pen:
    """Draws in pixels of the finished picture."""

    def __init__(self, draw: ImageDraw.ImageDraw) -> None:
        self._draw = draw

    def panel(self, left: float, top: float, number: int) -> None:
        self.box((left, top, left + _PANEL, top + _PANEL), _SOFT, None, round_by=36)
        self.dot(left + 52, top + 52, 36, INK)
        self.text(left + 52, top + 52, str(number), 46, _PAPER)

    def box(
        self, box: _Box, fill: str | None, edge: str | None = INK, *, round_by: float = 0
    ) -> None:
        scaled = [value * _FINE for value in box]
        self._draw.rounded_rectangle(
            scaled, round_by * _FINE, fill=fill, outline=edge, width=8 * _FINE if edge else 0
        )

    def dot(self, x: float, y: float, reach: float, fill: str) -> None:
        scaled = [value * _FINE for value in (x - reach, y - reach, x + reach, y + reach)]
        self._draw.ellipse(scaled, fill=fill)

    def line(self, points: list[tuple[float, float]], color: str, width: float) -> None:
        scaled = [(x * _FINE, y * _FINE) for x, y in points]
        self._draw.line(scaled, fill=color, width=round(width * _FINE), joint="curve")

    def shape(self, points: list[tuple[float, float]], fill: str) -> None:
        self._draw.polygon([(x * _FINE, y * _FINE) for x, y in points], fill=fill)

    def text(self, x: float, y: float, text: str, size: int, fill: str) -> None:
        font = ImageFont.load_default(size * _FINE)
        self._draw.text((x * _FINE, y * _FINE), text, fill=fill, font=font, anchor="mm")

    def arrow(self, x: float, y: float) -> None:
        self.line([(x, y), (x + 58, y)], PALE, 14)
        self.shape([(x + 52, y - 28), (x + 96, y), (x + 52, y + 28)], PALE)


def _draw_scan(pen: _Pen, left: float, top: float) -> None:
    """A telephone held towards the code, which is pasted in later."""
    pen.box((left + 350, top + 130, left + 490, top + 400), _PAPER, round_by=22)
    pen.box((left + 368, top + 162, left + 472, top + 352), "#cfe0f1", None)
    pen.dot(left + 420, top + 376, 12, INK)
    for x, y, dx, dy in (
        (384, 200, 1, 1),
        (456, 200, -1, 1),
        (384, 314, 1, -1),
        (456, 314, -1, -1),
    ):
        corner = [(left + x, top + y + 26 * dy), (left + x, top + y), (left + x + 26 * dx, top + y)]
        pen.line(corner, BLUE, 8)


def _draw_door(pen: _Pen, left: float, top: float) -> None:
    """A house, an arrow, the door with its number."""
    pen.box((left + 60, top + 170, left + 220, top + 430), _PAPER)
    for storey in range(4):
        for room in range(3):
            x, y = left + 86 + room * 42, top + 196 + storey * 56
            is_own = (storey, room) == (1, 1)
            pen.box((x, y, x + 26, y + 34), RED if is_own else "#b9c4cf", None)
    pen.arrow(left + 234, top + 300)
    pen.box((left + 345, top + 130, left + 480, top + 430), "#d9a066", round_by=8)
    pen.box((left + 362, top + 165, left + 463, top + 225), _PAPER, None, round_by=6)
    pen.text(left + 412, top + 195, "501", 42, INK)
    pen.dot(left + 455, top + 300, 11, INK)


def _draw_tap(pen: _Pen, left: float, top: float) -> None:
    """A button under a finger, and the tick that comes of it."""
    pen.box((left + 70, top + 140, left + 450, top + 260), BLUE, None, round_by=26)
    pen.text(left + 260, top + 200, "+1", 74, _PAPER)
    pen.box((left + 238, top + 235, left + 292, top + 420), "#f2c9a5", round_by=27)
    pen.box((left + 190, top + 350, left + 345, top + 470), "#f2c9a5", round_by=40)
    pen.box((left + 246, top + 330, left + 284, top + 420), "#f2c9a5", None)
    pen.dot(left + 420, top + 400, 58, _GREEN)
    tick = [(left + 390, top + 402), (left + 412, top + 426), (left + 452, top + 376)]
    pen.line(tick, _PAPER, 16)


def _draw_collect(pen: _Pen, left: float, top: float) -> None:
    """A clock, an arrow, a bag."""
    pen.dot(left + 150, top + 290, 104, INK)
    pen.dot(left + 150, top + 290, 90, _PAPER)
    pen.line([(left + 150, top + 220), (left + 150, top + 290), (left + 200, top + 320)], RED, 14)
    pen.arrow(left + 268, top + 290)
    pen.line(
        [
            (left + 395, top + 215),
            (left + 395, top + 165),
            (left + 455, top + 165),
            (left + 455, top + 215),
        ],
        INK,
        10,
    )
    pen.box((left + 370, top + 210, left + 480, top + 400), "#f4e3c1", round_by=10)
    pen.box((left + 390, top + 270, left + 460, top + 340), _GREEN, None, round_by=8)
    pen.line([(left + 425, top + 282), (left + 425, top + 328)], _PAPER, 12)
    pen.line([(left + 402, top + 305), (left + 448, top + 305)], _PAPER, 12)


_DRAWERS = {
    "scan": _draw_scan,
    "door": _draw_door,
    "tap": _draw_tap,
    "collect": _draw_collect,
}


def _paste_code(image: Image.Image, link: str) -> None:
    """Every module as many whole pixels wide as the others, or telephones would fail to read it."""
    code, room = segno.make(link, error="m", micro=False), 285
    scale = room // code.symbol_size(border=2)[0]
    file = BytesIO()
    code.save(file, kind="png", scale=scale * _FINE, border=2)
    drawn = Image.open(file).convert("RGB")
    aside = (room - drawn.width // _FINE) // 2
    left, top = _EDGE + 40 + aside, _EDGE + 122 + aside
    image.paste(drawn, (left * _FINE, top * _FINE))

"""The picture of a voucher: a code to be scanned, and the digits to be read out.

Only digits stand on it: no font with Chinese characters can be counted on. What they mean is said
in the text under it, in the reader's language.
"""

from __future__ import annotations

from datetime import datetime
from io import BytesIO

import segno
from PIL import Image

from locales.drawing import BLUE, INK, PALE, WIDTH, Sheet
from locales.renderer import Words

_HEIGHT = 1240
_CODE_TOP = 190
_CODE_ROOM = 720
"""Pixels a side: large enough to be scanned from one phone by another."""


def draw_voucher(
    words: Words, *, link: str, code: str, place: int, quantity: int, called_for: str | None
) -> bytes:
    """A PNG of a household's voucher.

    Args:
        link: what the code in the picture leads to.
        code: its digits as they are read out, in groups of three.
        place: in the list, from 1; 0 for a reserved place, which stands in none.
        called_for: the instant to come at, ISO 8601; None while it is open.
    """
    sheet = Sheet(WIDTH, _HEIGHT)
    middle = WIDTH / 2
    number = f"No. {place}  x {quantity}" if place else f"x {quantity}"
    sheet.text(middle, 100, number, 84, INK, "mm")
    sheet.picture(_draw_code(link), (WIDTH - _CODE_ROOM) / 2, _CODE_TOP)
    sheet.text(middle, 1000, code, 116, BLUE, "mm")
    if called_for is not None:
        moment = datetime.fromisoformat(called_for).astimezone(words.zone)
        sheet.text(middle, 1130, f"{moment:%m-%d  %H:%M}", 72, PALE, "mm")
    return sheet.to_png()


def _draw_code(link: str) -> Image.Image:
    """Every module as many whole pixels wide as the others, or telephones would fail to read it."""
    code = segno.make(link, error="q", micro=False)
    file = BytesIO()
    code.save(file, kind="png", scale=_CODE_ROOM // code.symbol_size(border=2)[0], border=2)
    drawn = Image.open(file).convert("RGB")
    room = Image.new("RGB", (_CODE_ROOM, _CODE_ROOM), "#ffffff")
    room.paste(drawn, ((_CODE_ROOM - drawn.width) // 2, (_CODE_ROOM - drawn.height) // 2))
    return room

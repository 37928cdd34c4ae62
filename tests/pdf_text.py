"""What stands on the pages of a PDF that ReportLab wrote: enough to look for words in it."""

from __future__ import annotations

import re
import zlib
from base64 import a85decode

_STREAM = re.compile(rb"stream\r?\n(.*?)endstream", re.DOTALL)
# A choice of font, or a piece of text.
_STEP = re.compile(rb"/(F\d+)[+\d]* [\d.]+ Tf|\(((?:\\.|[^\\()])*)\) Tj", re.DOTALL)
_ESCAPE = re.compile(rb"\\([0-7]{3}|.)", re.DOTALL)
_LATIN = b"F1"


def read_pdf(content: bytes) -> str:
    """All that is shown, piece after piece, without spaces between them."""
    return "".join(_read_page(page) for page in _pages(content))


def count_pages(content: bytes) -> int:
    """How many sheets of paper it takes."""
    return len(re.findall(rb"/Type /Page\b(?!s)", content))


def _pages(content: bytes) -> list[bytes]:
    packed = (found.strip() for found in _STREAM.findall(content))
    return [zlib.decompress(a85decode(each.removesuffix(b"~>"))) for each in packed]


def _read_page(page: bytes) -> str:
    """Latin letters are kept in one byte, all others in UTF-16."""
    font, pieces = _LATIN, []
    for chosen, shown in _STEP.findall(page):
        font = chosen or font
        raw = _ESCAPE.sub(_unescape, shown)
        pieces.append(raw.decode("cp1252" if font == _LATIN else "utf-16-be", "replace"))
    return "".join(pieces)


def _unescape(found: re.Match[bytes]) -> bytes:
    letters = found[1]
    if len(letters) == 3:
        return bytes([int(letters, 8)])
    return {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}.get(letters, letters)

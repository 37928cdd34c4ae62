"""Characters as a reader sees them: plain widths, nothing invisible, simplified function words.

Circled numbers stay, for they may name an item. A struck-out stretch is marked by `STRUCK`.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from handlers.relay.pasted.words import (
    ADDS,
    CHANGES,
    EXAMPLE_TAIL,
    HOLDS,
    SIMPLIFIED,
    SUPPOSES,
    WITHDRAWS,
)

STRUCK = "\ue001"

_KEYCAP = "\u20e3"
_STRIKES = re.compile("[\u0334-\u0338]")
_TILDES = re.compile(r"~~(?=\S)(.+?)~~")
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−⸺⸻﹣－ー"), "-")
# Enough for the empty cells of a table; more would be searched again from every blank.
_LONG_GAP = re.compile(r"(\s{32})\s+")
_STICKER = re.compile(r"\[[^\W\d]{1,6}\]|\[(?:[A-Z][A-Za-z]+)\]|\(heart\)|:[a-z_]{3,20}:")


def fold_line(text: str) -> str:
    """One line as it is read; emoji stay, for they may name an item too."""
    if text.isascii():
        folded = text
    else:
        struck = STRUCK if _STRIKES.search(text) else ""
        folded = struck + "".join(map(_fold, text)).translate(_DASHES).translate(SIMPLIFIED)
    folded = _LONG_GAP.sub(r"\1", folded.replace("\r", ""))
    return _TILDES.sub(STRUCK + r"\1", folded)


def drop_stickers(text: str) -> str:
    """The text without `[合十]` and its like; what says something in brackets stays."""
    return _STICKER.sub(_keep_words, text)


def _keep_words(found: re.Match[str]) -> str:
    inside = found[0].casefold()
    speaks = (WITHDRAWS, CHANGES, ADDS, HOLDS, SUPPOSES, EXAMPLE_TAIL)
    return found[0] if any(pattern.search(inside[1:-1]) for pattern in speaks) else " "


@lru_cache(maxsize=20_000)
def _fold(letter: str) -> str:
    if letter == "．" or "①" <= letter <= "⓿" or "❶" <= letter <= "➓":
        return letter
    if letter == _KEYCAP:
        return "."
    if letter.isspace() and letter != "\t":
        return " "
    kind = unicodedata.category(letter)
    if kind in ("Cf", "Cc") and letter != "\t":
        return ""
    if unicodedata.combining(letter) or "\ufe00" <= letter <= "\ufe0f":
        return ""
    return unicodedata.normalize("NFKC", letter)

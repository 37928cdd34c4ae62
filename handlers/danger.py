"""Whether somebody's life may be at stake, or somebody despairs, by what they write.

Pure; the answer is another's. The phrases stand in `handlers.danger_phrases` and
`handlers.crisis_phrases`.
"""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum
from functools import cache

from handlers.crisis_phrases import CRISES, HARMLESS
from handlers.danger_phrases import DANGERS

LONGEST = 4096
"""Characters of a text that are looked at: all that Telegram lets one write."""


class Kind(StrEnum):
    """What a text tells of."""

    DANGER = "danger"
    CRISIS = "crisis"


def read_danger(text: str) -> Kind | None:
    """Whether a text tells of a life in danger or of despair, in any of our languages (S92, S102).

    Where it tells of both, it is danger.
    """
    folded = _pattern("harmless").sub(" ", _fold(text[:LONGEST]))
    return next((kind for kind in Kind if _pattern(kind.value).search(folded)), None)


def _fold(text: str) -> str:
    """Lower case, one width, straight apostrophes, no accents on Latin letters."""
    parts = unicodedata.normalize("NFKD", text.replace("\u2019", "'")).casefold()
    bare = "".join(character for character in parts if not "\u0300" <= character <= "\u036f")
    return unicodedata.normalize("NFC", bare)


@cache
def _pattern(kind: str) -> re.Pattern[str]:
    tables = {"danger": DANGERS, "crisis": CRISES, "harmless": HARMLESS}[kind]
    phrases = {
        _compile(phrase.strip())
        for table in tables.values()
        for phrase in re.split(r"[|\n]", table)
        if phrase.strip()
    }
    return re.compile("|".join(sorted(phrases)))


def _compile(phrase: str) -> str:
    parts = [re.escape(_fold(part)).replace(r"\ ", r"\s+") for part in phrase.split("…")]
    if parts[0].isascii():
        return r"\b" + r"\b[^.!?\n]{1,16}?\b".join(parts) + r"\b"
    return r"[^!?。\n]{0,5}?".join(parts)

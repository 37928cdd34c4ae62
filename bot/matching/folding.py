"""Makes texts that mean the same look the same."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from opencc import OpenCC

LONGEST_QUESTION = 400
"""Characters of a question that are looked at."""

LONGEST_ANSWER = 4000
"""Characters of an entry's text whose words count."""

_MARKUP = re.compile(
    r"<[^<>]{1,200}>|https?://\S+|(?<![\w/])/[a-z_]{2,32}(?:@\w+)?\b|(?<!\w)@\w+", re.IGNORECASE
)
_SPACES = re.compile(r"\s+")
_KANA = re.compile("[\u3040-\u30ff]")
_ACCENTS = re.compile("[\u0300-\u036f]")
_UNSEEN = {"Cc", "Cf", "Co", "Cs", "Cn", "So", "Sk"}


def clean(text: str, longest: int = LONGEST_QUESTION) -> str:
    """Leave what was said: no markup, addresses, commands, emoji or unseen characters.

    Only the first `longest` characters are looked at. Empty where no letter or digit is left.
    """
    seen = _MARKUP.sub(" ", unicodedata.normalize("NFKC", text[:longest]))[:longest]
    kept = "".join(
        " " if unicodedata.category(character) in _UNSEEN else character for character in seen
    )
    said = _SPACES.sub(" ", kept).strip()
    return said if any(character.isalnum() for character in said) else ""


def plain(text: str) -> str:
    """A cleaned text as models take it: Chinese in simplified characters, nothing shouted.

    They would call the same question in the other characters only two thirds alike, and one in
    capitals half. Japanese keeps its own characters.
    """
    said = text.lower() if text.isupper() else text
    if _KANA.search(said):
        return said
    simplified: str = _converters()[0].convert(said)
    return simplified


def fold(text: str) -> str:
    """Lower case without accents; traditional, simplified and Japanese characters in one shape."""
    simplify, japanese = _converters()
    bare = _ACCENTS.sub("", unicodedata.normalize("NFKD", text.casefold()))
    folded: str = simplify.convert(japanese.convert(unicodedata.normalize("NFC", bare)))
    return folded


@cache
def _converters() -> tuple[OpenCC, OpenCC]:
    return OpenCC("t2s"), OpenCC("jp2t")

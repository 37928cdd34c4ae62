"""What may be put into a text, and how long a text may get.

Telegram counts UTF-16 units, a phone's button the cells that a text is wide.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any
from unicodedata import east_asian_width

from markupsafe import Markup

MESSAGE_LIMIT = 4096
ANSWER_LIMIT = 200
MENU_LIMIT = 256
BUTTON_CELLS = 36
"""Half-width cells of a button as wide as a small phone's chat: 18 Chinese characters."""

HTML_VALUE_LIMIT = 200
LONG_VALUES = frozenset({"announced", "answer", "asked", "reply", "source_url"})
"""Values of these names may be long: a committee's own words, a question in full, an address."""
LONG_VALUE_LIMIT = 2000
TEXT_VALUE_LIMIT = 80

# Controls that draw nothing but turn, join or hide what stands around them. Emoji need the
# zero-width joiner, so that one stays.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]"
)


def utf16_length(text: str) -> int:
    """The length of `text` as Telegram counts it."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def cell_width(text: str) -> int:
    """The width of `text` in half-width cells; Chinese, Kana, Hangul and emoji take two."""
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)


def shorten(text: str, limit: int, measure: Callable[[str], int] = utf16_length) -> str:
    """`text`, or as much of its beginning as `measure` allows, and an ellipsis."""
    if measure(text) <= limit:
        return text
    kept = text[: limit - 1]
    while measure(kept) >= limit:
        kept = kept[:-1]
    return f"{kept.rstrip()}…"


def tame(value: Any, limit: int, name: str = "") -> Any:
    """`value` with every text in it cut to `limit` and rid of unseen controls.

    Lists and mappings are followed; `Markup` is a template's own and stays whole.

    Args:
        name: what the template knows the value by; `LONG_VALUES` may be longer.
    """
    if name in LONG_VALUES:
        limit = LONG_VALUE_LIMIT
    if isinstance(value, str):
        return _tame_text(value, limit)
    if isinstance(value, Mapping):
        return {name: tame(inner, limit, name) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [tame(inner, limit) for inner in value]
    return value


def _tame_text(text: str, limit: int) -> str:
    if (len(text) <= limit and text.isprintable()) or isinstance(text, Markup):
        return text
    # Cutting first keeps a hostile text of any length cheap.
    return shorten(_UNSEEN.sub("", text[: limit * 4]), limit, len)

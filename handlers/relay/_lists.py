"""Which texts are lists of households rather than one person's line. Pure and quick."""

from __future__ import annotations

import re
from dataclasses import dataclass

from handlers.spans import fold

STAFF_HEADS = ("代报", "代報", "代登记", "代登記", "补登", "補登", "/add ")
_PASTE_HEADS = ("#接龙", "#接龍", "#group note", "接龙", "接龍", "#jielong", "【接龙", "【接龍")
_NUMBERED = re.compile(
    r"^[^\S\n]{0,9}[(（【\[#]?[^\S\n]{0,9}(?:no\.?\s?)?(?:\d{1,4}|[①-⑳㉑-㉟㊱-㊿]|[一二三四五六七八九十]{1,3})"
    r"\s*[.、．。)）】\]:：]",
    re.IGNORECASE | re.MULTILINE,
)
# A line of a list names a door: two numerals are the least that one has.
_DOOR = re.compile(r"[0-9〇零一二三四五六七八九十百].*[0-9〇零一二三四五六七八九十百]")
_FEWEST = 2
_BESIDE = " :\uff1a,\uff0c、"


@dataclass(frozen=True, slots=True)
class PastedList:
    """A text that staff bring in as a whole.

    Attributes:
        is_paste: a relay copied from another chat, which carries no times.
    """

    text: str
    is_paste: bool


def read_pasted_list(text: str) -> PastedList | None:
    """Recognise a pasted relay by its head, and staff's list by 代报; None for anything else."""
    head = fold(text[:60]).lower()
    if head.startswith(_PASTE_HEADS) and len(_NUMBERED.findall(text)) >= _FEWEST:
        return PastedList(text, is_paste=True)
    if head.startswith(STAFF_HEADS) and _count_doors(text) >= _FEWEST:
        return PastedList(_without_heads(text), is_paste=False)
    return None


def has_paste_head(text: str) -> bool:
    """Whether a text begins as a relay that was copied from another chat."""
    return fold(text[:60]).lower().startswith(_PASTE_HEADS)


def _count_doors(text: str) -> int:
    return sum(bool(_DOOR.search(line)) for line in _without_heads(text).splitlines())


def _without_heads(text: str) -> str:
    """The list with 代报 taken from its first line, and from every line that begins with it.

    Lines stay where they are, so that a number that is told is the one that was sent.
    """
    return "\n".join(map(_without_head, text.splitlines()))


def _without_head(line: str) -> str:
    stripped = line.strip()
    for head in STAFF_HEADS:
        if stripped.lower().startswith(head):
            return stripped[len(head) :].lstrip(_BESIDE)
    return line

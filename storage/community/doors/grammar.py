"""How people write a door, as a small grammar. It knows no roster and decides nothing.

    text    = { phrase | anything else }
    phrase  = piece { joint piece }
    piece   = [prefix] value [mark]       `Bldg 3`  `3号楼`  `501室`  `B`  `五零一`
    joint   = nothing | tight | loose     `B|303`   `3-501`  `3 501`

A value says nothing about itself; a prefix or a mark limits which role it can play: building,
unit, floor or room. What a phrase can mean is listed in `readings`; the roster chooses, in `doors`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import NamedTuple

LONGEST = 120
"""Characters looked at. A door is short; what follows is a speech or an attack."""

BUILDING, UNIT, FLOOR, ROOM = "b", "u", "f", "r"
ANY = BUILDING + UNIT + ROOM

GLUED, TIGHT, LOOSE = "glued", "tight", "loose"

_DIGITS = dict(
    zip("〇○零一二三四五六七八九壹贰叁肆伍陆柒捌玖幺", "0001234567891234567891", strict=True)
)
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_MODERN = str.maketrans("號樓棟單層門間", "号楼栋单层门间")
_DASHES = re.compile(r"[‐-―−－ー⁻~～〜⸺⸻]")

_MARKS = {
    **dict.fromkeys(["号楼", "号栋", "号幢", "号馆", "栋", "幢", "座", "동"], BUILDING),
    **dict.fromkeys(["单元", "门", "梯"], UNIT),
    **dict.fromkeys(["层楼", "层", "층"], FLOOR),
    **dict.fromkeys(["号室", "号房", "房间", "室", "房", "호실", "호"], ROOM),
    "楼": BUILDING + FLOOR,
    **dict.fromkeys(["号", "#"], BUILDING + ROOM),
}
_PREFIXES = {
    **dict.fromkeys(
        [
            *("building", "bldg", "bld", "block", "blk", "tower", "twr", "bâtiment", "batiment"),
            *("bât", "bat", "immeuble", "haus", "gebäude", "edificio", "edif", "torre", "bloque"),
        ],
        BUILDING,
    ),
    **dict.fromkeys(["unit", "entrance", "aufgang", "escalier"], UNIT + ROOM),
    **dict.fromkeys(["floor", "fl"], FLOOR),
    **dict.fromkeys(
        [
            *("room", "rm", "flat", "apartment", "apt", "appartement", "appt", "app", "door"),
            *("suite", "wohnung", "whg", "zimmer", "departamento", "depto", "apto", "piso"),
        ],
        ROOM,
    ),
}


def _either(words: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


# What is counted is no door: `2份`, `1 pack`, `x2`. Rooms have three digits, so two are enough.
_COUNTED = (
    r"(?<![\d〇零一二三四五六七八九十])(?:\d{1,2}|[一二三四五六七八九十]{1,2})\s?"
    r"(?:[份盒袋瓶包个斤板箱只点分月日岁元块次位名套条桶提件人口]|packs?\b|pcs\b)"
    r"|(?<=[\d室])[x×]\d{1,2}(?!\d)"
)
_TOKEN = (
    rf"(?P<foreign>{_COUNTED})"
    rf"|(?P<number>[0-9]+|[{''.join(_DIGITS)}十百]+)"
    rf"|(?P<prefix>(?:{_either(_PREFIXES)})(?![^\W\d_])\.?)"
    rf"|(?P<letter>[a-z](?![a-zà-ÿ])|[{_STEMS}])"
    # The last part: 门口, 房东, 室友, 楼长 are no marks.
    rf"|(?P<mark>(?:{_either(_MARKS)})(?![口卫前外东客友位长组上下]))"
    r"|(?P<joint>[\s,，、;；:·.\-/_\\|]+)"
    r"|(?P<other>[a-zà-ÿ]+|.)"
)


class Piece(NamedTuple):
    """A value, the roles that it can play, and where it stood in the text."""

    text: str
    roles: str
    joint: str
    start: int
    end: int
    is_number: bool = True


Phrase = list[Piece]


def normalise(text: str) -> str:
    """One way to write each character: half width, lower case, nothing invisible, and short."""
    folded = unicodedata.normalize("NFKC", text[:LONGEST]).casefold()[:LONGEST]
    if not folded.isascii():
        folded = "".join(letter for letter in folded if unicodedata.category(letter) != "Cf")
        folded = _DASHES.sub("-", folded.translate(_MODERN))
    return folded


def read_number(written: str) -> str:
    """Read digits or Chinese numerals: `0501`, `五零一` and `五百零一` are all `501`."""
    if not written.isascii():
        has_units = "十" in written or "百" in written
        written = _count(written) if has_units else "".join(_DIGITS[digit] for digit in written)
    return written.lstrip("0") or "0"


def _count(written: str) -> str:
    total, last = 0, 0
    for letter in written:
        if letter in "十百":
            total += (last or 1) * (10 if letter == "十" else 100)
            last = 0
        else:
            last = int(_DIGITS[letter])
    return str(total + last)


class Grammar:
    """Finds phrases in normalised text.

    Args:
        names: buildings that are called by a word (`东楼`, `north`), normalised.
    """

    def __init__(self, names: Iterable[str] = ()) -> None:
        called = _either(names)
        self._token = re.compile((rf"(?P<name>{called})|" if called else "") + _TOKEN)

    def list_phrases(self, text: str) -> list[Phrase]:
        """Every run of pieces that nothing foreign interrupts."""
        return [phrase for phrase in self._read(text) if phrase]

    def read_whole(self, text: str) -> Phrase:
        """The one phrase that makes up all of `text`; empty when anything else is in it."""
        phrases = self._read(text)
        return phrases[0] if len(phrases) == 1 else []

    def _read(self, text: str) -> list[Phrase]:
        reader = _Reader()
        for token in self._token.finditer(text):
            kind = token.lastgroup
            if kind in ("number", "letter") and _is_inside_word(text, token):
                kind = "other"
            reader.take(kind or "other", token.group(), token.start(), token.end())
        return reader.phrases


class _Reader:
    """Puts tokens together to pieces and phrases, from left to right."""

    def __init__(self) -> None:
        self.phrases: list[Phrase] = [[]]
        self._joint = GLUED
        self._prefix = ""

    def take(self, kind: str, written: str, start: int, end: int) -> None:
        if kind in ("number", "letter", "name"):
            self._add_piece(kind, written, start, end)
        elif kind == "joint":
            self._join(written)
        elif kind == "prefix":
            self._prefix = _PREFIXES[written.rstrip(".")]
            self._joint = LOOSE
        elif kind != "mark" or not self._mark(written, end):
            self._break(written)

    def _add_piece(self, kind: str, written: str, start: int, end: int) -> None:
        is_number = kind == "number"
        value = read_number(written) if is_number else written
        roles = BUILDING if kind == "name" else self._prefix or ANY
        self.phrases[-1].append(Piece(value, roles, self._joint, start, end, is_number))
        self._joint, self._prefix = GLUED, ""

    def _join(self, written: str) -> None:
        bare = written.strip()
        is_stop = written[0] == "." and written != "."
        is_tight = bool(bare) and not is_stop and not set(bare) <= set(",，、;；:")
        self._joint = TIGHT if is_tight else LOOSE

    def _mark(self, written: str, end: int) -> bool:
        phrase = self.phrases[-1]
        if not phrase or self._joint == TIGHT:
            return False
        marked, last = _MARKS[written], phrase[-1]
        if last.roles != ANY and not set(marked) & set(last.roles):
            return False
        phrase[-1] = last._replace(roles=marked if last.roles == ANY else last.roles, end=end)
        self._joint = GLUED
        return True

    def _break(self, written: str) -> None:
        if written == "#":
            self._joint = self._joint if self._joint == TIGHT else LOOSE
            return
        self.phrases.append([])
        self._joint, self._prefix = GLUED, ""


def _is_inside_word(text: str, token: re.Match[str]) -> bool:
    """Whether one Chinese character that could be a number or a stem is part of a name."""
    written = token.group()
    if len(written) > 1 or written.isascii():
        return False
    before = text[token.start() - 1 : token.start()]
    after = text[token.end() : token.end() + 1]
    if _is_word(after):
        return True
    return _is_word(before) and after not in _MARK_STARTS


_MARK_STARTS = frozenset(mark[0] for mark in _MARKS)
_NO_WORD = _MARK_STARTS | frozenset(_DIGITS) | frozenset(_STEMS + "十百")


def _is_word(letter: str) -> bool:
    return letter.isalpha() and not letter.isascii() and letter not in _NO_WORD

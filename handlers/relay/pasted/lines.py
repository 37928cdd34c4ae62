"""From physical lines to lines with a kind, a time and the message that they stand in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto
from typing import NamedTuple

from handlers.relay.pasted import words
from handlers.relay.pasted.folding import fold_line
from handlers.relay.pasted.numbering import read_number
from handlers.relay.pasted.senders import Head, Timed, read_colon_head, read_head
from handlers.relay.pasted.stamps import Calendar
from handlers.relay.pasted.tables import read_tables
from handlers.relay.pasted.units import COUNTED

_FEWEST_HEADS = 2
_FEWEST_TIMES = 3
_SPEAKS = re.compile(r"[^\W_]")
_SHOWS = re.compile(r"[^\s\-=_*~.·•—#+|:<>/\\]")
_COUNTS = re.compile(COUNTED, re.IGNORECASE)
_COLON_SHARE = 0.6
_FEWEST_COLONS = 3


class Kind(Enum):
    """What a physical line is, before its words are looked at."""

    BLANK = auto()
    RULE = auto()
    SENDER = auto()
    SYSTEM = auto()
    TEXT = auto()


@dataclass(slots=True)
class Line:
    """One line, folded.

    Attributes:
        number: physical, from 1.
        text: without the head of a message.
        message: counts the messages of a chat; 0 where the paste is no chat.
        at: of its message, or its own.
        is_own_time: whether the line itself carries the time, as sheets do.
        is_row: a row of a table, whole by itself.
        building: the building and unit of the heading above, if any.
    """

    number: int
    text: str
    kind: Kind = Kind.TEXT
    sender: str = ""
    message: int = 0
    at: datetime | None = None
    is_own_time: bool = False
    is_row: bool = False
    building: tuple[str, str] | None = None


class Page(NamedTuple):
    """All lines of a paste; `columns` of a table that count an item each."""

    lines: list[Line]
    is_chat: bool
    columns: tuple[str, ...]


def read_lines(text: str, now: datetime) -> Page:
    """The lines of a paste, and whether it is a chat."""
    folded = [fold_line(line) for line in text.split("\n")]
    calendar = Calendar(now)
    if folded:
        calendar.name_day(" ".join(folded[:2]))
    table, columns = read_tables(folded, calendar)
    heads = [
        None if at in table else (_read_head(line, calendar)) for at, line in enumerate(folded)
    ]
    _settle_bare_heads(folded, heads)
    is_chat = sum(isinstance(head, Head) for head in heads) >= _FEWEST_HEADS
    if not is_chat:
        heads, is_chat = _try_colons(folded, heads)
    _drop_lone_times(heads)
    reader = _Reader(is_chat)
    for at, (line, head) in enumerate(zip(folded, heads, strict=True)):
        reader.take(at, line, head)
    for at, row in table.items():
        reader.lines[at] = Line(at + 1, row.text, Kind.TEXT, at=row.at, is_row=True)
        reader.lines[at].is_own_time = row.at is not None
    return Page(reader.lines, is_chat, columns)


def _drop_lone_times(heads: list[Head | Timed | None]) -> None:
    """A sheet with times has several; a deadline is none of them."""
    for at, head in enumerate(heads):
        if isinstance(head, Timed) and words.FOOTER.search(head.text.casefold()):
            heads[at] = None
    if sum(isinstance(head, Timed) for head in heads) < _FEWEST_TIMES:
        heads[:] = [None if isinstance(head, Timed) else head for head in heads]


def _read_head(line: str, calendar: Calendar) -> Head | Timed | None:
    if calendar.take_day(line):
        return Head("", None, "")
    numbered = read_number(line)
    if numbered is not None and numbered.is_strong:
        inner = read_head(numbered.body, calendar)
        if isinstance(inner, Timed):
            return Timed(inner.at, f"{numbered.value}、{inner.text}")
    return read_head(line, calendar)


def _settle_bare_heads(folded: list[str], heads: list[Head | Timed | None]) -> None:
    """A head without text that no text follows is an entry with a time behind it."""
    bare = [at for at, head in enumerate(heads) if isinstance(head, Head) and head.text is None]
    followed = sum(_is_followed(folded, heads, at) for at in bare)
    for at in bare:
        head = heads[at]
        if isinstance(head, Head) and followed * 2 < len(bare) and head.at is not None:
            heads[at] = Timed(head.at, head.sender)
    stamped = [at for at, head in enumerate(heads) if isinstance(head, Timed)]
    named = [at for at in stamped if _is_followed(folded, heads, at)]
    counts = [head for head in heads if isinstance(head, Timed) and _COUNTS.search(head.text)]
    if not counts and len(named) * 2 > len(stamped) and len(named) >= _FEWEST_HEADS:
        for at in stamped:
            timed = heads[at]
            assert isinstance(timed, Timed)
            heads[at] = Head(timed.text.strip(), timed.at, None)


def _is_followed(folded: list[str], heads: list[Head | Timed | None], at: int) -> bool:
    for line, head in zip(folded[at + 1 :], heads[at + 1 :], strict=True):
        if line.strip():
            return head is None
    return False


def _try_colons(
    folded: list[str], heads: list[Head | Timed | None]
) -> tuple[list[Head | Timed | None], bool]:
    """A chat copied without times: nearly every line is `name: text`, or `name:` above a text."""
    spoken = [at for at, line in enumerate(folded) if line.strip() and heads[at] is None]
    colons = {at: head for at in spoken if (head := read_colon_head(folded[at])) is not None}
    bare = sum(head.text is None for head in colons.values())
    is_chat = len(colons) >= _FEWEST_COLONS and (
        len(colons) >= _COLON_SHARE * len(spoken) or bare * 3 >= len(spoken)
    )
    if not is_chat:
        return heads, False
    return [colons.get(at, head) for at, head in enumerate(heads)], True


class _Reader:
    """Hands each line its message."""

    def __init__(self, is_chat: bool) -> None:
        self.lines: list[Line] = []
        self._is_chat = is_chat
        self._message, self._sender = 0, ""
        self._at: datetime | None = None

    def take(self, at: int, text: str, head: Head | Timed | None) -> None:
        line = Line(at + 1, text.strip(), sender=self._sender, message=self._message, at=self._at)
        self.lines.append(line)
        if isinstance(head, Head):
            self._open(line, head)
        elif isinstance(head, Timed) and not self._is_chat:
            line.text, line.at, line.is_own_time = head.text.strip(), head.at, True
        elif not text.strip():
            line.kind = Kind.BLANK
        elif not _SPEAKS.search(text) and not _SHOWS.search(text):
            line.kind = Kind.RULE
        elif words.SYSTEM.search(text.casefold()) or words.MEDIA.match(text):
            line.kind = Kind.SYSTEM

    def _open(self, line: Line, head: Head) -> None:
        if not head.sender:
            line.kind = Kind.SENDER
            return
        if self._is_chat:
            self._message += 1
            self._sender, self._at = head.sender, head.at
        line.sender, line.at, line.message = self._sender, self._at, self._message
        line.text = (head.text or "").strip()
        if head.text is None or not self._is_chat:
            line.kind = Kind.SENDER if head.text is None else Kind.TEXT
        elif words.MEDIA.match(line.text) or words.SYSTEM.search(line.text.casefold()):
            line.kind = Kind.SYSTEM
        elif not line.text:
            line.kind = Kind.SENDER

"""Lists and sheets: which lines are entries, which go on with one, which are neither.

list  = header { [heading] entry { continuation } } [footer]
entry = [number] body | time body | row of a table
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime

from handlers.relay.pasted import words
from handlers.relay.pasted.entry import Reader, Said
from handlers.relay.pasted.lines import Kind, Line
from handlers.relay.pasted.numbering import Numbered, read_number, split_run
from handlers.relay.pasted.runs import is_entry
from handlers.relay.pasted.spots import Sure

_SECTION = re.compile(r"[【\[《<〔(（][^】\]》>〕)）]{1,20}[】\]》>〕)）]\s*[:：]?$|第.{1,3}页$")


@dataclass(slots=True)
class Entry:
    """The lines of one entry before they are read."""

    line: int
    last_line: int
    texts: list[str]
    at: datetime | None = None
    sender: str = ""
    building: tuple[str, str] | None = None
    is_late: bool = False
    is_numbered: bool = False

    @property
    def text(self) -> str:
        """The entry on one line."""
        return " ".join(self.texts)


@dataclass(slots=True)
class Sheet:
    """The lines of a list, sorted."""

    header: list[Line] = field(default_factory=list)
    menus: list[str] = field(default_factory=list)
    examples: list[Line] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    others: dict[int, str] = field(default_factory=dict)


def _stands_by_itself(said: Said) -> bool:
    """`王阿姨 1瓶`, `7号楼 1瓶`: somebody and a number, while `1瓶，放门口` goes on above."""
    counts = [token.start for token in said.order.tokens if token.kind == "number"]
    return bool(counts) and (bool(said.spots) or said.order.is_plus or min(counts) > 1)


class SheetReader:
    """Sorts the lines below the header of a list into entries and others."""

    def __init__(
        self,
        reader: Reader,
        numbers: dict[int, Numbered],
        sheet: Sheet,
        copies: dict[int, bool],
    ) -> None:
        self._copies = copies
        self._reader = reader
        self._numbers = numbers
        self._sheet = sheet
        self._has_gap = False
        self._is_late = False

    def take(self, line: Line) -> None:
        """Put one line where it belongs."""
        if line.kind in (Kind.BLANK, Kind.RULE):
            self._has_gap = True
            if line.kind is Kind.RULE:
                self._sheet.others[line.number] = "rule"
            return
        if line.kind is not Kind.TEXT:
            self._sheet.others[line.number] = "sender" if line.kind is Kind.SENDER else "chat"
            return
        numbered = self._numbers.get(line.number)
        if self._copies.get(line.number):
            self._sheet.others[line.number] = "copy"
        elif numbered is not None:
            self._take_numbered(line, numbered)
        elif line.is_row or line.is_own_time:
            said = self._reader.read(line.text, line.building)
            if said.is_question and not said.spots and not said.order.is_counted:
                self._sheet.others[line.number] = "chat"
            elif line.text:
                self._add(line, line.text)
            else:
                self._sheet.others[line.number] = "header"
        else:
            self._take_loose(line)
        self._has_gap = False

    def _take_numbered(self, line: Line, numbered: Numbered) -> None:
        if words.EXAMPLE.match(numbered.body) or words.EXAMPLE_TAIL.search(numbered.body):
            self._sheet.examples.append(line)
            return
        body, value = numbered.body, numbered.value
        while parted := split_run(body, value):
            self._add(line, parted[0], is_numbered=True)
            following = read_number(parted[1])
            if following is None:
                break
            body, value = following.body, following.value
        self._add(line, body, is_numbered=True)

    def _take_loose(self, line: Line) -> None:
        entries = self._sheet.entries
        text = line.text
        folded = text.casefold()
        if words.EXAMPLE.match(text):
            self._sheet.examples.append(line)
            return
        if words.CLOSES.match(folded):
            self._is_late = True
            self._sheet.others[line.number] = "footer"
            return
        if _SECTION.match(text):
            self._sheet.others[line.number] = "header"
            return
        said = self._reader.read(text, line.building)
        last = entries[-1] if entries else None
        if self._goes_on(last, said, folded):
            assert last is not None
            last.texts.append(text)
            last.last_line = line.number
        elif is_entry(said, text) or self._stands_alone(last, said, folded):
            self._add(line, text)
        else:
            self._sheet.others[line.number] = "footer"

    def _goes_on(self, last: Entry | None, said: Said, folded: str) -> bool:
        """A line without a number belongs to the entry above, unless it is plainly another."""
        if last is None or self._has_gap or words.FOOTER.search(folded):
            return False
        is_whole = bool(self._reader.read(last.text, last.building).spots)
        if said.spots and not all(spot.sure is Sure.NO_ROOM for spot in said.spots):
            return last.is_numbered and not is_whole
        return last.is_numbered or not _stands_by_itself(said)

    def _stands_alone(self, last: Entry | None, said: Said, folded: str) -> bool:
        """`王阿姨 1瓶` in a list without numbers."""
        is_loose = last is None or not last.is_numbered
        return is_loose and _stands_by_itself(said) and not words.FOOTER.search(folded)

    def _add(self, line: Line, text: str, *, is_numbered: bool = False) -> None:
        entry = Entry(line.number, line.number, [text], line.at, line.sender)
        entry.is_late, entry.is_numbered = self._is_late, is_numbered
        entry.building = line.building
        self._sheet.entries.append(entry)

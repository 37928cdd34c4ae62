"""From a pasted text to its rows: lines, header, entries, and what each comes to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import groupby, pairwise

from handlers.relay.pasted import words
from handlers.relay.pasted.amounts import Amounts
from handlers.relay.pasted.chat import ChatReader, Turn
from handlers.relay.pasted.drafts import Act, Draft, split_households
from handlers.relay.pasted.entry import Reader
from handlers.relay.pasted.header import Facts, read_building, read_header, read_heading
from handlers.relay.pasted.ledger import Ledger
from handlers.relay.pasted.lines import Kind, Line, Page, read_lines
from handlers.relay.pasted.marks import Mark, make_row
from handlers.relay.pasted.model import OtherLine, Paste, Row, Status, Terms, Why
from handlers.relay.pasted.runs import find_copies, find_start, list_notes, read_numbers
from handlers.relay.pasted.sheet import Entry, Sheet, SheetReader
from handlers.relay.pasted.spots import Spots, Sure
from storage.community.doors import DoorBook

LONGEST = 100_000
"""Characters that are read; a text beyond is no relay."""

NO_TERMS = Terms()
_LOOKED_AT = 12


def read_paste(text: str, *, book: DoorBook, terms: Terms = NO_TERMS, now: datetime) -> Paste:
    """Read a pasted relay, chat, sheet or table.

    Args:
        book: the doors of the estate.
        terms: what the relay itself says.
        now: aware, on the committee's clock; days without a year are meant from it.
    """
    page = read_lines(text[:LONGEST], now)
    reading = _Reading(page, book, terms, now)
    return reading.read_chat() if page.is_chat else reading.read_sheet()


class _Reading:
    """One paste on its way."""

    def __init__(self, page: Page, book: DoorBook, terms: Terms, now: datetime) -> None:
        self._lines, self._columns = page.lines, page.columns
        self._book, self._terms, self._now = book, terms, now
        self._is_chat = page.is_chat
        first = next((line.at for line in self._lines if line.at), None)
        self._today = first or now
        building, unit = (terms.building, "") if terms.building else self._guess_building()
        self._spots = Spots(book, building, unit)
        if not page.is_chat:
            self._open_headings()
        self._numbers = read_numbers(self._lines, self._spots)
        self._copies = find_copies(self._lines, self._numbers)
        self._others: dict[int, str] = {}

    def _guess_building(self) -> tuple[str | None, str]:
        """The building that the first lines name, before it is known where the list begins."""
        spoken = [line.text for line in self._lines if line.kind is Kind.TEXT and line.text]
        return read_building(spoken[:_LOOKED_AT], self._book)

    def _open_headings(self) -> None:
        """Hand the lines below a heading their building."""
        open_building = None
        for line in self._lines:
            if line.kind is Kind.TEXT and not line.is_row and not line.is_own_time:
                heading = read_heading(line.text, self._book)
                if heading is not None:
                    open_building, line.kind = heading, Kind.RULE
            line.building = open_building

    def _make_reader(self, facts: Facts) -> Reader:
        amounts = Amounts(facts.items, facts.unit)
        return Reader(self._spots, amounts, counts_people=facts.counts_people)

    def _read_facts(self, header: Sequence[Line], menus: Sequence[str] = ()) -> Facts:
        texts = [line.text for line in header if line.kind is not Kind.RULE] + list(self._columns)
        facts = read_header(texts, menus, self._book, self._terms, self._today)
        if self._terms.items is None and not facts.items:
            examples = [line.text for line in header if words.EXAMPLE.match(line.text)]
            if any("人" in text[-2:] for text in examples):
                facts = facts._replace(counts_people=True, asks_people=True)
        return facts

    def _settle_building(self, facts: Facts, texts: Sequence[str]) -> Facts:
        """A building in the header is no list's own where many doors are of other ones."""
        own = facts.header.building
        if own is not None and self._terms.building is None:
            plain = Spots(self._book)
            doors = [spots[0].door for text in texts if (spots := plain.find(text))]
            named = [door.building for door in doors if door is not None]
            if sum(building != own for building in named) * 4 > len(texts):
                facts = facts._replace(header=facts.header._replace(building=None, unit=""))
        self._spots.building = facts.header.building
        return facts

    def _bare_text(self, line: Line) -> str:
        numbered = self._numbers.get(line.number)
        return numbered.body if numbered else line.text

    # Sheets and lists

    def read_sheet(self) -> Paste:
        """Read a paste of one message: a relay, a sheet, a table."""
        draft_reader = self._make_reader(self._read_facts(self._lines[:_LOOKED_AT]))
        start = find_start(self._lines, self._numbers, draft_reader)
        header = [line for line in self._lines if line.number < start]
        menus = [self._numbers[line.number].body for line in header if line.number in self._numbers]
        facts = self._read_facts(header, menus)
        below = [self._bare_text(line) for line in self._lines[start - 1 :] if line.text]
        facts = self._settle_building(facts, below)
        reader = self._make_reader(facts)
        for number in list_notes(self._lines, self._numbers, reader, start):
            del self._numbers[number]
            self._lines[number - 1].kind = Kind.SYSTEM
        sheet = self._sort_lines(reader, header, start)
        drafts = [draft for entry in sheet.entries for draft in self._read_entry(entry, reader)]
        return self._decide(facts, drafts, sheet.examples)

    def _sort_lines(self, reader: Reader, header: Sequence[Line], start: int) -> Sheet:
        sheet = Sheet(header=list(header), others=self._others)
        for line in header:
            if words.EXAMPLE.match(line.text) or words.EXAMPLE_TAIL.search(line.text):
                sheet.examples.append(line)
            elif line.kind is not Kind.BLANK:
                self._others[line.number] = "header"
        sorter = SheetReader(reader, self._numbers, sheet, self._copies)
        for line in self._lines[start - 1 :]:
            sorter.take(line)
        return sheet

    def _read_entry(self, entry: Entry, reader: Reader) -> Iterator[Draft]:
        if not entry.text.strip():
            return
        at = entry.at
        said = reader.read(entry.text, entry.building)
        spot = said.spots[0] if said.spots else None
        draft = Draft(entry.line, entry.last_line, said, said.order, spot=spot, at=at)
        draft.is_late_section = entry.is_late
        draft.heading = entry.building[0] if entry.building else None
        draft.is_restated = self._copies.get(entry.line) is False
        if spot is not None and spot.sure is Sure.ONE:
            draft.door = spot.door
        yield from split_households(draft, reader)

    # Chats

    def read_chat(self) -> Paste:
        """Read a chat, message by message."""
        facts = self._read_facts(self._list_announcements())
        spoken = [self._bare_text(line) for line in self._lines if line.text]
        facts = self._settle_building(facts, spoken)
        reader = self._make_reader(facts)
        chat = ChatReader(reader, self._numbers, self._copies)
        drafts: list[Draft] = []
        examples: list[Line] = []
        for _, group in groupby(self._lines, key=lambda line: line.message):
            lines = list(group)
            for line in lines:
                if line.kind is Kind.SENDER:
                    self._others[line.number] = "sender"
                elif line.kind in (Kind.SYSTEM, Kind.RULE):
                    self._others[line.number] = "chat"
            for turn in chat.read(lines):
                drafts += self._read_turn(turn, reader)
        return self._decide(facts, drafts, examples)

    def _list_announcements(self) -> list[Line]:
        """The lines of the first messages, up to the first that is numbered or has a door."""
        header: list[Line] = []
        for line in self._lines:
            if line.kind is not Kind.TEXT or not line.text:
                continue
            if line.number in self._numbers or self._spots.find(line.text):
                is_opening = line.message <= 1 and line.number not in self._numbers
                if not is_opening:
                    break
            header.append(line)
        return header[:_LOOKED_AT]

    def _read_turn(self, turn: Turn, reader: Reader) -> list[Draft]:
        entry, said = turn.entry, turn.said
        if turn.act is None:
            for number in range(entry.line, entry.last_line + 1):
                self._others[number] = turn.what
            return []
        spot = said.spots[0] if said.spots else None
        draft = Draft(entry.line, entry.last_line, said, said.order, turn.act, spot)
        draft.at, draft.sender = entry.at, entry.sender
        draft.is_late_section = turn.is_late
        draft.corrects = words.CORRECTS.search(said.text.casefold()) is not None
        if spot is not None and spot.sure is Sure.ONE:
            draft.door = spot.door
        elif turn.takes_sender_door:
            draft.door = self._spots.find_one(entry.sender)
        if turn.act is not Act.ENTER:
            self._others[entry.line] = turn.what
            return [draft]
        return split_households(draft, reader)

    # Decisions

    def _decide(self, facts: Facts, drafts: list[Draft], examples: Sequence[Line]) -> Paste:
        timed = [draft for draft in drafts if draft.at is not None]
        # A sheet of the stall: its rows without a time have no certain place.
        is_timed = not self._is_chat and len(timed) >= max(3, len(drafts) / 3)
        if not is_timed and not self._is_chat:
            for draft in drafts:
                draft.at = None
        ledger = Ledger(facts, self._terms.heads, is_timed=is_timed)
        for draft in sorted(drafts, key=_queue_key) if is_timed else drafts:
            if not ledger.take(draft) and draft.act is not Act.ENTER:
                self._retry(ledger, draft)
        if is_timed:
            _mark_open_places(ledger.marks)
        rows = [make_row(mark) for mark in ledger.marks]
        rows += [_make_example(line) for line in examples]
        rows.sort(key=lambda row: (row.line, row.order or 0))
        others = tuple(OtherLine(*each) for each in sorted(self._others.items()))
        return Paste(facts.header, tuple(rows), others)

    def _retry(self, ledger: Ledger, draft: Draft) -> None:
        """An edit that fits no entry, or a door that completes none, is an entry of its own."""
        if draft.spot is None:
            return
        draft.act = Act.ENTER
        self._others.pop(draft.line, None)
        ledger.take(draft)


def _queue_key(draft: Draft) -> tuple[bool, float, int]:
    return draft.at is None, draft.at.timestamp() if draft.at else 0.0, draft.line


def _mark_open_places(marks: list[Mark]) -> None:
    """Rows of one minute, and rows without a time, may stand in another order as well."""
    for mark, after in pairwise(marks):
        if mark.draft.at is not None and mark.draft.at == after.draft.at:
            mark.is_place_open = after.is_place_open = True
    for mark in marks:
        mark.is_place_open = mark.is_place_open or mark.draft.at is None


def _make_example(line: Line) -> Row:
    return Row(line.number, line.number, None, Status.EXAMPLE, Why("example"), text=line.text)

"""From a text that staff bring to lines of a batch. Pure; what stands already is not asked here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from handlers.relay._channels import find_channel
from handlers.relay._lists import has_paste_head
from handlers.relay._times import Written, place_in_time
from handlers.relay.papers._lines import Line, Verdict
from handlers.relay.papers._sections import Section, read_sections, section_of
from handlers.relay.papers._timed import put_times_first
from handlers.relay.pasted import Paste, Row, Status, Terms, read_paste
from storage.community.doors import DoorBook
from storage.relay.kinds import Channel
from storage.relay.papers.queries import Ground

MOST_CANDIDATES = 4
_LONGEST_TEXT = 80
_VERDICTS = {
    Status.OK: Verdict.ENTER,
    Status.DUPLICATE: Verdict.PASSED,
    Status.CANCELLED: Verdict.PASSED,
    Status.EXAMPLE: Verdict.PASSED,
    Status.UNKNOWN_DOOR: Verdict.ASK,
    Status.DOUBTFUL: Verdict.ASK,
}
_CHAT = frozenset({"sender", "chat"})
_INSTANT = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Reading:
    """How a text is to be read.

    Attributes:
        read_at: when it was brought, aware; nothing in it can be later.
        channel: as staff said; None is as the text says.
        building: label of the building to think of where rooms are written bare.
        since: when the copy before it was read, for rows that are new in this one.
    """

    read_at: datetime
    channel: Channel | None = None
    building: str | None = None
    since: datetime | None = None


class Read(NamedTuple):
    """A text as it was read: its rows, and the times that were written beside them."""

    paste: Paste
    times: dict[int, Written]


def read_rows(text: str, book: DoorBook, ground: Ground, reading: Reading) -> Read:
    """The rows of the text, as a careful member of the committee would read them."""
    timed = put_times_first(text)
    zone = ZoneInfo(ground.time_zone)
    now = reading.read_at.astimezone(zone)
    terms = Terms(limit=ground.per_household, items=(), deadline=ground.ends_at)
    paste = read_paste(timed.text, book=book, terms=terms, now=now)
    # A building is thought of only where no door is whole: in «2-101» it would make 2 a number.
    if reading.building and not any(row.status is Status.OK for row in paste.rows):
        terms = terms._replace(building=reading.building)
        paste = read_paste(timed.text, book=book, terms=terms, now=now)
    return Read(paste, timed.times)


def to_lines(text: str, read: Read, book: DoorBook, ground: Ground, reading: Reading) -> list[Line]:
    """Lines of a batch, each with the time or the span in which it came."""
    paste, times = read
    sections = read_sections(
        text,
        _headings(text, paste),
        now=reading.read_at,
        time_zone=ground.time_zone,
    )
    usual = reading.channel or usual_channel(text, paste)
    rows = sorted(
        (_with_time(row, times.get(row.line), ground, reading) for row in paste.rows),
        key=lambda row: (row.line, row.order or 0),
    )
    return [
        _line(key, row, section_of(sections, row.line), usual, book, ground, reading)
        for key, row in enumerate(rows)
    ]


def _with_time(row: Row, written: Written | None, ground: Ground, reading: Reading) -> Row:
    """The row at the time that stands in its line, with day and seconds where they do."""
    if written is None or (row.at is not None and not written.day):
        seconds = written.clock.second if written is not None else 0
        return row if row.at is None else replace(row, at=row.at + timedelta(seconds=seconds))
    return replace(row, at=place_in_time(written, reading.read_at, ground.time_zone))


def _headings(text: str, paste: Paste) -> set[int]:
    """Lines that belong to no entry."""
    taken = {line for row in paste.rows for line in range(row.line, row.last_line + 1)}
    return set(range(1, text.count("\n") + 2)) - taken


def usual_channel(text: str, paste: Paste) -> Channel:
    """How the rows of a text came that stand under no heading."""
    if has_paste_head(text) or any(other.what in _CHAT for other in paste.other_lines):
        return Channel.PASTE
    return find_channel(paste.header.title) or Channel.STALL


def last_instant(ground: Ground, now: datetime) -> datetime:
    """The latest that something brought now can count from: before the end, where it is over."""
    return min(now, ground.ends_at - _INSTANT)


def candidates(doors: Iterator[str], book: DoorBook) -> tuple[tuple[int, str], ...]:
    """Households by their doors, each once, the likeliest first."""
    known = (book.by_key(key) for key in dict.fromkeys(doors))
    found = [(door.household_id, door.key) for door in known if door is not None]
    return tuple(found[:MOST_CANDIDATES])


def _line(
    key: int,
    row: Row,
    section: Section,
    usual: Channel,
    book: DoorBook,
    ground: Ground,
    reading: Reading,
) -> Line:
    verdict = _VERDICTS[row.status]
    came_at, not_before = _span(row, section, ground, reading)
    is_asked = verdict is Verdict.ASK
    return Line(
        key=key,
        number=row.line,
        verdict=verdict,
        door=row.door or "",
        household_id=row.household_id,
        quantity=row.quantity,
        channel=section.channel or usual,
        came_at=came_at.isoformat(),
        not_before=not_before.isoformat() if not_before else None,
        code="" if row.status is Status.OK else row.why.code,
        params={name: value for name, value in row.why.params.items() if is_asked},
        candidates=candidates(_doors(row, book), book) if is_asked else (),
        text=row.text[:_LONGEST_TEXT] if is_asked else "",
    )


def _doors(row: Row, book: DoorBook) -> Iterator[str]:
    if row.likely:
        yield row.likely
    if row.household_id is not None and row.door:
        yield row.door
    yield from row.candidates
    if row.status is Status.UNKNOWN_DOOR and row.door:
        yield from (door.key for door in book.find(row.door).nearest)


def _span(
    row: Row, section: Section, ground: Ground, reading: Reading
) -> tuple[datetime, datetime | None]:
    """The latest time that a row can have come at, and the time before it where only a span is."""
    if row.at is not None:
        # A list of last evening, typed in the morning, names no day.
        return row.at if row.at <= reading.read_at else row.at - timedelta(days=1), None
    came_at = min(section.taken_at or reading.read_at, reading.read_at)
    not_before = section.hung_at or reading.since or ground.opens_at
    return came_at, not_before if not_before < came_at else None

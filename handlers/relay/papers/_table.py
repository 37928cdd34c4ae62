"""From the rows of a spreadsheet to lines of a batch. Pure."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from handlers.relay._channels import find_channel
from handlers.relay._times import find_time, place_in_time
from handlers.relay.papers._files import FileRow
from handlers.relay.papers._lines import Line, Verdict
from handlers.relay.papers._text import MOST_CANDIDATES
from storage.community.doors import DoorBook
from storage.relay.kinds import Channel
from storage.relay.papers.queries import Ground

_LAST = 10_000


class _Fault(NamedTuple):
    code: str
    params: dict[str, object]


def to_lines(
    rows: Iterable[FileRow], book: DoorBook, ground: Ground, read_at: datetime
) -> list[Line]:
    """A line each; rows of one sheet of a lobby in the order of its own numbers (S29)."""
    read = [_read(row, book, ground, read_at) for row in rows]
    ordered = sorted(read, key=lambda each: each[0])
    return [replace(line, key=key) for key, (_, line) in enumerate(ordered)]


def _read(
    row: FileRow, book: DoorBook, ground: Ground, read_at: datetime
) -> tuple[tuple[str, str, int, int], Line]:
    channel = _read_channel(row.channel)
    came_at, not_before, time_fault = _read_span(row, ground, read_at)
    quantity, quantity_fault = _read_quantity(row.quantity, ground.per_household)
    line = Line(
        key=0,
        number=row.number,
        verdict=Verdict.ENTER,
        door=row.door,
        quantity=quantity,
        channel=channel or Channel.STALL,
        came_at=came_at.isoformat(),
        not_before=not_before.isoformat() if not_before else None,
    )
    line, door_fault = _with_door(line, book)
    unread = _Fault("channel_unread", {"text": row.channel}) if channel is None else None
    fault = door_fault or quantity_fault or time_fault or unread
    if fault is not None:
        written = " · ".join(filter(None, (row.time, row.door, row.quantity)))
        line = replace(
            line, verdict=Verdict.ASK, code=fault.code, params=dict(fault.params), text=written[:80]
        )
    sheet = (line.came_at or "", line.not_before or "")
    return (*sheet, _sheet_line(row.line), row.number), line


def _read_channel(cell: str) -> Channel | None:
    if not cell:
        return Channel.STALL
    word = cell.strip().casefold()
    return Channel(word) if word in set(Channel) - {Channel.ONLINE} else find_channel(cell)


def _read_span(
    row: FileRow, ground: Ground, read_at: datetime
) -> tuple[datetime, datetime | None, _Fault | None]:
    came_at = _instant(row.time, ground, read_at)
    not_before = _instant(row.not_before, ground, read_at)
    for cell, found in ((row.time, came_at), (row.not_before, not_before)):
        if cell and found is None:
            return read_at, None, _Fault("time_unread", {"text": cell})
    if came_at is None:
        came_at, not_before = read_at, not_before or ground.opens_at
    return came_at, not_before if not_before and not_before < came_at else None, None


def _instant(cell: str, ground: Ground, read_at: datetime) -> datetime | None:
    written = find_time(cell) if cell else None
    return place_in_time(written, read_at, ground.time_zone) if written else None


def _read_quantity(cell: str, limit: int) -> tuple[int | None, _Fault | None]:
    if not cell:
        return 1, None
    folded = unicodedata.normalize("NFKC", cell).strip().rstrip("份个個")
    if not folded.isdecimal() or not int(folded):
        return None, _Fault("no_quantity", {})
    quantity = int(folded)
    return (quantity, None) if quantity <= limit else (None, _Fault("over_limit", {"limit": limit}))


def _sheet_line(cell: str) -> int:
    folded = unicodedata.normalize("NFKC", cell).strip()
    return int(folded) if folded.isdecimal() and len(folded) < len(str(_LAST)) else _LAST


def _with_door(line: Line, book: DoorBook) -> tuple[Line, _Fault | None]:
    if not line.door:
        return line, _Fault("no_door", {})
    match = book.find(line.door)
    if match.household is not None:
        door = match.household
        return replace(line, household_id=door.household_id, door=door.key), None
    found = (match.candidates or match.nearest)[:MOST_CANDIDATES]
    line = replace(line, candidates=tuple((door.household_id, door.key) for door in found))
    if match.candidates:
        return line, _Fault("several_doors", {"doors": [door.key for door in found]})
    return line, _Fault("no_such_door", {"door": line.door})

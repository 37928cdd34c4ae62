"""From what staff bring to a draft: read, set beside the relay as it stands. Writes nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlmodel import Session

from handlers.context import Context
from handlers.relay.papers import _copies, _table, _text
from handlers.relay.papers._draft import Draft
from handlers.relay.papers._files import read_file
from handlers.relay.papers._lines import Line
from handlers.relay.papers._settle import settle, settle_line
from handlers.relay.pasted import Paste
from storage.community.doors import DoorBook
from storage.community.queries import find_book, list_buildings
from storage.errors import RuleError
from storage.relay.kinds import Channel
from storage.relay.papers.kinds import BatchKind
from storage.relay.papers.queries import (
    Copy,
    Ground,
    Stands,
    find_ground,
    list_copies,
    list_houses,
    list_standing,
)

LONGEST_TEXT = 60_000
"""Characters: two thousand rows."""


@dataclass(frozen=True, slots=True)
class _Place:
    ground: Ground
    book: DoorBook
    copies: tuple[Copy, ...]
    building: str | None


def _find_place(session: Session, relay_id: int, by: int, now: datetime) -> _Place:
    ground = find_ground(session, relay_id, by=by, now=now)
    if now < ground.opens_at:
        raise RuleError("relay_not_open", opens_at=ground.opens_at.isoformat())
    own = ground.entering or ground.buildings
    labels = [each.label for each in list_buildings(session, ground.estate_id) if each.id in own]
    return _Place(
        ground=ground,
        book=find_book(session, ground.estate_id),
        copies=list_copies(session, relay_id),
        building=labels[0] if len(labels) == 1 else None,
    )


def _find_facts(
    session: Session, relay_id: int, households: Sequence[int]
) -> tuple[dict[int, Stands], dict[int, int]]:
    return list_standing(session, relay_id, households), list_houses(session, households)


async def gather_text(
    context: Context, relay_id: int, text: str, *, channel: Channel | None = None
) -> Draft:
    """Read a text: a pasted relay, a list of papers, a sheet of a lobby.

    Raises:
        RuleError: `papers_too_long` (most), `papers_empty`, or what `find_ground` raises.
    """
    if len(text) > LONGEST_TEXT:
        raise RuleError("papers_too_long", most=LONGEST_TEXT)
    place = await _place(context, relay_id)
    read_at = _text.last_instant(place.ground, context.received_at)
    reading = _text.Reading(read_at, channel, place.building)
    read = await asyncio.to_thread(_text.read_rows, text, place.book, place.ground, reading)
    paste = read.paste
    if not paste.rows:
        raise RuleError("papers_empty")
    usual = channel or _text.usual_channel(text, paste)
    is_copy = usual is Channel.PASTE and all(row.at is None for row in paste.rows)
    former = _former(place, paste) if is_copy else None
    reading = replace(reading, since=former.read_at if former else None)
    lines = _text.to_lines(text, read, place.book, place.ground, reading)
    series = _copies.follow(paste, former, place.book) if is_copy else None
    draft = Draft(
        relay_id=relay_id,
        made=context.update_id,
        kind=BatchKind.PASTE if usual is Channel.PASTE else BatchKind.LIST,
        read_at=read_at,
        lines=(),
        text=text,
        channel=channel,
        follows_id=former.batch_id if former else None,
        standing=series.standing if series else (),
        gone=tuple(sorted(series.gone)) if series else (),
    )
    return await _with_lines(context, draft, place, lines, series)


async def gather_file(context: Context, relay_id: int, content: bytes, name: str) -> Draft:
    """Read a spreadsheet.

    Raises:
        RuleError: `papers_file_unread` (reason), or what `find_ground` raises.
    """
    place = await _place(context, relay_id)
    rows = await asyncio.to_thread(read_file, content, name)
    read_at = _text.last_instant(place.ground, context.received_at)
    lines = await asyncio.to_thread(_table.to_lines, rows, place.book, place.ground, read_at)
    draft = Draft(relay_id, context.update_id, BatchKind.FILE, read_at, lines=())
    return await _with_lines(context, draft, place, lines, None)


async def settle_anew(context: Context, draft: Draft, line: Line) -> Draft:
    """The draft with a line that staff have decided, set beside the relay as it stands."""
    place = await _place(context, draft.relay_id)
    households = [line.household_id] if line.household_id is not None else []
    stands, houses = await context.work.read(_find_facts, draft.relay_id, households)
    return draft.having(settle_line(line, place.ground, stands, houses, context.received_at))


async def _place(context: Context, relay_id: int) -> _Place:
    return await context.work.read(_find_place, relay_id, context.person_id, context.received_at)


def _former(place: _Place, paste: Paste) -> Copy | None:
    households = {row.household_id for row in paste.rows if row.household_id is not None}
    return _copies.find_former(place.copies, households)


async def _with_lines(
    context: Context,
    draft: Draft,
    place: _Place,
    lines: list[Line],
    series: _copies.Series | None,
) -> Draft:
    households = {line.household_id for line in lines if line.household_id is not None}
    if series is not None and series.former is not None:
        households.update(household for household, _ in series.former.standing)
    stands, houses = await context.work.read(_find_facts, draft.relay_id, sorted(households))
    if series is not None and series.former is not None:
        doors = {door.household_id: door.key for door in place.book}
        lines = _copies.mark_known(lines, series, stands, doors)
    settled = settle(lines, place.ground, stands, houses, context.received_at)
    return replace(draft, lines=tuple(settled))

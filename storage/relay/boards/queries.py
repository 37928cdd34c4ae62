"""How a relay stands, door by door: questions that are answered with frozen values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from itertools import groupby
from typing import Any

from sqlmodel import Session

from storage.community.walking import walk
from storage.relay.boards.flags import Flag
from storage.relay.boards.selects import (
    is_active,
    is_listed,
    read_door,
    read_flag,
    read_row,
    select_doors,
    select_entries,
    select_listed,
    select_standing,
)
from storage.relay.boards.views import House, Line, Row, Table
from storage.relay.kinds import OFFLINE

_HOLDING = (Flag.COLLECTED, Flag.CALLED, Flag.JOINED)


def find_flags(session: Session, relay_id: int) -> dict[int, Flag]:
    """How far each household that has joined has come, by its number; the reserve's too."""
    return {row.household_id: read_flag(row) for row in session.execute(select_standing(relay_id))}


def count_flags(houses: Iterable[House]) -> dict[Flag, int]:
    """How many doors have each flag; places of the daily reserve count as not joined (S03)."""
    doors = [door for house in houses for door in house.doors]
    counts = Counter(Flag.NONE if door.is_granted else door.flag for door in doors)
    return {flag: counts[flag] for flag in Flag}


def list_houses(
    session: Session, relay_id: int, building_ids: Collection[int] | None = None
) -> tuple[House, ...]:
    """The buildings that a relay is for, with every door, in the roster's order.

    Args:
        building_ids: these only; None: all.
    """
    standing = {row.household_id: row for row in session.execute(select_standing(relay_id))}
    doors = session.execute(select_doors(relay_id, building_ids)).all()
    return tuple(
        House(building_id, label, tuple(read_door(row, standing) for row in rows))
        for (building_id, label), rows in groupby(doors, key=lambda row: (row[0], row[1]))
    )


def list_absent(
    session: Session, relay_id: int, building_ids: Collection[int] | None = None
) -> tuple[House, ...]:
    """The doors that have not joined, house after house, as they are walked past."""
    houses = list_houses(session, relay_id, building_ids)
    left = ((house, [door for door in house.doors if door.flag is Flag.NONE]) for house in houses)
    return tuple(House(house.id, house.label, tuple(walk(doors))) for house, doors in left if doors)


def list_lines(
    session: Session,
    relay_id: int,
    *,
    after: int = 0,
    most: int | None = None,
    building_id: int | None = None,
) -> tuple[Line, ...]:
    """The list as everybody may know it, in order; places of the reserve are not in it.

    Args:
        after: leave out so many.
        building_id: of this building only; places stay those in the whole list.
    """
    query = select_listed(relay_id)
    if building_id is None:
        lines = list(enumerate(session.execute(query.offset(after).limit(most)), after + 1))
    else:
        # A building's lines are counted out of the whole list.
        every = enumerate(session.execute(query), 1)
        own = [(place, row) for place, row in every if row.building_id == building_id]
        lines = own[after : None if most is None else after + most]
    return tuple(
        Line(place, row.number, row.label, row.door, row.quantity, read_flag(row))
        for place, row in lines
    )


def list_rows(session: Session, relay_id: int) -> tuple[Row, ...]:
    """Every entry for staff's file: the list, then places of the reserve, then who left."""
    rows = session.execute(select_entries(relay_id)).all()
    listed = [row for row in rows if is_listed(row)]
    granted = [row for row in rows if is_active(row) and not is_listed(row)]
    left = [row for row in rows if not is_active(row)]
    return (
        *(read_row(row, place) for place, row in enumerate(listed, start=1)),
        *(read_row(row, None) for row in (*granted, *left)),
    )


def list_tables(session: Session, relay_id: int) -> tuple[Table, ...]:
    """Each building in numbers, in the roster's order (S08)."""
    entries: dict[int, list[Any]] = {}
    for row in session.execute(select_listed(relay_id)):
        entries.setdefault(row.building_id, []).append(row)
    return tuple(
        _table(house, entries.get(house.id, [])) for house in list_houses(session, relay_id)
    )


def _table(house: House, entries: list[Any]) -> Table:
    flags = Counter(read_flag(row) for row in entries)
    return Table(
        building_id=house.id,
        label=house.label,
        households=len(house.doors),
        joined=len(entries),
        admitted=sum(flags[flag] for flag in _HOLDING),
        waiting=flags[Flag.WAITING] + flags[Flag.DRAWING],
        called=flags[Flag.CALLED] + flags[Flag.COLLECTED],
        collected=flags[Flag.COLLECTED],
        pieces=sum(row.quantity for row in entries if read_flag(row) in _HOLDING),
        offline=sum(row.channel in OFFLINE for row in entries),
    )

"""The order in which doors are walked past, and the storeys that rooms lie on. Pure.

Nothing but the roster's rooms is known of a house. `1203` is room 03 of storey 12; where rooms do
not say their storey, the roster's own order is as good as any.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Protocol, TypeVar

_ROOM = re.compile(r"(\d{1,2})(\d{2})(?!\d)\D*")
_NUMBERS = re.compile(r"(\d+)")


class Door(Protocol):
    """What is asked of a door here."""

    @property
    def unit(self) -> str:
        """Empty where the building has none."""

    @property
    def room(self) -> str:
        """As the roster writes it."""


D = TypeVar("D", bound=Door)


def find_storey(room: str) -> int | None:
    """The storey that a room's number names; None where it names none."""
    read = _ROOM.fullmatch(room)
    return int(read[1]) if read is not None and int(read[1]) else None


def walk(doors: Iterable[D]) -> list[D]:
    """Doors as they are walked past: unit after unit, from the top storey down.

    One takes the lift up and the stairs down, every second storey back the other way. Of a
    building whose rooms do not all say their storey, the order in which they came stays.
    """
    known = sorted(doors, key=lambda door: _natural(door.unit))
    if any(find_storey(door.room) is None for door in known):
        return known
    path: list[D] = []
    for _, unit in groupby(known, key=lambda door: door.unit):
        storeys = groupby(sorted(unit, key=_from_top), key=_from_top)
        for number, (_, storey) in enumerate(storeys):
            path += sorted(storey, key=lambda door: _natural(door.room), reverse=number % 2 == 1)
    return path


def stack(doors: Iterable[D]) -> list[tuple[str, list[D]]]:
    """Doors by storey as they stand above each other, the top one first.

    Returns:
        Each storey's name, with its unit where there are several, and its doors from left to
        right. Rooms that say no storey stand in rows of ten below the others, without a name.
    """
    known = list(doors)
    with_storey = [door for door in known if find_storey(door.room) is not None]
    rows = [
        (_name(key, known), sorted(storey, key=lambda door: _natural(door.room)))
        for key, storey in groupby(sorted(with_storey, key=_from_top), key=_from_top)
    ]
    return rows + _in_tens(door for door in known if find_storey(door.room) is None)


def stack_across(doors: Iterable[D]) -> list[tuple[str, list[D]]]:
    """Doors by storey, the top one first, with all units of the house side by side.

    Returns:
        Each storey's name and its doors from left to right. Rooms that say no storey stand in
        rows of ten below the others, without a name.
    """
    known = list(doors)
    storeys: dict[int, list[D]] = {}
    for door in known:
        if (storey := find_storey(door.room)) is not None:
            storeys.setdefault(storey, []).append(door)
    rows = [
        (str(storey), sorted(storeys[storey], key=_from_left))
        for storey in sorted(storeys, reverse=True)
    ]
    return rows + _in_tens(door for door in known if find_storey(door.room) is None)


def _in_tens(doors: Iterable[D]) -> list[tuple[str, list[D]]]:
    others = list(doors)
    return [("", others[at : at + 10]) for at in range(0, len(others), 10)]


def _name(key: tuple[tuple[tuple[int, str], ...], int], doors: Sequence[Door]) -> str:
    unit, storey = "".join(text for _, text in key[0]), str(-key[1])
    return f"{unit}-{storey}" if any(door.unit for door in doors) else storey


def _from_top(door: Door) -> tuple[tuple[tuple[int, str], ...], int]:
    return _natural(door.unit), -(find_storey(door.room) or 0)


def _from_left(door: Door) -> tuple[tuple[tuple[int, str], ...], tuple[tuple[int, str], ...]]:
    return _natural(door.unit), _natural(door.room)


def _natural(text: str) -> tuple[tuple[int, str], ...]:
    """A key by which `2` comes before `10`."""
    parts = (part for part in _NUMBERS.split(text) if part)
    return tuple((int(part) if part.isdecimal() else 1 << 30, part) for part in parts)

"""Small invented rosters with the traps of real ones."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

from storage.community.doors import Door, DoorBook


def list_doors() -> list[Door]:
    """Repeating units (1, 2), numbered-through units (10), lettered (12乙), towers (21), a word."""
    number = count(1)
    return [Door(next(number), *place) for place in _places()]


def _places() -> Iterator[tuple[str, str, str]]:
    for building in ("1", "2"):
        for unit in ("1", "2", "3"):
            yield from ((building, unit, room) for room in _rooms(6, 3))
    for building in ("3", "5", "7", "12", "12乙"):
        yield from ((building, "", room) for room in _rooms(6, 6))
    for room in _rooms(6, 6):
        yield "10", "1" if int(room) % 100 <= 3 else "2", room
    for building in ("21", "22"):
        yield from ((building, "", room) for room in _rooms(18, 4))
    yield from (("东楼", "", room) for room in _rooms(3, 2))


def _rooms(floors: int, per_floor: int) -> list[str]:
    return [
        f"{floor}{room:02}" for floor in range(1, floors + 1) for room in range(1, per_floor + 1)
    ]


def list_lettered_doors() -> list[Door]:
    """A, B without units, C with two, as in an English roster."""
    number = count(1)
    return [
        Door(next(number), building, unit, room)
        for building, units in (("A", [""]), ("B", [""]), ("C", ["1", "2"]))
        for unit in units
        for room in _rooms(8, 4)
    ]


CHINESE = DoorBook(list_doors(), "图们小区（虚构）")
ENGLISH = DoorBook(list_lettered_doors(), "Lakeside Court")

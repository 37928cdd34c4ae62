"""The roster's doors by building and room: which of them a reading fits, and which are like it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from storage.community.doors import grammar
from storage.community.doors.nearest import list_like_rooms, list_nearest_rooms, list_parted
from storage.community.doors.readings import Reading

NEAREST = 4


@dataclass(frozen=True, slots=True)
class Door:
    """A household's place in the roster. `unit` is empty where the building has none."""

    household_id: int
    building: str
    unit: str
    room: str

    @property
    def key(self) -> str:
        """The one canonical way to write it: `3-501`, `1-2-501`."""
        return "-".join(filter(None, (self.building, self.unit, self.room)))


class DoorIndex:
    """Doors under canonical parts, so that `3号楼`, `3` and `３` are one building."""

    def __init__(self, doors: Iterable[Door]) -> None:
        self.labels: dict[str, str] = {}
        self.by_key: dict[str, Door] = {}
        self.by_writing: dict[str, Door] = {}
        self._rooms: dict[str, dict[str, list[Door]]] = {}
        self._units: dict[str, set[str]] = {}
        for door in doors:
            self._add(door)

    def _add(self, door: Door) -> None:
        label = canonical_part(door.building)
        self.labels.setdefault(label, door.building)
        self._units.setdefault(label, set()).add(canonical_part(door.unit))
        rooms = self._rooms.setdefault(label, {})
        rooms.setdefault(canonical_part(door.room), []).append(door)
        self.by_key[door.key] = door
        self.by_writing[grammar.normalise(door.key)] = door

    @property
    def names(self) -> list[str]:
        """Buildings that are called by a word, not by a number or a letter."""
        return [label for label in self.labels if not _PLAIN.read_whole(label)]

    def list_doors(self, reading: Reading) -> list[Door]:
        """Every door that a reading with a building fits."""
        rooms = self._rooms.get(reading.building, {})
        doors = [door for room in reading.list_rooms() for door in rooms.get(room, ())]
        return [door for door in doors if _is_in_unit(door, reading.unit)]

    def list_bare(self, reading: Reading) -> tuple[Door, ...]:
        """Every door that a reading without a building fits, in all buildings."""
        readings = (reading._replace(building=label) for label in self._rooms)
        return tuple(door for each in readings for door in self.list_doors(each))

    def list_nearest(self, reading: Reading) -> tuple[Door, ...]:
        """Known doors like one that is none; nothing for a building without a room."""
        if not reading.room:
            return ()
        if reading.building not in self._rooms:
            room = reading.list_rooms() or (reading.room,)
            return tuple(list_like_rooms(self._rooms, reading.building, room[0]))[:NEAREST]
        doors = list_nearest_rooms(self._rooms[reading.building], reading.room)
        doors.sort(key=lambda door: not _is_in_unit(door, reading.unit))
        return tuple(doors[:NEAREST])

    def worth(self, reading: Reading) -> tuple[bool, bool, bool]:
        """How much of a reading that fits no door makes sense: the most is the best guess."""
        units = self._units.get(reading.building, set())
        is_sound = bool(units) and (not reading.unit or reading.unit in units)
        return is_sound, bool(reading.building) and not units, bool(reading.room)

    def list_parted(self, run: str) -> tuple[Door, ...]:
        """Doors whose building and room were run together: `3501`."""
        return tuple(list_parted(self._rooms, run))[:NEAREST]


def _is_in_unit(door: Door, unit: str) -> bool:
    return not unit or canonical_part(door.unit) == unit


@lru_cache(maxsize=10_000)
def canonical_part(label: str) -> str:
    """A label without its marks: `3号楼` is `3`, `12号乙` is `12乙`, `0501室` is `501`."""
    written = grammar.normalise(label).strip()
    pieces = _PLAIN.read_whole(written)
    if not pieces or any(piece.joint == grammar.TIGHT for piece in pieces):
        return written
    return "".join(piece.text for piece in pieces)


_PLAIN = grammar.Grammar()

"""What a row of a roster must be like, alone and among the rows of its building."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass

# I, L and O are slips for 1 and 0, never part of a room.
_ROOM = re.compile(r"([A-HJKMNP-Z]?)(\d{1,4})[A-HJKMNP-Z甲乙丙丁]?(-\d{1,2})?", re.IGNORECASE)
_WITH_FLOOR = 3
_FULL_UNIT = 3


@dataclass(frozen=True)
class RosterRow:
    """A household as the file names it, and its physical line (from 1)."""

    line: int
    building: str
    unit: str
    room: str

    @property
    def key(self) -> str:
        """The canonical door: `3-501`, `1-2-501`."""
        return "-".join(filter(None, (self.building, self.unit, self.room)))


def find_room_flaw(cell: str, floors: str) -> str | None:
    """Why a written room cannot be one in a building of so many floors; empty if unknown."""
    room = re.sub(r"[室号房]+$", "", unicodedata.normalize("NFKC", cell)).strip()
    read = _ROOM.fullmatch(room)
    if read is None:
        return "room_not_readable"
    letter, digits = read[1], read[2]
    if letter or len(digits) < _WITH_FLOOR:
        return None if int(digits) or letter else "room_not_readable"
    floor = int(digits[:-2])
    highest = int(floors) if floors.isdecimal() else floor
    return None if 1 <= floor <= highest else "impossible_floor"


def list_without_unit(rows: list[RosterRow]) -> list[RosterRow]:
    """Rows whose unit must have been forgotten: the others of their building have one."""
    within = {row.room for row in rows if row.unit}
    without = [row for row in rows if not row.unit]
    if len(without) * 2 < len(rows):
        return without
    return [row for row in without if row.room in within]


def list_odd_units(rows: list[RosterRow]) -> list[RosterRow]:
    """Rows that are alone in a unit of which the rest of the building knows nothing."""
    units: defaultdict[str, list[RosterRow]] = defaultdict(list)
    for row in rows:
        units[row.unit].append(row)
    if not any(len(members) >= _FULL_UNIT for members in units.values()):
        return []
    return [members[0] for unit, members in units.items() if unit and len(members) == 1]

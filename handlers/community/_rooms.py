"""Doors on buttons: a building parted so that one's own is found by two taps. Pure."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from storage.community.doors import Door

# Rooms that a keyboard shows at once, four in a row.
MOST_ROOMS = 36
MOST_GROUPS = 60
_FLOOR = re.compile(r"(\d+)\d\d(?!\d)")


@dataclass(frozen=True)
class RoomGroup:
    """Doors of one unit, of one floor, or of one floor of one unit; empty text where of all."""

    unit: str
    floor: str
    doors: tuple[Door, ...]


def floor_of(room: str) -> str:
    """`501` is on floor `5`, `1803` on `18`; empty where the room does not say."""
    found = _FLOOR.search(room)
    return found[1].lstrip("0") if found else ""


def part_rooms(doors: Sequence[Door]) -> tuple[RoomGroup, ...]:
    """The fewest groups of which each fits a keyboard; none where writing the room is easier."""
    for unit_of, floor in _WAYS:
        groups = _group(doors, unit_of, floor)
        if all(len(group.doors) <= MOST_ROOMS for group in groups):
            return groups if len(groups) <= MOST_GROUPS else ()
    return ()


def name_doors(doors: tuple[Door, ...]) -> list[dict[str, Any]]:
    """Doors as JSON values, for a keyboard."""
    return [{"household_id": door.household_id, "text": door.key} for door in doors]


def name_rooms(doors: tuple[Door, ...]) -> list[dict[str, Any]]:
    """Doors of one building as JSON values, without the building."""
    return [
        {
            "household_id": door.household_id,
            "text": "-".join(filter(None, (door.unit, door.room))),
        }
        for door in doors
    ]


def _group(
    doors: Iterable[Door], unit: Callable[[Door], str], floor: Callable[[Door], str]
) -> tuple[RoomGroup, ...]:
    found: defaultdict[tuple[str, str], list[Door]] = defaultdict(list)
    for door in doors:
        found[unit(door), floor(door)].append(door)
    return tuple(RoomGroup(*place, tuple(inside)) for place, inside in found.items())


def _nothing(_door: Door) -> str:
    return ""


def _unit(door: Door) -> str:
    return door.unit


def _floor(door: Door) -> str:
    return floor_of(door.room)


_WAYS = ((_nothing, _nothing), (_unit, _nothing), (_nothing, _floor), (_unit, _floor))

"""Known doors that look like an unknown one: a slip of one character, then the closest number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import chain
from typing import TypeVar

T = TypeVar("T")

Rooms = Mapping[str, Sequence[T]]
"""What stands under each room of one building."""


def differs_little(written: str, known: str) -> bool:
    """Whether one character missing, added, changed or swapped explains the difference."""
    shared = 0
    for left, right in zip(written, known, strict=False):
        if left != right:
            break
        shared += 1
    left, right = written[shared:], known[shared:]
    return (
        left[1:] == right[1:]
        or left[1:] == right
        or left == right[1:]
        or (left[1::-1] == right[:2] and left[2:] == right[2:])
    )


def list_nearest_rooms(rooms: Rooms[T], room: str) -> list[T]:
    """Everything in a building, nearest to `room` first."""

    def distance(known: str) -> tuple[bool, int, str]:
        return not differs_little(room, known), _apart(room, known), known

    return list(chain.from_iterable(rooms[known] for known in sorted(rooms, key=distance)))


def list_like_rooms(buildings: Mapping[str, Rooms[T]], building: str, room: str) -> list[T]:
    """The same room in buildings whose label looks like `building`."""
    like = [label for label in buildings if differs_little(building, label)]
    like.sort(key=lambda label: _apart(building, label))
    return list(chain.from_iterable(buildings[label].get(room, ()) for label in like))


def list_parted(buildings: Mapping[str, Rooms[T]], run: str) -> list[T]:
    """Doors whose building and room were run together: `3501` for 3-501."""
    parted = (buildings.get(run[:at], {}).get(run[at:], ()) for at in range(1, len(run)))
    return list(chain.from_iterable(parted))


def _apart(left: str, right: str) -> int:
    if left.isdecimal() and right.isdecimal():
        return abs(int(left) - int(right))
    return max(len(left), len(right)) ** 10

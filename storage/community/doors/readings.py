"""What a phrase can mean: every way to part it into pieces and to give them roles."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import product
from typing import NamedTuple

from storage.community.doors.grammar import (
    ANY,
    BUILDING,
    FLOOR,
    GLUED,
    LOOSE,
    ROOM,
    TIGHT,
    UNIT,
    Phrase,
    Piece,
)

_ORDER = {BUILDING: 0, UNIT: 1, FLOOR: 2, ROOM: 3}
_ROOM_ON_FLOOR = 2

Cut = tuple[Piece, ...]


class Reading(NamedTuple):
    """One way to understand a phrase up to `end`; what was not written is empty."""

    building: str
    unit: str
    floor: str
    room: str
    end: int

    def list_rooms(self) -> tuple[str, ...]:
        """The rooms it may name: `18楼04室` is 1804, `5楼A室` is 5A, `2楼202` is 202."""
        if not self.floor:
            return (self.room,)
        if len(self.room) <= _ROOM_ON_FLOOR:
            is_number = self.room.isdecimal()
            return (self.floor + (self.room.zfill(_ROOM_ON_FLOOR) if is_number else self.room),)
        return (self.room,) if self.room.startswith(self.floor) else ()


def list_starts(phrase: Phrase) -> list[int]:
    """Where a door may begin: never behind a tight joint."""
    return [at for at, piece in enumerate(phrase) if at == 0 or piece.joint == LOOSE]


def is_group(phrase: Phrase, first: int) -> bool:
    """Whether the next piece hangs on piece `first`, so that a door may well begin here."""
    return first + 1 < len(phrase) and phrase[first + 1].joint != LOOSE


def list_readings(phrase: Phrase, first: int) -> Iterator[Reading]:
    """Every meaning of what starts at piece `first`: a room, or a building named as one."""
    for cut in _list_cuts(phrase, first, ()):
        for roles in _list_assignments(tuple(piece.roles for piece in cut)):
            said = {role: piece.text for role, piece in zip(roles, cut, strict=True)}
            building, unit, floor, room = (said.get(role, "") for role in _ORDER)
            yield Reading(building, unit, floor, room, cut[-1].end)


def _list_cuts(phrase: Phrase, at: int, taken: Cut) -> Iterator[Cut]:
    for piece, following in _list_pieces(phrase, at):
        cut = (*taken, piece)
        if _may_stop(phrase, following):
            yield cut
        if following < len(phrase) and len(cut) < len(_ORDER):
            yield from _list_cuts(phrase, following, cut)


def _list_pieces(phrase: Phrase, at: int) -> Iterator[tuple[Piece, int]]:
    yield phrase[at], at + 1
    if at + 1 < len(phrase):
        merged = _merge(phrase[at], phrase[at + 1])
        if merged is not None:
            yield merged, at + 2


def _may_stop(phrase: Phrase, following: int) -> bool:
    if following == len(phrase) or phrase[following].joint == LOOSE:
        return True
    return phrase[following - 1].roles == ROOM


def _merge(left: Piece, right: Piece) -> Piece | None:
    """`12` and `乙` are one value when glued (`12乙`) or parted by a mark only (`12号 乙`)."""
    if right.is_number == left.is_number or right.joint == TIGHT:
        return None
    is_parted = BUILDING in left.roles and BUILDING in right.roles and not right.is_number
    if left.roles != ANY and is_parted:
        roles = BUILDING
    elif right.joint == GLUED and ANY in (left.roles, right.roles):
        roles = right.roles if left.roles == ANY else left.roles
    else:
        return None
    return left._replace(text=left.text + right.text, roles=roles, end=right.end)


@lru_cache(maxsize=2000)
def _list_assignments(allowed: tuple[str, ...]) -> tuple[str, ...]:
    return tuple("".join(roles) for roles in product(*allowed) if _makes_sense(roles, allowed))


def _makes_sense(roles: tuple[str, ...], allowed: tuple[str, ...]) -> bool:
    is_building_only = BUILDING in roles and ANY not in allowed
    if (ROOM not in roles and not is_building_only) or len(set(roles)) < len(roles):
        return False
    unsure = [_ORDER[role] for role, choice in zip(roles, allowed, strict=True) if len(choice) > 1]
    return unsure == sorted(unsure)

"""What a door's flag on the plan of the estate says (S17), and to whom it says where. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from storage.relay.kinds import EntryState


class Flag(StrEnum):
    """How far a household has come; `NONE` has not joined."""

    COLLECTED = "collected"
    CALLED = "called"
    JOINED = "joined"
    WAITING = "waiting"
    DRAWING = "drawing"
    NONE = "none"


SHOWN = tuple(Flag)
"""The order in which flags are explained and counted: the furthest first."""
_RANKS = {flag: rank for rank, flag in enumerate(SHOWN)}
_STATES = {EntryState.WAITING: Flag.WAITING, EntryState.DRAWING: Flag.DRAWING}


def find_flag(state: EntryState, *, is_called: bool, is_collected: bool) -> Flag:
    """The flag of an entry that stands."""
    if state in _STATES:
        return _STATES[state]
    if is_collected:
        return Flag.COLLECTED
    return Flag.CALLED if is_called else Flag.JOINED


def hide_rooms(storey: Iterable[Flag]) -> list[Flag]:
    """The flags of a storey from the furthest on: how many, and not which room has which.

    So the plan says as much as a list of masked doors does, and no more (T3).
    """
    return sorted(storey, key=_RANKS.__getitem__)

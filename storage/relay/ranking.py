"""Places in the list and among those who wait. Pure.

A waiting place is the rank among those who wait for a place that the entry may take itself: with
even split those of its own building, where no place is common.
"""

from __future__ import annotations

from typing import NamedTuple

from storage.relay.pools import COMMON, OFFLINE_SHARE
from storage.relay.sheet import Sheet


class Ranks(NamedTuple):
    """Ranks of one who waits, from 1, each among all before it in order that wait.

    Attributes:
        of_building: among those of its building.
        of_kind: among those who came offline, or online, as it did.
        of_both: among those of its building who came that way.
    """

    of_all: int
    of_building: int
    of_kind: int
    of_both: int
    is_offline: bool


class Ranked(NamedTuple):
    """Place in the list from 1, 0 in the pot of a draw; waiting place for who waits."""

    place: int
    waiting_place: int | None


def waiting_place(sheet: Sheet, ranks: Ranks) -> int:
    """How many wait, this one among them, for a place that it may take."""
    if sheet.shares_opened or sheet.pools[COMMON].quota != 0:
        return ranks.of_all
    offline = sheet.pools.get(OFFLINE_SHARE)
    if ranks.is_offline and offline is not None and offline.quota:
        return ranks.of_building + ranks.of_kind - ranks.of_both
    return ranks.of_building

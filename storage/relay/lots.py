"""The entries that a sheet knows, sorted so that the next and the last are at hand. Pure.

A lot holds those that hold places of one pool (or wait) and may take places of the same pools:
they come from one building, and all or none of them by an offline channel. Within a lot the order
decides alone.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Callable

from storage.relay.entries import Entry
from storage.relay.kinds import OFFLINE

OpenTo = Callable[[Entry], tuple[int, ...]]


class Lots:
    """Entries by lot, in order.

    Args:
        open_to: the pools that an entry may take a place of, in the order in which it tries them.
    """

    def __init__(self, open_to: OpenTo) -> None:
        self._open_to = open_to
        self._by_pool: dict[int | None, dict[tuple[int, bool], list[Entry]]] = {}

    def add(self, entry: Entry) -> None:
        """File an entry where its pool and its key put it."""
        insort(self._lot(entry), entry, key=_key)

    def remove(self, entry: Entry) -> None:
        """Take an entry out, before its pool or its key change."""
        lot = self._lot(entry)
        place = bisect_left(lot, _key(entry), key=_key)
        if place < len(lot) and lot[place] is entry:
            del lot[place]

    def last_of(self, pool: int) -> Entry | None:
        """The last in order of those who hold places of a pool."""
        last = (lot[-1] for lot in self._by_pool.get(pool, {}).values() if lot)
        return max(last, key=_key, default=None)

    def first_for(self, pool: int) -> Entry | None:
        """The first in order of those who would rather hold a place of a pool than what they do."""
        first = (
            lot[0]
            for held, lots in self._by_pool.items()
            if held != pool
            for lot in lots.values()
            if lot and self._prefers(lot[0], pool)
        )
        return min(first, key=_key, default=None)

    def _prefers(self, entry: Entry, pool: int) -> bool:
        open_to = self._open_to(entry)
        if pool not in open_to:
            return False
        return entry.pool is None or open_to.index(pool) < open_to.index(entry.pool)

    def _lot(self, entry: Entry) -> list[Entry]:
        lots = self._by_pool.setdefault(entry.pool, {})
        return lots.setdefault((entry.building_id, entry.channel in OFFLINE), [])


def _key(entry: Entry) -> tuple[bool, int, int]:
    return entry.served_at is None, entry.ordered_at, entry.number

"""Whose places there are, and the one rule by which they are given. Pure.

`allocate` is that rule, as it is published: each entry in order takes the first of the pools open
to it that has a place left; else it waits. History does not matter, only the order: whatever
happens to a list, its state is what `allocate` makes of it as it stands.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from storage.relay.kinds import OFFLINE, Channel, RemainderRule, SplitRule
from storage.relay.sharing import Sharing

# Keys of pools (名额池) besides those of buildings, which are the buildings' ids.
COMMON = 0
OFFLINE_SHARE = -1
RESERVE = -2


class House(NamedTuple):
    """A building that may join: its place among the estate's buildings, and how many doors."""

    id: int
    position: int
    households: int


class Claim(Protocol):
    """What the rule reads of an entry."""

    @property
    def number(self) -> int:
        """Of the entry, within its relay."""

    @property
    def building_id(self) -> int:
        """Of the household."""

    @property
    def channel(self) -> Channel:
        """How the entry came in."""


@dataclass(slots=True)
class Pool:
    """Places for some entries (名额池).

    Attributes:
        quota: how many; None is no limit.
        taken: how many of them are held.
        waiting: entries that wait and may take one.
    """

    key: int
    quota: int | None
    taken: int = 0
    waiting: int = 0

    @property
    def has_room(self) -> bool:
        """Whether a place is left."""
        return self.quota is None or self.taken < self.quota


def plan_quotas(
    sharing: Sharing, capacity: int | None, houses: Sequence[House]
) -> dict[int, int | None]:
    """The quota of each pool; a relay without shares has the common one alone.

    The offline share is taken off the top (S20); what is left is split evenly by building, and
    what does not divide goes where the remainder rule says (S29).
    """
    if capacity is None or not sharing.has_pools:
        return {COMMON: capacity}
    offline: dict[int, int | None] = {}
    if sharing.offline_share:
        offline[OFFLINE_SHARE] = sharing.offline_share
    places = capacity - sharing.offline_share
    split: dict[int, int] = {}
    if sharing.split_rule is SplitRule.BUILDINGS:
        split = _split_evenly(places, houses, sharing.remainder_rule)
    return {COMMON: places - sum(split.values())} | offline | split


def _split_evenly(places: int, houses: Sequence[House], rule: RemainderRule) -> dict[int, int]:
    if not houses:
        return {}
    each, rest = divmod(places, len(houses))
    if rule is RemainderRule.LARGEST:
        ordered = sorted(houses, key=lambda house: (-house.households, house.position))
    else:
        ordered = sorted(houses, key=lambda house: house.position)
    favoured = 0 if rule is RemainderRule.COMMON else rest
    return {house.id: each + (place < favoured) for place, house in enumerate(ordered)}


def candidate_pools(keys: Iterable[int], building_id: int, channel: Channel) -> tuple[int, ...]:
    """The pools that an entry may take a place of, in the order in which it tries them.

    The offline share comes first, so that who came on paper leaves the places of their building
    to those who pressed; the common places come last.
    """
    known = set(keys)
    own = (OFFLINE_SHARE, building_id) if channel in OFFLINE else (building_id,)
    return tuple(key for key in (*own, COMMON) if key in known)


def allocate(claims: Iterable[Claim], quotas: Mapping[int, int | None]) -> dict[int, int | None]:
    """Give places out by the published rule.

    Args:
        claims: the entries that compete, in order.
        quotas: places by pool; None is no limit.

    Returns:
        By entry number the pool whose place it holds; None for those who wait.
    """
    left = dict(quotas)
    held: dict[int, int | None] = {}
    for claim in claims:
        open_to = candidate_pools(quotas, claim.building_id, claim.channel)
        pool = next((key for key in open_to if _has_left(left[key])), None)
        if pool is not None and (places := left[pool]) is not None:
            left[pool] = places - 1
        held[claim.number] = pool
    return held


def _has_left(places: int | None) -> bool:
    return places is None or places > 0

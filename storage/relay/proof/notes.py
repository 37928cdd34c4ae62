"""What the lines of a relay as a whole say in public: its terms, its draw, its shares."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from storage.relay.proof.chain import to_note
from storage.relay.rules import to_stamp
from storage.relay.tables import Relay

# Everything that the card publishes about a relay. A change of one of them is a line `TERMS`.
PUBLISHED = (
    "title",
    "item",
    "per_household",
    "capacity",
    "waiting_list",
    "opens_at",
    "closes_at",
    "place",
    "eligibility",
    "collection",
    "order_rule",
    "split_rule",
    "remainder_rule",
    "tie_rule",
    "offline_share",
    "shares_until",
    "daily_reserve",
    "reserve_groups",
    "offer_minutes",
    "draw_until",
    "seed_digest",
    "round_number",
    "follows_id",
    "served_rule",
    "needs_papers",
    "bring",
    "is_rehearsal",
)


@dataclass(frozen=True, slots=True)
class BuildingTerms:
    """A building that may join, as an even split sees it.

    Attributes:
        position: order among the estate's buildings, from 1.
        households: how many doors it has.
    """

    id: int
    label: str
    position: int
    households: int


def terms_note(
    relay: Relay, buildings: Sequence[BuildingTerms], pools: Mapping[int, int | None]
) -> str:
    """The note of `OPENED` and `TERMS`.

    Args:
        buildings: those that may join, by position.
        pools: places of each pool by its key; a strict relay has one, common: its capacity.
    """
    facts = published_facts(relay)
    facts["buildings"] = [asdict(building) for building in buildings]
    return _note(facts | {"pools": _by_name(pools)})


def published_facts(relay: Relay) -> dict[str, Any]:
    """What the card says of a relay, as JSON values; instants as stamps."""
    return {name: _plain(getattr(relay, name)) for name in PUBLISHED}


def draw_note(seed: str, pot_digest: str, drawn: int) -> str:
    """The note of `DRAW`: with it anybody can draw again (T4)."""
    return _note({"seed": seed, "pot": pot_digest, "drawn": drawn})


def shares_note(pools: Mapping[int, int | None]) -> str:
    """The note of `SHARES`: the places of each pool from now on (T2)."""
    return _note({"pools": _by_name(pools)})


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return to_stamp(value)
    return value.value if isinstance(value, StrEnum) else value


def _by_name(pools: Mapping[int, int | None]) -> dict[str, int | None]:
    return {str(key): places for key, places in sorted(pools.items())}


def _note(facts: dict[str, Any]) -> str:
    note = to_note(facts)
    assert note is not None
    return note

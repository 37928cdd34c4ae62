"""Estates and buildings of a committee by their numbers, for whom a notice is meant."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from handlers.context import Context
from storage.community.queries import BuildingView, EstateView, list_buildings, list_estates
from storage.notices.audience import Audience

MOST_LABELS = 12
"""Buildings that a page names; of more it says how many there are."""


@dataclass(frozen=True)
class Places:
    """A committee's estates, and the buildings of each in their order."""

    estates: tuple[EstateView, ...]
    buildings: dict[int, tuple[BuildingView, ...]]

    def find_estate(self, building_id: int) -> int | None:
        """The estate in which a building stands."""
        for estate_id, buildings in self.buildings.items():
            if any(each.id == building_id for each in buildings):
                return estate_id
        return None


async def find_places(context: Context, committee_id: int) -> Places:
    """All of a committee's houses."""
    estates = await context.work.read(list_estates, committee_id)
    return Places(
        estates, {each.id: await context.work.read(list_buildings, each.id) for each in estates}
    )


def describe_audience(audience: Audience, places: Places) -> dict[str, Any]:
    """Whom a notice is for, as JSON values."""
    chosen = set(audience.buildings)
    labels = [
        each.label for buildings in places.buildings.values() for each in buildings
        if each.id in chosen
    ]  # fmt: skip
    return {
        "is_empty": audience.is_empty,
        "estates": [each.name for each in places.estates if each.id in audience.estates],
        "buildings": labels[:MOST_LABELS],
        "more": max(len(labels) - MOST_LABELS, 0),
        "roles": [role.value for role in audience.roles],
        "channel": audience.channel.value,
    }

"""Buildings of a committee, as they are called on buttons."""

from __future__ import annotations

from handlers.context import Context
from storage.community.queries import list_buildings, list_estates

A_PAGE = 24


async def list_places(context: Context, committee_id: int) -> list[tuple[int, str]]:
    """Every building's number and what it is called; with the estate where there are several."""
    estates = await context.work.read(list_estates, committee_id)
    return [
        (building.id, building.label if len(estates) == 1 else f"{estate.name} {building.label}")
        for estate in estates
        for building in await context.work.read(list_buildings, estate.id)
    ]


async def name_places(
    context: Context, committee_id: int, building_ids: tuple[int, ...]
) -> list[str]:
    """What these buildings are called."""
    return [
        label
        for number, label in await list_places(context, committee_id)
        if number in building_ids
    ]

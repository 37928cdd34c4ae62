"""The days and buildings that somebody may see, read anew at every press."""

from __future__ import annotations

from handlers.context import Context
from storage.errors import RuleError
from storage.testing.coverage import queries
from storage.testing.coverage.queries import BuildingCount, DayFacts


async def find_own_day(context: Context, day_id: int) -> tuple[DayFacts, tuple[BuildingCount, ...]]:
    """A day, and those of its buildings that the acting person is responsible for.

    Raises:
        RuleError: `in_private_only`, `doors_not_yours`, also where there is no such day: nobody
            learns which there are.
    """
    context.check_private()
    day = await context.work.read(queries.find_day_facts, day_id)
    if day is None:
        raise RuleError("doors_not_yours")
    counts = await context.work.read(queries.list_own_counts, day, await context.actor())
    if not counts:
        raise RuleError("doors_not_yours")
    return day, counts


async def find_own_count(
    context: Context, day_id: int, building_id: int
) -> tuple[DayFacts, BuildingCount]:
    """One of these buildings.

    Raises:
        RuleError: as `find_own_day`.
    """
    day, counts = await find_own_day(context, day_id)
    for count in counts:
        if count.building_id == building_id:
            return day, count
    raise RuleError("doors_not_yours")


async def find_squad_day(context: Context, day_id: int) -> DayFacts:
    """A day, for staff and for those who go round to homes on it.

    Raises:
        RuleError: `in_private_only`, `doors_not_yours`.
    """
    context.check_private()
    day = await context.work.read(queries.find_day_facts, day_id)
    if day is None:
        raise RuleError("doors_not_yours")
    if (await context.actor()).is_staff(day.committee_id):
        return day
    if not await context.work.read(queries.is_in_squad, day_id, context.person_id):
        raise RuleError("doors_not_yours")
    return day

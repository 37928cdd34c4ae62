"""The estates that a member of staff works for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from handlers.context import Context
from storage.community.queries import EstateView, list_estates
from storage.errors import RuleError


async def list_own_estates(context: Context) -> tuple[EstateView, ...]:
    """The estates of the committees that the acting person is staff of; may be none.

    Raises:
        RuleError: `not_staff`.
    """
    actor = await context.actor()
    if not actor.is_staff_anywhere:
        raise RuleError("not_staff")
    estates: list[EstateView] = []
    for committee_id in actor.staff_committees:
        estates += await context.work.read(list_estates, committee_id)
    return tuple(estates)


async def list_estates_to_choose(context: Context) -> tuple[EstateView, ...]:
    """The same, for something that needs one of them.

    Raises:
        RuleError: `not_staff`, `no_estate`.
    """
    estates = await list_own_estates(context)
    if not estates:
        raise RuleError("no_estate")
    return estates


async def find_own_estate(context: Context, estate_id: int) -> EstateView:
    """One of these estates.

    Raises:
        RuleError: `not_staff`, also for an estate of others.
    """
    for estate in await list_own_estates(context):
        if estate.id == estate_id:
            return estate
    raise RuleError("not_staff")


def name_estates(estates: Sequence[EstateView]) -> list[dict[str, Any]]:
    """Estates as JSON values, for a keyboard."""
    return [{"id": estate.id, "name": estate.name} for estate in estates]

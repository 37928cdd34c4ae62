"""Which houses of a relay are whose: staff's all, a lead's their own."""

from __future__ import annotations

from handlers.context import Context
from storage.errors import RuleError
from storage.relay.boards import House, list_houses
from storage.relay.queries import RelayView, find_relay
from storage.volunteers.rules import can_lead


async def find_any_relay(context: Context, relay_id: int) -> RelayView:
    """A relay, whoever asks.

    Raises:
        RuleError: `relay_unknown`.
    """
    relay = await context.work.read(find_relay, relay_id)
    if relay is None:
        raise RuleError("relay_unknown")
    return relay


async def find_own_houses(
    context: Context, relay_id: int, building_id: int = 0
) -> tuple[RelayView, tuple[House, ...]]:
    """A relay, and those of its houses that the acting person answers for.

    Args:
        building_id: this house alone; 0: all.

    Raises:
        RuleError: `in_private_only`, `relay_unknown`, `not_staff` for none.
    """
    context.check_private()
    relay = await find_any_relay(context, relay_id)
    actor = await context.actor()
    houses = await context.work.read(list_houses, relay_id)
    wanted = (house for house in houses if building_id in (0, house.id))
    own = tuple(house for house in wanted if can_lead(actor, relay.committee_id, house.id))
    if not own:
        raise RuleError("not_staff")
    return relay, own

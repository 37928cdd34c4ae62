"""Which relays papers may be brought in for, by whom."""

from __future__ import annotations

from datetime import datetime

from handlers.context import Context
from storage.community.queries import list_estates
from storage.errors import RuleError
from storage.relay.kinds import RelayState
from storage.relay.papers.rights import (
    check_may_enter,
    list_buildings_to_enter,
    list_committees_to_enter,
)
from storage.relay.queries import RelayView, find_relay, list_relays

MOST = 5


async def list_relays_to_enter(context: Context, *, is_running: bool) -> tuple[RelayView, ...]:
    """Relays whose papers the acting person may bring in, newest first; none that was called off.

    Raises:
        RuleError: `not_staff` for whoever may bring in none at all.
    """
    actor = await context.actor()
    committees = list_committees_to_enter(actor)
    if not committees:
        raise RuleError("not_staff")
    estates: list[int] = []
    for committee_id in committees:
        found = await context.work.read(list_estates, committee_id)
        estates += [estate.id for estate in found]
    now = context.received_at if is_running else None
    relays = await context.work.read(list_relays, estates, now=now, most=MOST)
    return tuple(
        relay
        for relay in relays
        if relay.state is not RelayState.CANCELLED
        and _concerns(relay, list_buildings_to_enter(actor, relay.committee_id))
    )


def _concerns(relay: RelayView, entering: frozenset[int] | None) -> bool:
    return entering is None or not relay.building_ids or bool(relay.building_ids & entering)


async def list_meant(context: Context, at: datetime | None = None) -> tuple[RelayView, ...]:
    """Relays that may be meant: that were open at a time, else that run, else the newest.

    Args:
        at: when the paper was received, aware.

    Raises:
        RuleError: `not_staff`, `no_relay_here`.
    """
    known = await list_relays_to_enter(context, is_running=False)
    moment = at or context.received_at
    fitting = tuple(relay for relay in known if relay.opens_at <= moment < relay.closes_at)
    chosen = fitting or await list_relays_to_enter(context, is_running=True) or known[:1]
    if not chosen:
        raise RuleError("no_relay_here")
    return chosen


async def find_relay_to_enter(context: Context, relay_id: int) -> RelayView:
    """A relay whose papers the acting person may bring in.

    Raises:
        RuleError: `relay_unknown`, `not_staff`.
    """
    relay = await context.work.read(find_relay, relay_id)
    if relay is None:
        raise RuleError("relay_unknown")
    check_may_enter(await context.actor(), relay.committee_id)
    return relay

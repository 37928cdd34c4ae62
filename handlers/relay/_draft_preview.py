"""A draft as it will be read: its card's facts, its rules in plain words, what contradicts."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from handlers.context import Context
from handlers.relay._draft_choices import to_sharing
from handlers.relay._facts import to_draft
from handlers.relay._rules import Quota, sharing_facts
from storage.community.queries import (
    BuildingView,
    EstateView,
    find_committee,
    find_estate,
    list_bound_chats,
    list_buildings,
)
from storage.errors import RuleError
from storage.relay.drafts import check_draft
from storage.relay.kinds import SplitRule
from storage.relay.pools import COMMON, House, plan_quotas
from storage.relay.sharing import Sharing


async def find_place(
    context: Context, estate_id: int
) -> tuple[EstateView, ZoneInfo, tuple[BuildingView, ...]]:
    """An estate, its clock and its buildings in their order.

    Raises:
        RuleError: `no_estate`.
    """
    estate = await context.work.read(find_estate, estate_id)
    if estate is None:
        raise RuleError("no_estate")
    committee = await context.work.read(find_committee, estate.committee_id)
    buildings = await context.work.read(list_buildings, estate_id)
    return estate, ZoneInfo(committee.time_zone if committee else "UTC"), buildings


async def preview(context: Context, data: dict[str, Any]) -> dict[str, Any]:
    """What the preview of a whole draft shows, as JSON values."""
    estate, zone, buildings = await find_place(context, data["estate_id"])
    labels = data.get("buildings", [])
    joining = [each for each in buildings if not labels or each.label in labels]
    ids = [each.id for each in joining] if labels else None
    chats = await context.work.read(list_bound_chats, estate.id, ids)
    return {
        "relay": _relay(data, estate, joining),
        "groups": len(chats),
        "time_zone": zone.key,
        "problem": await _problem(context, data, buildings),
    }


def _relay(data: dict[str, Any], estate: EstateView, joining: list[BuildingView]) -> dict[str, Any]:
    sharing = to_sharing(data)
    return {
        "title": data["title"],
        "item": data["item"],
        "estate": estate.name,
        "state": "scheduled",
        "per_household": data["per_household"],
        "capacity": data["capacity"],
        "waiting_list": data.get("waiting_list", True),
        "opens_at": data["opens_at"],
        "closes_at": data["closes_at"],
        "place": data["place"],
        "eligibility": data["eligibility"],
        "collection": data["collection"],
        "buildings": data.get("buildings", []),
        "admitted": 0,
        "waiting": 0,
        "drawing": 0,
        "joined": 0,
        "households": sum(each.households for each in joining),
        "share": 0.0,
        "round": data.get("round", 1),
        "is_rehearsal": False,
        "root": None,
        "sharing": sharing_facts(sharing, *_quotas(sharing, data["capacity"], joining)),
    }


def _quotas(
    sharing: Sharing, capacity: int | None, joining: list[BuildingView]
) -> tuple[list[Quota], int]:
    """Places by building, and those of none; nothing where the rules do not say them."""
    if capacity is None or sharing.split_rule is SplitRule.NONE or sharing.offline_share > capacity:
        return [], 0
    houses = [House(each.id, each.position, each.households) for each in joining]
    planned = plan_quotas(sharing, capacity, houses)
    quotas = [Quota(each.label, planned.get(each.id) or 0) for each in joining]
    return quotas, planned.get(COMMON) or 0


async def _problem(
    context: Context, data: dict[str, Any], buildings: tuple[BuildingView, ...]
) -> str | None:
    """Why the draft cannot be published as it is, in the reader's words."""
    ids = {each.label: each.id for each in buildings}
    try:
        check_draft(to_draft(data, ids), context.received_at)
    except RuleError as refusal:
        return (await context.words()).error(refusal.code, **refusal.params)
    return None

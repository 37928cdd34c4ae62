"""What texts about handing out may say, as JSON values."""

from __future__ import annotations

from typing import Any

from handlers.context import Context
from storage.errors import RuleError
from storage.relay.releases.hours import hour_params
from storage.relay.releases.queries import find_plan
from storage.relay.releases.slots import Point, about
from storage.relay.releases.views import PlanView, Preview


async def find_own_plan(context: Context, relay_id: int) -> PlanView:
    """How a relay is handed out of which the acting person is staff.

    Raises:
        RuleError: `in_private_only`, `relay_unknown`, `not_staff`.
    """
    context.check_private()
    plan = await context.work.read(find_plan, relay_id, now=context.received_at)
    if not (await context.actor()).is_staff(plan.committee_id):
        raise RuleError("not_staff")
    return plan


def plan_facts(plan: PlanView) -> dict[str, Any]:
    """How far handing out has come, and where it goes on."""
    return {
        "relay_id": plan.relay_id,
        "title": plan.title,
        "is_rehearsal": plan.is_rehearsal,
        "is_closed": plan.relay_state.value == "closed",
        "seconds": plan.seconds_per_person,
        "points": [point_facts(point) for point in plan.points],
        "releases": plan.releases,
        "is_paused": plan.paused_at is not None,
        "can_undo": plan.shifted_at is not None and plan.held_until is None,
        "admitted": plan.admitted,
        "called": plan.called,
        "uncalled": plan.uncalled,
        "unready": plan.unready,
        "granted": plan.granted,
        "collected": plan.collected,
        "due": plan.due,
        "ahead": plan.ahead,
        "missed": plan.missed,
        "held": plan.held,
    }


def point_facts(point: Point) -> dict[str, Any]:
    """Where, on which days, at which hours, with how many desks."""
    return {
        "number": point.number,
        "place": point.place,
        "desks": point.desks,
        "hours": ", ".join(
            f"{_clock(begins)}\N{EN DASH}{_clock(ends)}" for begins, ends in point.hours
        ),
        "starts_on": point.starts_on.isoformat(),
        "ends_on": point.ends_on.isoformat(),
        "buildings": sorted(point.buildings),
    }


def preview_facts(preview: Preview) -> dict[str, Any]:
    """What a release would come to."""
    return {
        "called": preview.called,
        "beyond": preview.beyond,
        "pieces": preview.pieces,
        "release": preview.release,
        "first_at": about(preview.first_at).isoformat() if preview.first_at else None,
        "last_at": about(preview.last_at).isoformat() if preview.last_at else None,
        "hours": hour_params(preview.hours),
    }


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"

"""/volunteer: sign up, and one's own page afterwards."""

from __future__ import annotations

from typing import Any

from aiogram.types import CallbackQuery, Message

from handlers.context import Context
from handlers.talk import forget, show
from handlers.volunteers._callbacks import MyPress
from handlers.volunteers._form import STEP, begin_form
from handlers.volunteers._places import name_places
from storage.community.queries import find_committee, list_committees
from storage.errors import RuleError
from storage.volunteers import actions
from storage.volunteers.kinds import VolunteerState
from storage.volunteers.queries import VolunteerView, find_volunteer_of


async def on_volunteer(context: Context, _message: Message, _argument: str) -> None:
    """/volunteer, or the link: one's own page of the only committee, else which one.

    Raises:
        RuleError: `in_private_only`; `no_estate` where there is nobody to help yet.
    """
    context.check_private()
    committees = await _list_own_committees(context)
    if not committees:
        raise RuleError("no_estate")
    if len(committees) == 1:
        await show_mine(context, None, committees[0]["id"])
    else:
        await context.say("volunteers/which_committee", committees=committees)


async def on_mine(context: Context, press: CallbackQuery, data: MyPress) -> None:
    """What a volunteer does about themselves."""
    context.check_private()
    await context.actor()
    by, now = context.person_id, context.received_at
    match data.act:
        case "show":
            await show_mine(context, press, data.committee_id)
        case "change":
            view = await context.work.read(find_volunteer_of, by, data.committee_id, now)
            await begin_form(context, press, data.committee_id, view)
        case "pause" | "resume":
            await context.work.write(
                actions.pause_help, data.committee_id, data.act == "pause", by=by, now=now
            )
            await show_mine(context, press, data.committee_id)
        case "leave":
            await show(context, press, "volunteers/leave_sure", committee_id=data.committee_id)
        case "leave_sure":
            await context.work.write(actions.leave_volunteers, data.committee_id, by=by, now=now)
            await context.redraw(press, "volunteers/left", committee_id=data.committee_id)
        case _:
            raise RuleError("stale_button")
    await context.answer(press, "")


async def show_mine(context: Context, press: CallbackQuery | None, committee_id: int) -> None:
    """The page of whoever has offered help; the form for all others."""
    committee = await context.work.read(find_committee, committee_id)
    if committee is None:
        raise RuleError("stale_button")
    actor, now = await context.actor(), context.received_at
    view = await context.work.read(find_volunteer_of, actor.person_id, committee_id, now)
    if view is None or not _stands(view):
        if actor.is_staff(committee_id):
            facts = {"committee_id": committee_id, "committee": committee.name}
            await show(context, press, "volunteers/for_staff", **facts)
            return
        await begin_form(context, press, committee_id, view)
        return
    await forget(context, STEP)
    await show(
        context,
        press,
        "volunteers/mine",
        committee=committee.name,
        is_staff=actor.is_staff(committee_id),
        **await describe_volunteer(context, view),
    )


async def describe_volunteer(context: Context, view: VolunteerView) -> dict[str, Any]:
    """A volunteer as JSON values, for themselves and for staff."""
    return {
        "committee_id": view.committee_id,
        "volunteer_id": view.id,
        "name": view.name,
        "state": view.state.value,
        "is_paused": view.is_paused,
        "has_right": view.has_right,
        "has_read": view.has_read,
        "until": view.until.isoformat() if view.until else None,
        "wanted": await name_places(context, view.committee_id, view.buildings),
        "scope": await name_places(context, view.committee_id, view.scope),
        "skills": list(view.skills),
        "vehicle": view.vehicle.value,
    }


def _stands(view: VolunteerView) -> bool:
    """Whether there is something to look at: an offer that waits, or a right."""
    return view.has_right or view.state is VolunteerState.OFFERED


async def _list_own_committees(context: Context) -> list[dict[str, Any]]:
    """Those that one lives under or works for; whoever has none may help any (S105)."""
    actor = await context.actor()
    own = {tie.committee_id for tie in actor.residents} | {
        right.committee_id for right in actor.roles
    }
    return [
        {"id": committee.id, "name": committee.name}
        for committee in await context.work.read(list_committees)
        if committee.id in own or not own
    ]

"""Staff's list of volunteers: who offered, who may work until when; accept, extend, end."""

from __future__ import annotations

from typing import Any

from aiogram.types import CallbackQuery

from handlers.context import Context
from handlers.keyboards import cut_page
from handlers.talk import find_staff_committee, show
from handlers.volunteers._callbacks import AcceptPress, ExtendPress, ListPress, VolunteerPress
from handlers.volunteers._mine import describe_volunteer
from handlers.volunteers._places import A_PAGE, list_places
from storage.errors import RuleError
from storage.volunteers import actions
from storage.volunteers.kinds import VolunteerState
from storage.volunteers.queries import VolunteerView, find_volunteer, list_volunteers

PEOPLE_A_PAGE = 10
WHERE_THEY_WANT, EVERYWHERE = -1, 0


async def on_list(context: Context, press: CallbackQuery, data: ListPress) -> None:
    """Everybody who offered help: those who wait first, those who left last."""
    committee = await find_staff_committee(context, data.committee_id)
    views = await context.work.read(list_volunteers, committee.id, context.received_at)
    page = cut_page(sorted(views, key=_rank), data.page, PEOPLE_A_PAGE)
    await show(
        context,
        press,
        "volunteers/list",
        committee=committee.name,
        committee_id=committee.id,
        waiting=sum(view.state is VolunteerState.OFFERED for view in views),
        working=sum(view.has_right for view in views),
        volunteers=[
            {
                "id": view.id,
                "name": view.name,
                "mark": _mark(view),
                "until": view.until.isoformat() if view.until else None,
            }
            for view in page.items
        ],
        page=page.number,
        pages=page.pages,
    )
    await context.answer(press, "")


async def on_one(context: Context, press: CallbackQuery, data: VolunteerPress) -> None:
    """One volunteer: look, accept, extend, decline, end."""
    view = await _find_own(context, data.volunteer_id)
    by, now = context.person_id, context.received_at
    match data.act:
        case "show":
            await _show(context, press, "volunteers/one", view)
        case "accept":
            await _show(context, press, "volunteers/accept_scope", view)
        case "extend":
            await _show(context, press, "volunteers/extend", view)
        case "end":
            await _show(context, press, "volunteers/end_sure", view)
        case "decline":
            changed = await context.work.write(actions.decline_volunteer, view.id, by=by, now=now)
            await _show(context, press, "volunteers/one", changed)
        case "end_sure":
            changed = await context.work.write(actions.end_volunteer, view.id, by=by, now=now)
            await _show(context, press, "volunteers/one", changed)
        case _:
            raise RuleError("stale_button")
    await context.answer(press, "")


async def on_accept(context: Context, press: CallbackQuery, data: AcceptPress) -> None:
    """Ask where, then for how long; then they are a volunteer."""
    view = await _find_own(context, data.volunteer_id)
    if data.pick:
        await _show_buildings(context, press, view, data.page)
    elif not data.days:
        await _show(context, press, "volunteers/accept_days", view, scope_id=data.scope)
    else:
        changed = await context.work.write(
            actions.accept_volunteer,
            view.id,
            days=data.days,
            building_ids=_scope(view, data.scope),
            by=context.person_id,
            now=context.received_at,
        )
        await _show(context, press, "volunteers/one", changed)
    await context.answer(press, "")


async def on_extend(context: Context, press: CallbackQuery, data: ExtendPress) -> None:
    """Let the right last some days from now."""
    view = await _find_own(context, data.volunteer_id)
    changed = await context.work.write(
        actions.extend_volunteer,
        view.id,
        days=data.days,
        by=context.person_id,
        now=context.received_at,
    )
    await _show(context, press, "volunteers/one", changed)
    await context.answer(press, "")


async def _find_own(context: Context, volunteer_id: int) -> VolunteerView:
    """A volunteer of a committee that the acting person is staff of."""
    view = await context.work.read(find_volunteer, volunteer_id, context.received_at)
    if view is None:
        raise RuleError("not_found", kind="volunteer")
    await find_staff_committee(context, view.committee_id)
    return view


def _scope(view: VolunteerView, scope: int) -> tuple[int, ...]:
    if scope == WHERE_THEY_WANT:
        return view.buildings
    return () if scope == EVERYWHERE else (scope,)


async def _show(
    context: Context, press: CallbackQuery, template: str, view: VolunteerView, **more: Any
) -> None:
    await show(context, press, template, **await describe_volunteer(context, view), **more)


async def _show_buildings(
    context: Context, press: CallbackQuery, view: VolunteerView, number: int
) -> None:
    page = cut_page(await list_places(context, view.committee_id), number, A_PAGE)
    await show(
        context,
        press,
        "volunteers/accept_building",
        volunteer_id=view.id,
        name=view.name,
        buildings=[{"id": each, "label": label} for each, label in page.items],
        page=page.number,
        pages=page.pages,
    )


def _rank(view: VolunteerView) -> tuple[int, str, int]:
    ranks = {"offered": 0, "working": 1, "paused": 2, "over": 3}
    return ranks[_mark(view)], view.name, view.id


def _mark(view: VolunteerView) -> str:
    if view.state is VolunteerState.OFFERED:
        return "offered"
    if not view.has_right:
        return "over"
    return "paused" if view.is_paused else "working"

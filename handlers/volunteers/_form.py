"""What somebody offers: skills, a vehicle and buildings, by buttons; kept until it is sent."""

from __future__ import annotations

from typing import Any

from aiogram.types import CallbackQuery

from handlers.context import Context
from handlers.keyboards import cut_page
from handlers.talk import forget, remember, show
from handlers.volunteers._callbacks import FormPress
from handlers.volunteers._places import A_PAGE, list_places
from storage.community.queries import find_committee, find_conversation
from storage.errors import RuleError
from storage.volunteers import actions
from storage.volunteers.actions import Offer
from storage.volunteers.kinds import Skill, Vehicle
from storage.volunteers.queries import VolunteerView, find_volunteer_of

STEP = "volunteers.offer"


async def begin_form(
    context: Context, press: CallbackQuery | None, committee_id: int, view: VolunteerView | None
) -> None:
    """The form with what was offered before; one that was begun goes on."""
    draft = await _recall(context, committee_id) or _draft(committee_id, view)
    await _keep_and_show(context, press, draft)


async def on_form(context: Context, press: CallbackQuery, data: FormPress) -> None:
    """Choose something, or send it all."""
    context.check_private()
    draft = await _find_draft(context, data.committee_id)
    match data.act:
        case "form":
            await _keep_and_show(context, press, draft)
        case "skill":
            _toggle(draft["skills"], _known(Skill, data.value))
            await _keep_and_show(context, press, draft)
        case "vehicle":
            draft["vehicle"] = _known(Vehicle, data.value)
            await _keep_and_show(context, press, draft)
        case "buildings":
            await _show_buildings(context, press, draft, data.page)
        case "building":
            _toggle(draft["buildings"], await _find_building(context, draft, data.value))
            await remember(context, STEP, draft)
            await _show_buildings(context, press, draft, data.page)
        case "send":
            await _send(context, press, draft)
        case _:
            raise RuleError("stale_button")
    await context.answer(press, "")


async def _send(context: Context, press: CallbackQuery, draft: dict[str, Any]) -> None:
    await context.actor()
    view = await context.work.write(
        actions.offer_help,
        Offer(
            committee_id=draft["committee_id"],
            buildings=draft["buildings"],
            skills=[Skill(each) for each in draft["skills"]],
            vehicle=Vehicle(draft["vehicle"]),
        ),
        by=context.person_id,
        now=context.received_at,
    )
    await forget(context, STEP)
    await context.redraw(
        press,
        "volunteers/sent",
        committee_id=view.committee_id,
        has_right=view.has_right,
        has_read=view.has_read,
    )


async def _keep_and_show(
    context: Context, press: CallbackQuery | None, draft: dict[str, Any]
) -> None:
    await remember(context, STEP, draft)
    committee = await context.work.read(find_committee, draft["committee_id"])
    places = await list_places(context, draft["committee_id"])
    await show(
        context,
        press,
        "volunteers/form",
        committee=committee.name if committee else "",
        committee_id=draft["committee_id"],
        skills=draft["skills"],
        vehicle=draft["vehicle"],
        wanted=[label for number, label in places if number in draft["buildings"]],
    )


async def _show_buildings(
    context: Context, press: CallbackQuery, draft: dict[str, Any], number: int
) -> None:
    page = cut_page(await list_places(context, draft["committee_id"]), number, A_PAGE)
    await show(
        context,
        press,
        "volunteers/form_buildings",
        committee_id=draft["committee_id"],
        buildings=[
            {"id": each, "label": label, "is_chosen": each in draft["buildings"]}
            for each, label in page.items
        ],
        page=page.number,
        pages=page.pages,
    )


async def _find_draft(context: Context, committee_id: int) -> dict[str, Any]:
    """What was chosen so far; an old button begins with what was offered before."""
    kept = await _recall(context, committee_id)
    if kept is not None:
        return kept
    view = await context.work.read(
        find_volunteer_of, context.person_id, committee_id, context.received_at
    )
    return _draft(committee_id, view)


async def _recall(context: Context, committee_id: int) -> dict[str, Any] | None:
    found = await context.work.read(find_conversation, context.person_id, context.person_id)
    if found is None or found.step != STEP or found.data["committee_id"] != committee_id:
        return None
    return dict(found.data)


def _draft(committee_id: int, view: VolunteerView | None) -> dict[str, Any]:
    return {
        "committee_id": committee_id,
        "skills": list(view.skills) if view else [],
        "vehicle": (view.vehicle if view else Vehicle.NONE).value,
        "buildings": list(view.buildings) if view else [],
    }


async def _find_building(context: Context, draft: dict[str, Any], value: str) -> int:
    for number, _ in await list_places(context, draft["committee_id"]):
        if str(number) == value:
            return number
    raise RuleError("stale_button")


def _known(kind: type[Skill] | type[Vehicle], value: str) -> str:
    if value not in {each.value for each in kind}:
        raise RuleError("stale_button")
    return value


def _toggle(chosen: list[Any], value: Any) -> None:
    if value in chosen:
        chosen.remove(value)
    else:
        chosen.append(value)

"""A task made by hand: its words, then where, for how many, with what, by when."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from aiogram.types import CallbackQuery, Message

from handlers.context import Context
from handlers.keyboards import cut_page
from handlers.talk import forget, read_text, remember, show
from handlers.volunteers._callbacks import NewTaskPress
from handlers.volunteers._places import A_PAGE, list_places
from handlers.volunteers._tasks import STEPS, show_task
from storage.community.queries import ConversationView, find_conversation
from storage.errors import RuleError
from storage.volunteers import actions, rules
from storage.volunteers.actions import HandTask
from storage.volunteers.queries import find_task

TITLE_STEP, DRAFT_STEP = f"{STEPS}_title", f"{STEPS}_draft"
PLACES = (1, 2, 3, 5)
HOURS = (2, 6, 24, 0)
"""Until when, from now; 0: whenever."""


async def on_new_task(context: Context, press: CallbackQuery, data: NewTaskPress) -> None:
    """Begin, choose, open."""
    context.check_private()
    if data.act == "begin":
        await _begin(context, data.committee_id)
    else:
        await _go_on(context, press, await _find_draft(context, data.committee_id), data)
    await context.answer(press, "")


async def on_title(context: Context, message: Message, conversation: ConversationView) -> None:
    """The words of the task were written."""
    draft = {
        "committee_id": int(conversation.data["committee_id"]),
        "title": rules.check_title(read_text(message)),
        "key": str(context.update_id),
        "building_id": 0,
        "building": "",
        "places": 1,
        "needs_vehicle": False,
        "hours": 0,
    }
    await _keep_and_show(context, None, draft)


async def _begin(context: Context, committee_id: int) -> None:
    await _check_leads(context, committee_id)
    await remember(context, TITLE_STEP, {"committee_id": committee_id})
    await context.say("volunteers/ask_title")


async def _go_on(
    context: Context, press: CallbackQuery, draft: dict[str, Any], data: NewTaskPress
) -> None:
    match data.act:
        case "show":
            pass
        case "places" if data.value in PLACES:
            draft["places"] = data.value
        case "due" if data.value in HOURS:
            draft["hours"] = data.value
        case "vehicle":
            draft["needs_vehicle"] = bool(data.value)
        case "building":
            places = dict(await list_places(context, draft["committee_id"]))
            draft["building_id"] = data.value if data.value in places else 0
            draft["building"] = places.get(data.value, "")
        case "where":
            await _show_buildings(context, press, draft, data.page)
            return
        case "open":
            await _open(context, press, draft)
            return
        case _:
            raise RuleError("stale_button")
    await _keep_and_show(context, press, draft)


async def _open(context: Context, press: CallbackQuery, draft: dict[str, Any]) -> None:
    hours, now = draft["hours"], context.received_at
    hand = HandTask(
        committee_id=draft["committee_id"],
        title=draft["title"],
        building_id=draft["building_id"] or None,
        needs_vehicle=draft["needs_vehicle"],
        places=draft["places"],
        due_at=now + timedelta(hours=hours) if hours else None,
    )
    opened = await context.work.write(
        actions.open_by_hand, hand, draft["key"], by=context.person_id, now=now
    )
    await forget(context, STEPS)
    task = await context.work.read(find_task, opened[0])
    assert task is not None
    await show_task(context, press, task)


async def _keep_and_show(
    context: Context, press: CallbackQuery | None, draft: dict[str, Any]
) -> None:
    await remember(context, DRAFT_STEP, draft)
    await show(context, press, "volunteers/new_task", **draft)


async def _show_buildings(
    context: Context, press: CallbackQuery, draft: dict[str, Any], number: int
) -> None:
    page = cut_page(await list_places(context, draft["committee_id"]), number, A_PAGE)
    await show(
        context,
        press,
        "volunteers/new_task_where",
        committee_id=draft["committee_id"],
        buildings=[{"id": each, "label": label} for each, label in page.items],
        page=page.number,
        pages=page.pages,
    )


async def _check_leads(context: Context, committee_id: int) -> None:
    """Staff, and leads of whichever building; which one it may be is checked when it opens."""
    actor = await context.actor()
    buildings = {right.building_id for right in actor.roles}
    if not any(rules.can_lead(actor, committee_id, each) for each in buildings):
        raise RuleError("volunteer_lead_only")


async def _find_draft(context: Context, committee_id: int) -> dict[str, Any]:
    found = await context.work.read(find_conversation, context.person_id, context.person_id)
    if found is None or found.step != DRAFT_STEP or found.data["committee_id"] != committee_id:
        raise RuleError("stale_button")
    return dict(found.data)

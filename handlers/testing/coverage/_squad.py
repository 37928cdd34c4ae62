"""The squad's round: homes first, in walking order, ticked at the door (S54)."""

from __future__ import annotations

from typing import Any

from aiogram.types import CallbackQuery

from handlers.context import Context
from handlers.keyboards import cut_page
from handlers.talk import show
from handlers.testing.coverage import _sheets
from handlers.testing.coverage._callbacks import HelperPress, SquadPress, StopPress
from handlers.testing.coverage._days import find_squad_day
from storage.errors import RuleError
from storage.testing.coverage import queries
from storage.testing.coverage.actions import (
    mark_door,
    name_helper,
    unmark_door,
    unname_helper,
)
from storage.testing.coverage.kinds import MarkState
from storage.testing.coverage.queries import DayFacts, Stop

A_PAGE = 6
HELPERS_A_PAGE = 20


async def on_squad(context: Context, press: CallbackQuery, data: SquadPress) -> None:
    """The round as a page or on paper, and who goes."""
    day = await find_squad_day(context, data.day_id)
    if data.act == "pdf":
        await _sheets.send_stops(context, day)
    elif data.act == "people":
        await _show_people(context, press, day, data.page)
    elif data.act == "show":
        await show_squad(context, press, day.id, data.page)
    else:
        raise RuleError("stale_button")
    await context.answer(press, "")


async def on_stop(context: Context, press: CallbackQuery, data: StopPress) -> None:
    """Put down what came of a door of the round."""
    await find_squad_day(context, data.day_id)
    by, now = context.person_id, context.received_at
    if data.act == "clear":
        await context.work.write(unmark_door, data.day_id, data.household_id, by=by, now=now)
    elif data.act in list(MarkState):
        state = MarkState(data.act)
        await context.work.write(mark_door, data.day_id, data.household_id, state, by=by, now=now)
    else:
        raise RuleError("stale_button")
    await show_squad(context, press, data.day_id, data.page)
    await context.answer(press, "")


async def on_helper(context: Context, press: CallbackQuery, data: HelperPress) -> None:
    """Send somebody round, or no longer; staff only."""
    day = await find_squad_day(context, data.day_id)
    helpers = await context.work.read(
        queries.list_helpers, day.committee_id, day.id, context.received_at
    )
    is_named = any(each.is_named for each in helpers if each.person_id == data.person_id)
    change = unname_helper if is_named else name_helper
    by, now = context.person_id, context.received_at
    await context.work.write(change, day.id, data.person_id, by=by, now=now)
    await _show_people(context, press, day, data.page)
    await context.answer(press, "")


async def show_squad(
    context: Context, press: CallbackQuery | None, day_id: int, number: int
) -> None:
    """The doors in the order in which they are gone to."""
    day = await find_squad_day(context, day_id)
    stops = await context.work.read(queries.list_stops, day)
    page = cut_page(stops, number, A_PAGE)
    await show(
        context,
        press,
        "testing/squad",
        day_id=day.id,
        estate_id=day.estate_id,
        title=day.title,
        day=day.day.isoformat(),
        is_staff=(await context.actor()).is_staff(day.committee_id),
        total=len(stops),
        done=sum(stop.mark is MarkState.DONE for stop in stops),
        stops=[stop_facts(stop) for stop in page.items],
        page=page.number,
        pages=page.pages,
    )


def stop_facts(stop: Stop) -> dict[str, Any]:
    """A door of the round as JSON values."""
    return {
        "household_id": stop.home.household_id,
        "door": stop.home.door,
        "note": stop.home.note,
        "starts_at": stop.starts_at.isoformat() if stop.starts_at else None,
        "mark": stop.mark.value if stop.mark else None,
    }


async def _show_people(context: Context, press: CallbackQuery, day: DayFacts, number: int) -> None:
    if not (await context.actor()).is_staff(day.committee_id):
        raise RuleError("not_staff")
    helpers = await context.work.read(
        queries.list_helpers, day.committee_id, day.id, context.received_at
    )
    page = cut_page(helpers, number, HELPERS_A_PAGE)
    await context.redraw(
        press,
        "testing/squad_people",
        day_id=day.id,
        title=day.title,
        day=day.day.isoformat(),
        named=[each.name for each in helpers if each.is_named],
        helpers=[
            {"person_id": each.person_id, "name": each.name, "is_named": each.is_named}
            for each in page.items
        ],
        page=page.number,
        pages=page.pages,
    )

"""/homes: who is sampled at home, and the squad's round; staff only, in private (S54)."""

from __future__ import annotations

from typing import Any

from aiogram.types import CallbackQuery, Message

from handlers.context import Context
from handlers.estates import find_own_estate, list_estates_to_choose, name_estates
from handlers.keyboards import cut_page
from handlers.talk import forget, read_text, remember, show
from handlers.testing.coverage._callbacks import HomePress, HomesPress
from storage.community.queries import (
    ConversationView,
    EstateView,
    find_door,
)
from storage.errors import RuleError
from storage.local_time import local_day
from storage.requests.dates import read_day
from storage.testing.coverage import queries
from storage.testing.coverage.actions import add_home, remove_home
from storage.testing.coverage.queries import HomeView

STEP = "testing.home"
A_PAGE = 10


async def on_homes(context: Context, _message: Message, _argument: str) -> None:
    """/homes: the list of the only estate; which one, where there are several."""
    context.check_private()
    estates = await list_estates_to_choose(context)
    if len(estates) == 1:
        await _show_list(context, None, estates[0], 0)
        return
    await context.say("testing/homes_estates", estates=name_estates(estates))


async def on_list(context: Context, press: CallbackQuery, data: HomesPress) -> None:
    """The list, and the question who is to be added."""
    estate = await _find_estate(context, data.estate_id)
    if data.act == "add":
        await remember(context, STEP, {"asking": "door", "estate_id": estate.id})
        await context.redraw(press, "testing/ask_home", estate_id=estate.id, estate=estate.name)
    elif data.act == "show":
        await forget(context, STEP)
        await _show_list(context, press, estate, data.page)
    else:
        raise RuleError("stale_button")
    await context.answer(press, "")


async def on_home(context: Context, press: CallbackQuery, data: HomePress) -> None:
    """One household: a remark for the squad, a last day, off the list."""
    home = await _find_home(context, data.household_id)
    if data.act in ("note", "until"):
        await remember(context, STEP, {"asking": data.act, "household_id": home.household_id})
        await context.redraw(press, "testing/ask_home_fact", asking=data.act, **_facts(home))
    elif data.act == "no_end":
        await _change(context, home, until=None)
        await _show_home(context, press, home.household_id)
    elif data.act == "remove":
        by, now = context.person_id, context.received_at
        await context.work.write(remove_home, home.household_id, by=by, now=now)
        await _show_list(context, press, await _find_estate(context, home.estate_id), 0)
    elif data.act == "show":
        await forget(context, STEP)
        await _show_home(context, press, home.household_id)
    else:
        raise RuleError("stale_button")
    await context.answer(press, "")


async def on_answer(context: Context, message: Message, conversation: ConversationView) -> None:
    """A door to be added, a remark, a last day; then the household's page."""
    data = conversation.data
    text = read_text(message)
    if data["asking"] == "door":
        await _add(context, await _find_estate(context, data["estate_id"]), text)
        return
    home = await _find_home(context, data["household_id"])
    if data["asking"] == "note":
        await _change(context, home, note=text)
    else:
        today = local_day(context.received_at, (await context.actor()).time_zone)
        until = read_day(text, today)
        if until is None:
            raise RuleError("need_date_wrong")
        await _change(context, home, until=until)
    await forget(context, STEP)
    await _show_home(context, None, home.household_id)


async def _add(context: Context, estate: EstateView, text: str) -> None:
    match = await context.work.read(find_door, estate.id, text)
    if match.household is None:
        if match.candidates:
            raise RuleError("door_ambiguous", doors=[door.key for door in match.candidates[:4]])
        raise RuleError("door_unknown", nearest=[door.key for door in match.nearest])
    household_id = match.household.household_id
    known = await context.work.read(queries.find_home, household_id)
    by, now = context.person_id, context.received_at
    if known is None:
        await context.work.write(add_home, household_id, by=by, now=now)
    await forget(context, STEP)
    await _show_home(context, None, household_id)


async def _change(context: Context, home: HomeView, **changes: Any) -> None:
    await context.work.write(
        add_home,
        home.household_id,
        by=context.person_id,
        now=context.received_at,
        **({"note": home.note, "until": home.until} | changes),
    )


async def _find_estate(context: Context, estate_id: int) -> EstateView:
    context.check_private()
    return await find_own_estate(context, estate_id)


async def _find_home(context: Context, household_id: int) -> HomeView:
    """A household of the list, for staff.

    Raises:
        RuleError: `not_staff`, also where it is not on the list: nobody learns who is.
    """
    context.check_private()
    home = await context.work.read(queries.find_home, household_id)
    if home is None or not (await context.actor()).is_staff(home.committee_id):
        raise RuleError("not_staff")
    return home


async def _show_home(context: Context, press: CallbackQuery | None, household_id: int) -> None:
    home = await _find_home(context, household_id)
    await show(context, press, "testing/home", **_facts(home))


async def _show_list(
    context: Context, press: CallbackQuery | None, estate: EstateView, number: int
) -> None:
    today = local_day(context.received_at, (await context.actor()).time_zone)
    homes = await context.work.read(queries.list_homes, estate.id, today)
    days = await context.work.read(queries.list_work_days, [estate.committee_id], today)
    page = cut_page(homes, number, A_PAGE)
    await show(
        context,
        press,
        "testing/homes",
        estate_id=estate.id,
        estate=estate.name,
        total=len(homes),
        homes=[_facts(home) for home in page.items],
        days=[
            {"day_id": day.id, "day": day.day.isoformat()}
            for day in days[:3]
            if day.estate_id == estate.id
        ],
        page=page.number,
        pages=page.pages,
    )


def _facts(home: HomeView) -> dict[str, Any]:
    return {
        "household_id": home.household_id,
        "estate_id": home.estate_id,
        "door": home.door,
        "note": home.note,
        "until": home.until.isoformat() if home.until else None,
    }

"""/doors: which doors a day has not seen, for those who go there; never in a group (S55)."""

from __future__ import annotations

from typing import Any

from aiogram.types import CallbackQuery, Message

from handlers.context import Context
from handlers.keyboards import cut_page
from handlers.talk import forget, read_text, remember, show
from handlers.testing.coverage import _sheets
from handlers.testing.coverage._callbacks import DayPress, DoorPress, DoorsPress
from handlers.testing.coverage._days import find_own_count, find_own_day
from handlers.testing.coverage._squad import show_squad
from storage.community.queries import ConversationView
from storage.errors import RuleError
from storage.local_time import local_day
from storage.testing.coverage import queries
from storage.testing.coverage.actions import add_room, mark_door, unmark_door
from storage.testing.coverage.kinds import MarkState
from storage.testing.coverage.queries import BuildingCount, DayFacts, DoorView

STEP = "testing.room"
A_PAGE = 8
BUILDINGS_A_PAGE = 24


async def on_doors(context: Context, _message: Message, _argument: str) -> None:
    """/doors: the day that is gone round now; which one, where there are several."""
    context.check_private()
    actor = await context.actor()
    committees = queries.list_work_committees(actor)
    today = local_day(context.received_at, actor.time_zone)
    days = await context.work.read(queries.list_work_days, committees, today)
    if not committees:
        await _show_rounds_of_squad(context)
    elif len(days) == 1:
        await show_day(context, None, days[0], 0)
    else:
        await context.say("testing/doors_days", days=[day_facts(day) for day in days])


async def _show_rounds_of_squad(context: Context) -> None:
    """Whoever goes round to homes only gets that list."""
    today = local_day(context.received_at, (await context.actor()).time_zone)
    days = await context.work.read(queries.list_squad_days, context.person_id, today)
    if not days:
        raise RuleError("doors_not_yours")
    await show_squad(context, None, days[0].id, 0)


async def on_day(context: Context, press: CallbackQuery, data: DayPress) -> None:
    """A day's buildings, as a page, on paper or on the map."""
    day, counts = await find_own_day(context, data.day_id)
    if data.act == "pdf":
        await _sheets.send_doors(context, day, counts)
    elif data.act == "map":
        await _sheets.send_map(context, day, counts, data.page)
    elif data.act == "show":
        await forget(context, STEP)
        await show_day(context, press, day, data.page)
    else:
        raise RuleError("stale_button")
    await context.answer(press, "")


async def on_list(context: Context, press: CallbackQuery, data: DoorsPress) -> None:
    """A building's doors: those that are left, those that were seen, or one more."""
    day, count = await find_own_count(context, data.day_id, data.building_id)
    if data.act == "pdf":
        await _sheets.send_doors(context, day, (count,))
    elif data.act == "map":
        await _sheets.send_map(context, day, (count,), 0)
    elif data.act == "room":
        place = {"day_id": day.id, "building_id": count.building_id}
        await remember(context, STEP, place)
        await context.redraw(press, "testing/ask_room", **place, building=count.label)
    elif data.act in ("left", "seen"):
        await forget(context, STEP)
        await _show_list(context, press, day, count, data.page, seen=data.act == "seen")
    else:
        raise RuleError("stale_button")
    await context.answer(press, "")


async def on_room(context: Context, message: Message, conversation: ConversationView) -> None:
    """A door that stands on no list, added to it; it is one of those that are left."""
    data = conversation.data
    text = read_text(message)
    day, count = await find_own_count(context, data["day_id"], data["building_id"])
    by, now = context.person_id, context.received_at
    household_id, is_new = await context.work.write(
        add_room, count.building_id, text, by=by, now=now
    )
    await forget(context, STEP)
    doors = await context.work.read(queries.list_doors, day.id, [count.building_id])
    added = next(door for door in doors if door.household_id == household_id)
    await _show_door(context, None, day, added, 0, is_new=is_new)


async def on_door(context: Context, press: CallbackQuery, data: DoorPress) -> None:
    """One door: look at it, or put down what came of it and go on to the others."""
    place = await context.work.read(queries.find_place, data.household_id)
    if place is None:
        raise RuleError("stale_button")
    day, count = await find_own_count(context, data.day_id, place.building_id)
    by, now = context.person_id, context.received_at
    if data.act == "show":
        doors = await context.work.read(queries.list_doors, day.id, [count.building_id])
        door = next(each for each in doors if each.household_id == data.household_id)
        await _show_door(context, press, day, door, data.page)
        await context.answer(press, "")
        return
    if data.act == "clear":
        await context.work.write(unmark_door, day.id, data.household_id, by=by, now=now)
    elif data.act in list(MarkState):
        state = MarkState(data.act)
        await context.work.write(mark_door, day.id, data.household_id, state, by=by, now=now)
    else:
        raise RuleError("stale_button")
    day, count = await find_own_count(context, data.day_id, place.building_id)
    await _show_list(context, press, day, count, data.page, seen=False)
    await context.answer(press, "")


async def show_day(
    context: Context, press: CallbackQuery | None, day: DayFacts, number: int
) -> None:
    """How far each building is; the only one's doors at once."""
    day, counts = await find_own_day(context, day.id)
    if len(counts) == 1:
        await _show_list(context, press, day, counts[0], 0, seen=False)
        return
    tests = await _count_tests(context, day)
    page = cut_page(counts, number, BUILDINGS_A_PAGE)
    await show(
        context,
        press,
        "testing/doors_buildings",
        **day_facts(day),
        households=sum(count.households for count in counts),
        done=sum(count.done for count in counts),
        left=sum(count.left for count in counts),
        tests=sum(tests.values()) if tests is not None else None,
        buildings=[
            {"id": count.building_id, "label": count.label, "left": count.left}
            for count in page.items
        ],
        page=page.number,
        pages=page.pages,
    )


async def _count_tests(context: Context, day: DayFacts) -> dict[int, int] | None:
    """From how many households a self-test was reported, by building; for staff alone (S52)."""
    if not (await context.actor()).is_staff(day.committee_id):
        return None
    return await context.work.read(queries.count_reported, day.estate_id, day.day)


async def _show_list(
    context: Context,
    press: CallbackQuery | None,
    day: DayFacts,
    count: BuildingCount,
    number: int,
    *,
    seen: bool,
) -> None:
    doors = await context.work.read(queries.list_doors, day.id, [count.building_id])
    shown = [door for door in doors if seen is not door.is_left]
    page = cut_page(shown, number, A_PAGE)
    tests = await _count_tests(context, day)
    await show(
        context,
        press,
        "testing/doors_seen" if seen else "testing/doors",
        **day_facts(day),
        building_id=count.building_id,
        building=count.label,
        households=count.households,
        done=count.done,
        cannot=count.cannot,
        left=count.left,
        tests=tests.get(count.building_id, 0) if tests is not None else None,
        doors=[door_facts(door) for door in page.items],
        page=page.number,
        pages=page.pages,
    )


async def _show_door(
    context: Context,
    press: CallbackQuery | None,
    day: DayFacts,
    door: DoorView,
    page: int,
    *,
    is_new: bool | None = None,
) -> None:
    mark = await context.work.read(queries.find_mark, day.id, door.household_id)
    is_staff = (await context.actor()).is_staff(day.committee_id)
    await show(
        context,
        press,
        "testing/door",
        day_id=day.id,
        day=day.day.isoformat(),
        building_id=door.building_id,
        is_new=is_new,
        page=page,
        how=mark.how.value if mark else None,
        # Why a household cannot come may say that somebody is ill: only staff read it.
        reason=mark.reason if mark and is_staff else None,
        **door_facts(door),
    )


def day_facts(day: DayFacts) -> dict[str, Any]:
    """A day as JSON values."""
    return {
        "day_id": day.id,
        "title": day.title,
        "estate": day.estate,
        "n": day.number,
        "day": day.day.isoformat(),
    }


def door_facts(door: DoorView) -> dict[str, Any]:
    """A door as JSON values."""
    return {
        "household_id": door.household_id,
        "door": door.door,
        "mark": door.mark.value if door.mark else None,
        "is_linked": door.is_linked,
        "is_home": door.is_home,
        "was_missed": door.was_missed,
    }

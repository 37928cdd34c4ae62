"""Which households were reached, and the doors that are left (S12, S59).

A lead ticks the doors of their building, a volunteer those of the task they hold, staff all.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from aiogram.types import CallbackQuery

from handlers.context import Context
from handlers.keyboards import cut_page
from handlers.notices._callbacks import DoorsPress, ReachPress, TickAllPress, TickPress
from handlers.notices._page import head, show_page
from handlers.talk import show
from handlers.task_links import NoticeTaskPress
from locales.notice_sheet import DoorSheet, doors_page
from storage.errors import RuleError
from storage.notices import actions
from storage.notices.kinds import Reach
from storage.notices.queries import (
    BuildingReach,
    DoorLine,
    NoticeView,
    find_notice,
    find_reach,
    list_remaining,
    list_ticked,
)
from storage.notices.rules import may_tick
from storage.volunteers.actions import check_holds
from storage.volunteers.kinds import TaskState
from storage.volunteers.queries import list_tasks_about

BUILDINGS_A_PAGE, DOORS_A_PAGE = 10, 18
SUBJECT = "notice"
_HOW = {"knocked": Reach.KNOCKED, "paper": Reach.PAPER}
MODES = (*_HOW, "back")


async def on_reach(context: Context, press: CallbackQuery, data: ReachPress) -> None:
    """The buildings with the doors that are left, most first."""
    notice, buildings = await _find_buildings(context, data.notice_id)
    reach = await context.work.read(find_reach, notice.id)
    page = cut_page(buildings, data.page, BUILDINGS_A_PAGE)
    await context.redraw(
        press,
        "notices/reach",
        **head(notice),
        asks_ack=reach.asks_ack,
        total=asdict(reach.total),
        is_staff=(await context.actor()).is_staff(notice.committee_id),
        buildings=[_describe(each) for each in page.items],
        page=page.number,
        pages=page.pages,
    )
    await context.answer(press, "")


async def _find_buildings(
    context: Context, notice_id: int
) -> tuple[NoticeView, tuple[BuildingReach, ...]]:
    """The notice and those of its buildings whose doors the acting person may tick.

    Raises:
        RuleError: `in_private_only`; `notice_door_not_yours` where there is none.
    """
    context.check_private()
    notice = await context.work.read(find_notice, notice_id)
    if notice is None or notice.sent_at is None:
        raise RuleError("stale_button")
    own = await list_own(context, notice)
    if not own:
        raise RuleError("notice_door_not_yours")
    return notice, own


async def list_own(context: Context, notice: NoticeView) -> tuple[BuildingReach, ...]:
    """Those of a notice's buildings whose doors the acting person may tick."""
    actor = await context.actor()
    if not actor.roles:
        # Residents read a notice by the thousand: nothing is counted for them.
        return ()
    reach = await context.work.read(find_reach, notice.id)
    tasks = await context.work.read(list_tasks_about, SUBJECT, notice.id)
    held = {
        task.building_id
        for task in tasks
        if task.state is TaskState.CLAIMED and task.claimed_by == context.person_id
    }
    return tuple(
        each
        for each in reach.buildings
        if each.id in held or may_tick(actor, notice.committee_id, each.id)
    )


def _describe(each: BuildingReach) -> dict[str, Any]:
    return {"id": each.id, "label": each.label, "estate": each.estate, **asdict(each.counts)}


async def on_task(context: Context, press: CallbackQuery, data: NoticeTaskPress) -> None:
    """From a knock task to the doors that are left in its building."""
    context.check_private()
    task = await context.work.read(
        check_holds, data.task_id, by=context.person_id, now=context.received_at
    )
    if task.subject != SUBJECT or task.subject_id is None or task.building_id is None:
        raise RuleError("stale_button")
    await _show_doors(context, press, task.subject_id, task.building_id, "knocked", 0)
    await context.answer(press, "")


async def on_doors(context: Context, press: CallbackQuery, data: DoorsPress) -> None:
    """A page of a building's doors."""
    await _show_doors(context, press, data.notice_id, data.building_id, data.mode, data.page)
    await context.answer(press, "")


async def _show_doors(
    context: Context,
    press: CallbackQuery | None,
    notice_id: int,
    building_id: int,
    mode: str,
    number: int,
) -> None:
    notice, found = await _find_building(context, notice_id, building_id, mode)
    doors = await _list_doors(context, notice_id, building_id, mode)
    page = cut_page(doors, number, DOORS_A_PAGE)
    await show(
        context,
        press,
        "notices/doors",
        **head(notice),
        building=_describe(found),
        mode=mode,
        doors=[
            {
                "household_id": each.household_id,
                "door": each.door,
                "is_linked": each.is_linked,
                "is_blocked": each.is_blocked,
            }
            for each in page.items
        ],
        left=len(doors),
        page=page.number,
        pages=page.pages,
    )


async def _find_building(
    context: Context, notice_id: int, building_id: int, mode: str
) -> tuple[NoticeView, BuildingReach]:
    notice, buildings = await _find_buildings(context, notice_id)
    found = next((each for each in buildings if each.id == building_id), None)
    if found is None or mode not in MODES:
        raise RuleError("stale_button")
    return notice, found


async def _list_doors(
    context: Context, notice_id: int, building_id: int, mode: str
) -> tuple[DoorLine, ...]:
    find = list_ticked if mode == "back" else list_remaining
    return await context.work.read(find, notice_id, building_id)


async def on_tick(context: Context, press: CallbackQuery, data: TickPress) -> None:
    """Note one door, or take that back."""
    doors = await _list_shown(context, data)
    await _tick(context, press, data, [each for each in doors if each == data.household_id])


async def on_tick_all(context: Context, press: CallbackQuery, data: TickAllPress) -> None:
    """Note all doors that the page shows; none where others stand there by now."""
    doors = await _list_shown(context, data)
    page = cut_page(doors, data.page, DOORS_A_PAGE).items
    is_same = bool(page) and (page[0], page[-1]) == (data.first, data.last)
    await _tick(context, press, data, page if is_same else ())


async def _list_shown(context: Context, data: TickPress | TickAllPress) -> list[int]:
    """The households of a building that can be ticked in this mode, in their order."""
    await _find_building(context, data.notice_id, data.building_id, data.mode)
    doors = await _list_doors(context, data.notice_id, data.building_id, data.mode)
    return [each.household_id for each in doors]


async def _tick(
    context: Context, press: CallbackQuery, data: TickPress | TickAllPress, doors: Sequence[int]
) -> None:
    if doors:
        await _note(context, data.notice_id, data.mode, doors)
    try:
        await _show_doors(context, press, data.notice_id, data.building_id, data.mode, data.page)
    except RuleError:
        # With the last door the task has ended by itself, and with it the right to look on.
        notice = await context.work.read(find_notice, data.notice_id)
        assert notice is not None
        await context.redraw(press, "notices/doors_done", title=notice.title)
    await context.answer(press, "")


async def _note(context: Context, notice_id: int, mode: str, doors: Sequence[int]) -> None:
    by, now = context.person_id, context.received_at
    if mode == "back":
        await context.work.write(actions.take_back_reached, notice_id, doors, by=by, now=now)
    else:
        await context.work.write(actions.note_reached, notice_id, doors, _HOW[mode], by=by, now=now)


async def send_doors(context: Context, _press: CallbackQuery, notice: NoticeView) -> None:
    """The doors that are left, a page a building, as a PDF."""
    reach = await context.work.read(find_reach, notice.id)
    left = [each for each in reach.buildings if each.counts.remaining]
    sheets = [await _make_sheet(context, notice.id, each) for each in left]
    if not sheets:
        raise RuleError("notice_no_more")
    words = await context.words()
    content = await asyncio.to_thread(doors_page, words, notice.number, notice.title, sheets)
    await context.send_file(f"linli-notice-{notice.number}-doors.pdf", content)


async def _make_sheet(context: Context, notice_id: int, building: BuildingReach) -> DoorSheet:
    doors = await context.work.read(list_remaining, notice_id, building.id)
    lines = [(each.door, _mark(each)) for each in doors]
    return DoorSheet(building.estate, building.label, lines)


def _mark(door: DoorLine) -> str:
    if door.is_blocked:
        return "blocked"
    return "linked" if door.is_linked else "nobody"


async def send_knockers(context: Context, press: CallbackQuery, notice: NoticeView) -> None:
    """A task for volunteers for each building in which doors are left."""
    by, now = context.person_id, context.received_at
    count = await context.work.write(actions.make_knock_tasks, notice.id, by=by, now=now)
    await show_page(context, press, notice.id, note="knock" if count else "no_knock")

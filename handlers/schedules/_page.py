"""One schedule: when it is next; pause it, leave a day out, and take that back."""

from __future__ import annotations

from datetime import date
from typing import Any

from aiogram.types import CallbackQuery, InlineKeyboardMarkup

from handlers.context import Context
from handlers.keyboards import button, keyboard
from handlers.routes import Keyboard
from handlers.schedules._callbacks import ListPress, SchedulePress, SkipPress
from handlers.schedules._subjects import (
    find_day_of,
    find_round_of,
    find_titles,
    round_params,
    schedule_params,
)
from handlers.talk import day_of, find_staff_committee, show
from locales.renderer import Words
from storage.errors import RuleError
from storage.schedules import actions
from storage.schedules.kinds import ScheduleView
from storage.schedules.queries import find_schedule
from storage.testing.actions import skip_day as skip_testing_day
from storage.testing.actions import undo_change


async def on_schedule(context: Context, press: CallbackQuery, data: SchedulePress) -> None:
    """Show it, pause it, resume it, or take back the last day that a round left out.

    Raises:
        RuleError: `in_private_only`, `not_staff`, `stale_button`, and what the action raises.
    """
    schedule = await _find(context, data.schedule_id)
    facts: dict[str, Any] = {"by": context.person_id, "now": context.received_at}
    if data.act == "pause":
        schedule = await context.work.write(actions.pause_schedule, schedule.id, **facts)
    elif data.act == "resume":
        facts["calendar"] = context.services.calendar
        schedule = await context.work.write(actions.resume_schedule, schedule.id, **facts)
    elif data.act == "undo":
        await _undo(context, schedule)
    elif data.act != "show":
        raise RuleError("stale_button")
    await _show(context, press, schedule)
    await context.answer(press, "")


async def on_skip(context: Context, press: CallbackQuery, data: SkipPress) -> None:
    """Leave a day out, or let it happen after all.

    Raises:
        RuleError: `in_private_only`, `not_staff`, `stale_button`, and what the action raises.
    """
    schedule = await _find(context, data.schedule_id)
    day = day_of(data.day)
    if await find_round_of(context, schedule) is not None:
        await _skip_testing(context, schedule, day)
    else:
        action = actions.skip_day if data.is_skipped else actions.unskip_day
        schedule = await context.work.write(
            action,
            schedule.id,
            day,
            by=context.person_id,
            now=context.received_at,
            calendar=context.services.calendar,
        )
    await _show(context, press, schedule)
    await context.answer(press, "")


async def _find(context: Context, schedule_id: int) -> ScheduleView:
    schedule = await context.work.read(find_schedule, schedule_id)
    if schedule is None:
        raise RuleError("stale_button")
    await find_staff_committee(context, schedule.committee_id)
    return schedule


async def _skip_testing(context: Context, schedule: ScheduleView, day: date) -> None:
    testing = await find_round_of(context, schedule)
    assert testing is not None
    planned = find_day_of(testing, day, context.received_at)
    if planned is None:
        raise RuleError("schedule_day_gone")
    await context.work.write(
        skip_testing_day,
        planned.id,
        by=context.person_id,
        now=context.received_at,
        update_id=context.update_id,
    )


async def _undo(context: Context, schedule: ScheduleView) -> None:
    testing = await find_round_of(context, schedule)
    if testing is None or testing.can_undo != "skip":
        raise RuleError("stale_button")
    await context.work.write(
        undo_change,
        testing.id,
        by=context.person_id,
        now=context.received_at,
        seen=testing.version,
        update_id=context.update_id,
    )


async def _show(context: Context, press: CallbackQuery, schedule: ScheduleView) -> None:
    testing = await find_round_of(context, schedule)
    if testing is not None:
        params = round_params(schedule, testing, context.received_at)
    else:
        params = schedule_params(schedule, (await find_titles(context, [schedule]))[schedule.id])
    committee_id = schedule.committee_id
    await show(context, press, "schedules/page", committee_id=committee_id, **params)


def _page_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    back = [button(words, "schedules_back", ListPress(committee_id=params["committee_id"]))]
    if params["is_ended"]:
        return keyboard(back)
    schedule_id = params["id"]
    turn = "resume" if params["is_paused"] else "pause"
    pause = button(words, f"schedule_{turn}", SchedulePress(schedule_id=schedule_id, act=turn))
    return keyboard([pause], *_skip_rows(words, params), back)


def _skip_rows(words: Words, params: dict[str, Any]) -> list[list[Any]]:
    schedule_id, next_on = params["id"], params["next_on"]
    rows = []
    if next_on and not params["is_paused"]:
        data = SkipPress(schedule_id=schedule_id, day=_ordinal(next_on))
        rows.append([button(words, "schedule_skip", data, day=next_on)])
    if params["can_undo"]:
        data_undo = SchedulePress(schedule_id=schedule_id, act="undo")
        rows.append([button(words, "schedule_undo", data_undo)])
    if params["kind"] == "notice":
        rows += [
            [
                button(
                    words,
                    "schedule_unskip",
                    SkipPress(schedule_id=schedule_id, day=_ordinal(day), is_skipped=False),
                    day=day,
                )
            ]
            for day in params["skips"]
        ]
    return rows


def _ordinal(day: str) -> int:
    return date.fromisoformat(day).toordinal()


def _missed_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    data = SchedulePress(schedule_id=params["schedule_id"])
    return keyboard([button(words, "schedule_open", data)])


KEYBOARDS: dict[str, Keyboard] = {
    "schedules/page": _page_keyboard,
    "schedules/missed": _missed_keyboard,
}

"""/schedules: what recurs in a committee."""

from __future__ import annotations

from typing import Any

from aiogram.types import CallbackQuery, InlineKeyboardMarkup, Message

from handlers.context import Context
from handlers.keyboards import button, cut_page, keyboard, label_button, turning_row
from handlers.routes import Keyboard
from handlers.schedules._callbacks import AgendaPress, ListPress, SchedulePress
from handlers.schedules._subjects import find_titles, schedule_params
from handlers.schedules._talk import choose_committee
from handlers.talk import find_staff_committee, show
from locales.renderer import Words
from storage.community.queries import CommitteeView
from storage.schedules.queries import list_schedules

SCHEDULES_A_PAGE = 8
ICONS = {"notice": "📢", "testing": "🧪"}


async def on_schedules(context: Context, _message: Message, _argument: str) -> None:
    """/schedules: the list."""
    committee = await choose_committee(context, "list")
    if committee is not None:
        await _show(context, None, committee, 0)


async def on_list_press(context: Context, press: CallbackQuery, data: ListPress) -> None:
    """Another page of the list."""
    committee = await find_staff_committee(context, data.committee_id)
    await _show(context, press, committee, data.page)
    await context.answer(press, "")


async def _show(
    context: Context, press: CallbackQuery | None, committee: CommitteeView, number: int
) -> None:
    schedules = await context.work.read(list_schedules, committee.id)
    page = cut_page(schedules, number, SCHEDULES_A_PAGE)
    titles = await find_titles(context, page.items)
    await show(
        context,
        press,
        "schedules/list",
        committee_id=committee.id,
        committee=committee.name,
        schedules=[schedule_params(each, titles[each.id]) for each in page.items],
        page=page.number,
        pages=page.pages,
    )


def _list_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    committee_id = params["committee_id"]
    return keyboard(
        *(
            [label_button(_label(each), SchedulePress(schedule_id=each["id"]))]
            for each in params["schedules"]
        ),
        turning_row(words, params, lambda page: ListPress(committee_id=committee_id, page=page)),
        [button(words, "agenda_open", AgendaPress(committee_id=committee_id))],
    )


def _label(schedule: dict[str, Any]) -> str:
    mark = "⏸" if schedule["is_paused"] else ICONS[schedule["kind"]]
    return f"{mark} {schedule['title'] or schedule['number']}"


KEYBOARDS: dict[str, Keyboard] = {"schedules/list": _list_keyboard}

"""/agenda: what goes out in the next 24 hours, and what did not go out in the last."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from aiogram.types import CallbackQuery, InlineKeyboardMarkup, Message

from handlers.context import Context
from handlers.keyboards import button, cut_page, keyboard, turning_row
from handlers.routes import Keyboard
from handlers.schedules._callbacks import AgendaPress, ListPress
from handlers.schedules._talk import choose_committee
from handlers.talk import find_staff_committee, show
from locales.renderer import Words
from locales.values import shorten
from storage.agenda import AgendaLine, list_agenda, list_passed_over
from storage.community.queries import CommitteeView
from storage.local_time import local_day
from storage.outbox.queries import find_doubts

AHEAD = timedelta(hours=24)
LINES_A_PAGE = 10
MOST_LATE = 5
# Characters: a page of long titles still fits into one message.
MOST_TITLE = 40
# Labels named in a line; how many more there are is said.
MOST_BUILDINGS = 8


async def on_agenda(context: Context, _message: Message, _argument: str) -> None:
    """/agenda: the next 24 hours."""
    committee = await choose_committee(context, "agenda")
    if committee is not None:
        await _show(context, None, committee, 0)


async def on_agenda_press(context: Context, press: CallbackQuery, data: AgendaPress) -> None:
    """Another page, or the same one as it is now."""
    committee = await find_staff_committee(context, data.committee_id)
    await _show(context, press, committee, data.page)
    await context.answer(press, "")


async def _show(
    context: Context, press: CallbackQuery | None, committee: CommitteeView, number: int
) -> None:
    now, language = context.received_at, (await context.words()).language
    coming = await context.work.read(
        list_agenda,
        committee.id,
        now,
        now + AHEAD,
        context.services.calendar,
        language=language,
    )
    late = await context.work.read(
        list_passed_over, committee.id, now - AHEAD, now, language=language
    )
    doubts = await context.work.read(find_doubts, now - AHEAD, committee_id=committee.id)
    page = cut_page(coming, number, LINES_A_PAGE)
    await show(
        context,
        press,
        "schedules/agenda",
        committee_id=committee.id,
        committee=committee.name,
        lines=_lines(page.items, committee.time_zone),
        total=len(coming),
        late=_lines(late[-MOST_LATE:], committee.time_zone),
        more_late=max(len(late) - MOST_LATE, 0),
        doubts=doubts.messages,
        page=page.number,
        pages=page.pages,
    )


def _lines(lines: Sequence[AgendaLine], time_zone: str) -> list[dict[str, Any]]:
    """The lines as the template takes them; the first of a day carries the day."""
    days = [local_day(line.at, time_zone).isoformat() for line in lines]
    return [
        {
            "day": day if index == 0 or days[index - 1] != day else None,
            "at": line.at.isoformat(),
            "what": line.what,
            "title": shorten(line.title, MOST_TITLE, len),
            "estate": shorten(line.estate, MOST_TITLE, len),
            "buildings": list(line.buildings[:MOST_BUILDINGS]),
            "more": max(len(line.buildings) - MOST_BUILDINGS, 0),
            "chats": line.chats,
            "recurs": line.schedule_id is not None,
        }
        for index, (line, day) in enumerate(zip(lines, days, strict=True))
    ]


def _agenda_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    committee_id = params["committee_id"]

    def turn(page: int) -> AgendaPress:
        return AgendaPress(committee_id=committee_id, page=page)

    return keyboard(
        turning_row(words, params, turn),
        [
            button(words, "agenda_again", turn(params["page"])),
            button(words, "schedules_list", ListPress(committee_id=committee_id)),
        ],
    )


KEYBOARDS: dict[str, Keyboard] = {"schedules/agenda": _agenda_keyboard}

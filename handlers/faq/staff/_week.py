"""A week of questions, as a list and as a picture."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

from aiogram.types import CallbackQuery

from handlers.context import Context
from handlers.faq.staff._callbacks import WeekPress
from handlers.faq.staff._talk import find_own_committee, find_today, forget
from handlers.talk import day_of
from locales.pictures import Ranked, render_week
from locales.values import shorten
from storage.errors import RuleError
from storage.faq.queries import Week, find_week, list_entries

MOST_ASKED = 8
MOST_UNANSWERED = 8
LONGEST_TITLE = 60
"""Characters: the text under a picture is short."""
A_WEEK = timedelta(weeks=1)


async def on_week(context: Context, press: CallbackQuery, data: WeekPress) -> None:
    """The list of a week, or its picture."""
    committee = await find_own_committee(context, data.committee_id)
    await forget(context)
    ago = await _find_ago(context, committee.id, data.monday)
    week = await context.work.read(find_week, committee.id, context.received_at, ago=ago)
    params = await _describe(context, committee.id, week)
    if data.act == "picture":
        await _send_picture(context, week, params)
    else:
        await context.redraw(
            press, "faq/week_list", committee=committee.name, is_last=ago == 0, **params
        )
    await context.answer(press, "")


async def _find_ago(context: Context, committee_id: int, ordinal: int) -> int:
    """How many weeks lie between now and the one that a button was made for."""
    if not ordinal:
        return 0
    today = await find_today(context, committee_id)
    monday = today - timedelta(days=today.weekday())
    ago = (monday - day_of(ordinal)) // A_WEEK
    if ago < 0:
        raise RuleError("stale_button")
    return ago


async def _describe(context: Context, committee_id: int, week: Week) -> dict[str, Any]:
    most_asked = week.most_asked[:MOST_ASKED]
    ids = [each.entry_id for each in most_asked]
    language = (await context.words()).language
    titles = {
        entry.id: entry.text_for(language).question
        for entry in await context.work.read(
            list_entries, committee_id, context.received_at, ids=ids
        )
    }
    return {
        "committee_id": committee_id,
        "monday": week.first_day.toordinal(),
        "first_day": week.first_day.isoformat(),
        "last_day": week.last_day.isoformat(),
        "counts": {
            "asked": week.asked,
            "answered": week.answered,
            "offered": week.offered,
            "unknown": week.unknown + week.ended,
            "helpful": week.helpful,
            "not_helpful": week.not_helpful,
        },
        "most_asked": [
            {
                "title": shorten(titles[each.entry_id], LONGEST_TITLE),
                "times": each.asked,
                "said": each.helpful + each.not_helpful,
                "share": each.helpful / max(each.helpful + each.not_helpful, 1),
            }
            for each in most_asked
        ],
        "unanswered": [
            {
                "asked": shorten(each.text or "…", LONGEST_TITLE),
                "askers": each.askers,
                "state": each.state.value,
            }
            for each in week.unanswered[:MOST_UNANSWERED]
        ],
        "more": max(len(week.unanswered) - MOST_UNANSWERED, 0),
    }


async def _send_picture(context: Context, week: Week, params: dict[str, Any]) -> None:
    """Draw it. A week without questions has nothing to draw."""
    if not week.asked:
        raise RuleError("faq_week_empty")
    bars = [Ranked(each.asked, each.helpful, each.not_helpful) for each in week.most_asked]
    picture = await asyncio.to_thread(render_week, week.first_day, week.by_day, bars[:MOST_ASKED])
    await context.send_picture(
        f"linli-week-{week.first_day}.png", picture, "faq/week_picture", **params
    )

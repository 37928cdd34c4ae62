"""The prepared answers: loaded as drafts, and put in force together where nothing is open."""

from __future__ import annotations

import asyncio
from collections import Counter
from datetime import date
from typing import Any

from aiogram.types import CallbackQuery

from handlers.context import Context
from handlers.faq.staff._board import show_board
from handlers.faq.staff._shelf import find_obstacle, title_of
from handlers.faq.staff._talk import find_own_committee, find_today
from handlers.talk import show
from locales.faq import STARTER
from storage.errors import RuleError
from storage.faq import actions
from storage.faq.files import read_folder
from storage.faq.kinds import Standing
from storage.faq.queries import EntryView, list_entries

MOST_NAMED = 5


async def load_starter(context: Context, press: CallbackQuery, committee_id: int) -> None:
    """Bring the prepared answers in as drafts; those that are there already stay as they are."""
    committee = await find_own_committee(context, committee_id)
    entries = await context.work.read(list_entries, committee_id, context.received_at)
    if entries:
        # The button was offered to a committee without any.
        raise RuleError("stale_button")
    read = await asyncio.to_thread(read_folder, STARTER)
    await context.work.write(
        actions.import_entries,
        committee_id,
        read.files,
        by=context.person_id,
        now=context.received_at,
        default_issuer=committee.name,
    )
    await show_board(context, press, committee_id)


async def ask_ready(context: Context, press: CallbackQuery, committee_id: int) -> None:
    """Say how many drafts can be put in force as they stand, and why the others cannot."""
    drafts = await _list_drafts(context, committee_id)
    language = (await context.words()).language
    ready = [entry for entry in drafts if find_obstacle(entry) is None]
    await context.redraw(
        press,
        "faq/ready",
        committee_id=committee_id,
        ready=len(ready),
        first=[title_of(entry, language)["title"] for entry in ready[:MOST_NAMED]],
        left=_count_reasons(drafts),
    )


async def publish_ready(
    context: Context, press: CallbackQuery | None, committee_id: int, until: date | None
) -> None:
    """Put all of them in force; those with an end of their own keep it.

    Raises:
        RuleError: `faq_dates_over` for a day that lies in the past.
    """
    if until is not None and until < await find_today(context, committee_id):
        raise RuleError("faq_dates_over")
    report = await context.work.write(
        actions.publish_ready,
        committee_id,
        None,
        by=context.person_id,
        now=context.received_at,
        valid_until=until,
    )
    left = Counter(each.code for each in report.left)
    await show(
        context,
        press,
        "faq/ready_done",
        committee_id=committee_id,
        published=len(report.published),
        valid_until=until.isoformat() if until else None,
        left=_reasons(left),
    )


async def _list_drafts(context: Context, committee_id: int) -> tuple[EntryView, ...]:
    return await context.work.read(
        list_entries, committee_id, context.received_at, standing=Standing.DRAFTED
    )


def _count_reasons(drafts: tuple[EntryView, ...]) -> dict[str, Any]:
    obstacles = (find_obstacle(entry) for entry in drafts)
    return _reasons(Counter(obstacle.code for obstacle in obstacles if obstacle))


def _reasons(codes: Counter[str]) -> dict[str, Any]:
    """How many stay for which reason; other reasons than these two are rare enough to be one."""
    known = {"filling": codes["faq_needs_filling"], "incomplete": codes["faq_incomplete"]}
    return {**known, "other": codes.total() - sum(known.values())}

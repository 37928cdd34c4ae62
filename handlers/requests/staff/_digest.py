"""/digest: a day in numbers and as a picture, and what was needed most in seven days (S101)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from aiogram.types import CallbackQuery, InlineKeyboardMarkup, Message

from handlers.context import Context
from handlers.keyboards import button, keyboard
from handlers.requests.staff._board_keyboards import board_row
from handlers.requests.staff._callbacks import DigestPress, ListPress
from handlers.requests.staff._talk import choose_committee, find_own_committee, forget
from handlers.routes import Keyboard, Picture
from handlers.talk import show
from locales.charts import Column, Worked, render_digest
from locales.renderer import Words
from locales.values import shorten
from storage.community.queries import CommitteeView
from storage.errors import RuleError
from storage.local_time import local_day
from storage.requests.actions import digest_params
from storage.requests.queries import Digest, find_digest, rank_drugs, rank_needs

WEEK = timedelta(days=7)
MOST_RANKED = 10
MOST_DRUGS = 8
_DRUG_LENGTH = 40


async def on_digest(context: Context, _message: Message, _argument: str) -> None:
    """/digest: today.

    Raises:
        RuleError: `in_private_only`, `not_staff`.
    """
    committee_id = await choose_committee(context, "digest")
    if committee_id is not None:
        committee = await find_own_committee(context, committee_id)
        await _show_numbers(context, None, committee, _today(context, committee))


async def on_digest_press(context: Context, press: CallbackQuery, data: DigestPress) -> None:
    """Another day, or the picture.

    Raises:
        RuleError: `in_private_only`, `not_staff`, `stale_button`.
    """
    committee = await find_own_committee(context, data.committee_id)
    today = _today(context, committee)
    day = _read_day(data.day) if data.day else today
    if day > today:
        raise RuleError("stale_button")
    if data.act == "picture":
        await context.say("requests/digest", **await _day_params(context, committee.id, day))
    else:
        await _show_numbers(context, press, committee, day)
    await context.answer(press, "")


def _read_day(ordinal: int) -> date:
    try:
        return date.fromordinal(ordinal)
    except (ValueError, OverflowError):
        raise RuleError("stale_button") from None


def _today(context: Context, committee: CommitteeView) -> date:
    return local_day(context.received_at, committee.time_zone)


async def _show_numbers(
    context: Context, press: CallbackQuery | None, committee: CommitteeView, day: date
) -> None:
    await forget(context)
    now = context.received_at
    needs = await context.work.read(rank_needs, committee.id, now - WEEK, now)
    drugs = await context.work.read(rank_drugs, committee.id, now - WEEK, now)
    await show(
        context,
        press,
        "requests/numbers",
        committee=committee.name,
        is_today=day == _today(context, committee),
        **await _day_params(context, committee.id, day),
        ranked=[
            {
                "icon": each.icon,
                "title": dict(each.title),
                "households": each.households,
                "open": each.open,
                "change": each.change,
            }
            for each in needs[:MOST_RANKED]
        ],
        drugs=[
            {
                "drug": shorten(each.drug, _DRUG_LENGTH, len),
                "households": each.households,
                "open": each.open,
            }
            for each in drugs[:MOST_DRUGS]
        ],
    )


async def _day_params(context: Context, committee_id: int, day: date) -> dict[str, Any]:
    """What `requests/digest` says of a day, as the evening's message has it."""
    digest = await _find(context, committee_id, day)
    before = await _find(context, committee_id, day - timedelta(days=1))
    return {
        **digest_params(digest),
        "before": {
            "day": before.day.isoformat(),
            "asked": before.asked,
            "closed": before.closed,
        },
    }


async def _find(context: Context, committee_id: int, day: date) -> Digest:
    return await context.work.read(find_digest, committee_id, day, context.received_at)


def draw_digest(_words: Words, params: dict[str, Any]) -> bytes:
    """The picture over the evening's message."""
    columns = [Column(str(hour), asked) for hour, asked in enumerate(params["by_hour"])]
    kinds = [Worked(each["asked"], each["closed"]) for each in params["by_kind"]]
    return render_digest(columns, kinds)


def _numbers_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    committee_id = params["committee_id"]
    day = date.fromisoformat(params["day"]).toordinal()

    def press(ordinal: int, act: str = "show") -> DigestPress:
        return DigestPress(committee_id=committee_id, day=ordinal, act=act)

    before = button(words, "work_day_before", press(day - 1))
    after = [] if params["is_today"] else [button(words, "work_day_after", press(day + 1))]
    return keyboard(
        [button(words, "work_picture", press(day, "picture"))],
        [before, *after],
        board_row(words, committee_id),
    )


def _digest_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    committee_id, overdue = params["committee_id"], params["overdue"]
    day = date.fromisoformat(params["day"]).toordinal()
    late = ListPress(committee_id=committee_id, view="overdue")
    return keyboard(
        [button(words, "work_overdue", late, n=overdue)] if overdue else [],
        [button(words, "work_numbers", DigestPress(committee_id=committee_id, day=day))],
        board_row(words, committee_id),
    )


KEYBOARDS: dict[str, Keyboard] = {
    "requests/numbers": _numbers_keyboard,
    "requests/digest": _digest_keyboard,
}
PICTURES: dict[str, Picture] = {"requests/digest": draw_digest}

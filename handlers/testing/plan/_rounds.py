"""A round as staff see it: its days, when it reminds, and what can be changed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from aiogram.types import CallbackQuery, Message

from handlers.context import Context
from handlers.keyboards import cut_page
from handlers.recurrence import rule_params
from handlers.talk import forget, is_resent, read_text, remember, show
from handlers.testing.plan._callbacks import RoundPress
from handlers.testing.plan._drafted import make_manner
from handlers.testing.plan._facts import manner_facts, pace_facts
from handlers.testing.plan._reading import MANNERS, read_fact, show_minutes
from storage.community.queries import ConversationView
from storage.errors import RuleError
from storage.local_time import local_day, local_minute
from storage.schedules.rules import from_json
from storage.testing import actions
from storage.testing.actions import Changed
from storage.testing.kinds import DayState
from storage.testing.queries import DayView, RoundView, find_round

MANNER_STEP = "testing.manner"
A_PAGE = 8


async def find_own_round(context: Context, round_id: int) -> RoundView:
    """A round that the acting person is staff of, without its slots; shown in private only.

    Raises:
        RuleError: `in_private_only`, `testing_unknown`, `not_staff`.
    """
    context.check_private()
    view = await context.work.read(find_round, round_id, with_slots=False)
    if view is None:
        raise RuleError("testing_unknown")
    if not (await context.actor()).is_staff(view.committee_id):
        raise RuleError("not_staff")
    return view


def told_facts(changed: Changed | None) -> dict[str, int] | None:
    """Who was told of a change: how many buildings, groups and persons."""
    if changed is None:
        return None
    return {"buildings": changed.buildings, "chats": changed.chats, "people": changed.people}


async def show_round(
    context: Context,
    press: CallbackQuery | None,
    round_id: int,
    *,
    note: str = "",
    changed: Changed | None = None,
    page: int | None = None,
) -> None:
    """How a round stands, with all that staff can do about it.

    Args:
        note: `planned` right after it was.
        page: of its days, from 0; None is the page of the next one.
    """
    view = await find_own_round(context, round_id)
    if page is None:
        page = _next_day(context, view) // A_PAGE
    days = cut_page(view.days, page, A_PAGE)
    await show(
        context,
        press,
        "testing/round",
        **_round_facts(view),
        days=[day_facts(day, view.zone) for day in days.items],
        page=days.number,
        pages=days.pages,
        note=note,
        told=told_facts(changed),
    )


def _next_day(context: Context, view: RoundView) -> int:
    today = local_day(context.received_at, view.zone)
    coming = (place for place, day in enumerate(view.days) if day.day >= today)
    return next(coming, 0)


def _round_facts(view: RoundView) -> dict[str, Any]:
    rule = from_json(view.rule) if view.rule else None
    return {
        "round_id": view.id,
        "seen": view.version,
        "title": view.title,
        "site": view.site,
        "estate": view.estate,
        "state": view.state.value,
        "rule": rule_params(rule) if rule else None,
        "pace": pace_facts(view.pace),
        "manner": manner_facts(view.manner),
        "can_undo": view.can_undo,
    }


def day_facts(day: DayView, zone: str) -> dict[str, Any]:
    """One day in a line, on the wall clock of `zone`."""
    return {
        "id": day.id,
        "number": day.number,
        "of": day.of,
        "day": day.day.isoformat(),
        "state": day.state.value,
        "is_planned": day.state is DayState.PLANNED,
        "delay": day.delay,
        "times": f"{show_instant(day.starts_at, zone)}-{show_instant(day.ends_at, zone)}",
    }


def show_instant(moment: datetime, zone: str) -> str:
    """An instant on the wall clock of a committee: `07:30`."""
    return show_minutes(local_minute(moment, zone))


async def on_round(context: Context, press: CallbackQuery, data: RoundPress) -> None:
    """Staff's buttons under a round."""
    view = await find_own_round(context, data.round_id)
    act, _, fact = data.act.partition(".")
    if act == "show":
        await forget(context, MANNER_STEP)
        page = int(data.value) if data.value.isdecimal() else None
        await show_round(context, press, view.id, page=page)
    elif act == "call_off":
        await context.redraw(press, "testing/sure", **_sure_facts(view, data.seen))
    elif act in _CHANGES:
        changed = await _change(context, view.id, data)
        await show_round(context, press, view.id, changed=changed)
    elif act == "manner":
        await forget(context, MANNER_STEP)
        await show_manner(context, press, view)
    elif act in ("edit", "set") and fact in MANNERS:
        await _edit_manner(context, press, data, fact)
    else:
        raise RuleError("stale_button")
    await context.answer(press, "")


def _sure_facts(view: RoundView, seen: int) -> dict[str, Any]:
    return {"round_id": view.id, "day_id": None, "seen": seen, "title": view.title, "day": None}


_CHANGES = {"call_off_sure": actions.call_off_round, "undo": actions.undo_change}


async def _change(context: Context, round_id: int, data: RoundPress) -> Changed:
    return await context.work.write(
        _CHANGES[data.act],
        round_id,
        by=context.person_id,
        now=context.received_at,
        seen=data.seen,
        update_id=context.update_id,
    )


async def show_manner(context: Context, press: CallbackQuery | None, view: RoundView) -> None:
    """When the round reminds, and buttons to change that."""
    await show(context, press, "testing/manner", **_round_facts(view))


async def _edit_manner(context: Context, press: CallbackQuery, data: RoundPress, fact: str) -> None:
    if data.act.startswith("set."):
        await _set_manner(context, press, data.round_id, fact, data.value, data.seen)
        return
    known = {"round_id": data.round_id, "fact": fact, "seen": data.seen}
    await remember(context, MANNER_STEP, known)
    await context.redraw(
        press,
        "testing/ask_fact",
        fact=fact,
        step=0,
        steps=0,
        sites=[],
        back=True,
        is_draft=False,
        round_id=data.round_id,
        seen=data.seen,
    )


async def on_manner(context: Context, message: Message, conversation: ConversationView) -> None:
    """Take what was written about a round's reminders."""
    known = conversation.data
    if is_resent(context, conversation):
        return
    text = read_text(message)
    await _set_manner(context, None, known["round_id"], known["fact"], text, known["seen"])


async def _set_manner(
    context: Context, press: CallbackQuery | None, round_id: int, fact: str, text: str, seen: int
) -> None:
    view = await find_own_round(context, round_id)
    today = local_day(context.received_at, view.zone)
    read = read_fact(fact, text, today=today, labels=())
    await context.work.write(
        actions.set_manner,
        round_id,
        make_manner(read, view.manner),
        by=context.person_id,
        now=context.received_at,
        seen=seen,
        update_id=context.update_id,
    )
    await forget(context, MANNER_STEP)
    await show_manner(context, press, await find_own_round(context, round_id))

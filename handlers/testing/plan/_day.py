"""A day of a round: late, skipped, one building moved, looked at as a picture."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from aiogram.types import CallbackQuery, Message

from handlers.context import Context
from handlers.keyboards import cut_page
from handlers.talk import forget, is_resent, read_text, remember, show
from handlers.testing.plan._callbacks import DayPress, SlotPress
from handlers.testing.plan._facts import goings_of, line_facts, picture_facts
from handlers.testing.plan._reading import read_times, show_minutes
from handlers.testing.plan._rounds import day_facts, find_own_round, told_facts
from storage.community.queries import ConversationView, list_buildings
from storage.errors import RuleError
from storage.testing import actions
from storage.testing.actions import Changed
from storage.testing.queries import DayView, RoundView, SlotView, find_day

MOVE_STEP = "testing.move"
_MOST_LINES = 20
_A_PAGE = 24


async def find_own_day(context: Context, day_id: int) -> tuple[RoundView, DayView]:
    """A day of a round that the acting person is staff of.

    Raises:
        RuleError: `in_private_only`, `testing_unknown`, `not_staff`.
    """
    day = await context.work.read(find_day, day_id)
    if day is None:
        raise RuleError("testing_unknown")
    return await find_own_round(context, day.round_id), day


async def on_day(context: Context, press: CallbackQuery, data: DayPress) -> None:
    """Staff's buttons under a day."""
    view, day = await find_own_day(context, data.day_id)
    if data.act == "show":
        await forget(context, MOVE_STEP)
        await show_day(context, press, day.id)
    elif data.act == "delay":
        changed = await _write(context, data, actions.delay_day, day.id, data.value)
        await show_day(context, press, day.id, changed=changed)
    elif data.act == "skip":
        facts = {"round_id": view.id, "day_id": day.id, "seen": data.seen, "title": view.title}
        await context.redraw(press, "testing/sure", day=day.day.isoformat(), **facts)
    elif data.act == "skip_sure":
        changed = await _write(context, data, actions.skip_day, day.id)
        await show_day(context, press, day.id, changed=changed)
    elif data.act == "picture":
        await _send_picture(context, view, day, data.value)
    elif data.act == "slots":
        await _show_slots(context, press, view, day, data.value)
    else:
        raise RuleError("stale_button")
    await context.answer(press, "")


async def _write(
    context: Context,
    data: DayPress | SlotPress,
    action: Callable[..., Changed],
    *details: Any,
) -> Changed:
    return await context.work.write(
        action,
        *details,
        by=context.person_id,
        now=context.received_at,
        seen=data.seen,
        update_id=context.update_id,
    )


async def show_day(
    context: Context, press: CallbackQuery | None, day_id: int, *, changed: Changed | None = None
) -> None:
    """Who goes when on a day, with all that staff can do about it."""
    view, day = await find_own_day(context, day_id)
    lines = line_facts(goings_of(day.slots), await _order(context, view), view.site)
    await show(
        context,
        press,
        "testing/day",
        **_day_facts(context, view, day),
        lines=lines[:_MOST_LINES],
        more_lines=max(len(lines) - _MOST_LINES, 0),
        told=told_facts(changed),
    )


async def _order(context: Context, view: RoundView) -> tuple[str, ...]:
    buildings = await context.work.read(list_buildings, view.estate_id)
    return tuple(building.label for building in buildings)


def _day_facts(context: Context, view: RoundView, day: DayView) -> dict[str, Any]:
    facts = day_facts(day, view.zone)
    return facts | {
        "round_id": view.id,
        "day_id": day.id,
        "seen": view.version,
        "title": view.title,
        "site": view.site,
        "is_open": facts["is_planned"] and day.ends_at > context.received_at,
        "can_undo": view.can_undo,
    }


async def _send_picture(context: Context, view: RoundView, day: DayView, page: int) -> None:
    if not day.slots:
        raise RuleError("testing_no_building")
    facts = picture_facts(goings_of(day.slots), await _order(context, view), (), page)
    facts |= {"title": view.title, "day": day.day.isoformat(), "day_id": day.id}
    await context.say("testing/timeline", **facts)


async def _show_slots(
    context: Context, press: CallbackQuery, view: RoundView, day: DayView, number: int
) -> None:
    page = cut_page(day.slots, number, _A_PAGE)
    await context.redraw(
        press,
        "testing/slots",
        **_day_facts(context, view, day),
        slots=[_slot_facts(slot) for slot in page.items],
        page=page.number,
        pages=page.pages,
    )


def _slot_facts(slot: SlotView) -> dict[str, Any]:
    return {
        "slot_id": slot.id,
        "building": slot.building,
        "slot_kind": slot.kind.value,
        "slot_times": f"{show_minutes(slot.begins)}-{show_minutes(slot.ends)}",
    }


async def on_slot(context: Context, press: CallbackQuery, data: SlotPress) -> None:
    """Staff's buttons under one building's time."""
    view, day = await find_own_day(context, data.day_id)
    slot = next((each for each in day.slots if each.id == data.slot_id), None)
    if slot is None:
        raise RuleError("stale_button")
    if data.act == "show":
        await forget(context, MOVE_STEP)
        facts = _day_facts(context, view, day)
        await context.redraw(press, "testing/slot", **facts, **_slot_facts(slot))
    elif data.act == "delay":
        changed = await _write(context, data, actions.delay_slot, slot.id, data.value)
        await show_day(context, press, day.id, changed=changed)
    elif data.act == "write":
        known = {"day_id": day.id, "slot_id": slot.id, "seen": data.seen}
        await remember(context, MOVE_STEP, known)
        facts = _day_facts(context, view, day)
        await context.redraw(press, "testing/ask_times", **facts, **_slot_facts(slot))
    else:
        raise RuleError("stale_button")
    await context.answer(press, "")


async def on_times(context: Context, message: Message, conversation: ConversationView) -> None:
    """Move one building to the time that was written."""
    if is_resent(context, conversation):
        return
    known = SlotPress(**conversation.data)
    begins, ends = read_times(read_text(message))
    changed = await _write(context, known, actions.move_slot, known.slot_id, begins, ends)
    await forget(context, MOVE_STEP)
    await show_day(context, None, known.day_id, changed=changed)

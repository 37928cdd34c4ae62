"""/release: call the next so many, and all that staff do while things are handed out."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from aiogram.types import CallbackQuery, Message

from handlers.context import Context
from handlers.relay._manage import list_own_relays
from handlers.relay.releases._callbacks import ReleasePress
from handlers.relay.releases._facts import find_own_plan, plan_facts, preview_facts
from handlers.relay.releases._reading import read_count
from handlers.talk import forget, show
from locales.call_sheet import call_sheet
from storage.errors import RuleError
from storage.local_time import local_day
from storage.relay.kinds import RelayState
from storage.relay.releases import actions
from storage.relay.releases.hours import hour_params, hour_table
from storage.relay.releases.kinds import SlotState
from storage.relay.releases.queries import list_slots
from storage.relay.releases.reports import find_day_report, list_calls
from storage.relay.releases.slots import Slot
from storage.relay.releases.views import PlanView

ALL = 100_000
# What a loudspeaker says of those who are still to come (S35).
SPOKEN_HOURS = 3

Act = Callable[[Context, CallbackQuery, PlanView, ReleasePress], Awaitable[None]]


async def on_release(context: Context, _message: Message, argument: str) -> None:
    """/release 300: preview the next 300; without a number, how handing out stands."""
    context.check_private()
    count = read_count(argument) if argument.strip() else 0
    relays = [
        relay
        for relay in await list_own_relays(context, is_running=False)
        if relay.state in (RelayState.OPEN, RelayState.CLOSED)
    ]
    if not relays:
        if not (await context.actor()).is_staff_anywhere:
            raise RuleError("not_staff")
        raise RuleError("release_no_relay")
    if len(relays) > 1:
        listed = [{"id": relay.id, "title": relay.title} for relay in relays]
        await context.say("relay/release_which", relays=listed, count=count)
        return
    await _open(context, None, relays[0].id, count)


async def _open(context: Context, press: CallbackQuery | None, relay_id: int, count: int) -> None:
    await context.work.write(
        actions.open_plan, relay_id, by=context.person_id, now=context.received_at
    )
    if count:
        await _show_preview(context, press, relay_id, count)
    else:
        await show_page(context, press, relay_id)


async def show_page(context: Context, press: CallbackQuery | None, relay_id: int) -> None:
    """How handing out stands, with all that can be done."""
    await forget(context, "relay.release")
    plan = await find_own_plan(context, relay_id)
    await show(context, press, "relay/releases", relay_id=relay_id, plan=plan_facts(plan))


async def on_press(context: Context, press: CallbackQuery, data: ReleasePress) -> None:
    """Staff's buttons."""
    plan = await find_own_plan(context, data.relay_id)
    act = _ACTS.get(data.act)
    if act is None:
        raise RuleError("stale_button")
    await act(context, press, plan, data)
    await context.answer(press, "")


async def _show(context: Context, press: CallbackQuery, plan: PlanView, data: ReleasePress) -> None:
    await _open(context, press, plan.relay_id, data.number)


async def _show_preview(
    context: Context,
    press: CallbackQuery | None,
    relay_id: int,
    count: int,
    *,
    with_grants: bool = False,
) -> None:
    plan = await find_own_plan(context, relay_id)
    preview = await context.work.read(
        actions.preview_release,
        relay_id,
        count,
        now=context.received_at,
        with_grants=with_grants,
    )
    await show(
        context,
        press,
        "relay/release_preview",
        relay_id=relay_id,
        plan=plan_facts(plan),
        preview=preview_facts(preview),
        count=count,
        with_grants=with_grants,
    )


async def _ask(context: Context, press: CallbackQuery, plan: PlanView, data: ReleasePress) -> None:
    count = data.number or ALL
    await _show_preview(context, press, plan.relay_id, count, with_grants=data.act == "ask_grants")


async def _go(context: Context, press: CallbackQuery, plan: PlanView, data: ReleasePress) -> None:
    released = await context.work.write(
        actions.release_next,
        plan.relay_id,
        data.number,
        by=context.person_id,
        now=context.received_at,
        release=data.seen,
        with_grants=data.act == "go_grants",
        update_id=context.update_id,
    )
    await context.redraw(
        press,
        "relay/released",
        relay_id=plan.relay_id,
        title=plan.title,
        called=released.called,
        unreached=released.unreached,
    )


async def _again(
    context: Context, press: CallbackQuery, plan: PlanView, _data: ReleasePress
) -> None:
    released = await context.work.write(
        actions.recall_missed, plan.relay_id, by=context.person_id, now=context.received_at
    )
    await context.redraw(
        press,
        "relay/released",
        relay_id=plan.relay_id,
        title=plan.title,
        called=released.called,
        unreached=released.unreached,
    )


def _do(action: Callable[..., object]) -> Act:
    async def act(
        context: Context, press: CallbackQuery, plan: PlanView, _data: ReleasePress
    ) -> None:
        await context.work.write(
            action, plan.relay_id, by=context.person_id, now=context.received_at
        )
        await show_page(context, press, plan.relay_id)

    return act


async def _sure(context: Context, press: CallbackQuery, plan: PlanView, data: ReleasePress) -> None:
    await context.redraw(
        press, "relay/release_sure", relay_id=plan.relay_id, act=data.act, plan=plan_facts(plan)
    )


async def _speak(
    context: Context, _press: CallbackQuery, plan: PlanView, _data: ReleasePress
) -> None:
    """The words for a loudspeaker, in the language of the committee (S35)."""
    slots = [
        Slot(slot.entry_number, slot.point, slot.starts_at)
        for slot in await context.work.read(list_slots, plan.relay_id)
        if slot.state is SlotState.CALLED and slot.starts_at > context.received_at
    ]
    if not slots:
        raise RuleError("release_none")
    places = {point.number: point.place for point in plan.points}
    hours = await context.work.read(hour_table, plan.relay_id, slots, places)
    await context.say(
        "relay/loudspeaker",
        relay_id=plan.relay_id,
        title=plan.title,
        is_rehearsal=plan.is_rehearsal,
        hours=hour_params(hours[:SPOKEN_HOURS]),
    )


async def _calls(
    context: Context, _press: CallbackQuery, plan: PlanView, _data: ReleasePress
) -> None:
    """Who was called and has nobody on Telegram, to be rung up or knocked for (S32)."""
    lines = await context.work.read(list_calls, plan.relay_id)
    if not lines:
        raise RuleError("release_all_reached")
    words = context.services.renderer.words((await context.words()).language, plan.time_zone)
    await context.send_file(f"linli-calls-{plan.relay_id}.xlsx", call_sheet(words, lines))


async def _report(
    context: Context, press: CallbackQuery, plan: PlanView, _data: ReleasePress
) -> None:
    today = local_day(context.received_at, plan.time_zone)
    report = await context.work.read(find_day_report, plan.relay_id, today)
    params: dict[str, Any] = {
        "day": report.day.isoformat(),
        "called": report.called,
        "collected": report.collected,
        "pieces": report.pieces,
        "missed": report.missed,
        "uncalled": report.uncalled,
        "tomorrow": report.tomorrow,
    }
    await context.redraw(
        press,
        "relay/day_report",
        relay_id=plan.relay_id,
        title=plan.title,
        is_rehearsal=plan.is_rehearsal,
        **params,
    )


_ACTS: dict[str, Act] = {
    "show": _show,
    "ask": _ask,
    "ask_grants": _ask,
    "go": _go,
    "go_grants": _go,
    "again": _again,
    "pause": _sure,
    "pause_sure": _do(actions.pause_release),
    "resume": _do(actions.resume_release),
    "rest": _sure,
    "rest_sure": _do(actions.cancel_rest),
    "undo": _do(actions.undo_shift),
    "later": _sure,
    "later_sure": _do(actions.ask_to_come_later),
    "speak": _speak,
    "calls": _calls,
    "report": _report,
}

"""/rehearse: practise handing out, and measure how long a person takes (演练, S43)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from aiogram.types import CallbackQuery, InlineKeyboardMarkup, Message

from handlers.context import Context
from handlers.keyboards import button, keyboard, label_button
from handlers.relay._manage import list_own_relays
from handlers.relay.releases._callbacks import RehearsePress, ReleasePress
from handlers.relay.releases._facts import find_own_plan
from handlers.routes import Keyboard
from handlers.talk import show
from locales.renderer import Words
from storage.errors import RuleError
from storage.relay.releases import rehearsal
from storage.relay.releases.pace import FEWEST

SIZES = (10, 20, 50)

Act = Callable[[Context, CallbackQuery, RehearsePress], Awaitable[None]]


async def on_rehearse(context: Context, _message: Message, _argument: str) -> None:
    """/rehearse: the rehearsal that runs, or which signup to rehearse."""
    context.check_private()
    actor = await context.actor()
    if not actor.is_staff_anywhere:
        raise RuleError("not_staff")
    for committee_id in actor.staff_committees:
        running = await context.work.read(rehearsal.find_rehearsal, committee_id)
        if running is not None:
            await _show(context, None, running)
            return
    relays = await list_own_relays(context, is_running=False)
    if not relays:
        raise RuleError("release_no_relay")
    listed = [{"id": relay.id, "title": relay.title} for relay in relays]
    await context.say("relay/rehearse_which", relays=listed)


async def on_press(context: Context, press: CallbackQuery, data: RehearsePress) -> None:
    """Staff's buttons."""
    context.check_private()
    act = _ACTS.get(data.act)
    if act is None:
        raise RuleError("stale_button")
    await act(context, press, data)
    await context.answer(press, "")


async def _show(context: Context, press: CallbackQuery | None, relay_id: int) -> None:
    plan = await find_own_plan(context, relay_id)
    served, seconds = await context.work.read(rehearsal.find_measured, relay_id)
    await show(
        context,
        press,
        "relay/rehearsal",
        relay_id=relay_id,
        title=plan.title,
        is_rehearsal=True,
        served=served,
        seconds=seconds,
        planned=plan.seconds_per_person,
        needed=FEWEST,
    )


async def _choose(context: Context, press: CallbackQuery, data: RehearsePress) -> None:
    plan = await find_own_plan(context, data.relay_id)
    await context.redraw(press, "relay/rehearse", relay_id=data.relay_id, title=plan.title)


async def _begin(context: Context, press: CallbackQuery, data: RehearsePress) -> None:
    begun = await context.work.write(
        rehearsal.begin_rehearsal,
        data.relay_id,
        data.number,
        by=context.person_id,
        now=context.received_at,
    )
    await _show(context, press, begun)


async def _served(context: Context, press: CallbackQuery, data: RehearsePress) -> None:
    number = await context.work.write(
        rehearsal.serve_next, data.relay_id, by=context.person_id, now=context.received_at
    )
    if number is None:
        raise RuleError("rehearsal_nobody")
    await _show(context, press, data.relay_id)


async def _look(context: Context, press: CallbackQuery, data: RehearsePress) -> None:
    await _show(context, press, data.relay_id)


async def _end(context: Context, press: CallbackQuery, data: RehearsePress) -> None:
    await find_own_plan(context, data.relay_id)
    await context.redraw(press, "relay/rehearsal_end", relay_id=data.relay_id)


async def _end_sure(context: Context, press: CallbackQuery, data: RehearsePress) -> None:
    await find_own_plan(context, data.relay_id)
    _, seconds = await context.work.read(rehearsal.find_measured, data.relay_id)
    await context.work.write(
        rehearsal.erase_rehearsal, data.relay_id, by=context.person_id, now=context.received_at
    )
    await context.redraw(press, "relay/rehearsal_over", seconds=seconds)


_ACTS: dict[str, Act] = {
    "choose": _choose,
    "begin": _begin,
    "served": _served,
    "show": _look,
    "end": _end,
    "end_sure": _end_sure,
}


def _which_keyboard(_words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    return keyboard(
        *(
            [label_button(relay["title"], RehearsePress(relay_id=relay["id"], act="choose"))]
            for relay in params["relays"]
        )
    )


def _sizes_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    sizes = [RehearsePress(relay_id=params["relay_id"], act="begin", number=size) for size in SIZES]
    return keyboard(
        *([button(words, "rehearsal_begin", size, count=size.number)] for size in sizes)
    )


def _rehearsal_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    relay_id = params["relay_id"]
    return keyboard(
        [button(words, "rehearsal_served", RehearsePress(relay_id=relay_id, act="served"))],
        [
            button(words, "release", ReleasePress(relay_id=relay_id)),
            button(words, "rehearsal_end", RehearsePress(relay_id=relay_id, act="end")),
        ],
    )


def _end_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    relay_id = params["relay_id"]
    return keyboard(
        [button(words, "back", RehearsePress(relay_id=relay_id))],
        [button(words, "rehearsal_end_sure", RehearsePress(relay_id=relay_id, act="end_sure"))],
    )


KEYBOARDS: dict[str, Keyboard] = {
    "relay/rehearse_which": _which_keyboard,
    "relay/rehearse": _sizes_keyboard,
    "relay/rehearsal": _rehearsal_keyboard,
    "relay/rehearsal_end": _end_keyboard,
}

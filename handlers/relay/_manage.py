"""Staff's side of a relay: the whole list, its log, and its end."""

from __future__ import annotations

import asyncio
from typing import Any

from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup

from handlers.callbacks import ManagePress
from handlers.context import Context
from handlers.keyboards import button, find_page, in_rows, keyboard, turning_row
from handlers.relay._card import facts
from handlers.relay._offers import staff_offers
from handlers.routes import Keyboard
from locales.relay_sheet import relay_sheet
from locales.renderer import Words
from storage.community.queries import list_estates
from storage.errors import RuleError
from storage.relay.actions import cancel_relay, close_relay
from storage.relay.boards import list_rows
from storage.relay.boards.actions import note_export
from storage.relay.queries import (
    RelayView,
    find_relay,
    list_entries,
    list_events,
    list_relays,
)

LOG_LINES = 15
LATEST = 5
PAGE = 25


async def list_own_relays(context: Context, *, is_running: bool) -> tuple[RelayView, ...]:
    """Relays of the committees that the acting person is staff of, newest first.

    Args:
        is_running: only those that still run; else the last few, whatever their state.
    """
    estates: list[int] = []
    for committee_id in (await context.actor()).staff_committees:
        found = await context.work.read(list_estates, committee_id)
        estates += [estate.id for estate in found]
    now = context.received_at if is_running else None
    return await context.work.read(list_relays, estates, now=now, most=LATEST)


async def find_own_relay(context: Context, relay_id: int) -> RelayView:
    """A relay that the acting person is staff of.

    Raises:
        RuleError: `relay_unknown`, `not_staff`.
    """
    relay = await context.work.read(find_relay, relay_id)
    if relay is None:
        raise RuleError("relay_unknown")
    if not (await context.actor()).is_staff(relay.committee_id):
        raise RuleError("not_staff")
    return relay


async def on_manage(context: Context, press: CallbackQuery, data: ManagePress) -> None:
    """Staff's buttons. Lists and logs are shown in private only."""
    context.check_private()
    relay = await find_own_relay(context, data.relay_id)
    act, _, rest = data.act.partition(".")
    if act == "list":
        await _show_list(context, press, relay, _read_page(rest))
    elif act == "file":
        await _send_file(context, relay)
    elif act == "log":
        await _show_log(context, press, relay)
    elif act == "end":
        await context.redraw(press, "relay/end_sure", relay_id=relay.id, relay=facts(relay))
    elif act in _ENDINGS:
        await context.work.write(
            _ENDINGS[act], relay.id, by=context.person_id, now=context.received_at
        )
        await show_manage(context, press, relay.id)
    else:
        await show_manage(context, press, relay.id)
    await context.answer(press, "")


def _read_page(text: str) -> int:
    if not (text or "0").isdecimal():
        raise RuleError("stale_button")
    return int(text or 0)


_ENDINGS = {"close": close_relay, "cancel": cancel_relay}


async def show_manage(context: Context, press: CallbackQuery | None, relay_id: int) -> None:
    """How a relay stands, with all that staff can do about it."""
    relay = await find_own_relay(context, relay_id)
    params: dict[str, Any] = {"relay_id": relay.id, "relay": facts(relay)}
    if press is None:
        await context.say("relay/manage", **params)
    else:
        await context.redraw(press, "relay/manage", **params)


async def _show_list(context: Context, press: CallbackQuery, relay: RelayView, page: int) -> None:
    page, pages = find_page(relay.joined, page, PAGE)
    lines = await context.work.read(list_entries, relay.id, after=page * PAGE, most=PAGE)
    await context.redraw(
        press,
        "relay/staff_list",
        relay_id=relay.id,
        title=relay.title,
        joined=relay.joined,
        page=page,
        pages=pages,
        lines=[
            {
                "place": line.place,
                "door": line.door,
                "quantity": line.quantity,
                "state": line.state.value,
                "channel": line.channel.value,
                "ordered_at": line.ordered_at.isoformat(),
            }
            for line in lines
        ],
    )


async def _send_file(context: Context, relay: RelayView) -> None:
    """The whole relay with its doors; it is put down who took it."""
    by, now = context.person_id, context.received_at
    await context.work.write(note_export, relay.id, "entries", by=by, now=now)
    rows = await context.work.read(list_rows, relay.id)
    words = context.services.renderer.words((await context.words()).language, relay.time_zone)
    content = await asyncio.to_thread(relay_sheet, words, relay.title, rows)
    await context.send_file(f"linli-relay-{relay.id}.xlsx", content)


async def _show_log(context: Context, press: CallbackQuery, relay: RelayView) -> None:
    events = await context.work.read(list_events, relay.id, most=LOG_LINES)
    await context.redraw(
        press,
        "relay/log",
        relay_id=relay.id,
        title=relay.title,
        lines=[
            {
                "number": event.number,
                "kind": event.kind.value,
                "at": event.at.isoformat(),
                "door": event.door,
                "by_staff": event.claimed_at is not None,
                "received_at": event.claimed_at.isoformat() if event.claimed_at else None,
                "reason": event.reason,
            }
            for event in events
        ],
    )


def _button(words: Words, name: str, relay_id: int, act: str) -> InlineKeyboardButton:
    return button(words, name, ManagePress(relay_id=relay_id, act=act))


def _manage_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    relay_id = params["relay_id"]
    is_running = params["relay"]["state"] in ("scheduled", "open")
    return keyboard(
        [_button(words, "staff_list", relay_id, "list"), _button(words, "file", relay_id, "file")],
        *in_rows(staff_offers(words, relay_id, params), 2),
        [_button(words, "log", relay_id, "log"), _button(words, "refresh", relay_id, "show")],
        [_button(words, "end_early", relay_id, "end")] if is_running else [],
    )


def _end_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    relay_id = params["relay_id"]
    acts = (("back", "show"), ("close_now", "close"), ("cancel_relay", "cancel"))
    return keyboard(*([_button(words, name, relay_id, act)] for name, act in acts))


def _pages_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    relay_id = params["relay_id"]
    turns = turning_row(
        words, params, lambda page: ManagePress(relay_id=relay_id, act=f"list.{page}")
    )
    return keyboard(turns, [_button(words, "back", relay_id, "show")])


def _back_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    return keyboard([_button(words, "back", params["relay_id"], "show")])


KEYBOARDS: dict[str, Keyboard] = {
    "relay/manage": _manage_keyboard,
    "relay/end_sure": _end_keyboard,
    "relay/staff_list": _pages_keyboard,
    "relay/log": _back_keyboard,
    "relay/published": _back_keyboard,
}

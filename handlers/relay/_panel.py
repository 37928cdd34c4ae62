"""A resident's own side of a relay, in private: join, change, leave, look at the list."""

from __future__ import annotations

from typing import Any

from aiogram.types import CallbackQuery, InlineKeyboardMarkup, Message

from handlers.callbacks import LeavePress, ListPress, PanelPress
from handlers.context import Context
from handlers.keyboards import button, find_page, in_rows, keyboard, turning_row
from handlers.relay._card import amount_button, amounts
from handlers.relay._join import find_mine, panel_params, place_facts, redraw_panel
from handlers.relay._manage import list_own_relays, show_manage
from handlers.relay._offers import resident_offers
from handlers.relay._pages import to_panel_keyboard
from handlers.relay._rights import check_may_look
from handlers.relay.waiting import show_others
from handlers.routes import Keyboard
from locales.renderer import Words
from storage.community.doors import mask_door
from storage.errors import RuleError
from storage.relay.boards import Line, list_lines
from storage.relay.desk import Press, PressKind
from storage.relay.queries import find_relay, list_relays

PAGE = 20
# Digits of a relay's number in a link.
LONGEST_NUMBER = 9


async def on_link(context: Context, _message: Message, payload: str) -> None:
    """`/start r_7`, from the group's card: one's own side, or first one's door."""
    context.check_private()
    if not payload.isdecimal() or len(payload) > LONGEST_NUMBER:
        raise RuleError("relay_unknown")
    await show_panel(context, int(payload))


async def on_relays(context: Context, _message: Message, _argument: str) -> None:
    """/relays: what runs in one's estate."""
    context.check_private()
    own = await list_own_relays(context, is_running=False)
    # The newest stands lowest, where the eye is.
    for relay in reversed(own):
        await show_manage(context, None, relay.id)
    if not await offer_running(context) and not own:
        await context.say("relay/none_running")


async def offer_running(context: Context) -> bool:
    """Show the running relays to a person, if there are any."""
    actor = await context.actor()
    estates = [tie.estate_id for tie in actor.residents if tie.is_active]
    running = await context.work.read(list_relays, estates, now=context.received_at)
    for relay in running:
        await show_panel(context, relay.id)
    return await show_others(context) or bool(running)


async def on_panel(context: Context, press: CallbackQuery, data: PanelPress) -> None:
    """Back to one's own side."""
    context.check_private()
    await redraw_panel(context, press, data.relay_id)
    await context.answer(press, "")


async def show_panel(context: Context, relay_id: int) -> None:
    """Say how one stands, with buttons for what can be done."""
    try:
        await context.say("relay/panel", **await panel_params(context, relay_id))
    except RuleError as refusal:
        if refusal.code != "not_tied":
            raise
        # Who lives elsewhere may still act for somebody here.
        if not await show_others(context, relay_id):
            await context.ask_for_door()


async def on_leave(context: Context, press: CallbackQuery, data: LeavePress) -> None:
    """Ask once, then give the place back."""
    context.check_private()
    relay, entry = await find_mine(context, data.relay_id)
    if not data.sure:
        if entry is None:
            raise RuleError("not_joined")
        await context.redraw(
            press,
            "relay/leave_sure",
            relay_id=relay.id,
            title=relay.title,
            mine=place_facts(entry),
        )
        await context.answer(press, "")
        return
    outcome = await context.services.relays.ask(
        Press(
            kind=PressKind.LEAVE,
            relay_id=relay.id,
            update_id=context.update_id,
            person_id=context.person_id,
            received_at=context.received_at,
        )
    )
    await context.answer(press, (await context.words()).alert("relay_left"))
    await redraw_panel(context, press, outcome.relay_id)


async def on_list(context: Context, press: CallbackQuery, data: ListPress) -> None:
    """A page of the public list: numbers, masked doors, pieces."""
    context.check_private()
    relay = await context.work.read(find_relay, data.relay_id)
    if relay is None:
        raise RuleError("relay_unknown")
    await check_may_look(context, relay)
    page, pages = find_page(relay.joined, data.page, PAGE)
    lines = await context.work.read(list_lines, relay.id, after=page * PAGE, most=PAGE)
    await context.redraw(
        press,
        "relay/list",
        relay_id=relay.id,
        title=relay.title,
        joined=relay.joined,
        page=page,
        pages=pages,
        lines=[_wall_line(line) for line in lines],
    )
    await context.answer(press, "")


def _wall_line(line: Line) -> dict[str, Any]:
    """A line as it hangs on the wall: number, masked door, pieces, how far they have come (S16)."""
    return {
        "place": line.place,
        "door": mask_door(line.door),
        "quantity": line.quantity,
        "state": line.flag.value,
    }


def _panel_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    relay_id, relay, mine = params["relay_id"], params["relay"], params["mine"]
    look = button(words, "list", ListPress(relay_id=relay_id))
    refresh = button(words, "refresh", PanelPress(relay_id=relay_id))
    offers = in_rows(resident_offers(words, relay_id, params), 2)
    if not params["is_open"]:
        return keyboard(*offers, [look, refresh])
    name = "join" if mine is None else "change"
    others = [n for n in amounts(relay["per_household"]) if mine is None or n != mine["quantity"]]
    leave = [] if mine is None else [button(words, "leave", LeavePress(relay_id=relay_id))]
    return keyboard(
        [amount_button(words, name, relay_id, n, relay["per_household"]) for n in others],
        leave,
        *offers,
        [look, refresh],
    )


def _sure_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    relay_id = params["relay_id"]
    return keyboard(
        [button(words, "stay", PanelPress(relay_id=relay_id))],
        [button(words, "leave_sure", LeavePress(relay_id=relay_id, sure=True))],
    )


def _list_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    relay_id = params["relay_id"]
    turns = turning_row(words, params, lambda page: ListPress(relay_id=relay_id, page=page))
    return keyboard(turns, [button(words, "back", PanelPress(relay_id=relay_id))])


KEYBOARDS: dict[str, Keyboard] = {
    "relay/panel": _panel_keyboard,
    "relay/leave_sure": _sure_keyboard,
    "relay/list": _list_keyboard,
    "relay/confirmed": to_panel_keyboard,
    "relay/promoted": to_panel_keyboard,
    "relay/joined_by_proxy": to_panel_keyboard,
    "relay/changed_by_proxy": to_panel_keyboard,
    "relay/yielded_by_proxy": to_panel_keyboard,
    "relay/accepted_by_proxy": to_panel_keyboard,
    "relay/demoted": to_panel_keyboard,
    "relay/drawn": to_panel_keyboard,
    "relay/granted": to_panel_keyboard,
    "relay/restored": to_panel_keyboard,
    "relay/retimed": to_panel_keyboard,
}

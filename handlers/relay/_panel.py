"""A resident's own side of a relay, in private: join, change, leave, look at the list."""

from __future__ import annotations

from typing import Any

from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message

from handlers.callbacks import JoinPress, LeavePress, ListPress, PanelPress
from handlers.context import Context
from handlers.relay._card import public_line
from handlers.relay._join import find_mine, panel_params, place_facts, redraw_panel
from handlers.relay._manage import list_own_relays, show_manage
from handlers.routes import Keyboard
from locales.renderer import Words
from storage.errors import RuleError
from storage.relay.desk import Press, PressKind
from storage.relay.queries import find_relay, list_entries, list_relays

PAGE = 20
MOST_BUTTONS = 3


async def on_link(context: Context, _message: Message, payload: str) -> None:
    """`/start r_7`, from the group's card: one's own side, or first one's door."""
    if not payload.isdecimal():
        raise RuleError("relay_unknown")
    await show_panel(context, int(payload))


async def on_relays(context: Context, _message: Message, _argument: str) -> None:
    """/relays: what runs in one's estate."""
    if not context.is_private:
        raise RuleError("in_private_only")
    own = await list_own_relays(context)
    for relay in own:
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
    return bool(running)


async def on_panel(context: Context, press: CallbackQuery, data: PanelPress) -> None:
    """Back to one's own side."""
    await redraw_panel(context, press, data.relay_id)
    await context.answer(press, "")


async def show_panel(context: Context, relay_id: int) -> None:
    """Say how one stands, with buttons for what can be done."""
    try:
        await context.say("relay/panel", **await panel_params(context, relay_id))
    except RuleError as refusal:
        if refusal.code != "not_tied":
            raise
        await context.ask_for_door()


async def on_leave(context: Context, press: CallbackQuery, data: LeavePress) -> None:
    """Ask once, then give the place back."""
    relay, entry = await find_mine(context, data.relay_id)
    if not data.sure:
        if entry is None:
            raise RuleError("not_joined")
        await context.redraw(
            press,
            "relay/leave_sure",
            relay_id=relay.id,
            title=relay.title,
            **place_facts(relay, entry),
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
    relay = await context.work.read(find_relay, data.relay_id)
    if relay is None:
        raise RuleError("relay_unknown")
    pages = max((relay.joined + PAGE - 1) // PAGE, 1)
    page = min(max(data.page, 0), pages - 1)
    lines = await context.work.read(list_entries, relay.id, after=page * PAGE, most=PAGE)
    await context.redraw(
        press,
        "relay/list",
        relay_id=relay.id,
        title=relay.title,
        joined=relay.joined,
        page=page,
        pages=pages,
        lines=[public_line(line) for line in lines],
    )
    await context.answer(press, "")


def _panel_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    relay_id, relay, mine = params["relay_id"], params["relay"], params["mine"]
    rows = []
    if params["is_open"]:
        amounts = range(1, min(relay["per_household"], MOST_BUTTONS) + 1)
        if mine is None:
            rows.append([_amount(words, "join", relay_id, n, relay) for n in amounts])
        else:
            others = [n for n in amounts if n != mine["quantity"]]
            rows.append([_amount(words, "change", relay_id, n, relay) for n in others])
            leave = LeavePress(relay_id=relay_id).pack()
            rows.append([InlineKeyboardButton(text=words.button("leave"), callback_data=leave)])
    look = ListPress(relay_id=relay_id).pack()
    refresh = PanelPress(relay_id=relay_id).pack()
    rows.append(
        [
            InlineKeyboardButton(text=words.button("list"), callback_data=look),
            InlineKeyboardButton(text=words.button("refresh"), callback_data=refresh),
        ]
    )
    return InlineKeyboardMarkup(inline_keyboard=[row for row in rows if row])


def _amount(
    words: Words, name: str, relay_id: int, quantity: int, relay: dict[str, Any]
) -> InlineKeyboardButton:
    text = words.button(name, quantity=quantity, only=relay["per_household"] == 1)
    data = JoinPress(relay_id=relay_id, quantity=quantity).pack()
    return InlineKeyboardButton(text=text, callback_data=data)


def _sure_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    relay_id = params["relay_id"]
    leave = LeavePress(relay_id=relay_id, sure=True).pack()
    stay = PanelPress(relay_id=relay_id).pack()
    return InlineKeyboardMarkup(
        inline_keyboard=[
            [InlineKeyboardButton(text=words.button("stay"), callback_data=stay)],
            [InlineKeyboardButton(text=words.button("leave_sure"), callback_data=leave)],
        ]
    )


def _list_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    relay_id, page, pages = params["relay_id"], params["page"], params["pages"]
    turns = [
        InlineKeyboardButton(
            text=words.button(name), callback_data=ListPress(relay_id=relay_id, page=to).pack()
        )
        for name, to in (("earlier", page - 1), ("later", page + 1))
        if 0 <= to < pages
    ]
    back = PanelPress(relay_id=relay_id).pack()
    return InlineKeyboardMarkup(
        inline_keyboard=[
            *([turns] if turns else []),
            [InlineKeyboardButton(text=words.button("back"), callback_data=back)],
        ]
    )


def to_panel_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    """One button that leads to one's own side."""
    data = PanelPress(relay_id=params["relay_id"]).pack()
    button = InlineKeyboardButton(text=words.button("change_or_leave"), callback_data=data)
    return InlineKeyboardMarkup(inline_keyboard=[[button]])


KEYBOARDS: dict[str, Keyboard] = {
    "relay/panel": _panel_keyboard,
    "relay/leave_sure": _sure_keyboard,
    "relay/list": _list_keyboard,
    "relay/confirmed": to_panel_keyboard,
    "relay/promoted": to_panel_keyboard,
    "relay/demoted": to_panel_keyboard,
}

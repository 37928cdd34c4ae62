"""A household's own side of a round, in private: order, change, take back, look."""

from __future__ import annotations

from typing import Any

from aiogram.types import CallbackQuery, InlineKeyboardMarkup, Message

from handlers.context import Context
from handlers.keyboards import Row, button, keyboard, label_button
from handlers.routes import Keyboard
from handlers.supplies._callbacks import (
    OrderPanelPress,
    QuantityPress,
    ReceivedPress,
    TakeBackPress,
)
from handlers.supplies._facts import (
    can_be_received,
    find_any_round,
    find_tie,
    order_facts,
    round_facts,
)
from locales.renderer import Words
from storage.errors import RuleError
from storage.supplies.actions import confirm_receipt, report_missing
from storage.supplies.desk import OrderPress
from storage.supplies.queries import find_order, list_own_orders, list_rounds

# Digits of a round's number in a link.
LONGEST_NUMBER = 9


async def on_link(context: Context, _message: Message, payload: str) -> None:
    """`/start order_7`, from the group's card: one's own side, or first one's door."""
    context.check_private()
    if not payload.isdecimal() or len(payload) > LONGEST_NUMBER:
        raise RuleError("supply_unknown")
    await show_panel(context, int(payload))


async def on_orders(context: Context, _message: Message, _argument: str) -> None:
    """/orders: the newest orders of one's households."""
    context.check_private()
    homes = [tie.household_id for tie in (await context.actor()).residents if tie.is_active]
    orders = await context.work.read(list_own_orders, homes)
    # The newest stands lowest, where the eye is.
    for order in reversed(orders):
        await show_panel(context, order.round_id)
    if not orders:
        await context.say("supplies/no_orders")


async def offer_running(context: Context) -> bool:
    """Show the rounds that take orders to a person, if there are any."""
    estates = [tie.estate_id for tie in (await context.actor()).residents if tie.is_active]
    running = await context.work.read(list_rounds, estates, now=context.received_at)
    for supply in reversed(running):
        await show_panel(context, supply.id)
    return bool(running)


async def show_panel(context: Context, round_id: int) -> None:
    """Say what can be ordered and what one has, with buttons for what can be done."""
    try:
        await context.say("supplies/order", **await panel_params(context, round_id))
    except RuleError as refusal:
        if refusal.code != "not_tied":
            raise
        await context.ask_for_door()


async def panel_params(context: Context, round_id: int) -> dict[str, Any]:
    """What one's own side of a round shows.

    Raises:
        RuleError: `supply_unknown`, `not_tied`, `tie_disputed`.
    """
    supply = await find_any_round(context, round_id)
    tie = await find_tie(context, supply)
    order = await context.work.read(find_order, round_id, tie.household_id)
    return {
        "round_id": round_id,
        "supply": round_facts(supply, context.received_at),
        "mine": order_facts(order) if order else None,
        "can_receive": can_be_received(supply, order),
    }


async def redraw_panel(context: Context, press: CallbackQuery, round_id: int) -> None:
    """Show one's own side in the message whose button was pressed."""
    await context.redraw(press, "supplies/order", **await panel_params(context, round_id))


async def on_panel(context: Context, press: CallbackQuery, data: OrderPanelPress) -> None:
    """Look again, or back from a question."""
    context.check_private()
    await redraw_panel(context, press, data.round_id)
    await context.answer(press, "")


async def on_quantity(context: Context, press: CallbackQuery, data: QuantityPress) -> None:
    """One piece more or fewer. What stands at the deadline is ordered."""
    context.check_private()
    wish = OrderPress(
        round_id=data.round_id,
        update_id=context.update_id,
        person_id=context.person_id,
        received_at=context.received_at,
        package_id=data.package_id,
        change=_one(data.change),
    )
    try:
        outcome = await context.services.supplies.ask(wish)
    except RuleError:
        # What was offered is gone: the page says so.
        await redraw_panel(context, press, data.round_id)
        raise
    words = await context.words()
    await context.answer(
        press, words.alert("supply_ordered", pieces=outcome.pieces, price=outcome.price)
    )
    await redraw_panel(context, press, data.round_id)


def _one(change: int) -> int:
    if change not in (1, -1):
        raise RuleError("stale_button")
    return change


async def on_take_back(context: Context, press: CallbackQuery, data: TakeBackPress) -> None:
    """Ask once, then take the whole order back."""
    context.check_private()
    if data.sure:
        await context.services.supplies.ask(
            OrderPress(
                round_id=data.round_id,
                update_id=context.update_id,
                person_id=context.person_id,
                received_at=context.received_at,
                package_id=None,
            )
        )
        await redraw_panel(context, press, data.round_id)
    else:
        params = await panel_params(context, data.round_id)
        await context.redraw(press, "supplies/take_back_sure", **params)
    await context.answer(press, "")


async def on_received(context: Context, press: CallbackQuery, data: ReceivedPress) -> None:
    """The household closes the loop: the bag is here, or something is missing (S67)."""
    context.check_private()
    act = report_missing if data.is_missing else confirm_receipt
    await context.work.write(act, data.round_id, by=context.person_id, now=context.received_at)
    await redraw_panel(context, press, data.round_id)
    words = await context.words()
    await context.answer(press, words.alert("supply_missing" if data.is_missing else "noted"))


def _panel_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    round_id, mine = params["round_id"], params["mine"]
    rows = package_rows(
        words,
        params,
        lambda package_id, change: QuantityPress(
            round_id=round_id, package_id=package_id, change=change
        ),
        OrderPanelPress(round_id=round_id),
    )
    takes = params["supply"]["takes_orders"]
    back = [button(words, "supply_take_back", TakeBackPress(round_id=round_id))]
    return keyboard(
        *rows,
        _received_row(words, round_id) if params["can_receive"] else [],
        back if takes and mine else [],
        [button(words, "refresh", OrderPanelPress(round_id=round_id))],
    )


def package_rows(words: Words, params: dict[str, Any], to: Any, look: Any) -> list[Row]:
    """A row a package: one fewer, what it is, one more; none once nothing can be ordered.

    Args:
        to: makes what a button carries, of a package's number and the change.
        look: what the name in the middle carries.
    """
    if not params["supply"]["takes_orders"]:
        return []
    mine = params["mine"]["lines"] if params["mine"] else []
    held = {line["package_id"]: line["quantity"] for line in mine}
    rows: list[Row] = []
    for package in params["supply"]["packages"]:
        have = held.get(package["id"], 0)
        is_full = have >= package["per_household"] or package["left"] == 0
        less = [button(words, "supply_less", to(package["id"], -1))] if have else []
        more = [] if is_full else [button(words, "supply_more", to(package["id"], 1))]
        rows.append([*less, label_button(f"{package['name']} ×{have}", look), *more])
    return rows


def _received_row(words: Words, round_id: int) -> Row:
    return [
        button(words, "supply_received", ReceivedPress(round_id=round_id)),
        button(words, "supply_missing", ReceivedPress(round_id=round_id, is_missing=True)),
    ]


def _received_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    return keyboard(_received_row(words, params["round_id"]))


def _sure_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    round_id = params["round_id"]
    return keyboard(
        [button(words, "back", OrderPanelPress(round_id=round_id))],
        [button(words, "supply_take_back_sure", TakeBackPress(round_id=round_id, sure=True))],
    )


def _look_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    look = OrderPanelPress(round_id=params["round_id"])
    return keyboard([button(words, "supply_my_order", look)])


KEYBOARDS: dict[str, Keyboard] = {
    "supplies/order": _panel_keyboard,
    "supplies/take_back_sure": _sure_keyboard,
    "supplies/delivered": _received_keyboard,
    "supplies/at_gate": _look_keyboard,
    "supplies/missed": _look_keyboard,
    "supplies/shortened": _look_keyboard,
}

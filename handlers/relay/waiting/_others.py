"""A proxy's side of a relay: join, change, leave for a household that accepted them (T6)."""

from __future__ import annotations

from typing import Any

from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup

from handlers.callbacks import ForPress
from handlers.context import Context
from handlers.keyboards import button, keyboard
from handlers.proxy_links import proxy_button
from handlers.relay._card import amounts, facts
from handlers.relay._join import place_facts
from handlers.relay.waiting._acting import Acting, find_acting
from handlers.relay.waiting._callbacks import OfferPress, YieldPress
from handlers.routes import Keyboard
from handlers.talk import show
from locales.renderer import Words
from storage.community.queries import find_household
from storage.errors import RuleError
from storage.proxies.queries import list_for_person
from storage.relay.desk import Press, PressKind
from storage.relay.kinds import RelayState, Role
from storage.relay.queries import list_relays


async def show_others(context: Context, relay_id: int | None = None) -> bool:
    """Show what runs where the households live that somebody acts for, a message each.

    Args:
        relay_id: only this relay.

    Returns:
        Whether there was anything to show.
    """
    shown = False
    for proxy in await context.work.read(list_for_person, context.person_id, context.received_at):
        running = await context.work.read(list_relays, [proxy.estate_id], now=context.received_at)
        for relay in running:
            if relay_id in (None, relay.id):
                acting = await find_acting(context, relay.id, proxy.household_id)
                await show_other(context, None, acting)
                shown = True
    return shown


async def on_for(context: Context, press: CallbackQuery, data: ForPress) -> None:
    """A proxy's buttons; every act is told to the household."""
    context.check_private()
    acting = await find_acting(context, data.relay_id, data.household_id)
    if acting.role is not Role.PROXY:
        raise RuleError("stale_button")
    text = ""
    if data.act in _KINDS:
        text = await _press(context, acting, _KINDS[data.act], data.quantity or None)
        acting = await find_acting(context, data.relay_id, data.household_id)
    await show_other(context, press, acting, leaves=data.act == "leave_sure")
    await context.answer(press, text)


_KINDS = {"join": PressKind.JOIN, "leave": PressKind.LEAVE}


async def _press(context: Context, acting: Acting, kind: PressKind, quantity: int | None) -> str:
    outcome = await context.services.relays.ask(
        Press(
            kind=kind,
            relay_id=acting.relay.id,
            update_id=context.update_id,
            person_id=context.person_id,
            received_at=context.received_at,
            quantity=quantity,
            may_change=True,
            household_id=acting.household_id,
            role=Role.PROXY,
        )
    )
    words = await context.words()
    return words.alert("relay_other_left" if outcome.kind == "left" else "relay_other_done")


async def show_other(
    context: Context, press: CallbackQuery | None, acting: Acting, *, leaves: bool = False
) -> None:
    """How the household stands, and what may be done for it now."""
    relay, entry = acting.relay, acting.entry
    household = await context.work.read(find_household, acting.household_id)
    assert household is not None
    runs = relay.opens_at <= context.received_at < relay.closes_at
    await show(
        context,
        press,
        "relay/for_other",
        relay_id=relay.id,
        household_id=acting.household_id,
        door=household.door,
        relay=facts(relay),
        mine=place_facts(entry) if entry else None,
        is_open=runs and relay.state in (RelayState.SCHEDULED, RelayState.OPEN),
        leaves=leaves and entry is not None,
    )


def proxy_offer(words: Words, _relay_id: int, _params: dict[str, Any]) -> InlineKeyboardButton:
    """On one's own page: who acts for the household."""
    return proxy_button(words, "proxy_page", "show")


def _for_other_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    ids = {"relay_id": params["relay_id"], "household_id": params["household_id"]}
    show_again = ForPress(**ids)
    if params["leaves"]:
        return keyboard(
            [button(words, "stay", show_again)],
            [button(words, "leave_sure", ForPress(**ids, act="leave"))],
        )
    mine = params["mine"]
    refresh = [button(words, "refresh", show_again), proxy_button(words, "proxy_page", "show")]
    return keyboard(
        _amounts(words, params, ids),
        _offer(words, mine, ids),
        _give_back(words, params, ids),
        refresh,
    )


def _amounts(words: Words, params: dict[str, Any], ids: dict[str, int]) -> list[Any]:
    if not params["is_open"]:
        return []
    mine, limit = params["mine"], params["relay"]["per_household"]
    name = "join" if mine is None else "change"
    return [
        button(words, name, ForPress(**ids, act="join", quantity=n), quantity=n, only=limit == 1)
        for n in amounts(limit)
        if mine is None or n != mine["quantity"]
    ]


def _offer(words: Words, mine: dict[str, Any] | None, ids: dict[str, int]) -> list[Any]:
    if mine is None or mine["offer_until"] is None:
        return []
    return [
        button(words, "offer_take", OfferPress(take=True, **ids)),
        button(words, "offer_decline", OfferPress(take=False, **ids)),
    ]


def _give_back(words: Words, params: dict[str, Any], ids: dict[str, int]) -> list[Any]:
    mine = params["mine"]
    if mine is None:
        return []
    leave = [button(words, "leave", ForPress(**ids, act="leave_sure"))] if params["is_open"] else []
    may_yield = mine["waiting_place"] is None and params["relay"]["waiting"] and mine["place"]
    return leave + ([button(words, "yield", YieldPress(**ids))] if may_yield else [])


KEYBOARDS: dict[str, Keyboard] = {"relay/for_other": _for_other_keyboard}

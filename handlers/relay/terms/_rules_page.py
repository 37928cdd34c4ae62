"""The rules of a relay in plain words: for everybody, and with what staff can do about them."""

from __future__ import annotations

from typing import Any

from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message

from handlers.callbacks import ManagePress, PanelPress
from handlers.context import Context
from handlers.keyboards import button, keyboard
from handlers.relay._card import facts
from handlers.relay._manage import find_own_relay
from handlers.relay._rights import check_may_look
from handlers.relay.terms._callbacks import ReservePress, TermsPress
from handlers.routes import Keyboard
from handlers.talk import show
from locales.renderer import Words
from storage.errors import RuleError
from storage.relay.kinds import RelayState
from storage.relay.moves import open_shares
from storage.relay.queries import find_relay

# Buildings that a page names one by one.
MOST_LINES = 60
# Digits of a relay's number in a link.
LONGEST_NUMBER = 9


async def on_rules_link(context: Context, _message: Message, payload: str) -> None:
    """`/start rt_7`, from the group's card: how its places are shared."""
    context.check_private()
    if not payload.isdecimal() or len(payload) > LONGEST_NUMBER:
        raise RuleError("relay_unknown")
    await show_rules(context, None, int(payload))


async def show_rules(context: Context, press: CallbackQuery | None, relay_id: int) -> None:
    """All rules, and the places of each building.

    Raises:
        RuleError: `relay_unknown`, `not_tied`.
    """
    relay = await context.work.read(find_relay, relay_id)
    if relay is None:
        raise RuleError("relay_unknown")
    await check_may_look(context, relay)
    shown = facts(relay)
    quotas = shown["sharing"]["quotas"]
    lines = quotas["lines"][:MOST_LINES] if quotas else []
    await show(context, press, "relay/rules", relay_id=relay_id, relay=shown, lines=lines)


async def show_terms(
    context: Context,
    press: CallbackQuery | None,
    relay_id: int,
    *,
    is_changed: bool = False,
    moved_up: int | None = None,
) -> None:
    """Staff's page of the rules."""
    relay = await find_own_relay(context, relay_id)
    await show(
        context,
        press,
        "relay/terms",
        relay_id=relay_id,
        relay=facts(relay),
        is_changed=is_changed,
        moved_up=moved_up,
    )


async def ask_open_shares(context: Context, press: CallbackQuery, relay_id: int) -> None:
    """Ask once before unused places are opened to everybody."""
    await find_own_relay(context, relay_id)
    await context.redraw(press, "relay/open_shares_sure", relay_id=relay_id)


async def open_now(context: Context, press: CallbackQuery, relay_id: int) -> None:
    """Open unused places to whoever is next in order."""
    moved_up = await context.work.write(
        open_shares,
        relay_id,
        by=context.person_id,
        now=context.received_at,
        update_id=context.update_id,
    )
    await show_terms(context, press, relay_id, moved_up=moved_up)


def rules_button(words: Words, relay_id: int, _params: dict[str, Any]) -> InlineKeyboardButton:
    """To the rules, from a household's own page."""
    return button(words, "relay_rules", TermsPress(relay_id=relay_id, act="rules"))


def terms_button(
    words: Words, relay_id: int, params: dict[str, Any]
) -> InlineKeyboardButton | None:
    """To the rules, from staff's page."""
    if params["relay"]["state"] == RelayState.CANCELLED:
        return None
    return button(words, "relay_terms", TermsPress(relay_id=relay_id))


def _rules_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    return keyboard([button(words, "back", PanelPress(relay_id=params["relay_id"]))])


def _terms_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    relay_id, relay = params["relay_id"], params["relay"]
    sharing = relay["sharing"]
    is_running = relay["state"] in (RelayState.SCHEDULED, RelayState.OPEN)
    opens = relay["state"] == RelayState.OPEN and not sharing["shares_opened_at"]
    change = button(words, "terms_change", TermsPress(relay_id=relay_id, act="change"))
    reserve = button(words, "terms_reserve", ReservePress(relay_id=relay_id))
    unused = button(words, "terms_open_shares", TermsPress(relay_id=relay_id, act="shares"))
    return keyboard(
        [change] if is_running else [],
        [unused] if opens and sharing["has_pools"] else [],
        [reserve] if sharing["daily_reserve"] else [],
        [button(words, "back", ManagePress(relay_id=relay_id, act="show"))],
    )


def _shares_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    relay_id = params["relay_id"]
    return keyboard(
        [button(words, "terms_open_sure", TermsPress(relay_id=relay_id, act="shares_sure"))],
        [button(words, "back", TermsPress(relay_id=relay_id))],
    )


KEYBOARDS: dict[str, Keyboard] = {
    "relay/rules": _rules_keyboard,
    "relay/terms": _terms_keyboard,
    "relay/open_shares_sure": _shares_keyboard,
}

"""/why: a household is told exactly why it has its place, and nobody else is named."""

from __future__ import annotations

from typing import Any

from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message

from handlers.callbacks import PanelPress
from handlers.context import Context
from handlers.keyboards import button, keyboard, label_button
from handlers.relay._card import facts
from handlers.relay._forecast import forecast_facts
from handlers.relay.proof._callbacks import ProofPress, WhyPress
from handlers.routes import Keyboard
from handlers.talk import show
from locales.renderer import Words
from storage.errors import RuleError
from storage.relay.kinds import EventKind
from storage.relay.pools import COMMON, OFFLINE_SHARE, RESERVE
from storage.relay.proof.chain import short_code
from storage.relay.proof.why import Cause, WhyMove, WhyView, find_why, list_entered
from storage.relay.queries import RelayView, find_relay
from storage.relay.releases.queries import find_forecast

MOST_RELAYS = 8
MOST_MOVES = 8
_POOLS = {COMMON: "common", OFFLINE_SHARE: "offline", RESERVE: "reserve"}


async def on_why(context: Context, _message: Message, _argument: str) -> None:
    """/why: about the one signup of one's household, or first which of them."""
    context.check_private()
    ties = [tie for tie in (await context.actor()).residents if tie.is_active]
    if not ties:
        await context.ask_for_door()
        return
    households = [tie.household_id for tie in ties]
    entered = await context.work.read(list_entered, households, most=MOST_RELAYS)
    if len(entered) == 1:
        await _show_why(context, None, entered[0])
    elif entered:
        await context.say("relay/why_which", relays=await _titles(context, entered))
    else:
        await context.say("relay/why_none")


async def on_why_press(context: Context, press: CallbackQuery, data: WhyPress) -> None:
    """The same from a button, and how to check it."""
    context.check_private()
    if data.check:
        await _show_check(context, press, data.relay_id)
    else:
        await _show_why(context, press, data.relay_id)
    await context.answer(press, "")


async def _titles(context: Context, relay_ids: tuple[int, ...]) -> list[dict[str, Any]]:
    found = [await context.work.read(find_relay, relay_id) for relay_id in relay_ids]
    return [{"relay_id": relay.id, "title": relay.title} for relay in found if relay is not None]


async def _show_why(context: Context, press: CallbackQuery | None, relay_id: int) -> None:
    relay, why = await _find_mine(context, relay_id)
    turn = await context.work.read(
        find_forecast, relay.id, why.entry.number, now=context.received_at
    )
    await show(
        context,
        press,
        "relay/why",
        relay_id=relay.id,
        title=relay.title,
        relay=facts(relay),
        forecast=forecast_facts(turn),
        **_why_facts(why),
    )


async def _show_check(context: Context, press: CallbackQuery, relay_id: int) -> None:
    relay, why = await _find_mine(context, relay_id)
    if why.receipt is None:
        raise RuleError("log_not_chained")
    await context.redraw(
        press,
        "relay/why_check",
        relay_id=relay.id,
        title=relay.title,
        code=relay.root and short_code(relay.root),
        line=why.line,
        door=why.entry.door,
        key=why.key,
    )


async def _find_mine(context: Context, relay_id: int) -> tuple[RelayView, WhyView]:
    relay = await context.work.read(find_relay, relay_id)
    if relay is None:
        raise RuleError("relay_unknown")
    tie = (await context.actor()).tie(relay.estate_id)
    if tie is None:
        raise RuleError("not_tied")
    if not tie.is_active:
        raise RuleError("tie_disputed")
    why = await context.work.read(find_why, relay_id, tie.household_id)
    if why is None:
        raise RuleError("not_joined")
    return relay, why


def _why_facts(why: WhyView) -> dict[str, Any]:
    return {
        "entry": _entry_facts(why),
        "ahead": [{"channel": channel.value, "count": count} for channel, count in why.ahead],
        "ahead_count": sum(count for _, count in why.ahead),
        "papers": [_cause_facts(paper) for paper in why.papers],
        "papers_count": why.papers_count,
        "granted": why.granted,
        "moves": [_move_facts(move) for move in why.moves[-MOST_MOVES:]],
        "more_moves": max(len(why.moves) - MOST_MOVES, 0),
        "line": why.line,
        "receipt": why.receipt,
    }


def _entry_facts(why: WhyView) -> dict[str, Any]:
    entry = why.entry
    ranks = [move.rank for move in why.moves if move.kind is EventKind.DRAWN]
    return {
        "place": entry.place,
        "waiting_place": entry.waiting_place,
        "building_place": entry.building_place,
        "state": entry.state.value,
        "pool": None if entry.pool is None else _POOLS.get(entry.pool, "building"),
        "channel": entry.channel.value,
        "came_at": entry.came_at.isoformat(),
        "not_before": entry.not_before and entry.not_before.isoformat(),
        "ordered_at": entry.ordered_at.isoformat(),
        "rank": ranks[-1] if ranks else None,
        "is_uncertain": entry.is_uncertain,
    }


def _move_facts(move: WhyMove) -> dict[str, Any]:
    return {
        "kind": move.kind.value,
        "at": move.at.isoformat(),
        "role": move.role.value,
        "claimed_at": move.claimed_at and move.claimed_at.isoformat(),
        "reason": move.reason,
        "cause": move.cause and _cause_facts(move.cause),
    }


def _cause_facts(cause: Cause) -> dict[str, Any]:
    return {
        "kind": cause.kind.value,
        "at": cause.at.isoformat(),
        "claimed_at": cause.claimed_at and cause.claimed_at.isoformat(),
    }


def offer_why(words: Words, relay_id: int, params: dict[str, Any]) -> InlineKeyboardButton | None:
    """The button on a household's own page, once it has a place."""
    if params["mine"] is None:
        return None
    return button(words, "why", WhyPress(relay_id=relay_id))


def _why_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    relay_id = params["relay_id"]
    check = button(words, "why_check", WhyPress(relay_id=relay_id, check=True))
    back = button(words, "back", PanelPress(relay_id=relay_id))
    return keyboard([check] if params["receipt"] else [], [back])


def _check_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    relay_id = params["relay_id"]
    file = button(words, "proof_file", ProofPress(relay_id=relay_id, act="file"))
    return keyboard([file], [button(words, "back", WhyPress(relay_id=relay_id))])


def _which_keyboard(_words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    rows = (
        [label_button(each["title"], WhyPress(relay_id=each["relay_id"]))]
        for each in params["relays"]
    )
    return keyboard(*rows)


KEYBOARDS: dict[str, Keyboard] = {
    "relay/why": _why_keyboard,
    "relay/why_check": _check_keyboard,
    "relay/why_which": _which_keyboard,
}

"""The presses that thousands make in one second: join, and what is my place."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from aiogram.types import CallbackQuery, Message

from handlers.callbacks import JoinPress, PlacePress
from handlers.context import Context
from handlers.links import private_link
from handlers.relay._card import facts
from handlers.relay._forecast import forecast_facts
from locales.renderer import Words
from storage.errors import RuleError
from storage.relay.desk import Outcome, Press, PressKind
from storage.relay.kinds import RelayState
from storage.relay.pools import RESERVE
from storage.relay.queries import EntryView, RelayView, find_entry, find_relay
from storage.relay.releases.queries import find_forecast


async def on_join(context: Context, press: CallbackQuery, data: JoinPress) -> None:
    """Join with so many pieces; one who has joined changes to so many."""
    wish = Press(
        kind=PressKind.JOIN,
        relay_id=data.relay_id,
        update_id=context.update_id,
        person_id=context.person_id,
        received_at=context.received_at,
        quantity=data.quantity,
        may_change=True,
    )
    try:
        outcome = await context.services.relays.ask(wish)
    except RuleError as refusal:
        if refusal.code != "not_tied":
            raise
        check_real(await context.work.read(find_relay, data.relay_id))
        await send_to_private(context, press, data.relay_id)
        return
    words = context.quick_words(outcome.language, outcome.time_zone)
    text = words.alert(f"relay_{outcome.kind}", **told(outcome))
    answered = await context.answer(press, text, alert=True)
    if context.is_private:
        await redraw_panel(context, press, data.relay_id)
    elif not answered:
        # Too late for an alert, as after a restart: the answer must still arrive.
        await confirm_in_private(context, outcome)


def check_real(relay: RelayView | None) -> None:
    """Nobody takes a place in a rehearsal, whose households are made up (S43).

    Raises:
        RuleError: `rehearsal_only`.
    """
    if relay is not None and relay.is_rehearsal:
        raise RuleError("rehearsal_only")


async def send_to_private(context: Context, press: CallbackQuery, relay_id: int) -> None:
    """Open the private chat for one whose household is not known yet."""
    link = private_link(context.services.username, f"r_{relay_id}")
    if not await context.answer(press, "", url=link):
        raise RuleError("not_tied")


def told(outcome: Outcome) -> dict[str, Any]:
    """What the presser is told, as JSON values."""
    return {
        "place": outcome.place,
        "waiting_place": outcome.waiting_place,
        "quantity": outcome.quantity,
        "state": outcome.state.value,
        "is_granted": outcome.pool == RESERVE,
        "offer_until": _iso(outcome.offer_until),
        "by_family": outcome.by_family,
        "came_at": outcome.ordered_at.isoformat(),
    }


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


async def tell_in_group(context: Context, message: Message, outcome: Outcome) -> None:
    """A number and nothing else, for one who has never started the bot."""
    await context.say(
        "relay/in_group",
        reply_to=message.message_id,
        kind=outcome.kind,
        place=outcome.place,
        state=outcome.state.value,
        waiting_place=outcome.waiting_place,
    )


async def confirm_in_private(context: Context, outcome: Outcome) -> bool:
    """Say it again where it stays: with the relay's title, the place and what to do next.

    Returns:
        False where the person cannot be told by themselves.
    """
    relay = await context.work.read(find_relay, outcome.relay_id)
    assert relay is not None
    return await context.say_privately(
        "relay/confirmed",
        kind=outcome.kind,
        relay_id=relay.id,
        title=relay.title,
        collection=relay.collection,
        by_family=outcome.by_family,
        mine=told(outcome),
    )


async def on_place(context: Context, press: CallbackQuery, data: PlacePress) -> None:
    """Tell one's place, waiting place, pieces and time."""
    relay, entry = await find_mine(context, data.relay_id)
    words = context.services.renderer.words((await context.words()).language, relay.time_zone)
    if entry is None:
        await context.answer(press, words.alert("relay_no_place"), alert=True)
        return
    await context.answer(press, place_text(words, entry), alert=True)


def place_text(words: Words, entry: EntryView) -> str:
    """A place in one alert."""
    return words.alert("relay_place", **place_facts(entry))


def place_facts(entry: EntryView) -> dict[str, Any]:
    """What a household may know of its own entry, as JSON values."""
    return {
        "place": entry.place,
        "waiting_place": entry.waiting_place,
        "quantity": entry.quantity,
        "state": entry.state.value,
        "is_granted": entry.pool == RESERVE,
        "offer_until": _iso(entry.offer_until),
        "came_at": entry.came_at.isoformat(),
    }


async def find_mine(context: Context, relay_id: int) -> tuple[RelayView, EntryView | None]:
    """A relay and the acting person's own line in it.

    Raises:
        RuleError: `relay_unknown`, `rehearsal_only`, `not_tied`, `tie_disputed`.
    """
    relay = await context.work.read(find_relay, relay_id)
    if relay is None:
        raise RuleError("relay_unknown")
    check_real(relay)
    tie = (await context.actor()).tie(relay.estate_id)
    if tie is None:
        raise RuleError("not_tied")
    if not tie.is_active:
        raise RuleError("tie_disputed")
    return relay, await context.work.read(find_entry, relay_id, tie.household_id)


async def panel_params(context: Context, relay_id: int) -> dict[str, Any]:
    """What one's own side of a relay shows, as JSON values.

    Raises:
        RuleError: `relay_unknown`, `not_tied`, `tie_disputed`.
    """
    relay, entry = await find_mine(context, relay_id)
    mine = place_facts(entry) if entry else None
    now = context.received_at
    turn = (
        await context.work.read(find_forecast, relay.id, entry.number, now=now) if entry else None
    )
    runs = relay.opens_at <= now < relay.closes_at
    is_open = runs and relay.state in (RelayState.SCHEDULED, RelayState.OPEN)
    return {
        "relay_id": relay.id,
        "relay": facts(relay),
        "mine": mine,
        "is_open": is_open,
        "forecast": forecast_facts(turn),
    }


async def redraw_panel(context: Context, press: CallbackQuery, relay_id: int) -> None:
    """Show one's own side in the message whose button was pressed."""
    await context.redraw(press, "relay/panel", **await panel_params(context, relay_id))

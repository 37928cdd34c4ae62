"""The card in the group: what a relay is, how full it is, and the buttons to press."""

from __future__ import annotations

from typing import Any

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from handlers.callbacks import JoinPress, PlacePress
from handlers.context import Context
from handlers.links import private_link
from handlers.routes import Face
from handlers.services import Services
from locales.renderer import Words
from storage.community.doors import mask_door
from storage.relay.actions import place_cards_in_chat
from storage.relay.kinds import RelayState
from storage.relay.queries import EntryView, RelayView, find_relay, list_latest_entries
from storage.relay.statements import CARD_KIND

KIND = CARD_KIND
LATEST = 8
# More amounts than this do not fit one row of a phone.
MOST_BUTTONS = 3


async def show_card(services: Services, words: Words, relay_id: int) -> Face | None:
    """The card as it stands now; None for a relay that does not exist."""
    relay = await services.work.read(find_relay, relay_id)
    if relay is None:
        return None
    latest = await services.work.read(
        list_latest_entries, relay_id, joined=relay.joined, most=LATEST
    )
    words = services.renderer.words(words.language, relay.time_zone)
    html = words.html(
        "relay/card", relay=facts(relay), latest=[public_line(entry) for entry in latest]
    )
    return Face(html, _keyboard(services, words, relay))


async def place_in_group(context: Context) -> None:
    """Put the cards of running relays into a group that was bound after they were published."""
    assert context.chat is not None
    await context.work.write(place_cards_in_chat, context.chat.id, now=context.received_at)


def facts(relay: RelayView) -> dict[str, Any]:
    """What a text about a relay may say, as JSON values."""
    share = relay.joined / relay.households if relay.households else 0.0
    return {
        "title": relay.title,
        "item": relay.item,
        "estate": relay.estate,
        "state": relay.state.value,
        "per_household": relay.per_household,
        "capacity": relay.capacity,
        "waiting_list": relay.waiting_list,
        "opens_at": relay.opens_at.isoformat(),
        "closes_at": relay.closes_at.isoformat(),
        "place": relay.place,
        "eligibility": relay.eligibility,
        "collection": relay.collection,
        "buildings": list(relay.buildings),
        "admitted": relay.admitted,
        "waiting": relay.waiting,
        "joined": relay.joined,
        "households": relay.households,
        "share": share,
    }


def public_line(entry: EntryView) -> dict[str, Any]:
    """A line of the list as everybody may see it: number, masked door, pieces, state."""
    return {
        "place": entry.place,
        "door": mask_door(entry.door),
        "quantity": entry.quantity,
        "state": entry.state.value,
    }


def join_buttons(words: Words, relay: RelayView) -> list[InlineKeyboardButton]:
    """One button an amount, as many as fit a row."""
    return [
        InlineKeyboardButton(
            text=words.button("join", quantity=quantity, only=relay.per_household == 1),
            callback_data=JoinPress(relay_id=relay.id, quantity=quantity).pack(),
        )
        for quantity in range(1, min(relay.per_household, MOST_BUTTONS) + 1)
    ]


def _keyboard(services: Services, words: Words, relay: RelayView) -> InlineKeyboardMarkup | None:
    place = InlineKeyboardButton(
        text=words.button("my_place"), callback_data=PlacePress(relay_id=relay.id).pack()
    )
    link = private_link(services.username, f"r_{relay.id}")
    if relay.state is RelayState.SCHEDULED:
        prepare = InlineKeyboardButton(text=words.button("prepare"), url=link)
        return InlineKeyboardMarkup(inline_keyboard=[[prepare]])
    if relay.state is RelayState.OPEN:
        change = InlineKeyboardButton(text=words.button("change_or_leave"), url=link)
        return InlineKeyboardMarkup(inline_keyboard=[join_buttons(words, relay), [place, change]])
    if relay.state is RelayState.CLOSED:
        return InlineKeyboardMarkup(inline_keyboard=[[place]])
    return None

"""The card in the group: what a relay is, how full it is, and the buttons to press."""

from __future__ import annotations

from typing import Any

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from handlers.callbacks import JoinPress, PlacePress
from handlers.context import Context
from handlers.keyboards import button, keyboard
from handlers.links import private_link
from handlers.relay._rules import Progress, Quota, sharing_facts
from handlers.routes import Face
from handlers.services import Services
from locales.renderer import Words
from storage.community.doors import mask_door
from storage.relay.actions import place_cards_in_chat
from storage.relay.kinds import RelayState
from storage.relay.moves import find_reserve
from storage.relay.pools import COMMON
from storage.relay.queries import EntryView, RelayView, find_relay, list_latest_entries
from storage.relay.sharing import Sharing
from storage.relay.statements import CARD_KIND

KIND = CARD_KIND
LATEST = 8
# More amounts than this do not fit one row of a phone.
MOST_BUTTONS = 3


async def show_card(services: Services, words: Words, relay_id: int, _chat_id: int) -> Face | None:
    """The card as it stands now; None for a relay that does not exist."""
    relay = await services.work.read(find_relay, relay_id)
    if relay is None:
        return None
    latest = await services.work.read(
        list_latest_entries, relay_id, joined=relay.joined, most=LATEST
    )
    words = services.renderer.words(words.language, relay.time_zone)
    granted = await _count_granted(services, relay)
    html = words.html(
        "relay/card",
        relay=facts(relay, granted_today=granted),
        latest=[public_line(entry) for entry in latest],
    )
    return Face(html, _keyboard(services, words, relay))


async def _count_granted(services: Services, relay: RelayView) -> int | None:
    """Places of the reserve given today; most relays have none and are not asked for them."""
    if not relay.sharing.daily_reserve:
        return None
    return (await services.work.read(find_reserve, relay.id, services.clock.now())).granted


async def place_in_group(context: Context) -> None:
    """Put the cards of running relays into a group that was bound after they were published."""
    assert context.chat is not None
    await context.work.write(place_cards_in_chat, context.chat.id, now=context.received_at)


def facts(relay: RelayView, *, granted_today: int | None = None) -> dict[str, Any]:
    """What a text about a relay may say, as JSON values.

    Args:
        granted_today: places of the daily reserve given today; None where nobody counted them.
    """
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
        "drawing": relay.drawing,
        "joined": relay.joined,
        "households": relay.households,
        "share": share,
        "round": relay.round_number,
        "is_rehearsal": relay.is_rehearsal,
        "root": relay.root,
        "sharing": _sharing(relay, granted_today),
    }


def _sharing(relay: RelayView, granted_today: int | None) -> dict[str, Any]:
    quotas = [Quota(share.label, share.quota, share.taken) for share in relay.shares if share.label]
    common = sum(share.quota for share in relay.shares if share.key == COMMON)
    progress = Progress(
        shares_opened_at=relay.shares_opened_at,
        drawn_at=relay.drawn_at,
        seed_digest=relay.seed_digest,
        seed=relay.seed,
        granted_today=granted_today,
    )
    return sharing_facts(relay.sharing, quotas, common, progress)


def public_line(entry: EntryView) -> dict[str, Any]:
    """A line of the list as everybody may see it: number, masked door, pieces, state."""
    return {
        "place": entry.place,
        "door": mask_door(entry.door),
        "quantity": entry.quantity,
        "state": entry.state.value,
    }


def amounts(per_household: int) -> range:
    """The amounts that have a button each: as many as fit a row."""
    return range(1, min(per_household, MOST_BUTTONS) + 1)


def amount_button(
    words: Words, name: str, relay_id: int, quantity: int, per_household: int
) -> InlineKeyboardButton:
    """`join` with, or `change` to, so many pieces."""
    data = JoinPress(relay_id=relay_id, quantity=quantity)
    return button(words, name, data, quantity=quantity, only=per_household == 1)


def _keyboard(services: Services, words: Words, relay: RelayView) -> InlineKeyboardMarkup | None:
    place = button(words, "my_place", PlacePress(relay_id=relay.id))
    link = private_link(services.username, f"r_{relay.id}")
    rules = _rules_row(services, words, relay)
    if relay.is_rehearsal:
        return keyboard(_joins(words, relay)) if relay.state is RelayState.OPEN else None
    if relay.state is RelayState.SCHEDULED:
        return keyboard([InlineKeyboardButton(text=words.button("prepare"), url=link)], rules)
    if relay.state is RelayState.OPEN:
        change = InlineKeyboardButton(text=words.button("change_or_leave"), url=link)
        return keyboard(_joins(words, relay), [place, change], rules)
    if relay.state is RelayState.CLOSED:
        return keyboard([place], rules)
    return None


def _joins(words: Words, relay: RelayView) -> list[InlineKeyboardButton]:
    limit = relay.per_household
    return [amount_button(words, "join", relay.id, n, limit) for n in amounts(limit)]


def _rules_row(services: Services, words: Words, relay: RelayView) -> list[InlineKeyboardButton]:
    """The way to all rules, where there is more to say than the card does."""
    if relay.sharing == Sharing():
        return []
    link = private_link(services.username, f"rt_{relay.id}")
    return [InlineKeyboardButton(text=words.button("relay_rules"), url=link)]

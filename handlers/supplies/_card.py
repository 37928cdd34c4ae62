"""The card in the group: what can be ordered until when; never who ordered."""

from __future__ import annotations

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from handlers.context import Context
from handlers.keyboards import keyboard
from handlers.links import private_link
from handlers.routes import Face
from handlers.services import Services
from handlers.supplies._facts import card_facts
from locales.renderer import Words
from storage.supplies.actions import place_supply_cards
from storage.supplies.kinds import RoundState
from storage.supplies.queries import RoundView, find_round
from storage.supplies.rules import show_count
from storage.supplies.statements import CARD_KIND

KIND = CARD_KIND


async def show_card(services: Services, words: Words, round_id: int, _chat_id: int) -> Face | None:
    """The card as it stands now; None for a round that does not exist."""
    supply = await services.work.read(find_round, round_id)
    if supply is None:
        return None
    words = services.renderer.words(words.language, supply.time_zone)
    html = words.html(
        "supplies/card",
        supply=card_facts(supply, services.clock.now()),
        households=show_count(supply.households),
    )
    return Face(html, _keyboard(services, words, supply))


async def place_in_group(context: Context) -> None:
    """Put the cards of running rounds into a group that was bound after they were published."""
    assert context.chat is not None
    await context.work.write(place_supply_cards, context.chat.id, now=context.received_at)


def _keyboard(services: Services, words: Words, supply: RoundView) -> InlineKeyboardMarkup | None:
    if supply.state in (RoundState.CANCELLED, RoundState.DONE):
        return None
    takes = supply.state in (RoundState.SCHEDULED, RoundState.OPEN)
    text = words.button("supply_order" if takes else "supply_my_order")
    link = private_link(services.username, f"order_{supply.id}")
    return keyboard([InlineKeyboardButton(text=text, url=link)])

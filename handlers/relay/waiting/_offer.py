"""A place that became free is offered to the next who waits: taken, or let go."""

from __future__ import annotations

from typing import Any

from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup

from handlers.context import Context
from handlers.keyboards import button, keyboard
from handlers.relay._pages import to_panel_keyboard
from handlers.relay.waiting._acting import find_acting
from handlers.relay.waiting._callbacks import OfferPress
from handlers.routes import Keyboard
from locales.renderer import Words
from storage.relay.moves import accept_offer, decline_offer


async def on_offer(context: Context, press: CallbackQuery, data: OfferPress) -> None:
    """Yes or no; what came of it stands in the message."""
    context.check_private()
    acting = await find_acting(context, data.relay_id, data.household_id)
    answer = accept_offer if data.take else decline_offer
    moved = await context.work.write(
        answer,
        acting.relay.id,
        acting.household_id,
        by=context.person_id,
        role=acting.role,
        now=context.received_at,
        update_id=context.update_id,
    )
    await context.redraw(
        press,
        "relay/offer_answered",
        relay_id=acting.relay.id,
        household_id=data.household_id,
        title=acting.relay.title,
        collection=acting.relay.collection,
        is_taken=data.take,
        place=moved.place,
    )
    await context.answer(press, "")


def offer_button(
    words: Words, relay_id: int, params: dict[str, Any]
) -> InlineKeyboardButton | None:
    """On one's own page, while a place is on offer."""
    mine = params["mine"]
    if mine is None or mine["offer_until"] is None:
        return None
    return button(words, "offer_take", OfferPress(relay_id=relay_id, take=True))


def _offered_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    ids = {"relay_id": params["relay_id"], "household_id": params["household_id"]}
    return keyboard(
        [button(words, "offer_take", OfferPress(take=True, **ids))],
        [button(words, "offer_decline", OfferPress(take=False, **ids))],
    )


KEYBOARDS: dict[str, Keyboard] = {
    "relay/offered": _offered_keyboard,
    "relay/offer_answered": to_panel_keyboard,
}

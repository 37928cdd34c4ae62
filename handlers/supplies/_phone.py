"""What staff write about a round: the door that telephones (S76), the pieces that came."""

from __future__ import annotations

import re
from typing import Any

from aiogram.types import CallbackQuery, InlineKeyboardMarkup, Message

from handlers.context import Context
from handlers.keyboards import button, keyboard
from handlers.routes import Keyboard
from handlers.spans import fold
from handlers.supplies._callbacks import ForPress, RoundPress, SuppliedPress
from handlers.supplies._facts import find_own_round, order_facts, round_facts
from handlers.supplies._order import package_rows
from handlers.supplies._talk import read_words
from handlers.talk import forget, remember
from locales.renderer import Words
from storage.community.queries import ConversationView, find_door, find_household
from storage.errors import RuleError
from storage.supplies.actions import record_supplied
from storage.supplies.desk import OrderPress
from storage.supplies.queries import RoundView, find_order, find_package_round

DOOR, SUPPLIED = "supplies.door", "supplies.supplied"
_NUMBER = re.compile(r"\d{1,6}")


async def ask_door(context: Context, supply: RoundView) -> None:
    """Ask for which door somebody telephones."""
    await remember(context, DOOR, {"round_id": supply.id})
    await context.say("supplies/ask_door", round_id=supply.id, title=supply.title)


async def on_door(context: Context, message: Message, conversation: ConversationView) -> None:
    """The door that was written; the next one can follow at once."""
    supply = await find_own_round(context, conversation.data["round_id"])
    match = await context.work.read(find_door, supply.estate_id, read_words(message))
    if match.household is None:
        if match.candidates:
            raise RuleError("door_ambiguous", doors=[door.key for door in match.candidates[:4]])
        raise RuleError("door_unknown", nearest=[door.key for door in match.nearest])
    params = await _params(context, supply, match.household.household_id)
    await context.say("supplies/order_for", **params)


async def _params(context: Context, supply: RoundView, household_id: int) -> dict[str, Any]:
    household = await context.work.read(find_household, household_id)
    if household is None or household.estate_id != supply.estate_id:
        raise RuleError("stale_button")
    order = await context.work.read(find_order, supply.id, household_id)
    return {
        "round_id": supply.id,
        "household_id": household_id,
        "door": household.door,
        "supply": round_facts(supply, context.received_at),
        "mine": order_facts(order) if order else None,
    }


async def on_for(context: Context, press: CallbackQuery, data: ForPress) -> None:
    """One piece more or fewer for a household that telephones; 0 only looks."""
    supply = await find_own_round(context, data.round_id)
    if data.change not in (-1, 0, 1):
        raise RuleError("stale_button")
    if data.change:
        await context.services.supplies.ask(
            OrderPress(
                round_id=data.round_id,
                update_id=context.update_id,
                person_id=context.person_id,
                received_at=context.received_at,
                package_id=data.package_id,
                change=data.change,
                household_id=data.household_id,
            )
        )
        supply = await find_own_round(context, data.round_id)
    params = await _params(context, supply, data.household_id)
    await context.redraw(press, "supplies/order_for", **params)
    await context.answer(press, "")


async def on_supplied_press(context: Context, press: CallbackQuery, data: SuppliedPress) -> None:
    """Ask how many pieces of a package came."""
    round_id = await context.work.read(find_package_round, data.package_id)
    supply = await find_own_round(context, round_id or 0)
    package = next(each for each in supply.packages if each.id == data.package_id)
    await remember(context, SUPPLIED, {"package_id": package.id, "round_id": supply.id})
    await context.say(
        "supplies/ask_supplied", round_id=supply.id, name=package.name, ordered=package.ordered
    )
    await context.answer(press, "")


async def on_supplied(context: Context, message: Message, conversation: ConversationView) -> None:
    """So many came; who goes without is told."""
    text = fold(read_words(message))
    if not _NUMBER.fullmatch(text):
        raise RuleError("supply_number_unreadable")
    told = await context.work.write(
        record_supplied,
        conversation.data["package_id"],
        int(text),
        by=context.person_id,
        now=context.received_at,
    )
    await forget(context, DOOR, SUPPLIED)
    await context.say(
        "supplies/supplied_done", round_id=conversation.data["round_id"], households=told
    )


def _for_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    def to(package_id: int, change: int) -> ForPress:
        return ForPress(
            round_id=params["round_id"],
            household_id=params["household_id"],
            package_id=package_id,
            change=change,
        )

    return keyboard(*package_rows(words, params, to, to(0, 0)), *_back(words, params))


def _back(words: Words, params: dict[str, Any]) -> list[Any]:
    return [[button(words, "supply_to_round", RoundPress(round_id=params["round_id"]))]]


def _back_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    return keyboard(*_back(words, params))


KEYBOARDS: dict[str, Keyboard] = {
    "supplies/order_for": _for_keyboard,
    "supplies/ask_door": _back_keyboard,
    "supplies/ask_supplied": _back_keyboard,
    "supplies/supplied_done": _back_keyboard,
    "supplies/missing": _back_keyboard,
    "supplies/published": _back_keyboard,
}

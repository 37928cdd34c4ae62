"""Asking a household whether one may act for it: for a lead, a volunteer, a child abroad."""

from __future__ import annotations

from aiogram.types import CallbackQuery, InlineKeyboardMarkup, Message

from handlers.context import Context
from handlers.keyboards import keyboard, label_button
from handlers.proxies._callbacks import AskPress
from handlers.proxies._page import describe
from handlers.proxy_links import proxy_button
from handlers.routes import Keyboard
from handlers.talk import forget, read_text, remember, show
from locales.renderer import Words
from storage.community.queries import (
    ConversationView,
    EstateView,
    find_door,
    list_estates,
)
from storage.errors import RuleError
from storage.proxies import actions

STEP = "proxies.door"
MOST_DOORS = 8


async def on_press(context: Context, press: CallbackQuery, data: AskPress) -> None:
    """Which estate, then which door; a door chosen by its button is asked at once."""
    context.check_private()
    if data.household_id:
        await _ask(context, data.household_id)
    else:
        await _ask_door(context, press, data.estate_id)
    await context.answer(press, "")


async def on_answer(context: Context, message: Message, conversation: ConversationView) -> None:
    """The door as it was written."""
    estate_id = conversation.data["estate_id"]
    match = await context.work.read(find_door, estate_id, read_text(message))
    if match.household is not None:
        await _ask(context, match.household.household_id)
    elif match.candidates:
        doors = [
            {"household_id": door.household_id, "door": door.key}
            for door in match.candidates[:MOST_DOORS]
        ]
        await context.say("proxies/which_door", doors=doors)
    else:
        raise RuleError("door_unknown", nearest=[door.key for door in match.nearest])


async def _ask_door(context: Context, press: CallbackQuery, estate_id: int) -> None:
    estates = await context.work.read(list_estates)
    chosen = [estate for estate in estates if estate.id == estate_id]
    estate = _only(chosen) or _only(list(estates))
    if not estates:
        raise RuleError("no_estate")
    if estate is None:
        options = [{"id": each.id, "name": each.name} for each in estates]
        await show(context, press, "proxies/ask_estate", estates=options)
        return
    await remember(context, STEP, {"estate_id": estate.id}, own="proxies.")
    await show(context, press, "proxies/ask_door", estate=estate.name)


def _only(estates: list[EstateView]) -> EstateView | None:
    return estates[0] if len(estates) == 1 else None


async def _ask(context: Context, household_id: int) -> None:
    await context.actor()
    proxy = await context.work.write(
        actions.ask_to_act, household_id, by=context.person_id, now=context.received_at
    )
    await forget(context, STEP)
    await context.say("proxies/waits", **describe(proxy))


def _estates_keyboard(_words: Words, params: dict[str, object]) -> InlineKeyboardMarkup:
    estates = params["estates"]
    assert isinstance(estates, list)
    return keyboard(
        *([label_button(each["name"], AskPress(estate_id=each["id"]))] for each in estates)
    )


def _doors_keyboard(_words: Words, params: dict[str, object]) -> InlineKeyboardMarkup:
    doors = params["doors"]
    assert isinstance(doors, list)
    return keyboard(
        *(
            [label_button(each["door"], AskPress(household_id=each["household_id"]))]
            for each in doors
        )
    )


def _back_keyboard(words: Words, _params: dict[str, object]) -> InlineKeyboardMarkup:
    return keyboard([proxy_button(words, "back", "show")])


KEYBOARDS: dict[str, Keyboard] = {
    "proxies/ask_estate": _estates_keyboard,
    "proxies/which_door": _doors_keyboard,
    "proxies/ask_door": _back_keyboard,
    "proxies/waits": _back_keyboard,
}

"""What somebody reads who is known already: their doors, and what runs there."""

from __future__ import annotations

from typing import Any

from aiogram.types import InlineKeyboardMarkup

from handlers.community._callbacks import AskDoorPress, MePress
from handlers.community._menu import offer_menu
from handlers.context import Context
from handlers.keyboards import button, keyboard
from handlers.routes import Keyboard
from locales.renderer import Words


async def welcome_back(context: Context) -> None:
    """Name their doors and let every feature offer what it has."""
    actor = await context.actor()
    await offer_menu(context)
    await context.say(
        "community/home",
        ties=[{"door": tie.door, "state": tie.state.value} for tie in actor.residents],
        is_staff=actor.is_staff_anywhere,
    )
    await context.tied()


def _home_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    door = [] if params["ties"] else [button(words, "give_door", AskDoorPress())]
    me = button(words, "about_me", MePress(act="show"))
    return keyboard(door, [me])


KEYBOARDS: dict[str, Keyboard] = {"community/home": _home_keyboard}

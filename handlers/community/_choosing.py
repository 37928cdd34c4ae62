"""Going on after staff chose an estate."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from aiogram.types import CallbackQuery

from handlers.community._callbacks import ChoosePress
from handlers.community._posters import send_posters
from handlers.community._residents import show_residents
from handlers.community._roster import ask_file
from handlers.context import Context
from handlers.estates import find_own_estate
from storage.community.queries import EstateView
from storage.errors import RuleError


async def _show_first_residents(context: Context, press: CallbackQuery, estate: EstateView) -> None:
    await show_residents(context, press, estate, 0)


PURPOSES: dict[str, Callable[[Context, CallbackQuery, EstateView], Awaitable[None]]] = {
    "residents": _show_first_residents,
    "roster": ask_file,
    "posters": send_posters,
}


async def on_choose(context: Context, press: CallbackQuery, data: ChoosePress) -> None:
    """Do for this estate what was asked for."""
    context.check_private()
    go_on = PURPOSES.get(data.purpose)
    if go_on is None:
        raise RuleError("stale_button")
    await go_on(context, press, await find_own_estate(context, data.estate_id))
    await context.answer(press, "")

"""Which estates a member of staff works for, and the question which one is meant."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from aiogram.types import CallbackQuery, InlineKeyboardMarkup

from handlers.community._callbacks import ChoosePress
from handlers.community._talk import show
from handlers.context import Context
from handlers.keyboards import keyboard, label_button
from handlers.routes import Keyboard
from locales.renderer import Words
from storage.community.queries import EstateView, list_estates
from storage.errors import RuleError


async def list_own_estates(context: Context) -> tuple[EstateView, ...]:
    """The estates of the committees that the acting person is staff of; may be none.

    Raises:
        RuleError: `not_staff`.
    """
    actor = await context.actor()
    if not actor.is_staff_anywhere:
        raise RuleError("not_staff")
    estates: list[EstateView] = []
    for committee_id in actor.staff_committees:
        estates += await context.work.read(list_estates, committee_id)
    return tuple(estates)


async def find_own_estate(context: Context, estate_id: int) -> EstateView:
    """One of these estates.

    Raises:
        RuleError: `not_staff`, also for an estate of others.
    """
    for estate in await list_own_estates(context):
        if estate.id == estate_id:
            return estate
    raise RuleError("not_staff")


async def choose_estate(context: Context, purpose: str) -> EstateView | None:
    """The only estate; asks which one, for a word of `_choosing.PURPOSES`, where there are more.

    Raises:
        RuleError: `not_staff`, `no_estate`.
    """
    estates = await list_own_estates(context)
    if not estates:
        raise RuleError("no_estate")
    if len(estates) == 1:
        return estates[0]
    await ask_which_estate(context, None, purpose, estates)
    return None


async def ask_which_estate(
    context: Context, press: CallbackQuery | None, purpose: str, estates: Sequence[EstateView]
) -> None:
    """Ask staff which estate is meant."""
    await show(
        context, press, "community/choose_estate", purpose=purpose, estates=name_estates(estates)
    )


def name_estates(estates: Sequence[EstateView]) -> list[dict[str, Any]]:
    """Estates as JSON values, for a keyboard."""
    return [{"id": estate.id, "name": estate.name} for estate in estates]


def _estates_keyboard(_words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    return keyboard(
        *(
            [
                label_button(
                    estate["name"],
                    ChoosePress(purpose=params["purpose"], estate_id=estate["id"]),
                )
            ]
            for estate in params["estates"]
        )
    )


KEYBOARDS: dict[str, Keyboard] = {"community/choose_estate": _estates_keyboard}

"""The question which estate is meant."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from aiogram.types import CallbackQuery, InlineKeyboardMarkup

from handlers.community._callbacks import ChoosePress
from handlers.community._talk import show
from handlers.context import Context
from handlers.estates import list_estates_to_choose, name_estates
from handlers.keyboards import keyboard, label_button
from handlers.routes import Keyboard
from locales.renderer import Words
from storage.community.queries import EstateView


async def choose_estate(context: Context, purpose: str) -> EstateView | None:
    """The only estate; asks which one, for a word of `_choosing.PURPOSES`, where there are more.

    Raises:
        RuleError: `not_staff`, `no_estate`.
    """
    estates = await list_estates_to_choose(context)
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

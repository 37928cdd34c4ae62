"""One resident as staff see them."""

from __future__ import annotations

from typing import Any

from aiogram.types import CallbackQuery, InlineKeyboardMarkup

from handlers.community._callbacks import ResidentPress, ResidentsPress
from handlers.community._talk import show
from handlers.context import Context
from handlers.keyboards import button, keyboard
from handlers.routes import Keyboard
from locales.renderer import Words
from storage.community.queries import ResidentView, find_resident, list_household_members
from storage.errors import RuleError


async def find_own_resident(context: Context, resident_id: int) -> ResidentView:
    """A resident of an estate that the acting person is staff of.

    Raises:
        RuleError: `not_staff`, also where there is no such resident: nobody learns who is.
    """
    resident = await context.work.read(find_resident, resident_id)
    if resident is None or not (await context.actor()).is_staff(resident.committee_id):
        raise RuleError("not_staff")
    return resident


async def show_resident(
    context: Context, press: CallbackQuery | None, resident: ResidentView
) -> None:
    """Name, door and household, with what can be done."""
    members = await context.work.read(list_household_members, resident.household_id)
    await show(
        context,
        press,
        "community/resident",
        resident_id=resident.id,
        estate_id=resident.estate_id,
        name=resident.name,
        door=resident.door,
        state=resident.state.value,
        is_confirmed=any(each.confirmed for each in members if each.resident_id == resident.id),
        others=[each.name for each in members if each.resident_id != resident.id],
    )


def _resident_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    resident_id = params["resident_id"]

    def act(name: str, word: str) -> Any:
        return button(words, name, ResidentPress(resident_id=resident_id, act=word))

    is_settled = params["state"] == "active" and params["is_confirmed"]
    confirm = [] if is_settled else [act("confirm_resident", "confirm")]
    remove = [] if params["state"] == "removed" else [act("remove_resident", "remove")]
    return keyboard(
        confirm,
        [act("move_resident", "move"), *remove],
        [button(words, "back", ResidentsPress(estate_id=params["estate_id"]))],
    )


KEYBOARDS: dict[str, Keyboard] = {"community/resident": _resident_keyboard}

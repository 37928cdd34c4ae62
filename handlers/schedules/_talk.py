"""Whose schedules are looked at."""

from __future__ import annotations

from typing import Any

from aiogram.types import InlineKeyboardMarkup

from handlers.context import Context
from handlers.keyboards import keyboard, label_button
from handlers.routes import Keyboard
from handlers.schedules._callbacks import AgendaPress, ListPress
from handlers.talk import find_staff_committee
from locales.renderer import Words
from storage.community.queries import CommitteeView, find_committee
from storage.errors import RuleError


async def choose_committee(context: Context, purpose: str) -> CommitteeView | None:
    """The only committee that the acting person is staff of; asks which one where there are more.

    Args:
        purpose: what is opened for it: `agenda`, `list`.

    Raises:
        RuleError: `in_private_only`, `not_staff`.
    """
    context.check_private()
    own = (await context.actor()).staff_committees
    if not own:
        raise RuleError("not_staff")
    if len(own) == 1:
        return await find_staff_committee(context, own[0])
    found = [await context.work.read(find_committee, each) for each in own]
    await context.say(
        "schedules/which_committee",
        purpose=purpose,
        committees=[{"id": each.id, "name": each.name} for each in found if each],
    )
    return None


def _choose_keyboard(_words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    press = AgendaPress if params["purpose"] == "agenda" else ListPress
    return keyboard(
        *(
            [label_button(each["name"], press(committee_id=each["id"]))]
            for each in params["committees"]
        )
    )


KEYBOARDS: dict[str, Keyboard] = {"schedules/which_committee": _choose_keyboard}

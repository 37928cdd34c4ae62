"""Staff move a resident to another door: written or chosen, never guessed."""

from __future__ import annotations

from typing import Any

from aiogram.types import CallbackQuery, InlineKeyboardMarkup, Message

from handlers.community._callbacks import MovePress
from handlers.community._door import MOST_DOORS
from handlers.community._resident import find_own_resident, show_resident
from handlers.community._rooms import name_doors
from handlers.community._talk import LONGEST_DOOR, forget, remember
from handlers.context import Context
from handlers.keyboards import in_rows, keyboard, label_button
from handlers.routes import Keyboard
from locales.renderer import Words
from storage.community import actions as community
from storage.community.queries import ConversationView, ResidentView, find_door
from storage.errors import RuleError

STEP = "community.move"


async def begin(context: Context, resident: ResidentView) -> None:
    """Ask for the new door."""
    await remember(context, STEP, {"resident_id": resident.id})
    await _ask(context, resident)


async def on_answer(context: Context, message: Message, conversation: ConversationView) -> None:
    """Take the new door as it was written."""
    text = (message.text or "").strip()[:LONGEST_DOOR]
    if not text:
        raise RuleError("door_missing")
    resident = await find_own_resident(context, conversation.data["resident_id"])
    found = await context.work.read(find_door, resident.estate_id, text)
    if found.household is not None:
        await _move(context, None, resident, found.household.household_id)
        return
    await _ask(
        context,
        resident,
        text=text,
        is_known=bool(found.candidates),
        doors=name_doors((found.candidates or found.nearest)[:MOST_DOORS]),
    )


async def on_move(context: Context, press: CallbackQuery, data: MovePress) -> None:
    """The new door was chosen by its button."""
    context.check_private()
    resident = await find_own_resident(context, data.resident_id)
    await _move(context, press, resident, data.household_id)
    await context.answer(press, "")


async def _ask(
    context: Context,
    resident: ResidentView,
    *,
    text: str | None = None,
    is_known: bool = False,
    doors: list[dict[str, Any]] | None = None,
) -> None:
    await context.say(
        "community/move_door",
        resident_id=resident.id,
        name=resident.name,
        door=resident.door,
        text=text,
        is_known=is_known,
        doors=doors or [],
    )


async def _move(
    context: Context, press: CallbackQuery | None, resident: ResidentView, household_id: int
) -> None:
    moved = await context.work.write(
        community.move_resident,
        resident.id,
        household_id,
        by=context.person_id,
        now=context.received_at,
    )
    await show_resident(context, press, moved)
    await forget(context, STEP)


def _doors_keyboard(_words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    resident_id = params["resident_id"]
    buttons = (
        label_button(
            door["text"], MovePress(resident_id=resident_id, household_id=door["household_id"])
        )
        for door in params["doors"]
    )
    return keyboard(*in_rows(buttons, 2))


KEYBOARDS: dict[str, Keyboard] = {"community/move_door": _doors_keyboard}

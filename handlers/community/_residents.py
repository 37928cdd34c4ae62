"""/residents: staff look at who gave which door, and put it right."""

from __future__ import annotations

from typing import Any

from aiogram.types import CallbackQuery, InlineKeyboardMarkup, Message

from handlers.community import _move
from handlers.community._callbacks import ResidentPress, ResidentsPress
from handlers.community._estates import choose_estate
from handlers.community._resident import find_own_resident, show_resident
from handlers.community._talk import show
from handlers.context import Context
from handlers.estates import find_own_estate
from handlers.keyboards import button, cut_page, keyboard, turning_row
from handlers.routes import Keyboard
from locales.renderer import Words
from storage.community import actions as community
from storage.community.kinds import ResidentState
from storage.community.queries import EstateView, ResidentView, list_residents
from storage.errors import RuleError

A_PAGE = 8
_URGENCY = {ResidentState.DISPUTED: 0, ResidentState.ACTIVE: 1, ResidentState.REMOVED: 2}


async def on_residents(context: Context, _message: Message, _argument: str) -> None:
    """/residents: disputed ones first, then the newest."""
    context.check_private()
    estate = await choose_estate(context, "residents")
    if estate is not None:
        await show_residents(context, None, estate, 0)


async def on_residents_press(context: Context, press: CallbackQuery, data: ResidentsPress) -> None:
    """Another page."""
    context.check_private()
    estate = await find_own_estate(context, data.estate_id)
    await show_residents(context, press, estate, data.page)
    await context.answer(press, "")


async def show_residents(
    context: Context, press: CallbackQuery | None, estate: EstateView, number: int
) -> None:
    """A page of an estate's residents, each a button."""
    everybody = await context.work.read(list_residents, estate.id)
    page = cut_page(sorted(everybody, key=_first_to_see), number, A_PAGE)
    await show(
        context,
        press,
        "community/residents",
        estate=estate.name,
        estate_id=estate.id,
        total=sum(each.state is not ResidentState.REMOVED for each in everybody),
        disputed=sum(each.state is ResidentState.DISPUTED for each in everybody),
        residents=[
            {"id": each.id, "door": each.door, "name": each.name, "state": each.state.value}
            for each in page.items
        ],
        page=page.number,
        pages=page.pages,
    )


def _first_to_see(resident: ResidentView) -> tuple[int, int]:
    return _URGENCY[resident.state], -resident.id


async def on_resident(context: Context, press: CallbackQuery, data: ResidentPress) -> None:
    """One resident: confirm, move, remove."""
    context.check_private()
    resident = await find_own_resident(context, data.resident_id)
    match data.act:
        case "show":
            await show_resident(context, press, resident)
        case "move":
            await _move.begin(context, resident)
        case "remove":
            await context.redraw(
                press,
                "community/remove_sure",
                resident_id=resident.id,
                name=resident.name,
                door=resident.door,
            )
        case "confirm" | "remove_sure":
            change = _CHANGES[data.act]
            changed = await context.work.write(
                change, resident.id, by=context.person_id, now=context.received_at
            )
            await show_resident(context, press, changed)
        case _:
            raise RuleError("stale_button")
    await context.answer(press, "")


_CHANGES = {"confirm": community.confirm_resident, "remove_sure": community.remove_resident}


def _residents_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    estate_id = params["estate_id"]
    people = (
        [
            button(
                words,
                "resident",
                ResidentPress(resident_id=each["id"], act="show"),
                door=each["door"],
                name=each["name"],
                state=each["state"],
            )
        ]
        for each in params["residents"]
    )
    turns = turning_row(words, params, lambda page: ResidentsPress(estate_id=estate_id, page=page))
    return keyboard(*people, turns)


def _remove_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    resident_id = params["resident_id"]
    return keyboard(
        [button(words, "back", ResidentPress(resident_id=resident_id, act="show"))],
        [button(words, "remove_sure", ResidentPress(resident_id=resident_id, act="remove_sure"))],
    )


KEYBOARDS: dict[str, Keyboard] = {
    "community/residents": _residents_keyboard,
    "community/remove_sure": _remove_keyboard,
}

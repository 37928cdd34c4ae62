"""Looking for one's door by buttons: building, then unit or floor, then room."""

from __future__ import annotations

from typing import Any

from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup

from handlers.community._callbacks import BrowsePress, EstatePress, HomePress, InBuildingPress
from handlers.community._door import ask_room, find_building, find_estate_of, go_on
from handlers.community._rooms import name_rooms, part_rooms
from handlers.community._talk import recall
from handlers.context import DOOR_STEP, Context
from handlers.keyboards import (
    button,
    cut_page,
    in_rows,
    keyboard,
    label_button,
    turning_row,
)
from handlers.routes import Keyboard
from locales.renderer import Words
from storage.community.queries import BuildingView, EstateView, find_book, list_buildings
from storage.errors import RuleError

BUILDINGS_A_PAGE = 32


async def on_browse(context: Context, press: CallbackQuery, data: BrowsePress) -> None:
    """Turn to the next list of buttons."""
    context.check_private()
    known = await recall(context, DOOR_STEP)
    if known is None:
        raise RuleError("stale_button")
    estate = await find_estate_of(context, known)
    if estate is None:
        await go_on(context, press, {})
    elif data.building_id == 0:
        await _show_buildings(context, press, estate, data.page)
    else:
        building = await find_building(context, known, data.building_id)
        await _show_rooms(context, press, estate, building, data.group)
    await context.answer(press, "")


async def _show_buildings(
    context: Context, press: CallbackQuery, estate: EstateView, number: int
) -> None:
    buildings = await context.work.read(list_buildings, estate.id)
    page = cut_page(buildings, number, BUILDINGS_A_PAGE)
    await context.redraw(
        press,
        "community/choose_building",
        estate=estate.name,
        buildings=[{"id": each.id, "label": each.label} for each in page.items],
        page=page.number,
        pages=page.pages,
    )


async def _show_rooms(
    context: Context, press: CallbackQuery, estate: EstateView, building: BuildingView, group: int
) -> None:
    book = await context.work.read(find_book, estate.id)
    groups = part_rooms([door for door in book if door.building == building.label])
    if not 0 <= group < len(groups):
        await ask_room(context, press, estate, building)
        return
    await context.redraw(
        press,
        "community/ask_room",
        estate=estate.name,
        building=building.label,
        building_id=building.id,
        rooms=name_rooms(groups[group].doors),
        groups=[],
    )


def _home_buttons(doors: list[dict[str, Any]]) -> list[InlineKeyboardButton]:
    return [
        label_button(door["text"], HomePress(household_id=door["household_id"])) for door in doors
    ]


def _group_button(
    words: Words, building_id: int, index: int, group: dict[str, str]
) -> InlineKeyboardButton:
    name = "_".join(part for part in ("unit", "floor") if group[part])
    return button(
        words, name or "other_rooms", BrowsePress(building_id=building_id, group=index), **group
    )


def _room_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    building_id = params["building_id"]
    groups = [
        _group_button(words, building_id, index, group)
        for index, group in enumerate(params["groups"])
    ]
    other = button(words, "other_building", BrowsePress())
    return keyboard(*in_rows(groups, 3), *in_rows(_home_buttons(params["rooms"]), 4), [other])


def _buildings_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    buttons = (
        label_button(each["label"], BrowsePress(building_id=each["id"]))
        for each in params["buildings"]
    )
    turns = turning_row(words, params, lambda page: BrowsePress(page=page))
    return keyboard(*in_rows(buttons, 4), turns)


def _which_building_keyboard(_words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    buttons = (
        label_button(each["label"], InBuildingPress(building_id=each["id"]))
        for each in params["buildings"]
    )
    return keyboard(*in_rows(buttons, 4))


def _doors_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    others = button(words, "door_list", BrowsePress())
    return keyboard(*in_rows(_home_buttons(params["doors"]), 2), [others])


def _list_keyboard(words: Words, _params: dict[str, Any]) -> InlineKeyboardMarkup:
    return keyboard([button(words, "door_list", BrowsePress())])


def _estates_keyboard(_words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    return keyboard(
        *(
            [label_button(estate["name"], EstatePress(estate_id=estate["id"]))]
            for estate in params["estates"]
        )
    )


KEYBOARDS: dict[str, Keyboard] = {
    "community/ask_door": _list_keyboard,
    "community/ask_estate": _estates_keyboard,
    "community/ask_room": _room_keyboard,
    "community/choose_building": _buildings_keyboard,
    "community/which_building": _which_building_keyboard,
    "community/which_door": _doors_keyboard,
    "community/door_unknown": _doors_keyboard,
}

"""How far estates and buildings are closed now; entries for one kind of closure follow it."""

from __future__ import annotations

from typing import Any

from aiogram.types import CallbackQuery, InlineKeyboardMarkup

from handlers.context import Context
from handlers.faq.staff._board_keyboards import back_to_board
from handlers.faq.staff._callbacks import ClosurePress
from handlers.faq.staff._talk import check_committee
from handlers.keyboards import button, cut_page, in_rows, keyboard, label_button, turning_row
from handlers.routes import Keyboard
from locales.renderer import Words
from storage.community.queries import EstateView, find_estate, list_buildings, list_estates
from storage.errors import RuleError
from storage.faq import actions
from storage.faq.kinds import ClosureKind
from storage.faq.queries import find_closures

BUILDINGS_A_PAGE = 24
NONE, SHOW = "none", "show"


async def show_estates(context: Context, press: CallbackQuery, committee_id: int) -> None:
    """The only estate, or the question which one."""
    estates = await context.work.read(list_estates, committee_id)
    if not estates:
        raise RuleError("no_estate")
    if len(estates) == 1:
        await _show_estate(context, press, estates[0], 0)
        return
    named = [{"id": estate.id, "name": estate.name} for estate in estates]
    await context.redraw(press, "faq/closures", committee_id=committee_id, estates=named)


async def on_closure(context: Context, press: CallbackQuery, data: ClosurePress) -> None:
    """Look at an estate or a building, or say how far it is closed."""
    estate = await context.work.read(find_estate, data.estate_id)
    await check_committee(context, estate.committee_id if estate else 0)
    assert estate is not None
    if data.closure != SHOW:
        await _set(context, data)
    if data.building_id:
        await _show_building(context, press, estate, data.building_id)
    else:
        await _show_estate(context, press, estate, data.page)
    await context.answer(press, "")


async def _set(context: Context, data: ClosurePress) -> None:
    if data.closure != NONE and data.closure not in list(ClosureKind):
        raise RuleError("stale_button")
    await context.work.write(
        actions.set_closure,
        data.estate_id,
        data.building_id or None,
        None if data.closure == NONE else ClosureKind(data.closure),
        by=context.person_id,
        now=context.received_at,
    )


async def _show_estate(
    context: Context, press: CallbackQuery, estate: EstateView, number: int
) -> None:
    closures = await context.work.read(find_closures, estate.id)
    buildings = await context.work.read(list_buildings, estate.id)
    page = cut_page(buildings, number, BUILDINGS_A_PAGE)
    await context.redraw(
        press,
        "faq/closure",
        committee_id=estate.committee_id,
        estate_id=estate.id,
        estate=estate.name,
        building_id=0,
        building=None,
        closure=next((each.closure.value for each in closures if each.building_id is None), None),
        closed=[
            {"building": each.building, "closure": each.closure.value}
            for each in closures
            if each.building_id is not None
        ],
        buildings=[{"id": each.id, "label": each.label} for each in page.items],
        page=page.number,
        pages=page.pages,
    )


async def _show_building(
    context: Context, press: CallbackQuery, estate: EstateView, building_id: int
) -> None:
    buildings = await context.work.read(list_buildings, estate.id)
    label = next((each.label for each in buildings if each.id == building_id), None)
    if label is None:
        raise RuleError("stale_button")
    closures = {
        each.building_id: each.closure.value
        for each in await context.work.read(find_closures, estate.id)
    }
    await context.redraw(
        press,
        "faq/closure",
        committee_id=estate.committee_id,
        estate_id=estate.id,
        estate=estate.name,
        building_id=building_id,
        building=label,
        closure=closures.get(building_id),
        closed=[],
        buildings=[],
        page=0,
        pages=1,
    )


def _estates_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    estates = (
        [label_button(each["name"], ClosurePress(estate_id=each["id"]))]
        for each in params["estates"]
    )
    return keyboard(*estates, back_to_board(words, params["committee_id"]))


def _closure_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    estate_id, building_id = params["estate_id"], params["building_id"]
    kinds = (
        button(
            words,
            "faq_closure",
            ClosurePress(estate_id=estate_id, building_id=building_id, closure=kind),
            closure=kind,
            chosen=(params["closure"] or "none") == kind,
        )
        for kind in (*ClosureKind, "none")
    )
    buildings = (
        label_button(each["label"], ClosurePress(estate_id=estate_id, building_id=each["id"]))
        for each in params["buildings"]
    )
    turns = turning_row(words, params, lambda page: ClosurePress(estate_id=estate_id, page=page))
    estate = [button(words, "whole_estate", ClosurePress(estate_id=estate_id))]
    return keyboard(
        *in_rows(kinds, 2),
        *in_rows(buildings, 4),
        turns,
        estate if building_id else [],
        back_to_board(words, params["committee_id"]),
    )


KEYBOARDS: dict[str, Keyboard] = {
    "faq/closures": _estates_keyboard,
    "faq/closure": _closure_keyboard,
}

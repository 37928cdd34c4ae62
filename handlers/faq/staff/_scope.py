"""Where an entry holds: the whole committee, an estate, a building; and for which closure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from aiogram.types import CallbackQuery, InlineKeyboardMarkup

from handlers.context import Context
from handlers.faq.staff._callbacks import EntryPress, ScopePress
from handlers.faq.staff._talk import find_own_entry
from handlers.keyboards import button, cut_page, in_rows, keyboard, label_button, turning_row
from handlers.routes import Keyboard
from locales.renderer import Words
from storage.community.queries import list_buildings, list_estates
from storage.errors import RuleError
from storage.faq import actions
from storage.faq.kinds import ClosureKind
from storage.faq.queries import EntryView

BUILDINGS_A_PAGE = 24


@dataclass(frozen=True)
class _Scope:
    estate_id: int | None
    building_id: int | None
    closure: ClosureKind | None


async def show_scope(
    context: Context, press: CallbackQuery, entry: EntryView, *, inside: int = 0, number: int = 0
) -> None:
    """How far the entry reaches, and what to choose from.

    Args:
        inside: the estate whose buildings are listed; 0 lists the estates.
        number: the page of buildings.
    """
    estates = await context.work.read(list_estates, entry.committee_id)
    if inside and inside not in {estate.id for estate in estates}:
        raise RuleError("stale_button")
    buildings = await context.work.read(list_buildings, inside) if inside else ()
    page = cut_page(buildings, number, BUILDINGS_A_PAGE)
    shown: dict[str, Any] = {
        "entry_id": entry.id,
        "title": entry.text_for((await context.words()).language).question,
        "estate_id": entry.estate_id,
        "estate": entry.estate,
        "building": entry.building,
        "closure": entry.closure.value if entry.closure else None,
        "inside": inside,
        "estates": [{"id": estate.id, "name": estate.name} for estate in estates],
        "buildings": [{"id": each.id, "label": each.label} for each in page.items],
        "page": page.number,
        "pages": page.pages,
    }
    await context.redraw(press, "faq/scope", **shown)


async def on_scope(context: Context, press: CallbackQuery, data: ScopePress) -> None:
    """Choose, or look into an estate."""
    entry = await find_own_entry(context, data.entry_id)
    if data.act == "estate":
        await show_scope(context, press, entry, inside=_number(data.value), number=data.page)
    else:
        scope = await _choose(context, entry, data)
        changed = await context.work.write(
            actions.set_scope,
            entry.id,
            estate_id=scope.estate_id,
            building_id=scope.building_id,
            closure=scope.closure,
            by=context.person_id,
            now=context.received_at,
        )
        await show_scope(context, press, changed)
    await context.answer(press, "")


async def _choose(context: Context, entry: EntryView, data: ScopePress) -> _Scope:
    match data.act:
        case "all":
            return _Scope(None, None, entry.closure)
        case "in_estate":
            return _Scope(_number(data.value), None, entry.closure)
        case "building":
            building_id = _number(data.value)
            estate_id = await _find_estate(context, entry.committee_id, building_id)
            return _Scope(estate_id, building_id, entry.closure)
        case "closure" if data.value == "all" or data.value in list(ClosureKind):
            closure = None if data.value == "all" else ClosureKind(data.value)
            return _Scope(entry.estate_id, entry.building_id, closure)
    raise RuleError("stale_button")


async def _find_estate(context: Context, committee_id: int, building_id: int) -> int:
    for estate in await context.work.read(list_estates, committee_id):
        buildings = await context.work.read(list_buildings, estate.id)
        if any(building.id == building_id for building in buildings):
            return estate.id
    raise RuleError("stale_button")


def _number(text: str) -> int:
    if not text.isdecimal() or len(text) > 9:
        raise RuleError("stale_button")
    return int(text)


def _scope_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    entry_id, inside = params["entry_id"], params["inside"]

    def choose(act: str, value: object = "", page: int = 0) -> ScopePress:
        return ScopePress(entry_id=entry_id, act=act, value=str(value), page=page)

    if inside:
        buildings = (
            label_button(each["label"], choose("building", each["id"]))
            for each in params["buildings"]
        )
        turns = turning_row(words, params, lambda page: choose("estate", inside, page))
        whole = button(words, "whole_estate", choose("in_estate", inside))
        back = button(words, "back", EntryPress(entry_id=entry_id, act="scope"))
        return keyboard([whole], *in_rows(buildings, 4), turns, [back])
    estates = (
        [label_button(each["name"], choose("estate", each["id"]))] for each in params["estates"]
    )
    closures = (
        button(
            words,
            "faq_scope_closure",
            choose("closure", kind),
            closure=kind,
            chosen=(params["closure"] or "all") == kind,
        )
        for kind in ("all", *ClosureKind)
    )
    return keyboard(
        [button(words, "faq_whole_committee", choose("all"))],
        *estates,
        *in_rows(closures, 2),
        [button(words, "faq_done", EntryPress(entry_id=entry_id))],
    )


KEYBOARDS: dict[str, Keyboard] = {
    "faq/scope": _scope_keyboard,
}

"""Staff's page of what can be hung up or handed out on paper (S08, S16, S29, S38, S41)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup

from handlers.callbacks import ListPress, ManagePress
from handlers.context import Context
from handlers.keyboards import button, cut_page, in_rows, keyboard, label_button, turning_row
from handlers.relay._manage import find_own_relay
from handlers.relay.prints import _papers
from handlers.relay.prints._callbacks import (
    AbsentPress,
    BuildingPress,
    PrintsPress,
)
from locales.languages import ENDONYMS
from locales.renderer import Words
from storage.community.queries import find_committee
from storage.errors import RuleError
from storage.relay.boards import House, list_houses
from storage.relay.queries import RelayView

BUILDINGS_A_PAGE = 24
_SEND: dict[str, Callable[[Context, RelayView, str], Awaitable[None]]] = {
    "notice": _papers.send_notice,
    "card": _papers.send_card,
    "list": _papers.send_list,
    "tables": _papers.send_tables,
}
_BY_BUILDING = {"lobby": _papers.send_lobby, "forms": _papers.send_forms}


async def on_prints(context: Context, press: CallbackQuery, data: PrintsPress) -> None:
    """The page, the choice of a language, or one of the papers."""
    context.check_private()
    relay = await find_own_relay(context, data.relay_id)
    if data.language and data.language not in ENDONYMS:
        raise RuleError("stale_button")
    if data.act in ("show", "languages"):
        await _show(context, press, relay, data)
    elif data.act in _SEND:
        await _SEND[data.act](context, relay, data.language)
    else:
        raise RuleError("stale_button")
    await context.answer(press, "")


async def on_building(context: Context, press: CallbackQuery, data: BuildingPress) -> None:
    """Which building a paper is for, then the paper."""
    context.check_private()
    relay = await find_own_relay(context, data.relay_id)
    if data.act not in _BY_BUILDING or (data.language and data.language not in ENDONYMS):
        raise RuleError("stale_button")
    houses = await context.work.read(list_houses, relay.id)
    if data.page >= 0:
        await _ask_building(context, press, relay, houses, data)
    else:
        chosen = [house for house in houses if data.building_id in (0, house.id)]
        if not chosen:
            raise RuleError("stale_button")
        await _BY_BUILDING[data.act](context, relay, data.language, chosen)
    await context.answer(press, "")


async def _show(
    context: Context, press: CallbackQuery, relay: RelayView, data: PrintsPress
) -> None:
    committee = await context.work.read(find_committee, relay.committee_id)
    assert committee is not None
    await context.redraw(
        press,
        "relay/prints",
        relay_id=relay.id,
        title=relay.title,
        language=data.language or committee.language,
        is_choosing=data.act == "languages",
    )


async def _ask_building(
    context: Context,
    press: CallbackQuery,
    relay: RelayView,
    houses: tuple[House, ...],
    data: BuildingPress,
) -> None:
    page = cut_page(houses, data.page, BUILDINGS_A_PAGE)
    await context.redraw(
        press,
        "relay/print_building",
        relay_id=relay.id,
        title=relay.title,
        act=data.act,
        language=data.language,
        buildings=[{"id": house.id, "label": house.label} for house in page.items],
        page=page.number,
        pages=page.pages,
    )


def _prints_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    relay_id, language = params["relay_id"], params["language"]

    def to(act: str, chosen: str = language) -> PrintsPress:
        return PrintsPress(relay_id=relay_id, act=act, language=chosen)

    if params["is_choosing"]:
        languages = (label_button(name, to("show", code)) for code, name in ENDONYMS.items())
        return keyboard(*in_rows(languages, 2), [button(words, "back", to("show"))])

    def paper(act: str) -> InlineKeyboardButton:
        return button(words, f"print_{act}", to(act))

    def by_building(act: str) -> InlineKeyboardButton:
        press = BuildingPress(relay_id=relay_id, act=act, language=language, page=0)
        return button(words, f"print_{act}", press)

    return keyboard(
        [paper("notice"), paper("card")],
        [by_building("lobby"), by_building("forms")],
        [paper("list"), paper("tables")],
        [
            button(words, "list", ListPress(relay_id=relay_id)),
            button(words, "relay_absent", AbsentPress(relay_id=relay_id)),
        ],
        [button(words, "print_languages", to("languages"), language=ENDONYMS[language])],
        [button(words, "back", ManagePress(relay_id=relay_id, act="show"))],
    )


def _buildings_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    relay_id, act, language = params["relay_id"], params["act"], params["language"]

    def to(building_id: int, page: int = -1) -> BuildingPress:
        return BuildingPress(
            relay_id=relay_id, act=act, language=language, building_id=building_id, page=page
        )

    houses = (label_button(each["label"], to(each["id"])) for each in params["buildings"])
    back = PrintsPress(relay_id=relay_id, language=language)
    return keyboard(
        *in_rows(houses, 4),
        turning_row(words, params, lambda page: to(0, page)),
        [button(words, "print_all_buildings", to(0))],
        [button(words, "back", back)],
    )


KEYBOARDS = {"relay/prints": _prints_keyboard, "relay/print_building": _buildings_keyboard}

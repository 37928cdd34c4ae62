"""/bind and /unbind: which houses a group speaks for. Staff only, under their own name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from aiogram.types import CallbackQuery, InlineKeyboardMarkup, Message

from handlers.community._callbacks import BindPress
from handlers.community._groups import reads_all
from handlers.community._talk import LONGEST_DOOR, check_in_group, show
from handlers.context import Context
from handlers.estates import find_own_estate, list_own_estates, name_estates
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
from storage.community import actions as community
from storage.community.doors import canonical_part
from storage.community.queries import EstateView, list_buildings
from storage.errors import RuleError

BUILDINGS_A_PAGE = 32
WHOLE = 0
ASK = -1


async def on_bind(context: Context, message: Message, argument: str) -> None:
    """/bind, /bind 3, /bind 图们小区, /bind 图们小区 3."""
    check_in_group(context)
    estates = await list_own_estates(context)
    if not estates:
        raise RuleError("no_estate")
    meant = await _find_meant(context, estates, argument[:LONGEST_DOOR])
    if len(meant) == 1:
        await _bind(context, None, *meant[0], reply_to=message.message_id)
        return
    unknown = argument[:LONGEST_DOOR] if argument and not meant else None
    await _ask(context, None, estates, unknown=unknown, reply_to=message.message_id)


async def _find_meant(
    context: Context, estates: Sequence[EstateView], text: str
) -> list[tuple[EstateView, int]]:
    """Every estate, or building of one, that the text names."""
    meant: list[tuple[EstateView, int]] = []
    for estate in estates if text else ():
        rest = text.removeprefix(estate.name).strip()
        if not rest:
            meant.append((estate, WHOLE))
            continue
        label = canonical_part(rest)
        buildings = await context.work.read(list_buildings, estate.id)
        meant += [(estate, each.id) for each in buildings if canonical_part(each.label) == label]
    return meant


async def _ask(
    context: Context,
    press: CallbackQuery | None,
    estates: Sequence[EstateView],
    *,
    number: int = 0,
    unknown: str | None = None,
    reply_to: int | None = None,
) -> None:
    """Ask for the estate, or for the building where the estate is known."""
    estate = estates[0] if len(estates) == 1 else None
    buildings = await context.work.read(list_buildings, estate.id) if estate else ()
    page = cut_page(buildings, number, BUILDINGS_A_PAGE)
    params: dict[str, Any] = {
        "unknown": unknown,
        "estate": estate.name if estate else None,
        "estate_id": estate.id if estate else None,
        "estates": [] if estate else name_estates(estates),
        "buildings": [{"id": each.id, "label": each.label} for each in page.items],
        "page": page.number,
        "pages": page.pages,
    }
    if press is None:
        await context.say("community/bind_choose", reply_to=reply_to, **params)
    else:
        await context.redraw(press, "community/bind_choose", **params)


async def on_bind_press(context: Context, press: CallbackQuery, data: BindPress) -> None:
    """The houses were chosen by button; whoever presses must be staff."""
    check_in_group(context)
    estate = await find_own_estate(context, data.estate_id)
    if data.building_id == ASK:
        await _ask(context, press, [estate], number=data.page)
    else:
        await _bind(context, press, estate, data.building_id)
    await context.answer(press, "")


async def _bind(
    context: Context,
    press: CallbackQuery | None,
    estate: EstateView,
    building_id: int,
    *,
    reply_to: int | None = None,
) -> None:
    assert context.chat is not None
    chat = await context.work.write(
        community.bind_chat,
        context.chat.id,
        estate.id,
        by=context.person_id,
        building_id=building_id or None,
        thread_id=context.thread_id,
        reads_all=await reads_all(context),
        now=context.received_at,
    )
    params = {"estate": estate.name, "building": chat.building, "reads_all": chat.reads_all}
    if press is None:
        await context.say("community/bound", reply_to=reply_to, **params)
    else:
        await show(context, press, "community/bound", **params)
    await context.bound()


async def on_unbind(context: Context, message: Message, _argument: str) -> None:
    """/unbind: the group speaks for no houses any more."""
    check_in_group(context)
    await context.actor()
    assert context.chat is not None
    await context.work.write(
        community.unbind_chat, context.chat.id, by=context.person_id, now=context.received_at
    )
    await context.say("community/unbound", reply_to=message.message_id)


def _choose_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    estate_id = params["estate_id"]
    if estate_id is None:
        return keyboard(
            *(
                [label_button(each["name"], BindPress(estate_id=each["id"]))]
                for each in params["estates"]
            )
        )
    whole = button(words, "whole_estate", BindPress(estate_id=estate_id, building_id=WHOLE))
    buildings = (
        label_button(each["label"], BindPress(estate_id=estate_id, building_id=each["id"]))
        for each in params["buildings"]
    )
    turns = turning_row(words, params, lambda page: BindPress(estate_id=estate_id, page=page))
    return keyboard([whole], *in_rows(buttons=buildings, width=4), turns)


KEYBOARDS: dict[str, Keyboard] = {"community/bind_choose": _choose_keyboard}

"""/supply: residents see what can be ordered, staff what becomes of each round."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from aiogram.types import CallbackQuery, Message

from handlers.context import Context
from handlers.keyboards import cut_page
from handlers.supplies._facts import find_own_round, round_facts
from handlers.supplies._order import offer_running
from handlers.supplies._phone import DOOR, SUPPLIED, ask_door
from handlers.talk import forget, show
from locales.picking_sheet import picking_page, picking_workbook
from storage.community.queries import list_estates
from storage.errors import RuleError
from storage.supplies import actions
from storage.supplies.kinds import RoundState
from storage.supplies.queries import (
    BuildingDoors,
    RoundView,
    list_building_doors,
    list_picking,
    list_rounds,
)
from storage.supplies.rules import CARRIED

LATEST = 3
A_PAGE = 8


async def on_supply(context: Context, _message: Message, _argument: str) -> None:
    """/supply: what runs; for staff the last rounds and a new one."""
    context.check_private()
    actor = await context.actor()
    is_offered = await offer_running(context)
    if actor.is_staff_anywhere:
        for supply in reversed(await _list_own_rounds(context)):
            await show_round(context, None, supply)
        await context.say("supplies/staff")
    elif not is_offered:
        await context.say("supplies/none_running")


async def _list_own_rounds(context: Context) -> tuple[RoundView, ...]:
    estates: list[int] = []
    for committee_id in (await context.actor()).staff_committees:
        found = await context.work.read(list_estates, committee_id)
        estates += [estate.id for estate in found]
    return await context.work.read(list_rounds, estates, most=LATEST)


async def show_round(context: Context, press: CallbackQuery | None, supply: RoundView) -> None:
    """How a round stands, with all that staff can do about it."""
    doors: tuple[BuildingDoors, ...] = ()
    if supply.state in CARRIED or supply.state is RoundState.DONE:
        doors = await context.work.read(list_building_doors, supply.id)
    await show(
        context,
        press,
        "supplies/manage",
        round_id=supply.id,
        supply=round_facts(supply, context.received_at),
        households=supply.households,
        price=supply.price,
        doors=[
            {"label": each.label, "doors": each.doors, "arrived": each.arrived, "again": each.again}
            for each in doors
        ],
    )


async def on_round(context: Context, press: CallbackQuery, data: Any) -> None:
    """Staff's buttons under a round."""
    supply = await find_own_round(context, data.round_id)
    act, _, rest = data.act.partition(".")
    if act in _ACTS:
        now = context.received_at
        await _ACTS[act](context, supply.id, now)
        await show_round(context, press, await find_own_round(context, supply.id))
    elif act in _QUESTIONS:
        params = {"round_id": supply.id, "title": supply.title, "act": act}
        await context.redraw(press, "supplies/sure", **params)
    elif act == "picking":
        await _show_picking(context, press, supply, rest)
    elif act in ("xlsx", "pdf"):
        await _send_list(context, supply, act)
    elif act == "call":
        await ask_door(context, supply)
    elif act == "supplied":
        facts = round_facts(supply, context.received_at)
        await context.redraw(press, "supplies/supplied", round_id=supply.id, supply=facts)
    elif act == "show":
        await forget(context, DOOR, SUPPLIED)
        await show_round(context, press, supply)
    else:
        raise RuleError("stale_button")
    await context.answer(press, "")


def _do(action: Callable[..., None], *details: Any) -> Callable[[Context, int, Any], Any]:
    async def act(context: Context, round_id: int, now: Any) -> None:
        await context.work.write(action, round_id, *details, by=context.person_id, now=now)

    return act


_ACTS = {
    "close_sure": _do(actions.close_round),
    "pick": _do(actions.begin_picking),
    "gate": _do(actions.arrive),
    "cancel_sure": _do(actions.cancel_round),
    "finish_sure": _do(actions.finish_round),
    "check": _do(actions.vouch_for_supplier, True),
    "doubt": _do(actions.vouch_for_supplier, False),
}
_QUESTIONS = frozenset({"close", "cancel", "finish"})


async def _show_picking(
    context: Context, press: CallbackQuery, supply: RoundView, number: str
) -> None:
    if not (number or "0").isdecimal():
        raise RuleError("stale_button")
    buildings = await context.work.read(list_picking, supply.id)
    page = cut_page(buildings, int(number or 0), A_PAGE)
    names = {package.id: package.name for package in supply.packages}
    await context.redraw(
        press,
        "supplies/picking",
        round_id=supply.id,
        supply=round_facts(supply, context.received_at),
        buildings=[
            {
                "label": each.label,
                "doors": len(each.orders),
                "lines": [
                    {"name": name, "quantity": each.pieces[key]}
                    for key, name in names.items()
                    if each.pieces.get(key)
                ],
            }
            for each in page.items
        ],
        page=page.number,
        pages=page.pages,
    )


async def _send_list(context: Context, supply: RoundView, kind: str) -> None:
    buildings = await context.work.read(list_picking, supply.id)
    words = context.services.renderer.words((await context.words()).language, supply.time_zone)
    draw = picking_workbook if kind == "xlsx" else picking_page
    content = draw(words, supply.title, supply.packages, buildings)
    await context.send_file(f"linli-supply-{supply.id}.{kind}", content)

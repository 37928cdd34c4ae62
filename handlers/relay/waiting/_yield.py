"""«I can wait»: a household with enough at home lets the others go first (S28)."""

from __future__ import annotations

from typing import Any

from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup

from handlers.callbacks import ManagePress
from handlers.context import Context
from handlers.keyboards import button, keyboard
from handlers.relay._join import send_to_private
from handlers.relay._manage import find_own_relay
from handlers.relay._pages import find_page_of, to_panel_keyboard
from handlers.relay.waiting._acting import find_acting
from handlers.relay.waiting._callbacks import AppealPress, YieldPress
from handlers.routes import Keyboard
from locales.renderer import Words
from storage.errors import RuleError
from storage.relay.appeals import appeal
from storage.relay.moves import yield_place

RUNNING = ("open", "closed")


async def on_yield(context: Context, press: CallbackQuery, data: YieldPress) -> None:
    """Say first what it means, then move the household to the end of the list.

    Pressed under an appeal in the group it leads to where the question is asked.
    """
    if not context.is_private:
        await send_to_private(context, press, data.relay_id)
        return
    acting = await find_acting(context, data.relay_id, data.household_id)
    if acting.entry is None:
        raise RuleError("not_joined")
    facts = {
        "relay_id": acting.relay.id,
        "household_id": data.household_id,
        "title": acting.relay.title,
    }
    if data.sure:
        moved = await context.work.write(
            yield_place,
            acting.relay.id,
            acting.household_id,
            by=context.person_id,
            role=acting.role,
            now=context.received_at,
            update_id=context.update_id,
        )
        places = {"place": moved.place, "waiting_place": moved.waiting_place}
        await context.redraw(press, "relay/yielded", **facts, **places)
    else:
        place = {"place": acting.entry.place, "joined": acting.relay.joined}
        await context.redraw(press, "relay/yield_sure", **facts, **place)
    await context.answer(press, "")


async def on_appeal(context: Context, press: CallbackQuery, data: AppealPress) -> None:
    """Staff ask in the groups who can wait."""
    context.check_private()
    relay = await find_own_relay(context, data.relay_id)
    groups = None
    if data.sure:
        groups = await context.work.write(
            appeal, relay.id, by=context.person_id, now=context.received_at
        )
    await context.redraw(
        press, "relay/appeal_sure", relay_id=relay.id, title=relay.title, groups=groups
    )
    await context.answer(press, "")


def yield_button(
    words: Words, relay_id: int, params: dict[str, Any]
) -> InlineKeyboardButton | None:
    """On one's own page, for who holds a place that others wait for."""
    mine, relay = params["mine"], params["relay"]
    if mine is None or mine["waiting_place"] is not None or relay["state"] not in RUNNING:
        return None
    if not relay["waiting"] or not mine["place"]:
        return None
    return button(words, "yield", YieldPress(relay_id=relay_id))


def appeal_button(
    words: Words, relay_id: int, params: dict[str, Any]
) -> InlineKeyboardButton | None:
    """On staff's page, while somebody waits."""
    relay = params["relay"]
    if relay["state"] not in RUNNING or not relay["waiting"]:
        return None
    return button(words, "appeal", AppealPress(relay_id=relay_id))


def _sure_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    relay_id, household_id = params["relay_id"], params["household_id"]
    yes = YieldPress(relay_id=relay_id, sure=True, household_id=household_id)
    return keyboard(
        [button(words, "yield_stay", find_page_of(relay_id, household_id))],
        [button(words, "yield_sure", yes)],
    )


def _asked_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    return keyboard([button(words, "yield", YieldPress(relay_id=params["relay_id"]))])


def _appeal_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    relay_id = params["relay_id"]
    yes = [button(words, "appeal_sure", AppealPress(relay_id=relay_id, sure=True))]
    back = [button(words, "back", ManagePress(relay_id=relay_id, act="show"))]
    return keyboard(yes if params["groups"] is None else [], back)


KEYBOARDS: dict[str, Keyboard] = {
    "relay/yield_sure": _sure_keyboard,
    "relay/yielded": to_panel_keyboard,
    "relay/appeal": _asked_keyboard,
    "relay/appeal_sure": _appeal_keyboard,
}

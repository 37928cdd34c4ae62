"""The plan of the estate with its flags: a picture in private, and a living one in groups (S17).

Everybody sees of each storey how many have joined, were called and have collected; which room it
was, only staff and the building's lead see.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message

from handlers.context import Context
from handlers.keyboards import button, keyboard, turning_row
from handlers.links import private_link
from handlers.relay._rights import check_may_look
from handlers.relay.prints._area import find_any_relay, find_own_houses
from handlers.relay.prints._callbacks import AbsentPress, MapPress
from handlers.relay.prints._plan import Plan, draw_plan, name_signs, open_plans, room_plans
from handlers.relay.prints._shelf import Shelf
from handlers.routes import Face
from handlers.services import Services
from handlers.talk import to_the_minute
from locales.renderer import Words
from storage.errors import RuleError
from storage.relay.boards import House, list_houses
from storage.relay.boards.actions import post_maps
from storage.relay.queries import RelayView, find_relay

REST = timedelta(minutes=3)
"""Between two edits of the map in a group: it is looked at, not waited for."""
_MOST_SIGNS = 20


class Maps:
    """Draws maps, each state of an estate once."""

    def __init__(self) -> None:
        self._shelf = Shelf()

    async def on_map(self, context: Context, press: CallbackQuery, data: MapPress) -> None:
        """Show a picture in private, or have one stand in the groups."""
        context.check_private()
        if data.act == "plan":
            await self._send_plan(context, data)
        elif data.act == "rooms":
            await self._send_rooms(context, data)
        elif data.act == "post":
            by, now = context.person_id, context.received_at
            groups = await context.work.write(post_maps, data.relay_id, by=by, now=now)
            await context.say("relay/map_posted", relay_id=data.relay_id, groups=groups)
        else:
            raise RuleError("stale_button")
        await context.answer(press, "")

    def draw(self, _words: Words, params: dict[str, Any]) -> bytes | str:
        """The picture over the map's text."""
        plan: Plan = params["plan"]
        return self._shelf.find(plan, lambda: draw_plan(plan))

    async def show_card(
        self, services: Services, words: Words, relay_id: int, _chat_id: int
    ) -> Face | None:
        """The map that stands in a group."""
        relay = await services.work.read(find_relay, relay_id)
        if relay is None:
            return None
        houses = await services.work.read(list_houses, relay_id)
        words = services.renderer.words(words.language, relay.time_zone)
        plans = open_plans(houses)
        picture = await asyncio.to_thread(draw_plan, plans[0])
        at = to_the_minute(services.clock.now())
        html = words.html("relay/map", **_params(relay, houses, plans, 0, at))
        link = private_link(services.username, f"r_{relay_id}")
        own = InlineKeyboardButton(text=words.button("my_side"), url=link)
        return Face(html, keyboard([own]), picture, REST)

    async def _send_plan(self, context: Context, data: MapPress) -> None:
        relay = await find_any_relay(context, data.relay_id)
        await check_may_look(context, relay)
        houses = await context.work.read(list_houses, relay.id)
        await self._send(context, data, relay, houses, open_plans(houses))

    async def _send_rooms(self, context: Context, data: MapPress) -> None:
        relay, houses = await find_own_houses(context, data.relay_id, data.building_id)
        await self._send(context, data, relay, houses, room_plans(houses))

    async def _send(
        self,
        context: Context,
        data: MapPress,
        relay: RelayView,
        houses: Sequence[House],
        plans: Sequence[Plan],
    ) -> None:
        number = min(max(data.page, 0), len(plans) - 1)
        params = _params(relay, houses, plans, number, to_the_minute(context.received_at))
        is_staff = (await context.actor()).is_staff(relay.committee_id)
        sent = await context.say(
            "relay/map", is_staff=is_staff, building_id=data.building_id, **params
        )
        if isinstance(sent, Message) and sent.photo:
            self._shelf.keep(params["plan"], sent.photo[-1].file_id)


def _params(
    relay: RelayView, houses: Sequence[House], plans: Sequence[Plan], number: int, at: str
) -> dict[str, Any]:
    plan = plans[number]
    return {
        "relay_id": relay.id,
        "title": relay.title,
        "estate": relay.estate,
        "is_rehearsal": relay.is_rehearsal,
        "at": at,
        "plan": plan,
        "counts": plan["counts"],
        "is_named": plan["is_named"],
        "numbered": name_signs(houses)[:_MOST_SIGNS],
        "page": number,
        "pages": len(plans),
    }


def _map_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    relay_id = params["relay_id"]
    act = "rooms" if params["is_named"] else "plan"

    def to(page: int) -> MapPress:
        building_id = params["building_id"]
        return MapPress(relay_id=relay_id, act=act, page=page, building_id=building_id)

    turns = turning_row(words, params, to)
    refresh = button(words, "refresh", to(params["page"]))
    if not params["is_staff"]:
        return keyboard(turns, [refresh])
    other = "plan" if params["is_named"] else "rooms"
    return keyboard(
        turns,
        [refresh, button(words, f"map_{other}", MapPress(relay_id=relay_id, act=other))],
        [
            button(words, "map_post", MapPress(relay_id=relay_id, act="post")),
            button(words, "relay_absent", AbsentPress(relay_id=relay_id)),
        ],
    )


KEYBOARDS = {"relay/map": _map_keyboard}

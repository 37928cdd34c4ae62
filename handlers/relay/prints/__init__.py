"""What hangs on the wall: the map, the notice, the sheets, the lists, the files."""

from __future__ import annotations

from typing import Any

from aiogram.types import InlineKeyboardButton

from handlers.keyboards import button
from handlers.relay._offers import offer_to_residents, offer_to_staff
from handlers.relay.prints import _absent, _map, _page, _task
from handlers.relay.prints import _callbacks as presses
from handlers.routes import Audience, Router
from handlers.task_links import RelayTaskPress
from locales.renderer import Words
from storage.relay.boards.actions import MAP_KIND


def register(router: Router) -> None:
    """All that this part answers to."""
    maps = _map.Maps()
    router.press(presses.MapPress, maps.on_map)
    router.picture("relay/map", maps.draw)
    router.card(MAP_KIND, maps.show_card)
    router.press(presses.PrintsPress, _page.on_prints)
    router.press(presses.BuildingPress, _page.on_building)
    router.press(presses.AbsentPress, _absent.on_absent)
    router.press(RelayTaskPress, _task.on_task)
    router.command("missing", _absent.on_missing, Audience.HELPERS)
    for module in (_map, _page, _absent, _task):
        for template, keyboard in module.KEYBOARDS.items():
            router.keyboard(template, keyboard)
    offer_to_staff("map", _offer_map)
    offer_to_staff("prints", _offer_prints)
    offer_to_residents("map", _offer_map)


def _offer_map(words: Words, relay_id: int, _params: dict[str, Any]) -> InlineKeyboardButton:
    return button(words, "relay_map", presses.MapPress(relay_id=relay_id))


def _offer_prints(words: Words, relay_id: int, _params: dict[str, Any]) -> InlineKeyboardButton:
    return button(words, "relay_prints", presses.PrintsPress(relay_id=relay_id))

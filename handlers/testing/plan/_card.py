"""The card in a group: when its houses go, and whether it is late; never who was there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from handlers.context import Context
from handlers.keyboards import keyboard
from handlers.links import private_link
from handlers.routes import Face
from handlers.services import Services
from handlers.testing.plan._facts import goings_of, line_facts
from handlers.testing.plan._reading import show_minutes
from locales.renderer import Words
from storage.community.queries import find_chat, list_buildings
from storage.local_time import local_day
from storage.requests.rules import floor_count
from storage.testing.actions import place_testing_cards
from storage.testing.coverage.queries import BuildingCount, count_done
from storage.testing.kinds import CARD_KIND, DayState, RoundState
from storage.testing.queries import DayView, RoundView, find_round, list_card_days

KIND = CARD_KIND
LINK = "testing"
_MOST_LINES = 20
_MOST_DAYS = 7


async def show_card(services: Services, words: Words, round_id: int, chat_id: int) -> Face | None:
    """The card as it stands now; None for a round that does not exist."""
    view = await services.work.read(find_round, round_id, with_slots=False)
    if view is None:
        return None
    chat = await services.work.read(find_chat, chat_id)
    building_id = chat.building_id if chat else None
    words = services.renderer.words(words.language, view.zone)
    html = words.html("testing/card", **await _card_facts(services, view, building_id))
    return Face(html, _keyboard(services, words, view))


async def _card_facts(
    services: Services, view: RoundView, building_id: int | None
) -> dict[str, Any]:
    today = local_day(services.clock.now(), view.zone)
    days = await services.work.read(list_card_days, view.id, building_id, today)
    labels = {
        building.id: building.label
        for building in await services.work.read(list_buildings, view.estate_id)
    }
    order = tuple(labels.values())
    going = [day for day in days if day.state is DayState.PLANNED]
    next_day = going[0] if going else None
    lines = line_facts(goings_of(next_day.slots), order, view.site) if next_day else []
    return {
        "title": view.title,
        "site": view.site,
        "state": view.state.value,
        "building": labels.get(building_id) if building_id else None,
        "next": _day_facts(next_day) if next_day else None,
        "lines": lines[:_MOST_LINES],
        "more_lines": max(len(lines) - _MOST_LINES, 0),
        "days": [_day_facts(day) for day in days if day is not next_day][:_MOST_DAYS],
        "done": await _count(services, next_day, building_id),
    }


def _day_facts(day: DayView) -> dict[str, Any]:
    begins = min(slot.begins for slot in day.slots)
    ends = max(slot.ends for slot in day.slots)
    # A building that was through before the day was put off is not late.
    is_moved = any(slot.begins != slot.planned for slot in day.slots)
    return {
        "day": day.day.isoformat(),
        "number": day.number,
        "of": day.of,
        "state": day.state.value,
        "times": f"{show_minutes(begins)}-{show_minutes(ends)}",
        "delay": day.delay if is_moved else 0,
    }


async def _count(services: Services, day: DayView | None, building_id: int | None) -> int | None:
    """How many households were there, where enough were for none of them to be known by it."""
    if day is None:
        return None
    counts = await services.work.read(count_done, day.id)
    return floor_count(_sum_done(counts, building_id))


def _sum_done(counts: Mapping[int, BuildingCount], building_id: int | None) -> int:
    if building_id is not None:
        return counts[building_id].done if building_id in counts else 0
    return sum(count.done for count in counts.values())


async def place_in_group(context: Context) -> None:
    """Put the cards of rounds to come into a group that was bound after they were planned."""
    assert context.chat is not None
    await context.work.write(place_testing_cards, context.chat.id, now=context.received_at)


def _keyboard(services: Services, words: Words, view: RoundView) -> InlineKeyboardMarkup | None:
    if view.state is not RoundState.PLANNED:
        return None
    link = private_link(services.username, LINK)
    return keyboard([InlineKeyboardButton(text=words.button("testing_mine"), url=link)])

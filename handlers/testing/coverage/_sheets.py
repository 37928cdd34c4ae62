"""Lists of doors on paper and on the plan map, in private, for those whose doors they are."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import asdict
from itertools import groupby
from typing import Any

from handlers.context import Context
from locales.plan_map import (
    Cell,
    House,
    Shape,
    list_pages,
    name_house,
    render_plan_map,
)
from locales.renderer import Words
from locales.walking_sheet import Walk, walking_page
from storage.community.walking import stack
from storage.errors import RuleError
from storage.testing.coverage import queries
from storage.testing.coverage.kinds import MarkState
from storage.testing.coverage.queries import BuildingCount, DayFacts, DoorView, Stop

_SHAPES = {
    MarkState.DONE: Shape.FULL,
    MarkState.CANNOT: Shape.STRIPES,
    MarkState.ABSENT: Shape.HALF,
}


async def send_doors(context: Context, day: DayFacts, counts: Sequence[BuildingCount]) -> None:
    """The doors that are left in these buildings, house after house, as a PDF."""
    doors = await _list_doors(context, day, counts)
    left = [door for door in doors if door.is_left]
    if not left:
        raise RuleError("doors_none_left")
    words = await context.words()
    content = await asyncio.to_thread(_print_doors, words, day, left)
    await context.send_file(f"linli-doors-{day.day.isoformat()}.pdf", content)


async def send_stops(context: Context, day: DayFacts) -> None:
    """The squad's round, in its order, as a PDF."""
    stops = await context.work.read(queries.list_stops, day)
    if not stops:
        raise RuleError("doors_none_left")
    words = await context.words()
    content = await asyncio.to_thread(_print_stops, words, day, stops)
    await context.send_file(f"linli-homes-{day.day.isoformat()}.pdf", content)


async def send_map(
    context: Context, day: DayFacts, counts: Sequence[BuildingCount], number: int
) -> None:
    """The houses with every room as it stands, a picture at a time."""
    doors = await _list_doors(context, day, counts)
    pages = list_pages(_list_houses(doors, counts))
    number = min(max(number, 0), len(pages) - 1)
    numbered = [
        {"sign": name_house(count.label, place), "label": count.label}
        for place, count in enumerate(counts, start=1)
        if not count.label.isascii()
    ]
    await context.say(
        "testing/map",
        day_id=day.id,
        title=day.title,
        day=day.day.isoformat(),
        houses=[asdict(house) for house in pages[number]],
        numbered=numbered[:20],
        page=number,
        pages=len(pages),
    )


def draw_map(_words: Words, params: dict[str, Any]) -> bytes:
    """The picture over the map's text."""
    houses = [
        House(
            house["label"],
            [
                (name, [Cell(cell["label"], Shape(cell["shape"])) for cell in cells])
                for name, cells in house["storeys"]
            ],
        )
        for house in params["houses"]
    ]
    return render_plan_map(houses)


async def _list_doors(
    context: Context, day: DayFacts, counts: Sequence[BuildingCount]
) -> tuple[DoorView, ...]:
    buildings = [count.building_id for count in counts]
    return await context.work.read(queries.list_doors, day.id, buildings)


def _list_houses(doors: Sequence[DoorView], counts: Sequence[BuildingCount]) -> list[House]:
    signs = {
        count.building_id: name_house(count.label, place)
        for place, count in enumerate(counts, start=1)
    }
    return [
        House(
            signs[building_id],
            [
                (name, [Cell(door.room, _find_shape(door)) for door in storey])
                for name, storey in stack(house)
            ],
        )
        for building_id, house in groupby(doors, key=lambda door: door.building_id)
    ]


def _find_shape(door: DoorView) -> Shape:
    if door.mark is not None:
        return _SHAPES[door.mark]
    return Shape.EMPTY if door.is_linked else Shape.DOT


def _print_doors(words: Words, day: DayFacts, doors: Sequence[DoorView]) -> bytes:
    walks = [
        Walk(
            words.text("testing/sheet_building", building=label),
            [(door.door, _describe(words, door), "") for door in house],
        )
        for label, house in groupby(doors, key=lambda door: door.building)
    ]
    columns = [words.text(f"testing/sheet_{name}") for name in ("door", "known", "remark")]
    title = words.text("testing/sheet_doors", title=day.title)
    return walking_page(words, title, _head(words, day), columns, (1.0, 2.2, 2.0), walks)


def _describe(words: Words, door: DoorView) -> str:
    """What whoever knocks should know: missed before, sampled at home, unknown to everybody."""
    known = {
        "missed": door.was_missed,
        "absent": door.mark is MarkState.ABSENT,
        "home": door.is_home,
        "unlinked": not door.is_linked,
    }
    said = [words.text(f"testing/sheet_is_{name}") for name, holds in known.items() if holds]
    return " · ".join(said)


def _print_stops(words: Words, day: DayFacts, stops: Sequence[Stop]) -> bytes:
    walks = [
        Walk(
            words.text("testing/sheet_building", building=label),
            [
                (
                    words.formats.clock(stop.starts_at) if stop.starts_at else "",
                    stop.home.door,
                    stop.home.note or "",
                )
                for stop in house
            ],
        )
        for label, house in groupby(stops, key=lambda stop: stop.home.building)
    ]
    columns = [words.text(f"testing/sheet_{name}") for name in ("time", "door", "remark")]
    title = words.text("testing/sheet_homes", title=day.title)
    return walking_page(words, title, _head(words, day), columns, (0.8, 1.0, 3.0), walks)


def _head(words: Words, day: DayFacts) -> list[str]:
    return [f"{day.estate} · {words.formats.date(day.day)}"]

"""The plan of an estate as values: houses, storeys, and a letter for each flag (S17)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from locales.plan_map import (
    NAMED,
    Cell,
    Shape,
    choose_scale,
    list_pages,
    name_house,
    render_plan_map,
)
from locales.plan_map import House as Drawn
from storage.community.walking import stack, stack_across
from storage.relay.boards import SHOWN, Door, Flag, House, count_flags, hide_rooms

_SHAPES = {
    Flag.COLLECTED: Shape.FULL,
    Flag.CALLED: Shape.RING,
    Flag.JOINED: Shape.FLAG,
    Flag.WAITING: Shape.BARE_FLAG,
    Flag.DRAWING: Shape.DOT,
    Flag.NONE: Shape.EMPTY,
}
_LETTERS = {"c": Flag.COLLECTED, "t": Flag.CALLED, "j": Flag.JOINED}
_LETTERS |= {"w": Flag.WAITING, "d": Flag.DRAWING, "-": Flag.NONE}
_LETTER_OF = {flag: letter for letter, flag in _LETTERS.items()}

# What a map shows, as JSON values: {"houses": [[label, [[name, letters, rooms]]]], "counts": {}}.
# Without rooms the flags of a storey stand at its left.
Plan = dict[str, Any]


def open_plans(houses: Sequence[House]) -> list[Plan]:
    """The whole estate as everybody may see it, in as few pictures as it takes."""
    shown = [
        [sign, [[name, _spell(hide_rooms(map(_public, row))), []] for name, row in storeys]]
        for sign, storeys in _stacked(houses, stack_across)
    ]
    counts = {flag.value: count for flag, count in count_flags(houses).items()}
    return _in_pages(shown, counts, is_named=False)


def room_plans(houses: Sequence[House]) -> list[Plan]:
    """Houses with every room as it stands, for staff and leads, a picture at a time."""
    shown = [
        [
            sign,
            [
                [name, _spell(door.flag for door in row), [door.room for door in row]]
                for name, row in storeys
            ],
        ]
        for sign, storeys in _stacked(houses, stack)
    ]
    return _in_pages(shown, {}, is_named=True)


def draw_plan(plan: Plan) -> bytes:
    """The picture: a PNG."""
    houses = [_draw(house) for house in plan["houses"]]
    if plan["is_named"]:
        return render_plan_map(houses)
    counts = plan["counts"]
    legend = [(_SHAPES[flag], str(counts[flag])) for flag in SHOWN if flag in counts]
    return render_plan_map(houses, choose_scale(houses), legend)


def name_signs(houses: Iterable[House]) -> list[dict[str, str]]:
    """The houses that stand in the picture under a number, as `#5`, and what they are called."""
    return [
        {"sign": name_house(house.label, place), "label": house.label}
        for place, house in enumerate(houses, start=1)
        if not house.label.isascii()
    ]


def _stacked(
    houses: Sequence[House], pile: Callable[[Iterable[Door]], list[tuple[str, list[Door]]]]
) -> list[tuple[str, list[tuple[str, list[Door]]]]]:
    return [
        (name_house(house.label, place), pile(house.doors))
        for place, house in enumerate(houses, start=1)
    ]


def _public(door: Door) -> Flag:
    """Where a place of the daily reserve went is shown to nobody (S03)."""
    return Flag.NONE if door.is_granted else door.flag


def _spell(flags: Iterable[Flag]) -> str:
    return "".join(_LETTER_OF[flag] for flag in flags)


def _in_pages(shown: list[Any], counts: dict[str, int], *, is_named: bool) -> list[Plan]:
    drawn = [_draw(house) for house in shown]
    pages = list_pages(drawn, NAMED if is_named else choose_scale(drawn))
    plans, start = [], 0
    for page in pages:
        houses = shown[start : start + len(page)]
        plans.append({"houses": houses, "counts": counts, "is_named": is_named})
        start += len(page)
    return plans


def _draw(house: Any) -> Drawn:
    label, storeys = house
    return Drawn(
        label,
        [
            (
                name,
                [
                    Cell(rooms[place] if rooms else "", _SHAPES[_LETTERS[letter]])
                    for place, letter in enumerate(letters)
                ],
            )
            for name, letters, rooms in storeys
        ],
    )

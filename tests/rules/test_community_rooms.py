"""How a building's doors are parted for buttons."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.community._rooms import MOST_GROUPS, MOST_ROOMS, floor_of, part_rooms
from storage.community.doors import Door


def doors(*keys: str) -> list[Door]:
    """Doors of building 1, `unit-room` or `room`."""
    parts = [key.rpartition("-") for key in keys]
    return [Door(n, "1", unit, room) for n, (unit, _, room) in enumerate(parts, start=1)]


@pytest.mark.parametrize(
    ("room", "floor"),
    [("501", "5"), ("1803", "18"), ("0502", "5"), ("12", ""), ("A", ""), ("301-2", "3")],
)
def test_a_room_tells_its_floor(room: str, floor: str) -> None:
    assert floor_of(room) == floor


def test_a_small_building_is_one_group() -> None:
    (group,) = part_rooms(doors(*(f"{floor}01" for floor in range(1, 7))))

    assert (group.unit, group.floor, len(group.doors)) == ("", "", 6)


def test_units_come_before_floors() -> None:
    rooms = [f"{unit}-{floor}0{flat}" for unit in "12" for floor in range(1, 8) for flat in "123"]

    assert [(group.unit, group.floor) for group in part_rooms(doors(*rooms))] == [
        ("1", ""),
        ("2", ""),
    ]


def test_a_tower_with_units_is_parted_by_both_where_one_is_not_enough() -> None:
    rooms = [f"{u}-{f}{n:02d}" for u in "12" for f in range(1, 11) for n in range(1, 21)]

    groups = part_rooms(doors(*rooms))

    assert [(group.unit, group.floor) for group in groups[:2]] == [("1", "1"), ("1", "2")]
    assert len(groups) == 20


def test_what_no_keyboard_holds_is_to_be_written() -> None:
    assert part_rooms(doors(*(f"{floor}01" for floor in range(1, 100)))) == ()


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(1, 60), st.integers(1, 30)), unique=True))
def test_every_door_is_in_one_group_that_fits(places: list[tuple[int, int, int]]) -> None:
    known = doors(*(f"{unit or ''}-{floor}{flat:02d}" for unit, floor, flat in places))

    groups = part_rooms(known)

    if groups:
        shown = [door for group in groups for door in group.doors]
        assert sorted(shown, key=lambda door: door.household_id) == known
        assert len(groups) <= MOST_GROUPS
        assert all(len(group.doors) <= MOST_ROOMS for group in groups)

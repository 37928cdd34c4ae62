"""Which doors may be marked by whom and when, and in which order they are walked past."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from storage.community.actor import Actor, Right
from storage.community.kinds import RoleKind
from storage.community.walking import find_storey, stack, stack_across, walk
from storage.errors import RuleError
from storage.testing.coverage.kinds import MarkState, SeenBy
from storage.testing.coverage.rules import (
    Place,
    check_day,
    check_fetched,
    check_own_change,
    check_taken,
    check_until,
    clean_words,
    find_chase,
    find_how,
    read_room,
)
from storage.testing.kinds import DayState

TODAY = date(2022, 4, 12)
HERE = Place(committee_id=1, building_id=10)


@dataclass(frozen=True)
class Room:
    room: str
    unit: str = ""


def code_of(check: object, *args: object, **kwargs: object) -> str | None:
    try:
        check(*args, **kwargs)  # type: ignore[operator]
    except RuleError as refusal:
        return refusal.code
    return None


def actor(kind: RoleKind | None, committee: int = 1, building: int | None = None) -> Actor:
    roles = (Right(1, committee, kind, building),) if kind else ()
    return Actor(5, roles=roles)


@pytest.mark.parametrize(
    ("kind", "committee", "building", "squad", "how"),
    [
        (RoleKind.STAFF, 1, None, False, SeenBy.STAFF),
        (RoleKind.LEAD, 1, None, False, SeenBy.LEAD),
        (RoleKind.LEAD, 1, 10, False, SeenBy.LEAD),
        (RoleKind.LEAD, 1, 11, False, None),
        (RoleKind.LEAD, 2, None, False, None),
        (RoleKind.STAFF, 2, None, False, None),
        (RoleKind.VOLUNTEER, 1, None, False, None),
        (RoleKind.VOLUNTEER, 1, None, True, SeenBy.SQUAD),
        (None, 1, None, False, None),
    ],
)
def test_doors_are_marked_by_staff_their_lead_and_the_squad(
    kind: RoleKind | None, committee: int, building: int | None, squad: bool, how: SeenBy | None
) -> None:
    somebody = actor(kind, committee, building)
    if how is None:
        assert code_of(find_how, somebody, HERE, is_in_squad=squad) == "doors_not_yours"
    else:
        assert find_how(somebody, HERE, is_in_squad=squad) is how


@pytest.mark.parametrize(
    ("state", "days", "mark", "code"),
    [
        (DayState.PLANNED, 0, MarkState.DONE, None),
        (DayState.DONE, -3, MarkState.DONE, None),
        (DayState.DONE, -4, MarkState.DONE, "testing_over"),
        (DayState.PLANNED, 1, MarkState.DONE, "doors_too_early"),
        (DayState.PLANNED, 1, MarkState.ABSENT, "doors_too_early"),
        (DayState.PLANNED, 1, MarkState.CANNOT, None),
        (DayState.SKIPPED, 0, MarkState.DONE, "testing_over"),
        (DayState.PAUSED, 0, MarkState.DONE, "testing_over"),
        (DayState.CALLED_OFF, 0, MarkState.CANNOT, "testing_over"),
    ],
)
def test_doors_are_marked_from_the_day_on_for_three_days(
    state: DayState, days: int, mark: MarkState, code: str | None
) -> None:
    assert code_of(check_day, state, TODAY + timedelta(days=days), TODAY, mark) == code


@pytest.mark.parametrize(
    ("how", "state", "code"),
    [
        (None, None, None),
        (SeenBy.RESIDENT, MarkState.DONE, None),
        (SeenBy.LEAD, MarkState.ABSENT, None),
        (SeenBy.STAFF, MarkState.CANNOT, None),
        (SeenBy.LEAD, MarkState.DONE, "doors_seen"),
        (SeenBy.SQUAD, MarkState.DONE, "doors_seen"),
    ],
)
def test_a_household_does_not_undo_what_was_seen_at_its_door(
    how: SeenBy | None, state: MarkState | None, code: str | None
) -> None:
    assert code_of(check_own_change, how, state) == code


@pytest.mark.parametrize(("days", "code"), [(0, None), (-7, None), (-8, "x"), (1, "x")])
def test_self_tests_are_of_these_days(days: int, code: str | None) -> None:
    wrong = code and "antigen_day_wrong"
    assert code_of(check_taken, TODAY + timedelta(days=days), TODAY) == wrong


@pytest.mark.parametrize(("days", "code"), [(0, None), (-29, None), (-30, "x"), (1, "x")])
def test_a_code_that_has_ended_needs_no_reminder(days: int, code: str | None) -> None:
    wrong = code and "code_day_wrong"
    assert code_of(check_fetched, TODAY + timedelta(days=days), TODAY) == wrong


@pytest.mark.parametrize(("ends", "asked"), [(8, 19), (19, 19), (23, 23)])
def test_who_was_missed_is_asked_in_the_evening(ends: int, asked: int) -> None:
    zone = ZoneInfo("Asia/Shanghai")
    ends_at = datetime.combine(TODAY, time(ends), zone)

    assert find_chase(TODAY, ends_at, zone.key) == datetime.combine(TODAY, time(asked), zone)


def test_visits_end_today_at_the_earliest() -> None:
    assert code_of(check_until, None, TODAY) is None
    assert code_of(check_until, TODAY, TODAY) is None
    assert code_of(check_until, TODAY - timedelta(days=1), TODAY) == "expiry_in_past"


def test_words_are_cleaned_and_have_an_end() -> None:
    assert clean_words("  发烧，\u202e去医院了\n") == "发烧，去医院了"
    assert code_of(clean_words, "\u200b ") == "fact_missing"
    assert code_of(clean_words, "长" * 301) == "text_too_long"


@pytest.mark.parametrize(
    ("text", "has_units", "read"),
    [
        ("501", False, ("", "501")),
        ("501室", False, ("", "501")),
        ("2-501", True, ("2", "501")),
        ("2单元-501", True, ("2", "501")),
        ("501", True, "room_without_unit"),
        ("2-501", False, "room_unreadable"),
        ("地下室", False, "room_unreadable"),
        ("", False, "room_unreadable"),
        ("99999", False, "room_unreadable"),
        ("5" * 30, False, "room_unreadable"),
    ],
)
def test_a_room_that_the_roster_lacks_is_read(
    text: str, has_units: bool, read: tuple[str, str] | str
) -> None:
    if isinstance(read, str):
        assert code_of(read_room, text, has_units=has_units) == read
    else:
        assert read_room(text, has_units=has_units) == read


@pytest.mark.parametrize(
    ("room", "storey"),
    [
        ("501", 5),
        ("0501", 5),
        ("1203", 12),
        ("501甲", 5),
        ("A12", None),
        ("12", None),
        ("001", None),
    ],
)
def test_a_room_names_its_storey(room: str, storey: int | None) -> None:
    assert find_storey(room) == storey


def test_doors_are_walked_from_the_top_down_and_to_and_fro() -> None:
    doors = [Room(room) for room in ("101", "102", "201", "202", "1001", "1002")]

    assert [door.room for door in walk(doors)] == ["1001", "1002", "202", "201", "101", "102"]


def test_doors_are_walked_unit_after_unit() -> None:
    doors = [Room(room, unit) for unit in ("10", "2") for room in ("101", "201", "202")]

    assert [f"{door.unit}-{door.room}" for door in walk(doors)] == [
        "2-201", "2-202", "2-101", "10-201", "10-202", "10-101",
    ]  # fmt: skip


def test_doors_without_storeys_are_walked_as_the_roster_says() -> None:
    doors = [Room(room) for room in ("102", "B", "101")]

    assert [door.room for door in walk(doors)] == ["102", "B", "101"]


def test_doors_stand_above_each_other() -> None:
    doors = [Room("101"), Room("202"), Room("201"), Room("B"), Room("102")]

    assert [(name, [door.room for door in row]) for name, row in stack(doors)] == [
        ("2", ["201", "202"]),
        ("1", ["101", "102"]),
        ("", ["B"]),
    ]
    assert [name for name, _ in stack([Room("301", "2"), Room("301", "1")])] == ["1-3", "2-3"]


def test_all_units_of_a_house_stand_side_by_side() -> None:
    doors = [Room("101", "2"), Room("201", "2"), Room("202", "10"), Room("201", "10"), Room("B")]

    assert [
        (name, [(door.unit, door.room) for door in row]) for name, row in stack_across(doors)
    ] == [
        ("2", [("2", "201"), ("10", "201"), ("10", "202")]),
        ("1", [("2", "101")]),
        ("", [("", "B")]),
    ]

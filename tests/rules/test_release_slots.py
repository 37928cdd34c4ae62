"""Turns at the desks: in order, within hours, no desk takes two at once."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.errors import RuleError
from storage.relay.releases.slots import (
    Caller,
    Desks,
    Point,
    Slot,
    about,
    check_point,
    check_points,
    check_seconds,
    find_gaps,
    find_queue,
    lay_out,
    next_grain,
    open_spans,
)

ZONE = "Asia/Shanghai"
DAY = date(2020, 2, 5)
# 09:00 in Shanghai.
NINE = datetime(2020, 2, 5, 1, tzinfo=UTC)
MORNING_AND_AFTERNOON = ((540, 690), (810, 1020))


def _point(number: int = 1, desks: int = 1, **changes: object) -> Point:
    values: dict[str, object] = {
        "number": number,
        "place": "社区活动室",
        "desks": desks,
        "hours": MORNING_AND_AFTERNOON,
        "starts_on": DAY,
        "ends_on": DAY + timedelta(days=1),
    }
    return Point(**(values | changes))  # type: ignore[arg-type]


def _lay(
    callers: list[Caller], points: list[Point], seconds: int = 120, at: datetime = NINE
) -> list[Slot]:
    desks = {p.number: Desks(p.desks, seconds, open_spans(p, ZONE)) for p in points}
    return lay_out(callers, points, desks, not_before=at)


def _callers(count: int, building: int = 1) -> list[Caller]:
    return [Caller(number, building) for number in range(1, count + 1)]


def _minutes(slots: list[Slot]) -> list[float]:
    return [(slot.starts_at - NINE) / timedelta(minutes=1) for slot in slots]


def test_two_minutes_a_person_is_what_the_rehearsal_of_dalian_road_found() -> None:
    assert _minutes(_lay(_callers(4), [_point()])) == [0, 2, 4, 6]
    assert _minutes(_lay(_callers(5), [_point(desks=2)])) == [0, 0, 2, 2, 4]


def test_who_does_not_fit_before_noon_comes_after_it() -> None:
    slots = _minutes(_lay(_callers(77), [_point()]))

    assert slots[74] == 148, "the last turn ends as the desks do"
    assert slots[75] == 270


def test_who_does_not_fit_today_comes_tomorrow_and_then_has_no_turn() -> None:
    slots = _lay(_callers(1000), [_point(desks=1)], seconds=1800)

    assert [slot.starts_at.date().day for slot in slots] == [5] * 12 + [6] * 12


def test_turns_begin_when_one_can_come() -> None:
    half_past = NINE + timedelta(minutes=30)
    assert _minutes(_lay(_callers(2), [_point()], at=half_past)) == [30, 32]
    assert _minutes(_lay(_callers(1), [_point()], at=NINE + timedelta(hours=3))) == [270]


def test_points_that_name_no_building_share_by_load() -> None:
    slots = _lay(_callers(6), [_point(1), _point(2, desks=2)])

    assert Counter(slot.point for slot in slots) == {1: 2, 2: 4}


def test_a_building_goes_to_the_point_that_names_it() -> None:
    points = [_point(1), _point(2, buildings=frozenset({7}))]
    slots = _lay([Caller(1, 3), Caller(2, 7), Caller(3, 7), Caller(4, 3)], points)

    assert [slot.point for slot in slots] == [1, 2, 2, 1]


def test_a_building_that_no_point_names_goes_to_the_first() -> None:
    points = [_point(1, buildings=frozenset({7})), _point(2, buildings=frozenset({8}))]
    assert find_queue(9, points) == (1,)
    assert find_queue(7, points) == (1,)
    assert find_queue(7, []) == ()


def test_desks_that_are_busy_take_people_when_they_are_free() -> None:
    busy = [NINE + timedelta(minutes=10), NINE + timedelta(minutes=4)]
    desks = Desks(3, 120, open_spans(_point(), ZONE), free_at=busy)

    assert [desks.take(NINE) for _ in range(4)] == [
        NINE,
        NINE + timedelta(minutes=2),
        NINE + timedelta(minutes=4),
        NINE + timedelta(minutes=4),
    ]


def test_a_point_whose_hours_are_shorter_than_a_turn_takes_nobody() -> None:
    assert Desks(2, 7200, [(NINE, NINE + timedelta(hours=1))]).take(NINE) is None


@given(
    count=st.integers(0, 120),
    desks=st.lists(st.integers(1, 4), min_size=1, max_size=3),
    seconds=st.integers(5, 3600),
    named=st.booleans(),
    late=st.integers(0, 2000),
)
def test_every_layout_keeps_order_hours_and_one_person_a_desk(
    count: int, desks: list[int], seconds: int, named: bool, late: int
) -> None:
    points = [
        _point(number, many, buildings=frozenset({number}) if named else frozenset())
        for number, many in enumerate(desks, start=1)
    ]
    callers = [Caller(number, number % 4) for number in range(count)]
    at = NINE + timedelta(minutes=late)
    slots = _lay(callers, points, seconds, at)

    assert [slot.number for slot in slots] == sorted({slot.number for slot in slots})
    for point in points:
        mine = [slot.starts_at for slot in slots if slot.point == point.number]
        spans = list(open_spans(point, ZONE))
        needed = timedelta(seconds=seconds)
        assert all(
            any(begins <= start and start + needed <= ends for begins, ends in spans)
            for start in mine
        )
        assert all(start >= at for start in mine)
        assert mine == sorted(mine)
        ahead = zip(mine, mine[point.desks :], strict=False)
        assert all(later - sooner >= needed for sooner, later in ahead)
    if len(points) == 1 and len(slots) < count:
        assert [slot.number for slot in slots] == list(range(len(slots))), "nobody is passed over"


@given(moment=st.integers(0, 10**9).map(lambda seconds: NINE + timedelta(seconds=seconds)))
def test_a_time_is_told_by_fives_and_never_late(moment: datetime) -> None:
    told = about(moment)
    assert told <= moment < told + timedelta(minutes=5)
    assert told.minute % 5 == told.second == told.microsecond == 0
    assert next_grain(moment) - told in (timedelta(), timedelta(minutes=5))
    assert next_grain(moment) >= moment


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"place": " "}, "fact_missing"),
        ({"place": "x" * 81}, "text_too_long"),
        ({"desks": 0}, "wrong_number"),
        ({"desks": 51}, "wrong_number"),
        ({"ends_on": DAY - timedelta(days=1)}, "point_days_wrong"),
        ({"ends_on": DAY + timedelta(days=60)}, "point_days_wrong"),
        ({"hours": ()}, "point_hours_wrong"),
        ({"hours": ((600, 540),)}, "point_hours_wrong"),
        ({"hours": ((540, 700), (690, 720))}, "point_hours_wrong"),
        ({"hours": ((540, 1441),)}, "point_hours_wrong"),
        ({"hours": ((-5, 60),)}, "point_hours_wrong"),
        ({"hours": tuple((n * 60, n * 60 + 30) for n in range(5))}, "point_hours_wrong"),
    ],
)
def test_points_that_cannot_stand(changes: dict[str, object], code: str) -> None:
    check_point(_point())
    with pytest.raises(RuleError) as refusal:
        check_point(_point(**changes))  # type: ignore[arg-type]
    assert refusal.value.code == code


def test_a_building_has_one_point() -> None:
    check_points([_point(1), _point(2, buildings=frozenset({1})), _point(3)])
    with pytest.raises(RuleError) as refusal:
        check_points([_point(n, buildings=frozenset({1, n})) for n in (2, 3)])
    assert refusal.value.code == "building_at_two_points"
    with pytest.raises(RuleError) as refusal:
        check_points([_point(n) for n in range(31)])
    assert refusal.value.code == "too_many_points"


@pytest.mark.parametrize("seconds", [4, 3601, -1])
def test_a_pace_that_no_desk_keeps(seconds: int) -> None:
    check_seconds(5)
    with pytest.raises(RuleError) as refusal:
        check_seconds(seconds)
    assert refusal.value.code == "wrong_pace"


def test_days_that_the_clock_changes_keep_their_hours() -> None:
    point = _point(starts_on=date(2020, 3, 28), ends_on=date(2020, 3, 29), hours=((540, 600),))
    spans = list(open_spans(point, "Europe/Paris"))

    assert [begins.hour for begins, _ in spans] == [8, 7]
    assert all(before[1] < after[0] for before, after in pairwise(spans))


def test_a_turn_given_up_is_a_gap_once_and_only_while_a_desk_is_free() -> None:
    begins = datetime(2020, 2, 3, 1, tzinfo=UTC)
    two = timedelta(minutes=2)
    times = [begins + turn * two for turn in range(5)]
    assert find_gaps([times[2]], [times[0], times[1], times[3]], 1, two) == [times[2]]
    assert find_gaps([times[2]], times, 1, two) == [], "somebody else has it"
    assert find_gaps([times[2], times[2]], [times[2]], 2, two) == [times[2]]

    spans = [(begins, begins + timedelta(hours=1))]
    desks = Desks(1, 120, spans, free_at=[times[4] + two], gaps=[times[1], times[3]])
    assert desks.find(times[2]) == times[3]
    taken = [desks.take(begins) for _ in range(3)]
    assert taken == [times[1], times[3], times[4] + two]

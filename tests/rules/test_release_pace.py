"""The pace observed, and whose time moves: only when it matters, never before one can come."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.relay.releases.pace import (
    NOTICE,
    Held,
    Pace,
    Rebalanced,
    Served,
    count_queue,
    is_overloaded,
    measure_seconds,
    observe,
    ranges,
    rebalance,
)
from storage.relay.releases.slots import Point

NINE = datetime(2020, 2, 5, 1, tzinfo=UTC)
NOON = NINE + timedelta(hours=3)
TOMORROW = NINE + timedelta(days=1)
SPANS = [(NINE, NOON), (TOMORROW, TOMORROW + timedelta(hours=3))]


def _at(minutes: float) -> datetime:
    return NINE + timedelta(minutes=minutes)


def _point(desks: int = 1) -> Point:
    return Point(1, "活动室", desks, ((540, 720),), date(2020, 2, 5), date(2020, 2, 6))


def _held(*minutes: float, first: int = 1) -> list[Held]:
    return [
        Held(number, 1, _at(minute), _at(minute)) for number, minute in enumerate(minutes, first)
    ]


def _moved(result: Rebalanced) -> dict[int, float]:
    return {s.number: (s.starts_at - NINE) / timedelta(minutes=1) for s in result.shifts}


@pytest.mark.parametrize(
    ("minutes", "desks", "seconds"),
    [
        (range(0, 40, 3), 1, 180),
        (range(0, 40, 2), 2, 240),
        ([0, 3, 6, 9, 12, 40, 43, 46, 49, 52], 1, 180),
        ([0, 3, 6], 1, None),
        ([5] * 10, 1, 5),
    ],
)
def test_seconds_a_person(minutes: list[int], desks: int, seconds: int | None) -> None:
    assert measure_seconds([_at(minute) for minute in minutes], desks) == seconds


def test_the_pace_is_that_of_the_last_people() -> None:
    slow = [_at(n * 5) for n in range(20)]
    fast = [_at(100 + n) for n in range(20)]
    assert measure_seconds([*fast, *slow], 1) == 60


def test_desks_that_wait_for_people_are_not_slow() -> None:
    """Every second one did not come; who came was served at once."""
    served = [Served(_at(n * 4), _at(n * 4)) for n in range(12)]
    assert observe(served, 1, 120) == Pace(120, timedelta())


def test_people_who_queue_tell_the_pace() -> None:
    served = [Served(_at(n * 3), _at(n * 2)) for n in range(16)]
    pace = observe(served, 1, 120)
    assert pace == Pace(180, timedelta(minutes=7, seconds=30))
    assert observe(served[:5], 1, 120) is None


def test_a_slow_desk_moves_those_behind_and_tells_only_whom_it_matters_to() -> None:
    """Half an hour at three minutes instead of two: twenty served late, the rest told later."""
    now = _at(60)
    held = _held(*range(40, 120, 2), first=21)
    result = rebalance(held, _point(), SPANS, Pace(180, timedelta(minutes=20)), now=now)
    moved = _moved(result)

    # Eleven stand in the queue for 33 minutes; the next was told minute 62.
    assert moved[32] == 93
    assert moved[33] == 96
    assert all(shift.is_told for shift in result.shifts)
    assert sorted(moved) == list(range(32, 61))


def test_a_list_that_shifts_by_minutes_is_left_alone() -> None:
    now = _at(60)
    held = _held(58, 60, 62, 64, 66)
    result = rebalance(held, _point(), SPANS, Pace(150, timedelta(minutes=5)), now=now)
    assert result == Rebalanced((), ())


def test_who_was_told_a_time_far_off_is_not_moved_by_a_queue_now() -> None:
    held = [*_held(58, 60, 62), *_held(150, first=9)]
    result = rebalance(held, _point(), SPANS, Pace(600, timedelta(minutes=30)), now=_at(60))
    assert set(_moved(result)) == {3}


def test_fast_desks_call_earlier_but_leave_time_to_come() -> None:
    now = _at(30)
    held = _held(95, 97, 99)
    result = rebalance(held, _point(), SPANS, Pace(60, timedelta(minutes=-30)), now=now)
    notice = 30 + NOTICE / timedelta(minutes=1)
    assert not result.shifts, "five minutes are not worth a message"

    held = _held(140, 142, 144)
    result = rebalance(held, _point(), SPANS, Pace(60, timedelta(minutes=-30)), now=now)
    assert _moved(result) == {1: notice, 2: notice + 1, 3: notice + 2}


def test_tomorrow_is_never_called_today() -> None:
    tomorrow = [Held(1, 1, TOMORROW, TOMORROW)]
    result = rebalance(tomorrow, _point(), SPANS, Pace(60, timedelta(minutes=-60)), now=_at(30))
    assert result == Rebalanced((), ())


def test_who_does_not_fit_today_comes_tomorrow_and_moves_those_of_tomorrow() -> None:
    now = NOON - timedelta(minutes=20)
    held = [
        *_held(162, 164, 166, 168, 170, 172),
        Held(50, 1, TOMORROW, TOMORROW),
        Held(51, 1, TOMORROW + timedelta(minutes=2), TOMORROW + timedelta(minutes=2)),
    ]
    result = rebalance(held, _point(), SPANS, Pace(600, timedelta()), now=now)
    moved = _moved(result)

    assert 1 not in moved, "there is time for one"
    assert moved[2] == (TOMORROW - NINE) / timedelta(minutes=1)
    assert moved[51] - moved[50] == 10


def test_who_fits_no_day_any_more_is_named() -> None:
    held = _held(170, 172)
    result = rebalance(held, _point(), SPANS[:1], Pace(600, timedelta()), now=_at(165))
    assert result.beyond == (2,)


def test_who_waits_is_who_was_due_while_people_are_late() -> None:
    held = _held(10, 30, 45, 50, 60, 70)
    assert count_queue(held, timedelta(minutes=20), _at(60)) == 3
    assert count_queue(held, timedelta(minutes=-20), _at(60)) == 1


@given(
    minutes=st.lists(st.integers(0, 170), max_size=40),
    seconds=st.integers(5, 900),
    late=st.integers(-90, 90),
    desks=st.integers(1, 4),
    now=st.integers(0, 175),
)
def test_whatever_is_observed_order_and_promises_hold(
    minutes: list[int], seconds: int, late: int, desks: int, now: int
) -> None:
    held = _held(*sorted(minutes))
    at = _at(now)
    pace = Pace(seconds, timedelta(minutes=late))
    result = rebalance(held, _point(desks), SPANS, pace, now=at)
    told = {slot.number: slot.told_at for slot in held}

    times = [shift.starts_at for shift in sorted(result.shifts, key=lambda s: s.number)]
    assert times == sorted(times)
    assert not result.shifts or any(shift.is_told for shift in result.shifts)
    for shift in result.shifts:
        assert shift.starts_at >= min(told[shift.number], at + NOTICE)
        assert any(begins <= shift.starts_at < ends for begins, ends in SPANS)
    if late > -15:
        assert all(shift.starts_at >= told[shift.number] for shift in result.shifts)


def test_a_crowd_is_more_than_the_desks_can_serve_in_half_an_hour() -> None:
    assert not is_overloaded(30, 2, 120, minutes=30)
    assert is_overloaded(31, 2, 120, minutes=30)


@pytest.mark.parametrize(
    ("numbers", "spans"),
    [([], ()), ([4], ((4, 4),)), ([3, 1, 2, 7, 9, 8], ((1, 3), (7, 9)))],
)
def test_numbers_are_called_as_spans(
    numbers: list[int], spans: tuple[tuple[int, int], ...]
) -> None:
    assert ranges(numbers) == spans

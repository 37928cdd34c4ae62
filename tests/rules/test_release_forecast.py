"""Today about such a time, tomorrow, not today (S26)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from storage.relay.releases.forecast import (
    NOTHING,
    Forecast,
    find_day,
    find_turn,
    forecast_called,
    forecast_expected,
)
from storage.relay.releases.kinds import Day, SlotState, When
from storage.relay.releases.slots import Caller, Desks, Point, lay_out, open_spans

ZONE = "Asia/Shanghai"
NINE = datetime(2020, 2, 5, 1, tzinfo=UTC)
POINT = Point(1, "活动室", 2, ((540, 720),), date(2020, 2, 5), date(2020, 2, 7))
MIDNIGHT = datetime(2020, 2, 5, 16, tzinfo=UTC)


@pytest.mark.parametrize(
    ("at", "day"),
    [
        (NINE, Day.TODAY),
        (NINE - timedelta(hours=5), Day.TODAY),
        (MIDNIGHT - timedelta(seconds=1), Day.TODAY),
        (MIDNIGHT, Day.TOMORROW),
        (MIDNIGHT + timedelta(days=1), Day.LATER),
        (NINE - timedelta(days=1), Day.UNKNOWN),
    ],
)
def test_days_are_those_of_the_committees_calendar(at: datetime, day: Day) -> None:
    assert find_day(at, NINE, ZONE) is day


def test_a_held_number_is_told_no_time() -> None:
    held = forecast_called(NINE, SlotState.HELD, "活动室", now=NINE, time_zone=ZONE)
    assert held == Forecast(When.HELD, None, Day.UNKNOWN, "活动室")
    called = forecast_called(NINE, SlotState.CALLED, "活动室", now=NINE, time_zone=ZONE)
    assert called == Forecast(When.CALLED, NINE, Day.TODAY, "活动室")


def _desks() -> dict[int, Desks]:
    return {1: Desks(POINT.desks, 600, open_spans(POINT, ZONE))}


@pytest.mark.parametrize("ahead", [0, 1, 5, 35, 36, 70, 107])
def test_one_turn_is_the_same_as_in_the_whole_list(ahead: int) -> None:
    callers = [Caller(number, 3) for number in range(120)]
    whole = lay_out(callers, [POINT], _desks(), not_before=NINE)
    turn = find_turn(callers[ahead], ahead, [POINT], _desks(), not_before=NINE)
    assert turn == whole[ahead]


def test_numbers_beyond_the_last_day_are_told_nothing() -> None:
    turn = find_turn(Caller(9, 3), 108, [POINT], _desks(), not_before=NINE)
    assert turn is None
    assert forecast_expected(turn, [POINT], now=NINE, time_zone=ZONE) is NOTHING


def test_day_of_a_number_that_is_not_called_yet() -> None:
    days = []
    for ahead in (0, 35, 36, 72):
        turn = find_turn(Caller(9, 3), ahead, [POINT], _desks(), not_before=NINE)
        days.append(forecast_expected(turn, [POINT], now=NINE, time_zone=ZONE).day)
    assert days == [Day.TODAY, Day.TODAY, Day.TOMORROW, Day.LATER]

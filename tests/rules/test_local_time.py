"""The wall clock and the line of instants, also where the clock is put forward or back."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from storage.local_time import at_local, covers_minute, find_date, local_day, local_minute

PARIS = "Europe/Paris"
FORWARD, BACK = date(2022, 3, 27), date(2022, 10, 30)


def test_an_instant_has_its_own_day_in_each_zone() -> None:
    late = datetime(2022, 4, 6, 17, 30, tzinfo=UTC)
    assert local_day(late, "Asia/Shanghai") == date(2022, 4, 7)
    assert local_day(late, PARIS) == date(2022, 4, 6)
    assert local_minute(late, "Asia/Shanghai") == 90


@pytest.mark.parametrize(
    ("day", "minute", "instant"),
    [
        (date(2022, 4, 7), 450, datetime(2022, 4, 7, 5, 30, tzinfo=UTC)),
        (date(2022, 4, 7), 1440, datetime(2022, 4, 7, 22, 0, tzinfo=UTC)),
        # 02:30 does not exist: the clock jumps from 02:00 to 03:00.
        (FORWARD, 150, datetime(2022, 3, 27, 1, 30, tzinfo=UTC)),
        # 02:30 comes twice: the first is still summer time.
        (BACK, 150, datetime(2022, 10, 30, 0, 30, tzinfo=UTC)),
        (BACK, 210, datetime(2022, 10, 30, 2, 30, tzinfo=UTC)),
    ],
)
def test_a_wall_clock_time_is_one_instant(day: date, minute: int, instant: datetime) -> None:
    assert at_local(day, minute, PARIS) == instant


@pytest.mark.parametrize(
    ("span", "inside", "outside"),
    [
        ((1320, 420), (1320, 1439, 0, 419), (420, 720, 1319)),
        ((60, 420), (60, 419), (59, 420, 1439)),
        ((420, 420), (), (0, 419, 420, 421)),
    ],
)
def test_a_span_of_minutes_may_run_overnight(
    span: tuple[int, int], inside: tuple[int, ...], outside: tuple[int, ...]
) -> None:
    assert all(covers_minute(span, minute) for minute in inside)
    assert not any(covers_minute(span, minute) for minute in outside)


def test_what_the_clock_leaves_out_comes_an_hour_later_on_it() -> None:
    assert local_minute(at_local(FORWARD, 150, PARIS), PARIS) == 210


@pytest.mark.parametrize("parts", [(1, 1, 1), (9999, 12, 31), (2022, 2, 29), (2022, 13, 1)])
def test_what_nobody_can_mean_is_no_day(parts: tuple[int, int, int]) -> None:
    assert find_date(*parts) is None
    assert find_date(2024, 2, 29) == date(2024, 2, 29)

"""Days, hours and paces as staff write them."""

from __future__ import annotations

from datetime import date

import pytest

from handlers.relay.releases._reading import read_count, read_days, read_hours, read_pace
from storage.errors import RuleError

TODAY = date(2020, 2, 3)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2月5日 - 2月7日", 5, 7),
        ("2/5-2/7", 5, 7),
        ("2月5日-7日", 5, 7),
        ("明天", 4, 4),
        ("today to tomorrow", 3, 4),
        ("２月５日～２月７日", 5, 7),
        ("2020-02-05 至 2020-02-07", 5, 7),
    ],
)
def test_days(text: str, first: int, last: int) -> None:
    read = read_days(text, TODAY)
    assert (read["starts_on"].day, read["ends_on"].day) == (first, last)


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("9:00-17:00", ((540, 1020),)),
        ("9:00-11:30, 13:30-17:00", ((540, 690), (810, 1020))),
        ("９点到１７点", ((540, 1020),)),
        ("9h-12h et 14h-17h30", ((540, 720), (840, 1050))),
        ("8:30–24:00", ((510, 1440),)),
    ],
)
def test_hours(text: str, hours: tuple[tuple[int, int], ...]) -> None:
    assert read_hours(text)["hours"] == hours


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("90 秒", 90), ("2分钟", 120), ("2", 120), ("1.5 min", 90), ("45s", 45), ("2 minutes", 120)],
)
def test_pace(text: str, seconds: int) -> None:
    assert read_pace(text) == seconds


@pytest.mark.parametrize("text", ["300", "300户", "next 300", "３００"])
def test_count(text: str) -> None:
    assert read_count(text) == 300


@pytest.mark.parametrize(
    ("read", "text", "code"),
    [
        (lambda text: read_days(text, TODAY), "soon", "release_days_unreadable"),
        (lambda text: read_days(text, TODAY), "2/30", "release_days_unreadable"),
        (read_hours, "mornings", "release_hours_unreadable"),
        (read_hours, "9:00-17:00 except noon", "release_hours_unreadable"),
        (read_hours, "25:00-26:00", "release_hours_unreadable"),
        (read_pace, "quick", "release_pace_unreadable"),
        (read_count, "0", "release_count_unreadable"),
        (read_count, "10 to 20", "release_count_unreadable"),
    ],
)
def test_what_cannot_be_read_is_said(read: object, text: str, code: str) -> None:
    with pytest.raises(RuleError) as refusal:
        read(text)  # type: ignore[operator]
    assert refusal.value.code == code

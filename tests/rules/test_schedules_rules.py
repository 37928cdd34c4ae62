"""Rules over days, and the days on which they fall."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.calendar import CALENDAR
from storage.errors import RuleError
from storage.schedules.rules import (
    LAST,
    WEEKDAYS,
    WORKDAYS,
    Daily,
    Every,
    Monthly,
    Once,
    Rule,
    Weekly,
    check_minute,
    check_rule,
    count_days,
    from_json,
    is_open,
    to_json,
)

TODAY = date(2022, 4, 1)  # A Friday.


def days(rule: Rule, most: int = 5, **changes: date | None) -> list[str]:
    start = changes.get("starts_on") or TODAY
    after = changes.get("after") or start - timedelta(days=1)
    found = CALENDAR.days(rule, start, changes.get("until_on"), after, most)
    return [day.strftime("%m-%d") for day in found]


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (Once((date(2022, 4, 9), date(2022, 4, 4), date(2022, 4, 9))), ["04-04", "04-09"]),
        (Once((date(2022, 3, 31),)), []),
        (Daily(3), ["04-01", "04-02", "04-03"]),
        (Daily(), ["04-01", "04-02", "04-03", "04-04", "04-05"]),
        (Every(3), ["04-01", "04-04", "04-07", "04-10", "04-13"]),
        (Weekly(("tue", "fri")), ["04-01", "04-05", "04-08", "04-12", "04-15"]),
        (Weekly(("sun",)), ["04-03", "04-10", "04-17", "04-24", "05-01"]),
        (Weekly(WORKDAYS), ["04-01", "04-04", "04-05", "04-06", "04-07"]),
        (Monthly((1,)), ["04-01", "05-01", "06-01", "07-01", "08-01"]),
        (Monthly((31,)), ["05-31", "07-31", "08-31", "10-31", "12-31"]),
        (Monthly((15, LAST)), ["04-15", "04-30", "05-15", "05-31", "06-15"]),
    ],
)
def test_a_rule_falls_on_its_days(rule: Rule, expected: list[str]) -> None:
    assert days(rule) == expected


def test_days_are_counted_from_the_first_however_late_one_asks() -> None:
    assert days(Every(3), after=date(2022, 4, 5)) == ["04-07", "04-10", "04-13", "04-16", "04-19"]
    assert days(Daily(3), after=date(2022, 4, 2)) == ["04-03"]
    assert days(Daily(3), after=date(2022, 4, 3)) == []


def test_nothing_falls_before_the_beginning_or_after_the_end() -> None:
    assert days(Daily(), after=date(2022, 1, 1), until_on=date(2022, 4, 2)) == ["04-01", "04-02"]
    assert days(Daily(9), until_on=date(2022, 4, 2)) == ["04-01", "04-02"]
    assert days(Once((TODAY, date(2022, 4, 9))), until_on=date(2022, 4, 8)) == ["04-01"]


def test_the_last_day_of_february_is_known() -> None:
    start = date(2024, 2, 1)

    assert days(Monthly((LAST,)), 2, starts_on=start) == ["02-29", "03-31"]
    assert days(Monthly((29,)), 2, starts_on=date(2023, 2, 1)) == ["03-29", "04-29"]


RULES = st.one_of(
    st.builds(Daily, st.one_of(st.none(), st.integers(1, 60))),
    st.builds(Every, st.integers(1, 40)),
    st.lists(st.sampled_from(WEEKDAYS), min_size=1, unique=True).map(lambda d: Weekly(tuple(d))),
    st.lists(st.one_of(st.integers(1, 28), st.just(LAST)), min_size=1, unique=True).map(
        lambda d: Monthly(tuple(d))
    ),
)


@given(RULES, st.dates(date(2020, 1, 1), date(2035, 1, 1)), st.integers(0, 400))
def test_days_ascend_and_asking_on_gives_the_same_days(rule: Rule, start: date, ago: int) -> None:
    before = start - timedelta(days=1)
    found = CALENDAR.days(rule, start, None, before, 12)

    assert all(one < two for one, two in pairwise(found))
    for index, day in enumerate(found[:-1]):
        assert CALENDAR.days(rule, start, None, day, 1) == (found[index + 1],)
    assert CALENDAR.days(rule, start, None, before - timedelta(days=ago), 12) == found
    assert to_json(from_json(to_json(rule))) == to_json(rule)


def test_a_rule_survives_being_kept() -> None:
    for rule in (
        Once((date(2022, 4, 4), date(2022, 4, 9))),
        Daily(3),
        Daily(),
        Every(2),
        Weekly(("mon", "sun")),
        Monthly((1, 15, LAST)),
    ):
        assert from_json(to_json(rule)) == rule
    assert to_json(Weekly(("sun", "mon"))) == {"kind": "weekly", "days": ["mon", "sun"]}
    assert to_json(Monthly((LAST, 2))) == {"kind": "monthly", "days": [2, "last"]}
    with pytest.raises(ValueError, match="no rule"):
        from_json({"kind": "hourly"})


@pytest.mark.parametrize(
    ("rule", "changes", "code"),
    [
        (Daily(3), {"starts_on": date(2022, 3, 31)}, "schedule_past"),
        (Once((date(2022, 4, 2), date(2022, 3, 30))), {}, "schedule_past"),
        (Daily(), {"until_on": date(2022, 3, 31)}, "schedule_until"),
        (Once((date(2022, 4, 9),)), {"until_on": date(2022, 4, 8)}, "schedule_until"),
        (Once(()), {}, "schedule_no_days"),
        (Weekly(()), {}, "schedule_no_days"),
        (Monthly(()), {}, "schedule_no_days"),
        (Weekly(("1",)), {}, "schedule_unknown_day"),
        (Monthly((0,)), {}, "schedule_unknown_day"),
        (Monthly((32,)), {}, "schedule_unknown_day"),
        (Daily(0), {}, "schedule_span"),
        (Daily(367), {}, "schedule_span"),
        (Every(0), {}, "schedule_span"),
        (Every(-1), {}, "schedule_span"),
        (Once(tuple(TODAY + timedelta(days=n) for n in range(61))), {}, "schedule_span"),
    ],
)
def test_what_cannot_come_true_is_refused(rule: Rule, changes: dict[str, date], code: str) -> None:
    with pytest.raises(RuleError) as refused:
        check_rule(rule, changes.get("starts_on", TODAY), changes.get("until_on"), TODAY)

    assert refused.value.code == code


def test_what_can_come_true_is_taken() -> None:
    # The days that are named count, wherever the caller begins.
    check_rule(Once((date(2022, 4, 2),)), date(2022, 3, 1), None, TODAY)
    check_rule(Daily(), TODAY, TODAY, TODAY)
    check_rule(Monthly((31, LAST)), TODAY, None, TODAY)
    check_minute(0)
    check_minute(1439)
    for minute in (-1, 1440):
        with pytest.raises(RuleError, match="schedule_minute"):
            check_minute(minute)


def test_how_long_a_rule_goes_on() -> None:
    assert [count_days(rule) for rule in (Daily(3), Daily(), Once((TODAY, TODAY)), Every(2))] == [
        3, None, 1, None,
    ]  # fmt: skip
    assert is_open(Every(2), None)
    assert not is_open(Every(2), TODAY)
    assert not is_open(Daily(3), None)

"""How often something recurs, as a rule over days. Pure; which days those are a calendar says.

A rule knows days only. The minute of the day and the time zone belong to the schedule, so that a
change of either leaves the days as they are.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, Protocol

from storage.errors import RuleError
from storage.local_time import MINUTES_A_DAY

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
WORKDAYS = WEEKDAYS[:5]
LAST: Literal["last"] = "last"

# Longer is a slip of the pen; what goes on for ever says so.
LONGEST = 366
MOST_DAYS = 60

MonthDay = int | Literal["last"]


@dataclass(frozen=True)
class Once:
    """Single days, each named."""

    days: tuple[date, ...]


@dataclass(frozen=True)
class Daily:
    """Every day; with `count` that many consecutive days from the first (S57: three)."""

    count: int | None = None


@dataclass(frozen=True)
class Every:
    """Every so many days, counted from the first (按频次, S58)."""

    days: int


@dataclass(frozen=True)
class Weekly:
    """Days of the week by their names, `mon` to `sun`."""

    days: tuple[str, ...]


@dataclass(frozen=True)
class Monthly:
    """Days of the month, 1 to 31, or `last`. A month without a 31st has none."""

    days: tuple[MonthDay, ...]


Rule = Once | Daily | Every | Weekly | Monthly


class Calendar(Protocol):
    """Says on which days a rule falls."""

    def days(
        self, rule: Rule, starts_on: date, until_on: date | None, after: date, most: int
    ) -> tuple[date, ...]:
        """The first `most` days of the rule after `after`, in order.

        None of them lies before `starts_on` or after `until_on`.
        """


def check_rule(rule: Rule, starts_on: date, until_on: date | None, today: date) -> None:
    """Refuse a rule that can never come true or was meant otherwise.

    Raises:
        RuleError: `schedule_past` with `day`; `schedule_until` where the end lies before the
            beginning; `schedule_no_days`; `schedule_unknown_day`; `schedule_span` with `most`.
    """
    _check_dates(_named(rule) or (starts_on,), until_on, today)
    if isinstance(rule, Once):
        _check_some(rule.days)
        _check_span(len(rule.days), MOST_DAYS)
    elif isinstance(rule, Daily):
        _check_span(1 if rule.count is None else rule.count, LONGEST)
    elif isinstance(rule, Every):
        _check_span(rule.days, LONGEST)
    elif isinstance(rule, Weekly):
        _check_known(rule.days, all(day in WEEKDAYS for day in rule.days))
    else:
        _check_known(rule.days, all(_is_month_day(day) for day in rule.days))


def check_minute(minute: int) -> None:
    """Refuse a minute that no day has.

    Raises:
        RuleError: `schedule_minute`.
    """
    if not 0 <= minute < MINUTES_A_DAY:
        raise RuleError("schedule_minute")


def count_days(rule: Rule) -> int | None:
    """How many days the rule has, where it says so itself: the m of "day n of m"."""
    if isinstance(rule, Once):
        return len(set(rule.days))
    return rule.count if isinstance(rule, Daily) else None


def is_open(rule: Rule, until_on: date | None) -> bool:
    """Whether it goes on until somebody ends it."""
    return until_on is None and count_days(rule) is None


def to_json(rule: Rule) -> dict[str, Any]:
    """The rule as JSON values: `{"kind": "weekly", "days": ["mon"]}`."""
    if isinstance(rule, Once):
        return {"kind": "once", "days": [day.isoformat() for day in sorted(set(rule.days))]}
    if isinstance(rule, Daily):
        return {"kind": "daily", "count": rule.count}
    if isinstance(rule, Every):
        return {"kind": "every", "days": rule.days}
    if isinstance(rule, Weekly):
        return {"kind": "weekly", "days": [day for day in WEEKDAYS if day in rule.days]}
    return {"kind": "monthly", "days": sorted(set(rule.days), key=_month_order)}


def from_json(data: dict[str, Any]) -> Rule:
    """The rule that `to_json` wrote.

    Raises:
        ValueError: it is none.
    """
    kind = data.get("kind")
    if kind == "once":
        return Once(tuple(date.fromisoformat(day) for day in data["days"]))
    if kind == "daily":
        return Daily(data["count"])
    if kind == "every":
        return Every(data["days"])
    if kind == "weekly":
        return Weekly(tuple(data["days"]))
    if kind == "monthly":
        return Monthly(tuple(data["days"]))
    raise ValueError(f"no rule: {kind}")


def _named(rule: Rule) -> tuple[date, ...]:
    return tuple(sorted(rule.days)) if isinstance(rule, Once) else ()


def _check_dates(days: tuple[date, ...], until_on: date | None, today: date) -> None:
    if days[0] < today:
        raise RuleError("schedule_past", day=days[0].isoformat())
    if until_on is not None and until_on < days[0]:
        raise RuleError("schedule_until")


def _check_some(days: tuple[Any, ...]) -> None:
    if not days:
        raise RuleError("schedule_no_days")


def _check_known(days: tuple[Any, ...], are_known: bool) -> None:
    _check_some(days)
    if not are_known:
        raise RuleError("schedule_unknown_day")


def _check_span(count: int, most: int) -> None:
    if not 1 <= count <= most:
        raise RuleError("schedule_span", most=most)


def _is_month_day(day: MonthDay) -> bool:
    return day == LAST or (isinstance(day, int) and 1 <= day <= 31)


def _month_order(day: MonthDay) -> int:
    return 32 if day == LAST else int(day)

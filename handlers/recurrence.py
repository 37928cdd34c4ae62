"""How often something recurs, as people write it. Pure; every language is understood at once."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from handlers.recurrence_words import (
    COUNT,
    DAILY,
    DAYS_OF_MONTH,
    EVERY,
    EVERY_OTHER,
    FILLER,
    FROM,
    LAST_DAY,
    LIST_OF_MONTH,
    MONTHLY,
    NUMBERS,
    RANGE,
    SINGLE,
    TO,
    UNTIL,
    WEEKDAY_NAMES,
    WEEKEND,
    WEEKLY,
    WORKDAY,
)
from handlers.spans import fold
from storage.requests.dates import read_day
from storage.schedules.rules import (
    LAST,
    WEEKDAYS,
    WORKDAYS,
    Daily,
    Every,
    MonthDay,
    Monthly,
    Once,
    Rule,
    Weekly,
    to_json,
)

# Characters. What is longer is no line about days.
LONGEST = 500
# Days named in a text; how many more there are is said.
_NAMED = 12
_CHINESE = "一二三四五六七八九"
_MONTH_DAYS = range(1, 32)


@dataclass(frozen=True)
class Recurrence:
    """A rule as it was written; `starts_on` is None where no first day was named."""

    rule: Rule
    starts_on: date | None = None
    until_on: date | None = None


def read_recurrence(text: str, today: date) -> Recurrence | None:
    """Understand a text that is a rule and nothing else; None where it is not one for certain.

    Args:
        text: `每周二、五`, `every 3 days until 4/30`, `连续3天`, `4/12, 4/14`, `明天`.
        today: by the reader's clock.
    """
    day = read_day(fold(text), today)
    if day is not None:
        return Recurrence(Once((day,)))
    taken = take_recurrence(text, today)
    if taken is None or FILLER.sub("", taken[1].lower()):
        return None
    return taken[0]


def take_recurrence(text: str, today: date) -> tuple[Recurrence, str] | None:
    """Cut the days out of a line that says more: what recurs, and the line without it."""
    if len(text) > LONGEST:
        return None
    scan = _Scan(fold(text), today)
    rule = scan.take_rule()
    span = scan.take_span()
    until_on = span[1] if span else scan.take_date(UNTIL)
    starts_on = span[0] if span else scan.take_date(FROM)
    named = () if span else scan.take_days()
    if rule is None and starts_on is not None and until_on is not None:
        rule, until_on = Daily((until_on - starts_on).days + 1), None
    if rule is None:
        return (Recurrence(Once(named)), scan.rest()) if named and not until_on else None
    if len(named) > 1 or (named and starts_on is not None):
        return None
    return Recurrence(rule, starts_on or next(iter(named), None), until_on), scan.rest()


def rule_params(rule: Rule, until_on: date | None = None) -> dict[str, Any]:
    """A rule as `schedules/_rule.html` shows it, under the name `rule`."""
    kept = to_json(rule)
    days: list[Any] = kept["days"] if isinstance(kept.get("days"), list) else []
    return {
        "kind": kept["kind"],
        "days": [day for day in days if day != LAST][:_NAMED],
        "more": max(len(days) - _NAMED, 0) if isinstance(rule, Once) else 0,
        "has_last": LAST in days,
        "are_workdays": tuple(days) == WORKDAYS,
        "count": rule.days if isinstance(rule, Every) else kept.get("count"),
        "until": until_on.isoformat() if until_on else None,
    }


class _Scan:
    """A line from which what is understood is cut away."""

    def __init__(self, text: str, today: date) -> None:
        self._text = text
        self._today = today

    def rest(self) -> str:
        return " ".join(self._text.split())

    def take(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        found = pattern.search(self._text.lower())
        if found is not None:
            # Where lower case is longer than what was written, the line cannot be cut by it.
            text = self._text if len(self._text.lower()) == len(self._text) else self._text.lower()
            self._text = f"{text[: found.start()]} {text[found.end() :]}"
        return found

    def take_rule(self) -> Rule | None:
        for patterns, build in _RULES:
            for pattern in patterns:
                found = self.take(pattern)
                if found is not None:
                    return self._with_count(build(found))
        return None

    def _with_count(self, rule: Rule | None) -> Rule | None:
        """`every day, for 3 days`."""
        if rule != Daily():
            return rule
        found = next(filter(None, map(self.take, COUNT)), None)
        return Daily(_number(found)) if found else rule

    def take_span(self) -> tuple[date, date] | None:
        """`4/12-4/14`, `4月12日至14日`: first and last day."""
        short = self.take(DAYS_OF_MONTH)
        if short is not None:
            first, last = (self._day(f"{short[1]}/{short[index]}") for index in (2, 3))
        else:
            found = self.take(RANGE)
            if found is None:
                return None
            first, last = self._day(found[1]), self._day(found[2])
        if first is None or last is None or last < first:
            return None
        return first, last

    def take_date(self, pattern: re.Pattern[str]) -> date | None:
        found = self.take(pattern)
        return self._day(next(filter(None, found.groups()), "")) if found else None

    def take_days(self) -> tuple[date, ...]:
        """Every day that is named, in order."""
        days: list[date | None] = []
        while found := self.take(LIST_OF_MONTH):
            days += [self._day(f"{found[1]}/{day}") for day in re.findall(r"\d+", found[2])]
        while found := self.take(SINGLE):
            days.append(self._day(found[0]))
        return tuple(sorted({day for day in days if day is not None}))

    def _day(self, text: str) -> date | None:
        return read_day(text, self._today)


def _number(found: re.Match[str]) -> int:
    written = next(filter(None, found.groups()))
    if written.isdigit():
        return int(written)
    return NUMBERS.get(written) or _chinese_number(written)


def _chinese_number(written: str) -> int:
    """`三` is 3, `十四` 14, `二十` 20."""
    tens, ten, ones = written.rpartition("十")
    value = (_CHINESE.find(tens) + 1 or 1) * 10 if ten else 0
    return value + (_CHINESE.find(ones) + 1 if ones else 0)


def _weekly(found: re.Match[str]) -> Rule | None:
    """The days of the week in a run of names; a range goes round the end of the week."""
    days: list[str] = []
    is_range = False
    for part in re.split(rf"({TO})", found[1]):
        if re.fullmatch(TO, part):
            is_range = bool(days)
            continue
        named = list(_weekdays_in(part))
        if is_range and named:
            days += _between(days[-1], named[0])
        days += named
        is_range = False
    return Weekly(tuple(day for day in WEEKDAYS if day in days)) if days else None


def _weekdays_in(text: str) -> Iterable[str]:
    position = 0
    while position < len(text):
        matches = ((day, name.match(text, position)) for day, name in WEEKDAY_NAMES.items())
        best = max(((len(match[0]), day) for day, match in matches if match), default=None)
        if best is not None:
            yield best[1]
        position += best[0] if best else 1


def _between(first: str, last: str) -> list[str]:
    start, stop = WEEKDAYS.index(first), WEEKDAYS.index(last)
    steps = (stop - start) % len(WEEKDAYS)
    return [WEEKDAYS[(start + step) % len(WEEKDAYS)] for step in range(1, steps)]


def _monthly(found: re.Match[str]) -> Rule | None:
    numbers = [int(number) for number in re.findall(r"\d+", found[1])]
    if any(number not in _MONTH_DAYS for number in numbers):
        return None
    last: tuple[MonthDay, ...] = (LAST,) if re.search(LAST_DAY, found[1]) else ()
    return Monthly((*sorted(set(numbers)), *last))


_RULES: tuple[tuple[tuple[re.Pattern[str], ...], Callable[[re.Match[str]], Rule | None]], ...] = (
    ((WORKDAY,), lambda _: Weekly(WORKDAYS)),
    ((WEEKEND,), lambda _: Weekly(("sat", "sun"))),
    ((EVERY_OTHER,), lambda _: Every(2)),
    (EVERY, lambda found: Every(_number(found))),
    (WEEKLY, _weekly),
    (MONTHLY, _monthly),
    ((DAILY,), lambda _: Daily()),
    (COUNT, lambda found: Daily(_number(found))),
)

"""Days, hours and paces of a point as staff write them. Pure."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

from handlers.spans import fold
from storage.errors import RuleError
from storage.relay.releases.slots import Minutes
from storage.requests.dates import read_day

_TO = re.compile(r"\s*(?:-|–|—|~|～|至|到|から|부터|\bto\b|\bà\b)\s*", re.IGNORECASE)
_HOURS = re.compile(
    r"(\d{1,2})\s*(?:[:：点點時时시h]\s*(\d{2})?)?\s*分?\s*(?:-|–|—|~|～|至|到|から|부터|\bto\b|\bà\b)\s*"
    r"(\d{1,2})\s*(?:[:：点點時时시h]\s*(\d{2})?)?\s*分?",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"[\s,，、;；/和與및]|\band\b|\bet\b", re.IGNORECASE)
_SECONDS = re.compile(r"(\d{1,4})\s*(?:秒|초|s|sec|seconds?|secondes?)", re.IGNORECASE)
_MINUTES = re.compile(r"(\d{1,2}(?:[.,]\d)?)\s*(?:分钟|分鐘|分|분|m|min|minutes?)?", re.IGNORECASE)
_COUNT = re.compile(r"\D{0,8}?(\d{1,5})\D{0,8}")


def read_days(text: str, today: date) -> dict[str, Any]:
    """First and last day: `2月5日 - 2月7日`, `明天`, `2020-02-05 to 2020-02-07`.

    Raises:
        RuleError: `release_days_unreadable`.
    """
    folded = fold(text)
    whole = read_day(folded, today)
    if whole is not None:
        return {"starts_on": whole, "ends_on": whole}
    for separator in _TO.finditer(folded):
        first = read_day(folded[: separator.start()].strip(), today)
        if first is None:
            continue
        last = _read_last(folded[separator.end() :].strip(), first)
        if last is not None:
            return {"starts_on": first, "ends_on": last}
    raise RuleError("release_days_unreadable")


def _read_last(text: str, first: date) -> date | None:
    """The day at the end of a span; «5日» there is of the month in which it begins."""
    bare = re.fullmatch(r"(\d{1,2})\s*[日号號일]?", text)
    if bare is None:
        return read_day(text, first)
    day = int(bare[1])
    ahead = (first + timedelta(days=step) for step in range(31))
    return next((found for found in ahead if found.day == day), None)


def read_hours(text: str) -> dict[str, Any]:
    """Opening hours: `9:00-11:30, 13:30-17:00`, `9点到17点`.

    Raises:
        RuleError: `release_hours_unreadable`.
    """
    folded = fold(text)
    spans: list[Minutes] = []
    for found in _HOURS.finditer(folded):
        begins, ends = _minute(found[1], found[2]), _minute(found[3], found[4])
        if begins is None or ends is None:
            raise RuleError("release_hours_unreadable")
        spans.append((begins, ends))
    if not spans or _BETWEEN.sub("", _HOURS.sub("", folded)):
        raise RuleError("release_hours_unreadable")
    return {"hours": tuple(spans)}


def _minute(hour: str, minute: str | None) -> int | None:
    hours, minutes = int(hour), int(minute or 0)
    known = (hours < 24 and minutes < 60) or (hours, minutes) == (24, 0)
    return hours * 60 + minutes if known else None


def read_pace(text: str) -> int:
    """Seconds a person: `90 秒`, `2 分钟`, `2`; a bare number is minutes.

    Raises:
        RuleError: `release_pace_unreadable`.
    """
    folded = fold(text)
    if found := _SECONDS.fullmatch(folded):
        return int(found[1])
    if found := _MINUTES.fullmatch(folded):
        return round(float(found[1].replace(",", ".")) * 60)
    raise RuleError("release_pace_unreadable")


def read_count(text: str) -> int:
    """How many are to be called: `300`, `300户`.

    Raises:
        RuleError: `release_count_unreadable`.
    """
    found = _COUNT.fullmatch(fold(text))
    if found is None or not int(found[1]):
        raise RuleError("release_count_unreadable")
    return int(found[1])

"""Times as they stand on papers, message lists and spreadsheets. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from handlers.spans import fold, read_clock
from storage.local_time import at_local, find_date, local_day

_DAY = (
    r"(?:(?P<year>\d{4})\s*[-/.年년]\s*)?(?P<month>\d{1,2})\s*[-/.月월]\s*(?P<day>\d{1,2})"
    r"\s*[日号號일]?"
)
_CLOCK = (
    r"(?P<half>上午|早上|凌晨|中午|下午|晚上|午前|午後|오전|오후|am|pm)?\s*"
    r"(?<!\d)(?P<hour>\d{1,2})\s*(?:[::]|[点點時时시h])\s*(?P<minute>\d{2}(?!\d)|半)?\s*分?"
    r"(?::(?P<second>\d{2})(?:\.\d+)?)?\s*(?P<half_behind>am|pm)?(?!\d)"
)
_MOMENT = re.compile(rf"(?:{_DAY}[\sT,]*)?{_CLOCK}", re.IGNORECASE)
_AFTERNOON = frozenset({"下午", "晚上", "午後", "오후", "pm"})
_NOON = 12
# No line of a list is longer, and searching takes the square of its blanks.
_LOOKED_AT = 300


@dataclass(frozen=True, slots=True)
class Written:
    """A time as it was written.

    Attributes:
        day: year (None where none was written), month and day; None is not written at all.
        start: where it begins in the folded text.
        end: where it ends there.
    """

    clock: time
    day: tuple[int | None, int, int] | None
    start: int
    end: int


def find_time(text: str) -> Written | None:
    """The first time of day at the beginning of a text, with the day written before it."""
    for found in _MOMENT.finditer(fold(text)[:_LOOKED_AT]):
        clock = _read(found)
        if clock is not None:
            return Written(clock, _day_of(found), found.start(), found.end())
    return None


def _day_of(found: re.Match[str]) -> tuple[int | None, int, int] | None:
    if not found["month"]:
        return None
    return int(found["year"]) if found["year"] else None, int(found["month"]), int(found["day"])


def _read(found: re.Match[str]) -> time | None:
    half = (found["half"] or found["half_behind"] or "").lower()
    hour = int(found["hour"])
    if half in _AFTERNOON and hour < _NOON:
        hour += _NOON
    elif half == "am" and hour == _NOON:
        hour = 0
    minute = "30" if found["minute"] == "半" else found["minute"] or "0"
    return read_clock(str(hour), minute, found["second"])


def place_in_time(written: Written, now: datetime, time_zone: str) -> datetime | None:
    """The instant that was written: on its day, else the last time that the clock showed it.

    Returns:
        Aware UTC; None for a day that the calendar does not have.
    """
    on = written.day
    minute = written.clock.hour * 60 + written.clock.minute
    seconds = timedelta(seconds=written.clock.second)
    today = local_day(now, time_zone)
    if on is None:
        moment = at_local(today, minute, time_zone) + seconds
        return moment if moment <= now else at_local(_before(today), minute, time_zone) + seconds
    found = find_date(on[0] or today.year, on[1], on[2])
    if found is None:
        return None
    moment = at_local(found, minute, time_zone) + seconds
    if moment <= now or on[0] is not None:
        return moment
    # «12月31日» in January is last year's.
    last = find_date(today.year - 1, on[1], on[2])
    return at_local(last, minute, time_zone) + seconds if last else None


def _before(day: date) -> date:
    return day - timedelta(days=1)

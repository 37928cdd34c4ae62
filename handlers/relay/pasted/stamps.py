"""Dates and clock times as chats, exports and sheets write them.

    stamp = [date] [period] clock [am|pm]       `2022/4/12 19:03`  `[오후 7:03]`  `Apr 12, 7:03 PM`

A date without a year is the last time that it was; a clock without a date stands on the day that
the last date line named, or on today.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import NamedTuple

from storage.local_time import find_date

_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_MONTH = rf"(?:{'|'.join(_MONTHS)})[a-z]*\.?"
_WEEKDAY = (
    r"(?:(?:周|星期|礼拜)?[一二三四五六日天](?!\w)|[月火水木金土日월화수목금토일](?:曜日|요일)?"
    r"|(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?)"
)
_DATES = (
    r"(?P<y1>\d{4})\s?[-/.年년]\s?(?P<m1>\d{1,2})\s?[-/.月월]\s?(?P<d1>\d{1,2})\s?[日号일.]?",
    r"(?P<a2>\d{1,2})[-/.](?P<b2>\d{1,2})[-/.](?P<y2>\d{4}|\d{2})",
    r"(?P<m3>\d{1,2})\s?[月월]\s?(?P<d3>\d{1,2})\s?[日号일]?",
    rf"(?P<m4>{_MONTH})\s(?P<d4>\d{{1,2}})(?:st|nd|rd|th)?,?(?:\s(?P<y4>\d{{4}}))?",
    rf"(?P<d5>\d{{1,2}})\.?\s(?P<m5>{_MONTH})\s?(?P<y5>\d{{4}})?",
    r"(?P<a6>\d{1,2})[-/](?P<b6>\d{1,2})(?![-/\d])",
    r"(?P<word>昨天|昨日|今天|今日|yesterday|today|어제|오늘|hier|aujourd'hui|"
    r"gestern|heute)(?:\sat|\sà)?",
)
DATE = rf"(?:{'|'.join(_DATES)})(?:\s?[(]?{_WEEKDAY}[)]?)?"
CLOCK = (
    r"(?P<period>上午|下午|晚上|凌晨|早上|中午|傍晚|am|pm|午前|午後|오전|오후)?\s?"
    r"(?<!\d)(?P<hour>[01]?\d|2[0-4])(?::|点(?=\d))(?P<minute>[0-5]\d)(?::(?P<second>[0-5]\d))?"
    r"\s?(?P<half>[ap]\.?m\b\.?)?"
)
_STAMP = re.compile(rf"(?:{DATE}[,\s]{{0,3}}|\b{_WEEKDAY}\s)?{CLOCK}(?![\d:])", re.IGNORECASE)
_DAY_LINE = re.compile(rf"[\W_]*(?:{_WEEKDAY}[,\s]+)?{DATE}[\W_]*", re.IGNORECASE)
_EVENING = frozenset(["下午", "晚上", "傍晚", "pm", "午後", "오후"])
_MORNING = frozenset(["上午", "凌晨", "早上", "am", "午前", "오전"])
_NOON = 12
_CENTURY = 2000


class Stamp(NamedTuple):
    """A time and where it stood in its line."""

    at: datetime
    start: int
    end: int
    has_date: bool


class Calendar:
    """Reads stamps one after the other, and remembers the day.

    Args:
        now: aware, on the readers' clock.
    """

    def __init__(self, now: datetime) -> None:
        self._now = now
        self._day: date | None = None

    def find(self, line: str, start: int = 0) -> Stamp | None:
        """The first stamp of a line from `start` on."""
        found = _STAMP.search(line, start)
        if found is None:
            return None
        day = self._read_day(found)
        has_date = day is not None
        at = self._on(day or self._day or self._now.date(), found)
        return Stamp(at, found.start(), found.end(), has_date)

    def take_day(self, line: str) -> bool:
        """Remember the day of a line that holds nothing but a date."""
        found = _DAY_LINE.fullmatch(line)
        day = self._read_day(found) if found else None
        if day is not None:
            self._day = day
        return day is not None

    def keep(self, stamp: Stamp) -> None:
        """Later clocks without a date stand on the day of this stamp."""
        if stamp.has_date:
            self._day = stamp.at.date()

    def name_day(self, line: str) -> None:
        """Remember a day that a title names, as of a sheet of one day."""
        found = re.search(DATE, line, re.IGNORECASE)
        day = self._read_day(found) if found else None
        if day is not None and not (found and (found["word"] or found["a6"])):
            self._day = day

    def _on(self, day: date, found: re.Match[str]) -> datetime:
        hour = int(found["hour"])
        half = (found["period"] or found["half"] or "").casefold().replace(".", "")
        if half in _EVENING and hour < _NOON:
            hour += _NOON
        elif half in _MORNING and hour == _NOON:
            hour = 0
        late = timedelta(days=hour // 24)
        clock = (hour % 24, int(found["minute"]), int(found["second"] or 0))
        return datetime(*day.timetuple()[:3], *clock, tzinfo=self._now.tzinfo) + late

    def _read_day(self, found: re.Match[str]) -> date | None:
        if word := found["word"]:
            is_today = word.casefold() in ("today", "heute", "aujourd'hui") or word[0] in "今오"
            return self._now.date() - timedelta(days=0 if is_today else 1)
        if found["y1"]:
            return find_date(int(found["y1"]), int(found["m1"]), int(found["d1"]))
        if found["y2"]:
            return self._nearest(*(int(found[part]) for part in ("a2", "b2", "y2")))
        for month, day, year in (("m3", "d3", ""), ("m4", "d4", "y4"), ("m5", "d5", "y5")):
            if found[month]:
                written = found[year] if year else None
                return self._find(written, _read_month(found[month]), int(found[day]))
        return self._find(None, int(found["a6"]), int(found["b6"])) if found["a6"] else None

    def _nearest(self, first: int, second: int, third: int) -> date | None:
        """Neighbours write days, months and years in any order: a paste is of these days."""
        orders = ((third, second, first), (third, first, second), (first, second, third))
        days = [find_date(year % 100 + _CENTURY, month, day) for year, month, day in orders]
        known = [day for day in days if day is not None]
        return min(known, key=lambda day: abs(day - self._now.date()), default=None)

    def _find(self, year: str | None, month: int, day: int) -> date | None:
        if year:
            return find_date(int(year), month, day)
        this = find_date(self._now.year, month, day)
        if this is not None and this > self._now.date() + timedelta(days=1):
            return find_date(self._now.year - 1, month, day)
        return this


def _read_month(written: str) -> int:
    return int(written) if written.isdigit() else _MONTHS.index(written[:3].casefold()) + 1

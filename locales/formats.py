"""Times and numbers as a language writes them, in the clock of a committee's time zone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import Literal
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, get_day_names
from babel.lists import format_list
from babel.numbers import format_decimal, format_percent
from babel.units import format_unit

from locales.languages import LOCALES

_Length = Literal["short", "long", "narrow"]
_Style = Literal["medium", "long"]


@dataclass(frozen=True)
class _Usage:
    """How a language abbreviates. CLDR has no long Chinese, Japanese and Korean units."""

    day: str
    date: _Style = "long"
    percent: str = "#,##0.#%"
    units: _Length = "short"
    weekday: Literal["wide", "abbreviated"] = "wide"


_USAGES = {
    "zh-hans": _Usage(day="M月d日 EEE", weekday="abbreviated"),
    "zh-hant": _Usage(day="M月d日 EEE", weekday="abbreviated"),
    "en": _Usage(day="EEE d MMM", date="medium", units="long"),
    "ja": _Usage(day="M月d日(EEE)"),
    "ko": _Usage(day="M월 d일(EEE)"),
    "fr": _Usage(
        day="EEE d MMM", date="medium", percent="#,##0.#\N{NO-BREAK SPACE}%", units="long"
    ),
}

# `date` names a filter below.
_Date = date
_Day = date | datetime | str
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_SECONDS = (("day", 86_400), ("hour", 3_600), ("minute", 60), ("second", 1))


@cache
def _locale(language: str) -> Locale:
    return Locale.parse(LOCALES[language])


class Formats:
    """The filters that templates use. Instants are aware datetimes or their ISO 8601 text."""

    def __init__(self, language: str, zone: ZoneInfo) -> None:
        self._locale = _locale(language)
        self._language = language
        self._usage = _USAGES[language]
        self._zone = zone

    def moment(self, instant: datetime | str) -> str:
        """Day and time: `12月2日 周三 00:00`."""
        return f"{self.day(instant)} {self.clock(instant)}"

    def day(self, day: _Day) -> str:
        """A day of the calendar, or that of an instant, with its weekday: `12月2日 周三`."""
        return format_date(_calendar_day(day, self._zone), self._usage.day, locale=self._locale)

    def date(self, day: _Day) -> str:
        """A day of the calendar, or that of an instant, with its year: `2022年4月1日`."""
        return format_date(_calendar_day(day, self._zone), self._usage.date, locale=self._locale)

    def days(self, days: Iterable[_Day]) -> str:
        """Several days of the calendar, with their weekdays."""
        return self.listed(map(self.day, days))

    def weekdays(self, names: Iterable[str]) -> str:
        """Days of the week, by the names `mon` to `sun`: `周一和周五`, `Monday and Friday`."""
        known = get_day_names(self._usage.weekday, "stand-alone", locale=self._locale)
        return self.listed(known[_WEEKDAYS.index(name)] for name in names)

    def listed(self, parts: Iterable[str | int]) -> str:
        """Parts one after another, as the language strings them: `1, 15 and 31`."""
        return format_list([str(part) for part in parts], "standard", locale=self._locale)

    def language(self, code: str) -> str:
        """What a language of ours is called: `简体中文`, `Simplified Chinese`."""
        base, _, script = code.partition("-")
        names = self._locale.languages
        return str(names.get(f"{base}_{script.title()}" if script else base, code))

    def spoken(self, words: Mapping[str, str]) -> str:
        """Of words in several languages, by their codes, the reader's; else the first there are."""
        return words.get(self._language) or next(iter(words.values()))

    def clock(self, instant: datetime | str) -> str:
        """The time of day, with seconds only where there are some (S13: `00:00:40`)."""
        local = _local(instant, self._zone)
        return local.strftime("%H:%M:%S" if local.second else "%H:%M")

    def percent(self, share: float) -> str:
        """A share of one, to a tenth of a percent: 0.1868 is `18.7%`."""
        return format_percent(share, self._usage.percent, locale=self._locale)

    def number(self, value: float) -> str:
        """A number with its thousands apart: `10,674`."""
        return format_decimal(value, locale=self._locale)

    def duration(self, span: timedelta | float) -> str:
        """A span, or seconds, in words and in its two largest units: `3小时20分钟`."""
        left = max(span.total_seconds() if isinstance(span, timedelta) else span, 0)
        parts: list[str] = []
        for name, seconds in _SECONDS:
            count, left = divmod(left, seconds)
            if count > 0 and len(parts) < 2:
                parts.append(self._unit(int(count), name))
        return self._join(parts or [self._unit(0, "second")])

    def _unit(self, count: int, name: str) -> str:
        return format_unit(count, f"duration-{name}", self._usage.units, locale=self._locale)

    def _join(self, parts: list[str]) -> str:
        style: Literal["unit", "unit-short"] = (
            "unit" if self._usage.units == "long" else "unit-short"
        )
        return format_list(parts, style, locale=self._locale)


def _calendar_day(day: date | datetime | str, zone: ZoneInfo) -> date:
    text = day if isinstance(day, str) else day.isoformat()
    return _local(text, zone).date() if "T" in text else date.fromisoformat(text)


def _local(instant: datetime | str, zone: ZoneInfo) -> datetime:
    """The instant on the committee's clock.

    Raises:
        ValueError: it says no time zone, or is no instant at all.
    """
    read = datetime.fromisoformat(instant) if isinstance(instant, str) else instant
    if read.tzinfo is None:
        raise ValueError(f"an instant without a time zone: {instant}")
    return read.astimezone(zone)

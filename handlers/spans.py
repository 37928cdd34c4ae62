"""Times as people write them, and texts as they can be seen. Pure."""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from storage.local_time import find_date


def fold(text: str) -> str:
    """What can be seen of a text, in plain widths: what is understood.

    Telephones write a curved apostrophe.
    """
    return visible(unicodedata.normalize("NFKC", text).replace("’", "'"))


def visible(text: str) -> str:
    """The text as it was written, without marks that nobody sees or that turn it round."""
    return "".join(filter(_is_plain, text)).strip()


def _is_plain(mark: str) -> bool:
    return mark.isspace() or unicodedata.category(mark) not in ("Cf", "Cc")


_RANGE = re.compile(r"\s*(?:-|–|—|~|至|到|\bto\b)\s*", re.IGNORECASE)
_DAY_WORDS = {
    "今天": 0, "今日": 0, "today": 0, "오늘": 0, "aujourd'hui": 0,
    "明天": 1, "明日": 1, "tomorrow": 1, "내일": 1, "demain": 1,
    "后天": 2, "後天": 2, "明後日": 2, "모레": 2,
}  # fmt: skip
_DATE = re.compile(
    r"(?:(?P<year>\d{4})\s*[-/.年년]\s*)?(?P<month>\d{1,2})\s*[-/.月월]\s*(?P<day>\d{1,2})\s*[日号號일]?"
)
_CLOCK = re.compile(
    r"(?P<hour>\d{1,2})\s*(?:[:：点點時时시h]\s*(?P<minute>\d{2})?\s*(?:[:：]\s*(?P<second>\d{2}))?\s*分?|$)",
    re.IGNORECASE,
)
_NOW = {"now", "现在", "現在", "马上", "馬上", "立即", "지금", "maintenant"}


def read_span(text: str, now: datetime, zone: ZoneInfo) -> tuple[datetime, datetime] | None:
    """Understand `2月2日 00:00 - 24:00`, `明天 8:00 至 后天 18:00`, `now - 20:00`.

    Args:
        now: the instant from which `today` and a missing year are meant, aware.
        zone: the committee's.

    Returns:
        Begin and end, aware UTC, or None where the text cannot be read with certainty.
    """
    folded = fold(text)
    today = now.astimezone(zone).date()
    for separator in _RANGE.finditer(folded):
        begin = _read_moment(folded[: separator.start()], today, now, zone)
        if begin is None:
            continue
        first_day = begin.astimezone(zone).date()
        end = _read_moment(folded[separator.end() :], today, now, zone, fallback=first_day)
        if end is not None:
            return begin, end
    return None


def _read_moment(
    text: str, today: date, now: datetime, zone: ZoneInfo, fallback: date | None = None
) -> datetime | None:
    text = text.strip()
    if text.lower() in _NOW:
        return now
    day, rest = _take_day(text, today)
    found = _CLOCK.fullmatch(rest.strip())
    day = day or fallback or (today if found else None)
    if day is None or found is None:
        return None
    hour = int(found["hour"])
    if hour == 24 and not int(found["minute"] or 0):
        day, hour = day + timedelta(days=1), 0
    clock = read_clock(str(hour), found["minute"] or "0", found["second"])
    if clock is None:
        return None
    return datetime.combine(day, clock, tzinfo=zone).astimezone(UTC)


def _take_day(text: str, today: date) -> tuple[date | None, str]:
    lowered = text.lower()
    for word, ahead in _DAY_WORDS.items():
        if lowered.startswith(word):
            return today + timedelta(days=ahead), text[len(word) :]
    found = _DATE.match(text)
    if found is None:
        return None, text
    year = int(found["year"] or today.year)
    day = find_date(year, int(found["month"]), int(found["day"]))
    if day is not None and found["year"] is None and (today - day).days > 180:
        # In December «1月2日» means the January to come.
        day = find_date(year + 1, day.month, day.day)
    return (day, text[found.end() :]) if day else (None, text)


def read_clock(hour: str, minute: str, second: str | None) -> time | None:
    """The time of day, or None where a clock cannot show it."""
    try:
        return time(int(hour), int(minute), int(second or 0))
    except ValueError:
        return None

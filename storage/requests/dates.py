"""Days as people write them in the six languages. Pure.

A day of the week is the next one of its name; a day and month without a year is the next time it
comes, unless it has only just gone by: then it is a slip, and refused as past.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta

from storage.local_time import find_date

_NEAR = {
    0: ("today", "今天", "今日", "오늘", "aujourd'hui", "きょう", "本日"),
    1: ("tomorrow", "明天", "明日", "내일", "demain", "あした", "あす"),
    2: (
        "the day after tomorrow",
        "day after tomorrow",
        "后天",
        "後天",
        "明後日",
        "あさって",
        "모레",
        "après-demain",
    ),
    3: ("大后天", "大後天", "しあさって", "글피"),
}
_WEEKDAYS = (
    ("monday", "mon", "周一", "週一", "星期一", "礼拜一", "禮拜一", "月曜日", "월요일", "lundi"),
    ("tuesday", "tue", "周二", "週二", "星期二", "礼拜二", "禮拜二", "火曜日", "화요일", "mardi"),
    (
        "wednesday", "wed", "周三", "週三", "星期三", "礼拜三", "禮拜三", "水曜日", "수요일",
        "mercredi",
    ),
    ("thursday", "thu", "周四", "週四", "星期四", "礼拜四", "禮拜四", "木曜日", "목요일", "jeudi"),
    ("friday", "fri", "周五", "週五", "星期五", "礼拜五", "禮拜五", "金曜日", "금요일", "vendredi"),
    ("saturday", "sat", "周六", "週六", "星期六", "礼拜六", "禮拜六", "土曜日", "토요일", "samedi"),
    (
        "sunday", "sun", "周日", "週日", "星期日", "星期天", "礼拜天", "禮拜天", "周天", "日曜日",
        "일요일", "dimanche",
    ),
)  # fmt: skip
_BY_WORD = {word: days for days, words in _NEAR.items() for word in words}
_BY_WEEKDAY = {word: number for number, words in enumerate(_WEEKDAYS) for word in words}

_NUMERIC = re.compile(r"(?:(\d{4})[-/.])?(\d{1,2})[-/.](\d{1,2})")
_WRITTEN = re.compile(r"(?:(\d{4})[年년]\s*)?(\d{1,2})[月월]\s*(\d{1,2})[日号號일]?")
_JUST_GONE = timedelta(days=60)
_WEEK = 7


def read_day(text: str, today: date) -> date | None:
    """The day that is meant, also one that is past; None where no day is.

    Args:
        text: `tomorrow`, `后天`, `周三`, `4/12` (month first), `4月12日`, `2022-04-12`.
        today: by the reader's clock.
    """
    word = " ".join(unicodedata.normalize("NFKC", text).casefold().replace("’", "'").split())
    if word in _BY_WORD:
        return today + timedelta(days=_BY_WORD[word])
    if word in _BY_WEEKDAY:
        ahead = (_BY_WEEKDAY[word] - today.weekday()) % _WEEK or _WEEK
        return today + timedelta(days=ahead)
    match = _NUMERIC.fullmatch(word) or _WRITTEN.fullmatch(word)
    if match is None:
        return None
    year, month, day = match.groups()
    if year is not None:
        return find_date(int(year), int(month), int(day))
    return _next(int(month), int(day), today)


def weekday_of(text: str) -> int | None:
    """The number of a weekday that is named, 0 for Monday."""
    return _BY_WEEKDAY.get(unicodedata.normalize("NFKC", text).casefold().strip())


def _next(month: int, day: int, today: date) -> date | None:
    found = find_date(today.year, month, day)
    if found is not None and found < today - _JUST_GONE:
        return find_date(today.year + 1, month, day)
    return found

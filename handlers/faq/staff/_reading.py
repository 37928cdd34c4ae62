"""What staff write: a day, where an answer comes from, a question and its answer. Pure."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta

MOST_DAYS = 3650

_DAYS_AHEAD = re.compile(
    r"(\d{1,4})\s*(?:天|日間?|일간?|days?|jours?)(?:\s*(?:后|後|内|之内|之後|동안|후))?",
    re.IGNORECASE,
)
_YEAR_FIRST = re.compile(r"(\d{4})\s*[-/.年년]\s*(\d{1,2})\s*[-/.月월]\s*(\d{1,2})\s*[日号號일]?")
_DAY_FIRST = re.compile(r"(\d{1,2})\s*[-/.]\s*(\d{1,2})\s*[-/.]\s*(\d{4})")
_NO_YEAR = re.compile(r"(\d{1,2})\s*[月월]\s*(\d{1,2})\s*[日号號일]?")
_WORDS = {
    "今天": 0, "今日": 0, "today": 0, "오늘": 0, "aujourd'hui": 0,
    "明天": 1, "明日": 1, "tomorrow": 1, "내일": 1, "demain": 1,
    "昨天": -1, "昨日": -1, "yesterday": -1, "어제": -1, "hier": -1,
}  # fmt: skip
_LINK = re.compile(r"https?://\S+")
_LABEL = re.compile(r"^\s*[📎🏛📅🔗]\s*")


def read_day(text: str, today: date, *, is_past: bool = False) -> date | None:
    """Understand `2026-12-31`, `12月31日`, `31/12/2026`, `30 days`, `today`; None for all else.

    Args:
        today: from which days are counted and a missing year is meant.
        is_past: the day lies behind: a missing year is the last one, and days ahead mean nothing.
    """
    folded = unicodedata.normalize("NFKC", text).replace("’", "'").strip().lower()
    if folded in _WORDS:
        return today + timedelta(days=_WORDS[folded])
    if found := _YEAR_FIRST.fullmatch(folded):
        return _day(int(found[1]), int(found[2]), int(found[3]))
    if found := _DAY_FIRST.fullmatch(folded):
        return _day(int(found[3]), int(found[2]), int(found[1]))
    if found := _NO_YEAR.fullmatch(folded):
        return _nearest(int(found[1]), int(found[2]), today, is_past=is_past)
    if (found := _DAYS_AHEAD.fullmatch(folded)) and not is_past:
        days = int(found[1])
        return today + timedelta(days=days) if 0 < days <= MOST_DAYS else None
    return None


def _nearest(month: int, day: int, today: date, *, is_past: bool) -> date | None:
    """The next such day, or the last one."""
    years = (today.year, today.year - 1) if is_past else (today.year, today.year + 1)
    days = (_day(year, month, day) for year in years)
    return next((one for one in days if one and (one <= today if is_past else one >= today)), None)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


@dataclass(frozen=True)
class Source:
    """Where an answer comes from."""

    source: str
    issuing_body: str
    issued_on: date
    source_url: str | None = None


def read_source(text: str, today: date) -> Source | None:
    """Understand a document, who issued it, its date and perhaps a link, one a line.

    Date and link may stand in any line; None where one of the other three is missing.
    """
    issued_on: date | None = None
    link: str | None = None
    names: list[str] = []
    for line in (_LABEL.sub("", line).strip() for line in text.splitlines()):
        if _LINK.fullmatch(line):
            link = line
        elif day := read_day(line, today, is_past=True):
            issued_on = day
        elif line:
            names.append(line)
    if issued_on is None or len(names) != 2:
        return None
    return Source(names[0], names[1], issued_on, link)


def read_words(text: str) -> tuple[str, str]:
    """The first line is the question, what follows the answer, which may be empty."""
    question, _, answer = text.strip().partition("\n")
    return question.strip(), answer.strip()

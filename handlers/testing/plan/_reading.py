"""What staff write about a round, read into values: one by one, or all in one line. Pure.

Times of day are minutes past midnight.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from handlers.houses import BUILDING_PREFIXES, TO, read_buildings
from handlers.recurrence import Recurrence, read_recurrence, take_recurrence
from handlers.spans import fold, visible
from storage.errors import RuleError
from storage.schedules.rules import to_json

FACTS = ("site", "days", "begin", "buildings")
"""What is asked for, in this order; all else has a default."""
MANNERS = ("evening", "before", "last_call", "quiet")
EDITABLE = (
    *FACTS, "end", "lanes", "seconds", "people", "home_minutes", "batches", "title", *MANNERS
)  # fmt: skip
EDITABLE_OF_FILES = ("site", "title", "lanes", *MANNERS)
"""Days, times and buildings of a file stand in the file."""
LONGEST = {"site": 80, "title": 80}

_MINUTES_A_DAY = 24 * 60
_MOST_SHOWN = 20
_NONE = frozenset(
    {"0", "-", "none", "no", "off", "无", "無", "不", "不要", "なし", "없음", "aucun", "non"}
)
_AUTO = frozenset({"auto", "automatic", "自动", "自動", "자동", "automatique"})
_CLOCK = re.compile(
    r"(?<!\d)(\d{1,2})\s*(?::|[点點時时시]|h(?![a-z]))\s*(?:(\d{1,2})\s*[分분]?|(半|반))?",
    re.IGNORECASE,
)
_TO = re.compile(rf"\s*(?:{TO}|\bto\b|\bà\b)\s*", re.IGNORECASE)
_SPAN = re.compile(rf"{_CLOCK.pattern}(?:{_TO.pattern}{_CLOCK.pattern})?", re.IGNORECASE)
_NUMBER = re.compile(r"\D{0,16}?(\d{1,6}(?:[.,]\d)?)\D{0,16}")
_LANES = re.compile(
    r"(\d{1,4})\s*(?:[个個条條개本]\s*)?(?:采样|採樣)?(?:通道|窗口|lanes?\b|レーン|통로|files?\b)",
    re.IGNORECASE,
)
_ONE = r"[0-9a-z]{1,4}[甲乙丙丁戊己庚辛壬癸]?"
_WORD = r"(?:号楼|號樓|号棟|栋|棟|幢|동)"
_SOME = rf"{_ONE}(?:\s*{_WORD}?\s*(?:{TO}|[,、])\s*{_ONE})*"
_HOUSES = re.compile(
    rf"(?<![0-9a-z])({_SOME})\s*{_WORD}|\b(?:{BUILDING_PREFIXES})\b\.?\s*({_SOME})"
    r"|(全小区|全小區|全部楼栋|all buildings)",
    re.IGNORECASE,
)
_AROUND = " ,、;。．.:"
_LEFT_BETWEEN = re.compile(r"\s*[,、;](?:\s*[,、;])+\s*|\s+")


def split_line(line: str, today: date) -> dict[str, Any]:
    """Facts by name, as they were written, of `4/12 连续3天 7:30 3个通道 1-8号楼 中心花园`.

    `days` is a `Recurrence`; what nothing else took is the site.
    """
    rest = fold(line)
    found: dict[str, Any] = {}
    for fact, pattern in (("lanes", _LANES), ("buildings", _HOUSES), ("begin", _SPAN)):
        if match := pattern.search(rest):
            found[fact] = "all" if fact == "buildings" and match[3] else match[0]
            rest = f"{rest[: match.start()]} {rest[match.end() :]}"
    if taken := take_recurrence(rest, today):
        found["days"], rest = taken
    if site := _LEFT_BETWEEN.sub(" ", rest).strip(_AROUND):
        found["site"] = site
    return found


def read_fact(fact: str, text: str, *, today: date, labels: Sequence[str]) -> dict[str, Any]:
    """What an answer says, as JSON values to be merged into the draft.

    Args:
        today: where the committee is.
        labels: of the estate's buildings.

    Raises:
        RuleError: `testing_day_unread`, `testing_time_unread`, `testing_number_unread` (value),
            `building_unknown` (label), `fact_missing`, `text_too_long`.
    """
    if fact in LONGEST:
        return {fact: _words(fact, text)}
    if fact == "buildings":
        return {"buildings": read_buildings(text, labels)}
    if fact == "batches":
        return {"batches": _batches(text, labels)}
    if fact == "days":
        return days_fact(_days(text, today))
    return _READERS[fact](fold(text))


def days_fact(read: Recurrence) -> dict[str, Any]:
    """The days of a draft, as JSON values."""
    return {
        "rule": to_json(read.rule),
        "starts_on": read.starts_on.isoformat() if read.starts_on else None,
        "until_on": read.until_on.isoformat() if read.until_on else None,
    }


def read_minutes(text: str) -> int:
    """Minutes past midnight of `7:30`, `7点半`, `19h`.

    Raises:
        RuleError: `testing_time_unread` (value): also for the 61st minute.
    """
    match = _CLOCK.fullmatch(fold(text))
    if match is None:
        raise RuleError("testing_time_unread", value=text.strip()[:_MOST_SHOWN])
    return _minutes(match[0], match[1], match[2], match[3])


def read_times(text: str) -> tuple[int, int | None]:
    """Begin, and end where one is written: `7:30`, `7:30-11:30`.

    Raises:
        RuleError: `testing_time_unread` (value), `testing_times_reversed`.
    """
    match = _SPAN.fullmatch(fold(text))
    if match is None:
        raise RuleError("testing_time_unread", value=text.strip()[:_MOST_SHOWN])
    begins = _minutes(match[0], match[1], match[2], match[3])
    ends = _minutes(match[0], match[4], match[5], match[6]) if match[4] else None
    if ends is not None and ends <= begins:
        raise RuleError("testing_times_reversed")
    return begins, ends


def show_minutes(minute: int) -> str:
    """Minutes past midnight as a clock shows them: `07:30`."""
    hours, minutes = divmod(minute % _MINUTES_A_DAY, 60)
    return f"{hours:02}:{minutes:02}"


def missing_fact(data: dict[str, Any]) -> str | None:
    """The next fact to ask for, or None when the draft is whole."""
    if "slots" in data:
        return None if data.get("site") else "site"
    keys = {"days": "rule", "begin": "begins"}
    return next((fact for fact in FACTS if keys.get(fact, fact) not in data), None)


def _minutes(written: str, hour: str, minute: str | None, half: str | None) -> int:
    total = int(hour) * 60 + (30 if half else int(minute or 0))
    if int(minute or 0) > 59 or total > _MINUTES_A_DAY:
        raise RuleError("testing_time_unread", value=written.strip()[:_MOST_SHOWN])
    return total


def _words(fact: str, text: str) -> str:
    words = visible(text)
    if not words:
        raise RuleError("fact_missing", fact=fact)
    if len(words) > LONGEST[fact]:
        raise RuleError("text_too_long", fact=fact, limit=LONGEST[fact])
    return words


def _days(text: str, today: date) -> Recurrence:
    read = read_recurrence(text, today)
    if read is None:
        raise RuleError("testing_day_unread", value=text.strip()[:_MOST_SHOWN])
    return read


def _batches(text: str, labels: Sequence[str]) -> list[list[str]] | None:
    if fold(text).casefold() in _AUTO | _NONE:
        return None
    parts = [part for part in re.split(r"[;；\n]+", text) if part.strip()]
    return [read_buildings(part, labels) for part in parts] or None


def _begin(text: str) -> dict[str, Any]:
    begins, ends = read_times(text)
    return {"begins": begins} if ends is None else {"begins": begins, "ends": ends}


def _is_none(text: str) -> bool:
    return text.casefold() in _NONE


def _number(name: str) -> Callable[[str], dict[str, Any]]:
    return lambda text: {name: int(_find_number(text))}


def _find_number(text: str) -> float:
    match = _NUMBER.fullmatch(text)
    if match is None:
        raise RuleError("testing_number_unread", value=text[:_MOST_SHOWN])
    return float(match[1].replace(",", "."))


def _before(text: str) -> dict[str, Any]:
    if _is_none(text):
        return {"before": []}
    numbers = [int(_find_number(part)) for part in re.split(r"[,、;\s]+", text) if part]
    return {"before": sorted(set(numbers), reverse=True)}


def _quiet(text: str) -> dict[str, Any]:
    if _is_none(text):
        return {"quiet": None}
    ends = [read_minutes(part) for part in _TO.split(text)]
    if len(ends) != 2:
        raise RuleError("testing_time_unread", value=text[:_MOST_SHOWN])
    return {"quiet": ends}


_READERS: dict[str, Callable[[str], dict[str, Any]]] = {
    "begin": _begin,
    "end": lambda text: {"ends": None if _is_none(text) else read_minutes(text)},
    "lanes": _number("lanes"),
    "seconds": _number("seconds"),
    "people": lambda text: {"people": round(_find_number(text) * 10)},
    "home_minutes": _number("home_minutes"),
    "evening": lambda text: {"evening": None if _is_none(text) else read_minutes(text)},
    "before": _before,
    "last_call": lambda text: {"last_call": None if _is_none(text) else int(_find_number(text))},
    "quiet": _quiet,
}

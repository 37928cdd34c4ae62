"""What an offline list of collected codes says, line by line. Pure.

Such a list is what a pharmacy that had no line to Telegram sends back: codes that it ticked, one
a line, with a time where it wrote one down.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from storage.errors import RuleError
from storage.local_time import at_local, find_date
from storage.relay.vouchers.codes import is_code, read_code
from storage.relay.vouchers.kinds import Conflict

MOST_LINES = 12_000
_CLOCK = re.compile(r"(?<!\d)(\d{1,2})[:：](\d{2})(?::\d{2})?(?!\d)")
_DAY = re.compile(r"(?:(?<!\d)(\d{4})[-/.年])?(?<!\d)(\d{1,2})[-/.月](\d{1,2})日?(?=[\sT,;]|$)")
_CODE = re.compile(r"(?<!\d)\d{3}[ \-.]?\d{3}[ \-.]?\d{3}(?!\d)")
_NO = frozenset({"0", "n", "no", "-", "否", "未领", "未取", "✗", "×"})


@dataclass(frozen=True, slots=True)
class ListLine:
    """A line that says that a voucher was collected; without a time, when the list was read.

    Attributes:
        line: its number in the file or message, from 1.
        conflict: why it cannot be taken, as far as the line itself tells.
    """

    line: int
    text: str
    code: str | None
    at: datetime | None = None
    conflict: Conflict | None = None


def read_list(text: str, *, now: datetime, time_zone: str) -> tuple[ListLine, ...]:
    """The lines with something in them that may be a code; a heading is passed over.

    A line that says no («0», «否») in a column behind its code is one that was not collected. A
    clock without a day is the last time that it showed that; a day without a year the last one.

    Raises:
        RuleError: `collected_empty` where no line has a code; `collected_long` (limit).
    """
    rows = [(number, line) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
    if len(rows) > MOST_LINES:
        raise RuleError("collected_long", limit=MOST_LINES)
    lines = tuple(
        read
        for number, line in rows
        if (read := _read_line(number, line, now, ZoneInfo(time_zone))) is not None
    )
    if not any(line.code for line in lines):
        raise RuleError("collected_empty")
    return lines


def find_twice(lines: Iterable[ListLine]) -> Iterator[ListLine]:
    """The lines, those whose code stood further up marked so."""
    seen: set[str] = set()
    for line in lines:
        if line.code is None or line.conflict is not None:
            yield line
        elif line.code in seen:
            yield ListLine(line.line, line.text, line.code, line.at, Conflict.TWICE)
        else:
            seen.add(line.code)
            yield line


def _read_line(number: int, text: str, now: datetime, zone: ZoneInfo) -> ListLine | None:
    found = _CODE.search(text)
    if found is None:
        # A heading, a total or a remark holds no digits of a code.
        is_blank = sum(mark.isdigit() for mark in text) < 5
        return None if is_blank else ListLine(number, text, None, conflict=Conflict.UNREADABLE)
    code = read_code(found[0])
    rest = text[: found.start()] + " " + text[found.end() :]
    if code is None or _says_no(text[found.end() :]):
        return None
    if not is_code(code):
        return ListLine(number, text, code, conflict=Conflict.WRONG_DIGIT)
    try:
        return ListLine(number, text, code, _read_time(rest, now, zone))
    except ValueError:
        return ListLine(number, text, code, conflict=Conflict.TIME)


def _says_no(behind: str) -> bool:
    """Whether the last cell behind a code is a plain no."""
    cells = next(csv.reader([behind.replace("\t", ",").replace(";", ",")]), [])
    return bool(cells) and cells[-1].strip().lower() in _NO


def _read_time(text: str, now: datetime, zone: ZoneInfo) -> datetime | None:
    clock = _CLOCK.search(text)
    if clock is None:
        return None
    today = now.astimezone(zone).date()
    day = _read_day(_DAY.search(text[: clock.start()]), today)
    minute = int(clock[1]) * 60 + int(clock[2])
    if int(clock[1]) > 23 or int(clock[2]) > 59:
        raise ValueError("no such time")
    at = at_local(day, minute, zone.key)
    if at > now:
        raise ValueError("still to come")
    return at


def _read_day(found: re.Match[str] | None, today: date) -> date:
    if found is None:
        return today
    day = find_date(int(found[1] or today.year), int(found[2]), int(found[3]))
    if day is None:
        raise ValueError("no such day")
    return day

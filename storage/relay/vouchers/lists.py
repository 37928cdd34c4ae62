"""What an offline list of collected codes says, line by line. Pure.

Such a list is what a pharmacy that had no line to Telegram sends back: the table that it was
given with its last column filled in, or nothing but the codes that it took, one a line.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from storage.errors import RuleError
from storage.local_time import at_local, find_date, local_day
from storage.relay.vouchers.codes import is_code, read_code
from storage.relay.vouchers.kinds import Conflict

MOST_LINES = 12_000
COLUMNS = ("number", "code", "pieces", "from", "collected")
"""What stands above the table that a pharmacy is given, and that it sends back."""

_CLOCK = re.compile(r"(?<!\d)(\d{1,2})[:：](\d{2})(?::\d{2})?(?!\d)")
_DAY = re.compile(r"(?:(?<!\d)(\d{4})[-/.年])?(?<!\d)(\d{1,2})[-/.月](\d{1,2})日?(?=[\sT,;]|$)")
_CODE = re.compile(r"(?<!\d)\d{3}[ \-.]?\d{3}[ \-.]?\d{3}(?!\d)")
_NO = frozenset({"", "0", "n", "no", "-", "否", "未领", "未取", "✗", "×"})
_LAST_HOUR, _LAST_MINUTE = 23, 59
# Fewer digits than this are a total or part of a heading.
_FEWEST_DIGITS = 5


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


@dataclass(frozen=True, slots=True)
class _Clock:
    now: datetime
    time_zone: str


def read_list(text: str, *, now: datetime, time_zone: str) -> tuple[ListLine, ...]:
    """The lines that say that something was collected; headings are passed over.

    Under a heading with the column `collected`, a line counts where that cell says more than no.
    Without one, every line with a code counts. A clock without a day is the last time that it
    showed that; a day without a year the last one.

    Raises:
        RuleError: `collected_empty` where no line counts; `collected_long` (limit).
    """
    rows = [(number, line) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
    if len(rows) > MOST_LINES:
        raise RuleError("collected_long", limit=MOST_LINES)
    lines = tuple(_read_rows(rows, _Clock(now, time_zone)))
    if not any(line.code for line in lines):
        raise RuleError("collected_empty")
    return lines


def find_twice(lines: Iterable[ListLine]) -> Iterator[ListLine]:
    """The lines, those whose code stood further up marked so."""
    seen: set[str] = set()
    for line in lines:
        is_twice = line.conflict is None and line.code in seen
        yield replace(line, conflict=Conflict.TWICE) if is_twice else line
        if line.conflict is None and line.code is not None:
            seen.add(line.code)


def _read_rows(rows: Sequence[tuple[int, str]], clock: _Clock) -> Iterator[ListLine]:
    place: int | None = None
    for number, text in rows:
        cells = _split(text)
        names = [cell.lower() for cell in cells]
        if COLUMNS[-1] in names:
            place = names.index(COLUMNS[-1])
            continue
        said = None if place is None else (cells[place] if place < len(cells) else "")
        if said is not None and said.lower() in _NO:
            continue
        line = _read_line(number, text, said, clock)
        if line is not None:
            yield line


def _split(text: str) -> list[str]:
    """The cells of a line; a byte order mark is none of what it says."""
    mark = next((each for each in ("\t", ";") if each in text), ",")
    cells = next(csv.reader([text.lstrip("\ufeff")], delimiter=mark), [])
    return [cell.strip() for cell in cells]


def _read_line(number: int, text: str, said: str | None, clock: _Clock) -> ListLine | None:
    found = _CODE.search(text)
    code = read_code(found[0]) if found else None
    if found is None or code is None:
        digits = sum(mark.isdigit() for mark in text)
        is_talk = digits < _FEWEST_DIGITS
        return None if is_talk else ListLine(number, text, None, conflict=Conflict.UNREADABLE)
    if not is_code(code):
        return ListLine(number, text, code, conflict=Conflict.WRONG_DIGIT)
    beside = text[: found.start()] + " " + text[found.end() :] if said is None else said
    try:
        return ListLine(number, text, code, _read_time(beside, clock))
    except ValueError:
        return ListLine(number, text, code, conflict=Conflict.TIME)


def _read_time(text: str, clock: _Clock) -> datetime | None:
    found = _CLOCK.search(text)
    if found is None:
        return None
    hour, minute = int(found[1]), int(found[2])
    if hour > _LAST_HOUR or minute > _LAST_MINUTE:
        raise ValueError("no such time")
    written = _DAY.search(text[: found.start()])
    for day in _list_days(written, local_day(clock.now, clock.time_zone)):
        at = at_local(day, hour * 60 + minute, clock.time_zone)
        if at <= clock.now:
            return at
    raise ValueError("still to come")


def _list_days(written: re.Match[str] | None, today: date) -> Iterator[date]:
    """The days that may be meant, the likeliest first."""
    if written is None:
        yield from (today, today - timedelta(days=1))
        return
    years = (int(written[1]),) if written[1] else (today.year, today.year - 1)
    for year in years:
        day = find_date(year, int(written[2]), int(written[3]))
        if day is not None:
            yield day

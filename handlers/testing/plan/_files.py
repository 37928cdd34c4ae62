"""A plan as a file: read into lines of cells, and written as one that reads as the same. Pure."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import astuple, dataclass

from locales.sheets import text_cell
from storage.community.roster.files import Line, read_lines
from storage.errors import RuleError
from storage.testing.plan import PlanLine

MOST_BYTES = 2_000_000
MOST_LINES = 5_000
"""Three hundred buildings on sixteen days."""
MOST_SLOTS = 20_000
"""A line may name every building."""

COLUMNS = ("day", "begins", "ends", "building", "batch", "lane", "site")
NAMES = {
    "zh-hans": ("日期", "开始", "结束", "楼栋", "批次", "通道", "采样点"),
    "zh-hant": ("日期", "開始", "結束", "樓棟", "批次", "通道", "採樣點"),
    "en": ("date", "begin", "end", "building", "batch", "lane", "site"),
    "ja": ("日付", "開始", "終了", "棟", "組", "レーン", "会場"),
    "ko": ("날짜", "시작", "종료", "동", "조", "통로", "장소"),
    "fr": ("date", "début", "fin", "bâtiment", "groupe", "file", "lieu"),
}
"""The head of the file in each language; files in any of them are read."""
_FURTHER = {
    "day": "day 日子 采样日期",
    "begins": "start begins from 开始时间 起 時刻",
    "ends": "until to 结束时间 止",
    "building": "buildings bldg block 楼号 楼栋号 号楼 楼 號樓",
    "batch": "group 批",
    "lane": "lanes 采样通道 通道号",
    "site": "place 地点 采样地点 場所",
}
_NEEDED = {"begins", "building"}
_HEAD_WITHIN = 10
_MIDNIGHT = re.compile(r"(\d{4}-\d\d-\d\d) 00:00:00")
_SECONDS = re.compile(r"(\d{1,2}:\d\d):00")


def _known() -> dict[str, str]:
    named = {
        name: key for names in NAMES.values() for key, name in zip(COLUMNS, names, strict=True)
    }
    return named | {word: key for key, words in _FURTHER.items() for word in words.split()}


_COLUMN_OF = _known()


def read_plan(content: bytes, filename: str) -> tuple[PlanLine, ...]:
    """The lines of a plan under their numbers; the head stands in the first ten lines.

    Raises:
        RuleError: `testing_file_unread` (reason: too_large, format, encoding, header, empty).
    """
    try:
        lines = [line for line in read_lines(content, filename) if any(line.cells)]
    except RuleError as refusal:
        raise _unread(str(refusal.params["reason"])) from None
    if not lines:
        raise _unread("empty")
    for at, line in enumerate(lines[:_HEAD_WITHIN]):
        if columns := _find_columns(line):
            found = lines[at + 1 :]
            break
    else:
        raise _unread("header")
    if not found or len(found) > MOST_LINES:
        raise _unread("too_large" if found else "empty")
    return tuple(_plan_line(columns, line) for line in found)


def _unread(reason: str) -> RuleError:
    return RuleError("testing_file_unread", reason=reason)


def _find_columns(line: Line) -> dict[str, int]:
    keys = [_COLUMN_OF.get(cell.strip().casefold()) for cell in line.cells]
    columns = {key: at for at, key in reversed(list(enumerate(keys))) if key}
    return columns if set(columns) >= _NEEDED else {}


def _plan_line(columns: dict[str, int], line: Line) -> PlanLine:
    def cell(key: str) -> str:
        at = columns.get(key, len(line.cells))
        return _plain(line.cells[at]) if at < len(line.cells) else ""

    return PlanLine(line.number, **{key: cell(key) for key in COLUMNS})


def _plain(cell: str) -> str:
    """A cell as people write it: spreadsheets keep days with a time and times with seconds."""
    return _SECONDS.sub(r"\1", _MIDNIGHT.sub(r"\1", cell)) if ":" in cell else cell


@dataclass(frozen=True)
class WrittenLine:
    """One building's time, as it stands in a file."""

    day: str
    begins: str
    ends: str
    building: str
    batch: str
    lane: str
    site: str


def write_csv(lines: Sequence[WrittenLine], language: str) -> bytes:
    """A CSV that spreadsheets open as UTF-8 and `read_plan` reads."""
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow(NAMES[language])
    writer.writerows(astuple(line) for line in lines)
    return file.getvalue().encode("utf-8-sig")


def write_workbook(lines: Sequence[WrittenLine], language: str) -> bytes:
    """An XLSX that `read_plan` reads; every cell is text."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in (NAMES[language], *(astuple(line) for line in lines)):
        sheet.append([text_cell(sheet, cell) for cell in row])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()

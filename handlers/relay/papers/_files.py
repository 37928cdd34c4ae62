"""A spreadsheet of papers: read into rows of cells, and offered as a pattern to fill in. Pure."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass

from locales.sheets import text_cell
from storage.community.roster.files import Line as CellLine
from storage.community.roster.files import read_lines
from storage.errors import RuleError

MOST_BYTES = 2_000_000
MOST_ROWS = 5_000

COLUMNS = ("channel", "time", "door", "quantity", "line", "not_before")
NAMES = {
    "zh-hans": ("方式", "时间", "门牌号", "份数", "行号", "不早于"),
    "zh-hant": ("方式", "時間", "門牌號", "份數", "行號", "不早於"),
    "en": ("channel", "time", "door", "quantity", "line", "not before"),
    "ja": ("受付方法", "時刻", "部屋番号", "数量", "行番号", "これより後"),
    "ko": ("접수 방법", "시각", "동호수", "수량", "줄 번호", "이 시각 이후"),
    "fr": ("voie", "heure", "porte", "quantité", "ligne", "pas avant"),
}
"""The head of the file in each language; files in any of them are read."""
_FURTHER = {
    "channel": "渠道 登记方式 登記方式 来源 來源 via",
    "time": "登记时间 登記時間 收到时间 接收时间 受付時刻 date datetime received time_received",
    "door": "门牌 門牌 住址 地址 房号 房號 室号 楼号室号 address flat room",
    "quantity": "数量 數量 件数 pieces amount qty 个数 個數",
    "line": "序号 序號 编号 編號 no no. number №",
    "not_before": "not_before 最早 挂出时间 掛出時間 hung",
    "building": "building 楼号 樓號 楼栋 樓棟 幢号 栋号 棟 동 bâtiment bldg block",
    "unit": "unit 单元 單元 entrance",
}
_HEAD_WITHIN = 10
_MIDNIGHT = re.compile(r"(\d{4}-\d\d-\d\d) 00:00:00")


@dataclass(frozen=True, slots=True)
class FileRow:
    """Cells of one row, as written.

    Attributes:
        number: of the line or row in the file, from 1.
        line: number on the sheet in the lobby, where there is one (S29).
        not_before: time before which it cannot have come.
    """

    number: int
    channel: str
    time: str
    door: str
    quantity: str
    line: str
    not_before: str


def _known() -> dict[str, str]:
    named = {
        name: key for names in NAMES.values() for key, name in zip(COLUMNS, names, strict=True)
    }
    return named | {word: key for key, words in _FURTHER.items() for word in words.split()}


_COLUMN_OF = _known()


def read_file(content: bytes, filename: str) -> tuple[FileRow, ...]:
    """The rows of a file; the head stands in the first ten lines.

    Raises:
        RuleError: `papers_file_unread` (reason: too_large, format, encoding, header, empty).
    """
    try:
        lines = [line for line in read_lines(content, filename) if any(line.cells)]
    except RuleError as refusal:
        raise _unread(str(refusal.params["reason"])) from None
    for at, line in enumerate(lines[:_HEAD_WITHIN]):
        if columns := _find_columns(line):
            found = lines[at + 1 :]
            break
    else:
        raise _unread("header" if lines else "empty")
    if not found or len(found) > MOST_ROWS:
        raise _unread("too_large" if found else "empty")
    return tuple(_row(columns, line) for line in found)


def has_head(content: bytes, filename: str) -> bool:
    """Whether a file is a table with our columns, rather than a text that was saved."""
    try:
        lines = [line for line in read_lines(content, filename) if any(line.cells)]
    except RuleError:
        return True
    return any(_find_columns(line) for line in lines[:_HEAD_WITHIN])


def read_plain(content: bytes) -> str:
    """The text of a file that is no table.

    Raises:
        RuleError: `papers_file_unread` (encoding).
    """
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise _unread("encoding")


def _unread(reason: str) -> RuleError:
    return RuleError("papers_file_unread", reason=reason)


def _find_columns(line: CellLine) -> dict[str, int]:
    cells = [cell.strip().casefold() for cell in line.cells]
    columns = {
        key: at for at, cell in reversed(list(enumerate(cells))) if (key := _COLUMN_OF.get(cell))
    }
    return columns if "door" in columns else {}


def _row(columns: dict[str, int], line: CellLine) -> FileRow:
    def cell(key: str) -> str:
        at = columns.get(key, len(line.cells))
        return _MIDNIGHT.sub(r"\1", line.cells[at]) if at < len(line.cells) else ""

    parts = (cell("building"), cell("unit"), cell("door"))
    return FileRow(
        line.number,
        channel=cell("channel"),
        time=cell("time"),
        door="-".join(filter(None, parts)),
        quantity=cell("quantity"),
        line=cell("line"),
        not_before=cell("not_before"),
    )


def write_csv(language: str) -> bytes:
    """The head of a CSV to be filled in; spreadsheets open it as UTF-8."""
    file = io.StringIO(newline="")
    csv.writer(file).writerow(NAMES[language])
    return file.getvalue().encode("utf-8-sig")


def write_workbook(language: str) -> bytes:
    """The head of an XLSX to be filled in."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append([text_cell(sheet, cell) for cell in NAMES[language]])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()

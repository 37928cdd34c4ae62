"""Roster files: bytes in, households and refusals out. No SQL, and nothing is guessed.

Names and telephones are read only to compare rows with each other. They are not handed out.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from storage.community.doors import canonical_part
from storage.community.roster.checks import (
    RosterRow,
    find_room_flaw,
    list_odd_units,
    list_without_unit,
)
from storage.community.roster.files import Line, read_lines
from storage.errors import RuleError

__all__ = ["Remark", "Roster", "RosterRow", "clean_label", "read_roster"]

_HEADERS = {
    "building": "楼号 楼栋 楼栋号 幢号 栋号 building bldg block tower",
    "unit": "单元 单元号 unit entrance",
    "room": "室号 房号 房间号 房间 室 room flat apartment apt",
    "floors": "总层数 层数 楼层数 floors storeys",
    "head": "户主 户主姓名 姓名 head head_of_household name resident",
    "phone": "联系电话 电话 手机 手机号 联系方式 phone telephone mobile tel",
    "notes": "备注 说明 notes note remarks remark",
}
_COLUMN_OF = {
    name.replace("_", " "): column for column, names in _HEADERS.items() for name in names.split()
}
_HEADER_WITHIN = 10

_SHOP = re.compile(r"商铺|店铺|非居住|底商|\bshop\b|non-residential", re.IGNORECASE)
_TOTAL = re.compile(r"小计|合计|总计|共计|(sub-?)?total\b", re.IGNORECASE)
_FOOTER = re.compile(r"制表|审核|填表|打印|日期|(prepared by|signed|date|page)\b", re.IGNORECASE)
_PHONE = re.compile(r"\+?\d{11,15}|(0\d{2,3}-?)?\d{7,8}")
_LONGEST = {"building": 20, "unit": 10, "room": 20}


@dataclass(frozen=True)
class Remark:
    """A line to look at.

    Attributes:
        line: physical line, or row of the sheet, from 1.
        reason: a code; refused for missing_building, missing_room, missing_unit, room_not_readable,
            impossible_floor, duplicate, wrong_column_count, unclosed_quote, label_too_long,
            repeated_header, total_row, footer; warned about for odd_phone, no_head, odd_unit.
        of: the line that a duplicate repeats.
        is_conflict: a duplicate under another head: a person must compare.
    """

    line: int
    reason: str
    of: int | None = None
    is_conflict: bool = False


@dataclass(frozen=True)
class Roster:
    """What a file holds.

    Attributes:
        rows: the households, in the file's order.
        refused: lines that are no households and should be looked at, by line.
        warnings: lines that are, with something odd about them, by line.
        not_households: shops and the like.
    """

    rows: tuple[RosterRow, ...]
    refused: tuple[Remark, ...] = ()
    warnings: tuple[Remark, ...] = ()
    not_households: int = 0

    @property
    def buildings(self) -> tuple[str, ...]:
        """Labels in the file's order."""
        return tuple(dict.fromkeys(row.building for row in self.rows))


def read_roster(data: bytes, filename: str) -> Roster:
    """Read a roster: CSV (UTF-8, GB18030) or XLSX, headers in Chinese or English.

    One wrong line stops no other.

    Raises:
        RuleError: `roster_unreadable` with `reason` empty, header, format, encoding or too_large.
    """
    lines = [line for line in read_lines(data, filename) if any(line.cells)]
    if not lines:
        raise RuleError("roster_unreadable", reason="empty")
    for at, line in enumerate(lines[:_HEADER_WITHIN]):
        columns = _find_columns(line.cells)
        if columns is not None:
            reader = _Reader(columns, len(line.cells))
            for each in lines[at + 1 :]:
                reader.take(each)
            return reader.finish()
    raise RuleError("roster_unreadable", reason="header")


def clean_label(cell: str) -> str:
    """A building, unit or room without marks: `3号楼` is `3`, `Block a` is `A`, `0501` is `501`."""
    written = unicodedata.normalize("NFKC", cell).strip()
    part = canonical_part(written)
    return written if part == written.casefold() else part.upper()


def _find_columns(cells: Sequence[str]) -> dict[str, int] | None:
    columns: dict[str, int] = {}
    for at, cell in enumerate(cells):
        column = _COLUMN_OF.get(" ".join(cell.casefold().split()))
        if column is not None:
            columns.setdefault(column, at)
    return columns if {"building", "room"} <= columns.keys() else None


class _Reader:
    """Takes line after line; what needs the whole building is decided at the end."""

    def __init__(self, columns: dict[str, int], width: int) -> None:
        self._columns = columns
        self._width = width
        self._rows: dict[str, RosterRow] = {}
        self._heads: dict[str, str] = {}
        self._refused: list[Remark] = []
        self._warnings: list[Remark] = []
        self._not_households = 0

    def take(self, line: Line) -> None:
        reason = self._find_foreign(line)
        if reason is None and self._is_shop(line.cells):
            self._not_households += 1
            return
        reason = reason or self._find_flaw(line.cells)
        if reason is None:
            self._add(line)
        else:
            self._refused.append(Remark(line.number, reason))

    def finish(self) -> Roster:
        self._settle_units()
        return Roster(
            rows=tuple(self._rows.values()),
            refused=tuple(sorted(self._refused, key=lambda remark: remark.line)),
            warnings=tuple(sorted(self._warnings, key=lambda remark: remark.line)),
            not_households=self._not_households,
        )

    def _cell(self, cells: Sequence[str], column: str) -> str:
        at = self._columns.get(column, len(cells))
        return cells[at] if at < len(cells) else ""

    def _find_foreign(self, line: Line) -> str | None:
        """Why a line is no row of the table at all."""
        said = [cell for cell in line.cells if cell]
        if not line.is_whole:
            return "unclosed_quote"
        if _find_columns(line.cells) is not None:
            return "repeated_header"
        if _TOTAL.match(said[0]):
            return "total_row"
        if _FOOTER.match(said[0]) and not self._cell(line.cells, "room"):
            return "footer"
        return "wrong_column_count" if self._is_uneven(line) else None

    def _is_uneven(self, line: Line) -> bool:
        extra = line.cells[self._width :]
        return any(extra) or (line.has_width and len(line.cells) < self._width)

    def _is_shop(self, cells: Sequence[str]) -> bool:
        return any(_SHOP.search(self._cell(cells, column)) for column in ("room", "notes"))

    def _find_flaw(self, cells: Sequence[str]) -> str | None:
        """Why a row of the table cannot become a household."""
        if not self._cell(cells, "building"):
            return "missing_building"
        if not self._cell(cells, "room"):
            return "missing_room"
        if any(len(self._cell(cells, name)) > most for name, most in _LONGEST.items()):
            return "label_too_long"
        return find_room_flaw(self._cell(cells, "room"), self._cell(cells, "floors"))

    def _add(self, line: Line) -> None:
        places = (
            clean_label(self._cell(line.cells, name)) for name in ("building", "unit", "room")
        )
        row = RosterRow(line.number, *places)
        first = self._rows.setdefault(row.key, row)
        head = self._cell(line.cells, "head")
        if first is not row:
            is_conflict = head != self._heads[row.key]
            self._refused.append(Remark(line.number, "duplicate", first.line, is_conflict))
            return
        self._heads[row.key] = head
        phone = re.sub(r"[\s()]", "", self._cell(line.cells, "phone"))
        if phone and not _PHONE.fullmatch(phone):
            self._warnings.append(Remark(line.number, "odd_phone"))
        if not head and "head" in self._columns:
            self._warnings.append(Remark(line.number, "no_head"))

    def _settle_units(self) -> None:
        houses: defaultdict[str, list[RosterRow]] = defaultdict(list)
        for row in self._rows.values():
            houses[row.building].append(row)
        for rows in houses.values():
            for row in list_without_unit(rows):
                self._refused.append(Remark(row.line, "missing_unit"))
                del self._rows[row.key]
            self._warnings += [Remark(row.line, "odd_unit") for row in list_odd_units(rows)]

"""A relay's whole list as a spreadsheet, for staff."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from io import BytesIO
from typing import Any, Protocol

from locales.renderer import Words
from locales.sheets import text_cell


class Line(Protocol):
    """One line of the list; instants are aware UTC."""

    @property
    def place(self) -> int | None:
        """From 1; None for what stands in no public list."""

    @property
    def number(self) -> int:
        """Of the entry."""

    @property
    def building(self) -> str:
        """As it is called."""

    @property
    def door(self) -> str:
        """Unmasked: the sheet is for staff."""

    @property
    def quantity(self) -> int:
        """Pieces."""

    @property
    def flag(self) -> str | None:
        """How far the household has come; None for whoever left."""

    @property
    def channel(self) -> str:
        """How the entry came in."""

    @property
    def came_at(self) -> datetime:
        """When it came in."""

    @property
    def not_before(self) -> datetime | None:
        """Where the true time is only known to lie between this and `came_at`."""

    @property
    def ordered_at(self) -> datetime:
        """The time that the place is held by."""

    @property
    def is_granted(self) -> bool:
        """Whether the place is one of the daily reserve's."""

    @property
    def is_paid(self) -> bool:
        """Whether it was paid at collection."""

    @property
    def collected_at(self) -> datetime | None:
        """When it was collected."""

    @property
    def left_at(self) -> datetime | None:
        """When the household left."""


_COLUMNS = (
    "place",
    "entry",
    "building",
    "door",
    "quantity",
    "state",
    "channel",
    "time",
    "not_before",
    "ordered",
    "collected",
    "paid",
    "left_at",
)


def relay_sheet(words: Words, title: str, lines: Iterable[Line]) -> bytes:
    """An XLSX file of every entry: the list in order, places of the reserve, then who left."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet(_sheet_name(title))
    sheet.append([words.text(f"sheet/{name}") for name in _COLUMNS])
    for line in lines:
        sheet.append(_cells(words, sheet, line))
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _cells(words: Words, sheet: Any, line: Line) -> list[Any]:
    def local(moment: datetime | None) -> datetime | None:
        return moment and moment.astimezone(words.zone).replace(tzinfo=None)

    return [
        line.place,
        line.number,
        text_cell(sheet, line.building),
        text_cell(sheet, line.door),
        line.quantity,
        _name_state(words, line),
        words.text(f"sheet/{line.channel}"),
        local(line.came_at),
        local(line.not_before),
        local(line.ordered_at),
        local(line.collected_at),
        words.text("sheet/yes") if line.is_paid else None,
        local(line.left_at),
    ]


def _name_state(words: Words, line: Line) -> str:
    if line.flag is None:
        return words.text("sheet/left")
    state = words.text(f"relay/flag_{line.flag}")
    return words.text("sheet/reserved", state=state) if line.is_granted else state


_FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))


def _sheet_name(title: str) -> str:
    return title.translate(_FORBIDDEN).strip()[:31] or "1"

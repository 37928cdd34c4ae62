"""Who is to be rung up or knocked for, as a spreadsheet to be printed (S32)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from io import BytesIO
from typing import Protocol

from locales.renderer import Words

_COLUMNS = ("building", "door", "quantity", "where", "time", "told")
_WIDTHS = (10, 14, 8, 28, 18, 12)


class Call(Protocol):
    """A household that was called and has nobody on Telegram."""

    @property
    def building(self) -> str:
        """Its label."""

    @property
    def door(self) -> str:
        """Unmasked: the sheet is for staff."""

    @property
    def quantity(self) -> int:
        """Pieces."""

    @property
    def place(self) -> str:
        """Where it is to come."""

    @property
    def starts_at(self) -> datetime:
        """When it is to come."""


def call_sheet(words: Words, calls: Iterable[Call]) -> bytes:
    """An XLSX file with a line for each household and a column to tick by hand.

    No telephones: those are not held, and the committee looks them up by the door.
    """
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet("1")
    for letter, width in zip("ABCDEF", _WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.append([words.text(f"sheet/{name}") for name in _COLUMNS])
    for call in calls:
        when = words.formats.moment(call.starts_at.replace(second=0, microsecond=0))
        sheet.append([call.building, call.door, call.quantity, call.place, when, "☐"])
    file = BytesIO()
    book.save(file)
    return file.getvalue()

"""A relay's whole list as a spreadsheet, for staff."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from io import BytesIO
from typing import Protocol

from locales.renderer import Words


class Line(Protocol):
    """One line of the list."""

    @property
    def place(self) -> int:
        """From 1."""

    @property
    def door(self) -> str:
        """Unmasked: the sheet is for staff."""

    @property
    def quantity(self) -> int:
        """Pieces."""

    @property
    def state(self) -> str:
        """`admitted` or `waiting`."""

    @property
    def channel(self) -> str:
        """How the entry came in."""

    @property
    def ordered_at(self) -> datetime:
        """The time that the place is held by."""


def relay_sheet(words: Words, title: str, lines: Iterable[Line]) -> bytes:
    """An XLSX file: place, door, pieces, state, channel and time, in order."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet(_sheet_name(title))
    sheet.append([words.text(f"sheet/{name}") for name in _COLUMNS])
    for line in lines:
        moment = line.ordered_at.astimezone(words.zone).replace(tzinfo=None)
        sheet.append(
            [
                line.place,
                line.door,
                line.quantity,
                words.text(f"sheet/{line.state}"),
                words.text(f"sheet/{line.channel}"),
                moment,
            ]
        )
    file = BytesIO()
    book.save(file)
    return file.getvalue()


_COLUMNS = ("place", "door", "quantity", "state", "channel", "time")
_FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))


def _sheet_name(title: str) -> str:
    return title.translate(_FORBIDDEN).strip()[:31] or "1"

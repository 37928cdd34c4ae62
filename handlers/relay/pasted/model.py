"""What a pasted relay comes to: its header, its rows and the lines that are none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple

ONLY = "default"
"""The item of a relay that offers one thing only."""

Items = Mapping[str, int]
NOTHING: Items = MappingProxyType({})


class Status(StrEnum):
    """What a careful committee member would decide for a row."""

    OK = "ok"
    DUPLICATE = "duplicate"
    CANCELLED = "cancelled"
    UNKNOWN_DOOR = "unknown_door"
    DOUBTFUL = "doubtful"
    EXAMPLE = "example"


class Why(NamedTuple):
    """A reason as a code; its words are the reader's business."""

    code: str
    params: Mapping[str, str | int | tuple[str, ...]] = MappingProxyType({})


class Terms(NamedTuple):
    """What the relay itself says; each overrides what the text says.

    Attributes:
        limit: most that a household may have; None is read from the text.
        items: what is offered; None is read from the text, empty is one thing only.
        deadline: aware; None is read from the text where its lines have times.
        building: label of the building whose rooms are written bare.
        heads: doors of the households whose head has this name; they are proposed, never taken.
    """

    limit: int | None = None
    items: tuple[str, ...] | None = None
    deadline: datetime | None = None
    building: str | None = None
    heads: Mapping[str, tuple[str, ...]] = MappingProxyType({})


class Header(NamedTuple):
    """What the lines above the list say."""

    title: str = ""
    deadline: str = ""
    deadline_at: datetime | None = None
    limit: int | None = None
    is_limit_each: bool = False
    building: str | None = None
    unit: str = ""
    items: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Row:
    """One entry and what it comes to.

    Attributes:
        line: physical line, the first is 1; `last_line` where the entry goes on below.
        order: place in the queue among entries of every status, from 1; None for examples.
        door: the roster's key; what was written where it lacks it; None where none is named.
        household_id: where exactly one household is meant, whatever the status.
        of: order of the entry that a duplicate or a withdrawal means.
        candidates: households that it may be; `likely` is the one most would propose.
        at: aware; None where the text has no time.
        is_place_open: two orders can be defended.
        text: as read; for staff's eyes only, like `name`, and never stored.
    """

    line: int
    last_line: int
    order: int | None
    status: Status
    why: Why
    door: str | None = None
    household_id: int | None = None
    items: Items = field(default_factory=dict)
    name: str | None = None
    of: int | None = None
    candidates: tuple[str, ...] = ()
    likely: str | None = None
    at: datetime | None = None
    is_place_open: bool = False
    text: str = ""

    @property
    def quantity(self) -> int | None:
        """How many, where one thing is offered; None where it is not known."""
        return self.items.get(ONLY)


class OtherLine(NamedTuple):
    """A line that is no entry: header, footer, sender, chat, edit, completes, copy."""

    line: int
    what: str


class Paste(NamedTuple):
    """A paste as read. Rows stand in the order of their lines."""

    header: Header
    rows: tuple[Row, ...]
    other_lines: tuple[OtherLine, ...]

    @property
    def tally(self) -> Counter[Status]:
        """How many rows came to each status."""
        return Counter(row.status for row in self.rows)

    @property
    def totals(self) -> Counter[str]:
        """What was ordered, item by item, over the rows that are certain."""
        sums: Counter[str] = Counter()
        for row in self.rows:
            if row.status is Status.OK:
                sums.update(row.items)
        return sums

"""What the boards' queries return: frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from storage.relay.boards.flags import Flag
from storage.relay.kinds import Channel


@dataclass(frozen=True, slots=True)
class Door:
    """A household of the roster.

    Attributes:
        is_granted: its place is one of the daily reserve's, which no public list shows (S03).
        is_linked: somebody of it can be written to.
    """

    household_id: int
    unit: str
    room: str
    door: str
    flag: Flag
    is_granted: bool
    is_linked: bool


@dataclass(frozen=True, slots=True)
class House:
    """A building and its doors, in the roster's order."""

    id: int
    label: str
    doors: tuple[Door, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the list that hangs on the wall; `door` is not masked yet."""

    place: int
    number: int
    building: str
    door: str
    quantity: int
    flag: Flag


@dataclass(frozen=True, slots=True)
class Row:
    """A line of staff's file: everything that an entry is, but no person.

    Attributes:
        place: None for a place of the daily reserve, and for whoever left.
        not_before: where its true time is only known to lie between this and `came_at`.
        flag: None for whoever left.
    """

    place: int | None
    number: int
    building: str
    door: str
    quantity: int
    flag: Flag | None
    channel: Channel
    came_at: datetime
    not_before: datetime | None
    ordered_at: datetime
    is_granted: bool
    is_paid: bool
    collected_at: datetime | None
    left_at: datetime | None


@dataclass(frozen=True, slots=True)
class Table:
    """One building in numbers (一楼一表, S08); `offline` came on paper, by telephone or by SMS.

    Places of the daily reserve are not counted: where they are is nobody's business.
    """

    building_id: int
    label: str
    households: int
    joined: int
    admitted: int
    waiting: int
    called: int
    collected: int
    pieces: int
    offline: int

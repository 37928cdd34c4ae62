"""A household's place, and the lines of the log that say what became of it. Pure values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

from storage.relay.kinds import Channel, EntryState, EventKind, Role


@dataclass(slots=True)
class Entry:
    """A household's place. Order is `key`.

    Attributes:
        ordered_at: the stamp that it is ordered by.
        came_at: the stamp of its press or paper.
        not_before: where its time is only known to lie between this stamp and `came_at`.
        pool: whose place it holds; None holds none.
        offer_until: until when the place stands that it was offered, a stamp.
        served_at: when it was collected, a stamp; while it is, its place is nobody else's.
    """

    number: int
    household_id: int
    quantity: int
    state: EntryState
    ordered_at: int
    person_id: int | None
    building_id: int
    came_at: int
    channel: Channel = Channel.ONLINE
    entered_by: int | None = None
    left_at: int | None = None
    pool: int | None = None
    not_before: int | None = None
    offer_until: int | None = None
    served_at: int | None = None

    @property
    def key(self) -> tuple[int, int]:
        """Time first; entries of one microsecond in the order in which they were written."""
        return self.ordered_at, self.number

    @property
    def claim(self) -> tuple[bool, int, int]:
        """What places are given by: what was handed out is not given again; then the order."""
        return self.served_at is None, self.ordered_at, self.number


@dataclass(frozen=True, slots=True)
class Act:
    """Who moves an entry, when and why.

    Attributes:
        at: a stamp.
        by: the person; the clock has none.
        reason: why, in staff's words; for staff and the household alone.
    """

    at: int
    by: int | None = None
    role: Role = Role.CLOCK
    update_id: int | None = None
    reason: str | None = None


class Event(NamedTuple):
    """One line of the log: what happened, and what the entry came to by it.

    Attributes:
        entry: None where the line is about the relay as a whole.
        at: when it happened, a stamp.
        claimed_at: the stamp of the paper, for an entry made by staff.
        because_of: number of the entry whose coming or going moved this one; 0 is the relay.
        note: public facts; never a name or a door.
        makes: whether the entry begins with this line.
    """

    entry: Entry | None
    kind: EventKind
    at: int
    actor_id: int | None = None
    update_id: int | None = None
    claimed_at: int | None = None
    because_of: int | None = None
    role: Role = Role.CLOCK
    quantity: int = 0
    state: EntryState | None = None
    pool: int | None = None
    ordered_at: int | None = None
    note: dict[str, Any] | str | None = None
    reason: str | None = None
    makes: bool = False


class Decision(NamedTuple):
    """What came of a press.

    Attributes:
        kind: `joined`, `already`, `changed`, `left` or `retimed`.
        entry: the entry it is about.
        place: place in the list, from 1; None where rows must be counted to know it.
        waiting_place: among those who wait for a place that it may take; None likewise.
    """

    kind: str
    entry: Entry
    place: int | None = None
    waiting_place: int | None = None


@dataclass(frozen=True, slots=True)
class Paper:
    """What a row says that somebody else wrote down for a household.

    Attributes:
        came_at: its time, a stamp: the latest where only a span is known.
        ordered_at: what it is ordered by: the same, or its share of the span.
    """

    household_id: int
    building_id: int
    quantity: int
    channel: Channel
    came_at: int
    ordered_at: int
    not_before: int | None = None

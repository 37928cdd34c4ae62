"""What questions about releases and slots answer with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from storage.relay.kinds import RelayState
from storage.relay.releases.kinds import SlotState
from storage.relay.releases.slots import Point


@dataclass(frozen=True, slots=True)
class SlotView:
    """When and where a number is to come.

    Attributes:
        starts_at: when its turn is expected; `told_at` is what its household was told last.
        place: the point, in words.
    """

    entry_number: int
    release: int
    point: int
    place: str
    starts_at: datetime
    told_at: datetime
    state: SlotState


@dataclass(frozen=True, slots=True)
class Line:
    """An entry that holds a place, as releases see it.

    Attributes:
        is_granted: it was given a reserved place, and stands in no list (S03).
        is_ready: nothing has to be checked before it may be called.
        collected_at: None until it was.
    """

    number: int
    household_id: int
    building_id: int
    quantity: int
    is_granted: bool
    is_ready: bool
    collected_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class PlanView:
    """How a relay is handed out, and how far that has come: counts of entries.

    Attributes:
        uncalled: hold a place and have neither slot nor collected.
        unready: of the uncalled, those to be checked first; they are passed over.
        granted: of the uncalled, those with a reserved place, called only on purpose.
        due: called, their time is past, not collected.
        ahead: called, their time is still to come.
    """

    relay_id: int
    committee_id: int
    time_zone: str
    title: str
    relay_state: RelayState
    is_rehearsal: bool
    seconds_per_person: int
    points: tuple[Point, ...]
    releases: int
    paused_at: datetime | None
    shifted_at: datetime | None
    held_until: datetime | None
    admitted: int
    called: int
    uncalled: int
    unready: int
    granted: int
    collected: int
    due: int
    ahead: int
    missed: int
    held: int

    @property
    def desks(self) -> int:
        """Of all points."""
        return sum(point.desks for point in self.points)


@dataclass(frozen=True, slots=True)
class Hour:
    """Who is called to a point within an hour: places in the list, as they are called out."""

    point: int
    place: str
    begins: datetime
    ends: datetime
    count: int
    ranges: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """What a release would come to.

    Attributes:
        called: how many would be called; `beyond` of those asked for have no turn left.
        release: the number that the release would get.
    """

    asked: int
    called: int
    beyond: int
    pieces: int
    release: int
    first_at: datetime | None
    last_at: datetime | None
    hours: tuple[Hour, ...]


@dataclass(frozen=True, slots=True)
class DayReport:
    """How a day went (S32): counts of entries, and pieces handed out."""

    relay_id: int
    title: str
    day: date
    called: int
    collected: int
    pieces: int
    missed: int
    uncalled: int
    tomorrow: int
    from_list: int

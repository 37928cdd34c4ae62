"""When and where each number is handed what it waits for. Pure.

A slot is what one desk needs for one person (S43: two minutes, found in a rehearsal). Desks take
people in the order of the list; no desk takes two at once, none works outside its hours.
"""

from __future__ import annotations

import heapq
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise

from storage.errors import RuleError
from storage.facts import check_number, check_text
from storage.local_time import MINUTES_A_DAY, at_local

SECONDS_PER_PERSON = 120
FASTEST, SLOWEST = 5, 3600
MOST_DESKS = 50
MOST_POINTS = 30
MOST_DAYS = 60
MOST_SPANS = 4
LONGEST_PLACE = 80
# People read clocks by fives; told a little early they wait, told late they miss their turn.
GRAIN = timedelta(minutes=5)

Span = tuple[datetime, datetime]
Minutes = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Point:
    """A place where things are handed out (S36, S46).

    Attributes:
        number: from 1 within its relay.
        place: where, in words.
        hours: spans of minutes past midnight on the committee's clock, in order.
        starts_on: its first day; `ends_on` the last.
        buildings: whose households come here; empty for all that no other point names.
    """

    number: int
    place: str
    desks: int
    hours: tuple[Minutes, ...]
    starts_on: date
    ends_on: date
    buildings: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Caller:
    """An entry that is to come: its number in the relay, and its household's building."""

    number: int
    building_id: int


@dataclass(frozen=True, slots=True)
class Slot:
    """Where and when an entry is to come."""

    number: int
    point: int
    starts_at: datetime


class Desks:
    """The desks of one point, taking one person after another.

    Args:
        seconds: what a desk needs for one person.
        spans: when the point is open, in order, aware.
        free_at: from when on each desk that is still busy is free.
        gaps: turns before that which somebody gave up.
    """

    def __init__(
        self,
        desks: int,
        seconds: int,
        spans: Iterable[Span],
        free_at: Sequence[datetime] = (),
        gaps: Iterable[datetime] = (),
    ) -> None:
        self._gaps = sorted(gaps)
        self._needed = timedelta(seconds=seconds)
        fitting = [span for span in spans if span[1] - span[0] >= self._needed]
        self._begins = [begins for begins, _ in fitting]
        self._last_turns = [ends - self._needed for _, ends in fitting]
        idle = self._begins[:1] * desks
        self._free = [*sorted(free_at)[-desks:], *idle][:desks] if idle else []
        heapq.heapify(self._free)

    def find(self, not_before: datetime) -> datetime | None:
        """When the next person would be taken; None where the point closes for good first."""
        gap = self._find_gap(not_before)
        return self._find_behind(not_before) if gap is None else gap

    def _find_gap(self, not_before: datetime) -> datetime | None:
        return next((at for at in self._gaps if at >= not_before), None)

    def _find_behind(self, not_before: datetime) -> datetime | None:
        if not self._free:
            return None
        at = max(self._free[0], not_before)
        span = bisect_left(self._last_turns, at)
        return max(at, self._begins[span]) if span < len(self._begins) else None

    def take(self, not_before: datetime) -> datetime | None:
        """Take the next person; when, or None where the point closes for good first."""
        gap = self._find_gap(not_before)
        if gap is not None:
            self._gaps.remove(gap)
            return gap
        at = self._find_behind(not_before)
        if at is not None:
            heapq.heapreplace(self._free, at + self._needed)
        return at


def find_gaps(
    left: Iterable[datetime], taken: Sequence[datetime], desks: int, needed: timedelta
) -> list[datetime]:
    """Those of the turns given up at which a desk is still free, each as often as desks are."""
    gaps: list[datetime] = []
    for at in sorted(left):
        standing = sum(abs(other - at) < needed for other in (*taken, *gaps))
        if standing < desks:
            gaps.append(at)
    return gaps


def open_spans(point: Point, time_zone: str) -> Iterator[Span]:
    """When a point is open, day by day."""
    for ahead in range((point.ends_on - point.starts_on).days + 1):
        day = point.starts_on + timedelta(days=ahead)
        for begins, ends in point.hours:
            yield at_local(day, begins, time_zone), at_local(day, ends, time_zone)


def find_queue(building_id: int, points: Sequence[Point]) -> tuple[int, ...]:
    """The points among which a building's households are shared out.

    The one that names the building; else all that name none; else the first.
    """
    named = [point.number for point in points if building_id in point.buildings]
    common = [point.number for point in points if not point.buildings]
    return tuple(named or common or [point.number for point in points][:1])


def lay_out(
    callers: Iterable[Caller],
    points: Sequence[Point],
    desks: dict[int, Desks],
    *,
    not_before: datetime,
) -> list[Slot]:
    """Give every caller in order the earliest turn at a point of theirs.

    Args:
        desks: the points' desks as busy as they are; they are busier afterwards.
        not_before: the earliest that anybody can come.

    Returns:
        The slots in the order of the callers. Who finds no more turn before the last day ends
        has none.
    """
    queues: dict[int, tuple[int, ...]] = {}
    slots = []
    for caller in callers:
        queue = queues.setdefault(caller.building_id, find_queue(caller.building_id, points))
        turns = ((desks[number].find(not_before), number) for number in queue)
        best = min(((at, number) for at, number in turns if at is not None), default=None)
        if best is not None:
            desks[best[1]].take(not_before)
            slots.append(Slot(caller.number, best[1], best[0]))
    return slots


def about(moment: datetime) -> datetime:
    """The time as it is told: the five minutes before it."""
    return moment.replace(minute=moment.minute - moment.minute % 5, second=0, microsecond=0)


def next_grain(moment: datetime) -> datetime:
    """The first full five minutes from then on."""
    told = about(moment)
    return told if told == moment else told + GRAIN


def check_point(point: Point) -> None:
    """Refuse a point that nobody could come to.

    Raises:
        RuleError: `fact_missing` or `text_too_long` (place), `wrong_number` (desks),
            `point_days_wrong` (limit), `point_hours_wrong`.
    """
    check_text("place", point.place, LONGEST_PLACE)
    check_number("desks", point.desks, MOST_DESKS)
    if not 0 <= (point.ends_on - point.starts_on).days < MOST_DAYS:
        raise RuleError("point_days_wrong", limit=MOST_DAYS)
    if not 1 <= len(point.hours) <= MOST_SPANS or not _are_in_order(point.hours):
        raise RuleError("point_hours_wrong")


def _are_in_order(hours: Sequence[Minutes]) -> bool:
    marks = [minute for span in hours for minute in span]
    rising = all(before < after for before, after in pairwise(marks))
    return rising and marks[0] >= 0 and marks[-1] <= MINUTES_A_DAY


def check_points(points: Sequence[Point]) -> None:
    """Refuse too many points, and a building that two of them name.

    Raises:
        RuleError: `too_many_points` (limit), `building_at_two_points`.
    """
    if len(points) > MOST_POINTS:
        raise RuleError("too_many_points", limit=MOST_POINTS)
    named = [building for point in points for building in point.buildings]
    if len(named) != len(set(named)):
        raise RuleError("building_at_two_points")


def check_seconds(seconds: int) -> None:
    """Refuse a pace that no desk keeps.

    Raises:
        RuleError: `wrong_pace` (least, most: seconds per person).
    """
    if not FASTEST <= seconds <= SLOWEST:
        raise RuleError("wrong_pace", least=FASTEST, most=SLOWEST)

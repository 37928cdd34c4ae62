"""How quickly a point really works, and whose time moves because of it. Pure.

While people queue, the time between two of them is what the desks need; while nobody queues, it
says nothing. So the pace is believed only when people are served later than they were told.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from statistics import median

from storage.relay.releases.slots import FASTEST, SLOWEST, Desks, Point, Span

# Fewer say nothing about the next hundred.
FEWEST = 8
RECENT = 20
# A gap so many times the usual one is a pause at the desk, not a person.
PAUSE = 4
# Nobody is told that a time has moved by less.
TELL_AFTER = timedelta(minutes=15)
# Served so much later than told, people queue.
QUEUED = timedelta(minutes=5)
# Nobody is asked to come sooner than they can leave home.
NOTICE = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Served:
    """Somebody who was served: when, and for when they had been told."""

    at: datetime
    told_at: datetime


@dataclass(frozen=True, slots=True)
class Held:
    """A slot that was told and not used yet.

    Attributes:
        starts_at: when the turn is expected; `told_at` is what the household knows.
    """

    number: int
    point: int
    starts_at: datetime
    told_at: datetime


@dataclass(frozen=True, slots=True)
class Shift:
    """A turn that is expected at another time now; `is_told` where the household has to know."""

    number: int
    starts_at: datetime
    is_told: bool


@dataclass(frozen=True, slots=True)
class Rebalanced:
    """What a new layout came to; for the numbers `beyond` the days do not last any more."""

    shifts: tuple[Shift, ...]
    beyond: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Pace:
    """What was observed: seconds a desk needs for a person, and how late people are served."""

    seconds: int
    lateness: timedelta


def measure_seconds(times: Iterable[datetime], desks: int) -> int | None:
    """Seconds that one desk needs for a person, from when so many desks served people.

    Pauses of the desk do not count. None where too few were served to tell.
    """
    ordered = sorted(times)[-RECENT:]
    gaps = [(after - before).total_seconds() for before, after in pairwise(ordered)]
    if len(ordered) < FEWEST:
        return None
    usual = max(median(gaps), FASTEST / desks)
    counted = [gap for gap in gaps if gap <= usual * PAUSE]
    return min(max(round(sum(counted) / len(counted) * desks), FASTEST), SLOWEST)


def observe(served: Sequence[Served], desks: int, planned_seconds: int) -> Pace | None:
    """The pace of a point today; None where too few were served to tell.

    Without a queue the desks wait for people, and the planned pace is kept.
    """
    seconds = measure_seconds((one.at for one in served), desks)
    if seconds is None:
        return None
    recent = sorted(served, key=lambda one: one.at)[-RECENT:]
    late = median((one.at - one.told_at).total_seconds() for one in recent)
    lateness = timedelta(seconds=late)
    return Pace(seconds if lateness >= QUEUED else min(seconds, planned_seconds), lateness)


def rebalance(
    held: Sequence[Held],
    point: Point,
    spans: Sequence[Span],
    pace: Pace,
    *,
    now: datetime,
    tell_after: timedelta = TELL_AFTER,
) -> Rebalanced:
    """Lay out anew the turns of one point that are not over, at the pace observed.

    Who was due within the time that people are late now stands in the queue, and is served
    first. Nobody is expected before the time that they were told, but where the desks are ahead
    by `tell_after`: then, until the desks close next, as early as can be told with `NOTICE`.

    Returns:
        The turns that moved, if any moved by `tell_after` from what its household was told; else
        none: a list that shifts by minutes is left alone.
    """
    desks = Desks(point.desks, pace.seconds, spans, free_at=[now] * point.desks)
    for _ in range(count_queue(held, pace.lateness, now)):
        desks.take(now)
    early_until = _end_of_span(spans, now) if pace.lateness <= -tell_after else now
    shifts, beyond = [], []
    for slot in sorted(held, key=lambda slot: (slot.starts_at, slot.number)):
        if slot.starts_at <= now:
            continue
        floor = min(slot.told_at, now + NOTICE) if slot.told_at < early_until else slot.told_at
        at = desks.take(max(floor, now))
        if at is None:
            beyond.append(slot.number)
        elif at != slot.starts_at:
            shifts.append(Shift(slot.number, at, abs(at - slot.told_at) >= tell_after))
    is_worth_it = any(shift.is_told for shift in shifts)
    return Rebalanced(tuple(shifts) if is_worth_it else (), tuple(beyond))


def count_queue(held: Sequence[Held], lateness: timedelta, now: datetime) -> int:
    """How many stand at a point: those due within the time that people are served late."""
    since = now - max(lateness, timedelta())
    return sum(1 for slot in held if since <= slot.starts_at <= now)


def _end_of_span(spans: Sequence[Span], now: datetime) -> datetime:
    return next((ends for begins, ends in spans if begins <= now < ends), now)


def is_overloaded(waiting: int, desks: int, seconds: int, *, minutes: int) -> bool:
    """Whether who waits at a point keeps its desks busy for longer than `minutes` (S47)."""
    return waiting * seconds > desks * minutes * 60


def ranges(numbers: Collection[int]) -> tuple[tuple[int, int], ...]:
    """Numbers as spans from one to another, as they are called out: 1 to 30, 32 to 40."""
    spans: list[tuple[int, int]] = []
    for number in sorted(numbers):
        if spans and number == spans[-1][1] + 1:
            spans[-1] = (spans[-1][0], number)
        else:
            spans.append((number, number))
    return tuple(spans)

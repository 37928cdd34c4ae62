"""Where rows stand whose time is not known to the second, and how long an offer stands. Pure."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from storage.local_time import at_local, local_day, local_minute

# Nobody answers an offer at night: its clock stands still between these minutes past midnight.
NIGHT_FROM = 21 * 60
NIGHT_UNTIL = 8 * 60
_DAY = 24 * 60


class Span(NamedTuple):
    """When an entry came: at `came_at`, or somewhere in (`not_before`, `came_at`]; stamps.

    Attributes:
        sheet: the same for rows of one sheet, whose order among themselves is known.
    """

    number: int
    came_at: int
    not_before: int | None = None
    sheet: object = None


def spread(not_before: int, came_at: int, count: int) -> list[int]:
    """Stamps for the rows of one sheet, evenly over the span and in the order of its lines."""
    length = came_at - not_before
    return [not_before + length * step // count for step in range(1, count + 1)]


def find_uncertain(spans: Sequence[Span]) -> frozenset[int]:
    """Numbers of the entries whose place among the others cannot be known.

    It cannot where another's time, or the span of another's, falls into the entry's own span.
    """
    vague = [span for span in spans if span.not_before is not None]
    if not vague:
        return frozenset()
    exact = sorted(span.came_at for span in spans if span.not_before is None)
    return frozenset(span.number for span in vague if _is_met(span, exact, vague))


def _is_met(span: Span, exact: Sequence[int], vague: Sequence[Span]) -> bool:
    begins = span.not_before
    assert begins is not None
    if bisect_right(exact, span.came_at) > bisect_left(exact, begins + 1):
        return True
    return any(
        other.came_at > begins and other.not_before < span.came_at
        for other in vague
        if other.sheet != span.sheet and other.not_before is not None
    )


def offer_end(now: datetime, minutes: int, time_zone: str) -> datetime:
    """When an offer made now ends: after so many minutes of day on the committee's clock."""
    left = timedelta(minutes=minutes)
    at = _morning_after(now, time_zone)
    while at + left > (evening := _evening_of(at, time_zone)):
        left -= evening - at
        at = at_local(local_day(at, time_zone), _DAY + NIGHT_UNTIL, time_zone)
    return at + left


def _evening_of(at: datetime, time_zone: str) -> datetime:
    return at_local(local_day(at, time_zone), NIGHT_FROM, time_zone)


def _morning_after(now: datetime, time_zone: str) -> datetime:
    minute = local_minute(now, time_zone)
    if NIGHT_UNTIL <= minute < NIGHT_FROM:
        return now
    tomorrow = _DAY if minute >= NIGHT_FROM else 0
    return at_local(local_day(now, time_zone), NIGHT_UNTIL + tomorrow, time_zone)

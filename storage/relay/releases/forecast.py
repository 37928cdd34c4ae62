"""What a number is told about its turn: today at about such a time, tomorrow, or not today. Pure.

S26: whoever has a number knows whether it can be their turn today.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from storage.local_time import local_day
from storage.relay.releases.kinds import Day, SlotState, When
from storage.relay.releases.slots import Caller, Desks, Point, Slot, lay_out


@dataclass(frozen=True, slots=True)
class Forecast:
    """What can be told about one number.

    Attributes:
        at: when it is its turn, or was; None where nothing can be said.
        place: where, in words; empty where it is not known.
    """

    when: When
    at: datetime | None = None
    day: Day = Day.UNKNOWN
    place: str = ""


NOTHING = Forecast(When.NONE)

_BY_STATE = {
    SlotState.CALLED: When.CALLED,
    SlotState.HELD: When.HELD,
    SlotState.MISSED: When.MISSED,
}


def find_day(at: datetime, now: datetime, time_zone: str) -> Day:
    """Today, tomorrow or a later day of the committee's calendar; a day that is over is unknown."""
    ahead = local_day(at, time_zone) - local_day(now, time_zone)
    if ahead < timedelta():
        return Day.UNKNOWN
    return {0: Day.TODAY, 1: Day.TOMORROW}.get(ahead.days, Day.LATER)


def forecast_called(
    at: datetime, state: SlotState, place: str, *, now: datetime, time_zone: str
) -> Forecast:
    """What a number with a slot is told; the new time of one that is held is not known."""
    if state is SlotState.HELD:
        return Forecast(When.HELD, place=place)
    return Forecast(_BY_STATE[state], at, find_day(at, now, time_zone), place)


def forecast_expected(
    slot: Slot | None, points: Sequence[Point], *, now: datetime, time_zone: str
) -> Forecast:
    """What a number is told that is not called yet; without a turn before the last day: nothing."""
    if slot is None:
        return NOTHING
    place = next(point.place for point in points if point.number == slot.point)
    return Forecast(When.EXPECTED, slot.starts_at, find_day(slot.starts_at, now, time_zone), place)


def find_turn(
    caller: Caller,
    ahead: int,
    points: Sequence[Point],
    desks: dict[int, Desks],
    *,
    not_before: datetime,
) -> Slot | None:
    """The turn of one caller behind so many of the same queue: the last of `lay_out` for them."""
    line: Iterable[Caller] = (caller for _ in range(ahead + 1))
    slots = lay_out(line, points, desks, not_before=not_before)
    return slots[-1] if len(slots) == ahead + 1 else None

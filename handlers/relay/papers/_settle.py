"""What a line comes to beside the relay as it stands: whom it is for, when, who is on it. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from handlers.relay.papers._lines import Line, Verdict, instant
from storage.relay.papers.queries import Ground, Stands


def settle(
    lines: Sequence[Line],
    ground: Ground,
    stands: Mapping[int, Stands],
    houses: Mapping[int, int],
    now: datetime,
) -> list[Line]:
    """Lines that can be entered stay so; of the others it is said why not.

    Args:
        stands: active entries by household.
        houses: ids of buildings by household.
    """
    return [settle_line(line, ground, stands, houses, now) for line in lines]


def settle_line(
    line: Line,
    ground: Ground,
    stands: Mapping[int, Stands],
    houses: Mapping[int, int],
    now: datetime,
) -> Line:
    """One line. What staff are asked about, and what is passed over, stays as it is."""
    household = line.household_id
    if household is None or line.verdict not in (Verdict.ENTER, Verdict.CHANGE, Verdict.ASK):
        return line
    house = houses.get(household)
    if ground.buildings and house not in ground.buildings:
        return replace(line, verdict=Verdict.OUT, code="not_eligible", params={})
    if ground.entering is not None and house not in ground.entering:
        return replace(line, verdict=Verdict.OUT, code="not_your_building", params={})
    if line.verdict is not Verdict.ENTER:
        return line
    return _beside(_in_time(line, ground, now), stands.get(household))


def _in_time(line: Line, ground: Ground, now: datetime) -> Line:
    """A time outside the relay is for staff to look at: it may be a slip of the pen."""
    came_at = instant(line.came_at)
    if came_at is not None and ground.opens_at <= came_at < ground.ends_at and came_at <= now:
        return line
    return replace(line, verdict=Verdict.ASK, code="outside", params={"at": line.came_at})


def _beside(line: Line, entry: Stands | None) -> Line:
    """The first in time stands, by whichever way it came (S14)."""
    came_at = instant(line.came_at)
    if entry is None or line.verdict is not Verdict.ENTER or came_at is None:
        return line
    params = {"channel": entry.channel.value, "at": entry.came_at.isoformat()}
    if came_at < entry.came_at:
        return replace(line, code="earlier", params=params)
    return replace(line, verdict=Verdict.STANDS, code="stands", params=params)

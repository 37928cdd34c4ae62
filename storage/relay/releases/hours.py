"""Calls by the hour, as they are called out in a group: No. 1 to 30 from nine to ten."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session, col, select

from storage.relay.kinds import EntryState
from storage.relay.pools import RESERVE
from storage.relay.releases.pace import ranges
from storage.relay.releases.slots import Slot
from storage.relay.releases.views import Hour
from storage.relay.tables import RelayEntry

AN_HOUR = timedelta(hours=1)
# A group reads so many lines; the households themselves are told each their own.
MOST_LINES = 24
MOST_RANGES = 8


def hour_table(
    session: Session, relay_id: int, slots: Iterable[Slot], places: Mapping[int, str]
) -> tuple[Hour, ...]:
    """Who is called within each hour and to which point, by places in the list.

    Granted places are in no list: they are counted, not named (S03).
    """
    ranks = _rank(session, relay_id)
    hours: dict[tuple[datetime, int], list[int]] = {}
    for slot in slots:
        begins = slot.starts_at.replace(minute=0, second=0, microsecond=0)
        hours.setdefault((begins, slot.point), []).append(slot.number)
    return tuple(
        Hour(
            point=point,
            place=places.get(point, ""),
            begins=begins,
            ends=begins + AN_HOUR,
            count=len(numbers),
            ranges=ranges([ranks[number] for number in numbers if number in ranks]),
        )
        for (begins, point), numbers in sorted(hours.items())
    )


def _rank(session: Session, relay_id: int) -> dict[int, int]:
    rows = (
        select(RelayEntry.number, RelayEntry.pool)
        .where(RelayEntry.relay_id == relay_id, RelayEntry.state != EntryState.LEFT)
        .order_by(col(RelayEntry.ordered_at), col(RelayEntry.number))
    )
    listed = [number for number, pool in session.exec(rows) if pool != RESERVE]
    return {number: place for place, number in enumerate(listed, start=1)}


def hour_params(hours: Iterable[Hour]) -> list[dict[str, Any]]:
    """The table as values for a template; `more` where there are further ranges."""
    hours = list(hours)
    has_several = len({hour.point for hour in hours}) > 1
    return [
        {
            "names_place": has_several,
            "place": hour.place,
            "begins": hour.begins.isoformat(),
            "ends": hour.ends.isoformat(),
            "count": hour.count,
            "spans": [spell(*span) for span in hour.ranges[:MOST_RANGES]],
            "more": max(len(hour.ranges) - MOST_RANGES, 0),
        }
        for hour in hours[:MOST_LINES]
    ]


def spell(first: int, last: int) -> str:
    """Numbers from one to another, as they are read."""
    return str(first) if first == last else f"{first}\N{EN DASH}{last}"

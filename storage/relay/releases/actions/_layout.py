"""Who would be called next, and when: what a preview shows and a release then does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, select

from storage.errors import RuleError
from storage.relay.releases.books import busy_desks, list_lines, list_points, read_slots
from storage.relay.releases.hours import hour_table
from storage.relay.releases.queries import LEAD
from storage.relay.releases.slots import Caller, Slot, lay_out, next_grain
from storage.relay.releases.tables import RelayRelease
from storage.relay.releases.views import Line, Preview


@dataclass(frozen=True, slots=True)
class Layout:
    """The turns of those who would be called; `asked` counts those without one too."""

    lines: dict[int, Line]
    slots: list[Slot]
    asked: int


def preview_release(
    session: Session, relay_id: int, count: int, *, now: datetime, with_grants: bool = False
) -> Preview:
    """What calling the next `count` would come to, now. Changes nothing.

    Raises:
        RuleError: `relay_unknown`, `nothing_to_release`.
    """
    points = list_points(session, relay_id)
    laid = lay_out_next(session, relay_id, count, now=now, with_grants=with_grants)
    places = {point.number: point.place for point in points}
    releases = select(RelayRelease.number).where(RelayRelease.relay_id == relay_id)
    times = [slot.starts_at for slot in laid.slots]
    return Preview(
        asked=count,
        called=len(laid.slots),
        beyond=laid.asked - len(laid.slots),
        pieces=sum(laid.lines[slot.number].quantity for slot in laid.slots),
        release=max(session.exec(releases), default=0) + 1,
        first_at=min(times, default=None),
        last_at=max(times, default=None),
        hours=hour_table(session, relay_id, laid.slots, places),
    )


def lay_out_next(
    session: Session, relay_id: int, count: int, *, now: datetime, with_grants: bool
) -> Layout:
    """Turns for the next `count` in order who are ready.

    Raises:
        RuleError: `nothing_to_release`.
    """
    called = read_slots(session, relay_id)
    waiting = [
        line
        for line in list_lines(session, relay_id)
        if line.number not in called and line.collected_at is None and line.is_ready
    ]
    listed = [line for line in waiting if not line.is_granted][: max(count, 0)]
    granted = [line for line in waiting if line.is_granted] if with_grants else []
    return lay_out_lines(session, relay_id, [*granted, *listed], now=now)


def lay_out_lines(
    session: Session, relay_id: int, lines: Sequence[Line], *, now: datetime
) -> Layout:
    """Turns for these, behind all who were called.

    Raises:
        RuleError: `nothing_to_release`.
    """
    if not lines:
        raise RuleError("nothing_to_release")
    points = list_points(session, relay_id)
    slots = lay_out(
        (Caller(line.number, line.building_id) for line in lines),
        points,
        busy_desks(session, relay_id, points, now=now),
        not_before=next_grain(now + LEAD),
    )
    return Layout({line.number: line for line in lines}, slots, len(lines))

"""The end of a day at the points: who did not come, and how the day went (S32)."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlmodel import Session, col, select

from storage.local_time import at_local, local_day
from storage.relay.releases.actions._locks import Held, hold, note
from storage.relay.releases.actions._telling import tell_groups, tell_staff
from storage.relay.releases.books import list_open_slots, list_points
from storage.relay.releases.kinds import SlotState
from storage.relay.releases.reports import find_day_report
from storage.relay.releases.slots import Point
from storage.relay.releases.tables import RelayPlan, RelayPoint

# Whoever stands in the queue at closing is still served.
AFTER_CLOSING = timedelta(minutes=30)
ONE_DAY = timedelta(days=1)


def report_days(session: Session, now: datetime) -> int:
    """Tell staff and groups how the day went, once its last desk has closed.

    Who was called and did not come has missed the turn, not the place: staff decide whether
    they are called again. Groups are told numbers only.

    Returns:
        How many relays were reported.
    """
    return sum(_report(session, hold(session, number), now) for number in _list_open(session, now))


def _list_open(session: Session, now: datetime) -> list[int]:
    today = now.date()
    rows = (
        select(RelayPlan.relay_id)
        .join(RelayPoint, col(RelayPoint.relay_id) == col(RelayPlan.relay_id))
        .where(
            RelayPlan.last_release > 0,
            RelayPoint.starts_on <= today + ONE_DAY,
            RelayPoint.ends_on >= today - ONE_DAY,
        )
        .distinct()
    )
    return sorted(session.exec(rows))


def _report(session: Session, held: Held, now: datetime) -> bool:
    today = local_day(now, held.time_zone)
    closed_at = _find_closing(list_points(session, held.relay_id), today, held.time_zone)
    if held.plan.reported_on == today or closed_at is None or now < closed_at + AFTER_CLOSING:
        return False
    held.plan.reported_on = today
    for slot in list_open_slots(session, held.relay_id, SlotState.CALLED):
        if slot.starts_at < now:
            slot.state = SlotState.MISSED
    session.flush()
    report = find_day_report(session, held.relay_id, today)
    if not report.called and not report.collected:
        return False
    numbers = {
        "day": report.day.isoformat(),
        "called": report.called,
        "collected": report.collected,
        "pieces": report.pieces,
        "missed": report.missed,
        "uncalled": report.uncalled,
        "tomorrow": report.tomorrow,
    }
    key = f"day:{today.isoformat()}"
    tell_staff(session, held, "relay/day_report", key=key, now=now, **numbers)
    tell_groups(session, held, "relay/day_posted", key=key, now=now, **numbers)
    note(session, held, "reported", None, now, missed=report.missed)
    return True


def _find_closing(points: tuple[Point, ...], day: date, time_zone: str) -> datetime | None:
    closings = [
        at_local(day, point.hours[-1][1], time_zone)
        for point in points
        if point.starts_on <= day <= point.ends_on
    ]
    return max(closings, default=None)

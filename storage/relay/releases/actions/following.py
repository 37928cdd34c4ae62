"""The clock looks at the points that are open: their pace, and whether a crowd gathers (S47)."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlmodel import Session, col, func, select

from storage.errors import RuleError
from storage.relay.kinds import Channel, RelayState
from storage.relay.releases import pace
from storage.relay.releases.actions._locks import Held, hold, hold_own, note
from storage.relay.releases.actions._telling import tell_groups, tell_staff
from storage.relay.releases.actions.shifting import observe_point, shift_slots
from storage.relay.releases.books import list_open_slots, list_points
from storage.relay.releases.kinds import SlotState
from storage.relay.releases.pace import count_queue, is_overloaded
from storage.relay.releases.slots import Point, open_spans
from storage.relay.releases.tables import RelayPlan, RelaySlot
from storage.relay.rules import to_stamp
from storage.relay.tables import Relay, RelayEntry

# A queue that takes longer is a crowd.
CROWD_MINUTES = 30
ALERT_REST = timedelta(minutes=30)
# Who is due so lately is counted as waiting where nobody collected yet.
JUST_DUE = timedelta(minutes=30)
STALL_WINDOW = timedelta(minutes=10)


def follow_points(session: Session, now: datetime) -> int:
    """Shift turns where the pace is another, alert staff where a crowd gathers.

    Returns:
        How many relays something was done about.
    """
    done = 0
    for relay_id in _list_running(session, now):
        held = hold(session, relay_id)
        if held.plan.paused_at is not None or not _open_points(session, held, now):
            continue
        moved = shift_slots(session, held, now)
        done += bool(_alert(session, held, now) or moved)
    return done


def ask_to_come_later(session: Session, relay_id: int, *, by: int, now: datetime) -> None:
    """Ask the relay's groups to come only at the time that each was told, not before.

    Raises:
        RuleError: `relay_unknown`, `not_staff`, `relay_cancelled`, `release_none`.
    """
    held = hold_own(session, relay_id, by, now)
    if not list_open_slots(session, relay_id, SlotState.CALLED):
        raise RuleError("release_none")
    key = f"later:{int(now.timestamp()) // 60}"
    tell_groups(session, held, "relay/come_later", key=key, now=now)
    note(session, held, "come_later", by, now)


def _list_running(session: Session, now: datetime) -> list[int]:
    day = timedelta(days=1)
    called = (
        select(RelaySlot.relay_id)
        .where(
            RelaySlot.state == SlotState.CALLED,
            RelaySlot.starts_at > now - day,
            RelaySlot.starts_at < now + day,
        )
        .distinct()
    )
    planned = (
        select(RelayPlan.relay_id)
        .join(Relay, col(Relay.id) == col(RelayPlan.relay_id))
        .where(Relay.state == RelayState.OPEN)
    )
    return sorted({*session.exec(called), *session.exec(planned)})


def _open_points(session: Session, held: Held, now: datetime) -> list[Point]:
    return [
        point
        for point in list_points(session, held.relay_id)
        if any(begins <= now < ends for begins, ends in open_spans(point, held.time_zone))
    ]


def _alert(session: Session, held: Held, now: datetime) -> bool:
    if held.plan.alerted_at is not None and held.plan.alerted_at + ALERT_REST > now:
        return False
    seconds = held.plan.seconds_per_person
    points = _open_points(session, held, now)
    for point in points:
        waiting = _count_waiting(session, held, point, now)
        if is_overloaded(waiting, point.desks, seconds, minutes=CROWD_MINUTES):
            _tell_crowd(session, held, point.place, waiting, now)
            return True
    arrivals = _count_stall(session, held, now)
    desks = sum(point.desks for point in points)
    if is_overloaded(arrivals, desks, seconds, minutes=STALL_WINDOW // timedelta(minutes=1)):
        _tell_crowd(session, held, held.relay.place, arrivals, now)
        return True
    return False


def _count_waiting(session: Session, held: Held, point: Point, now: datetime) -> int:
    slots = [
        pace.Held(slot.entry_number, slot.point_number, slot.starts_at, slot.told_at)
        for slot in list_open_slots(session, held.relay_id, SlotState.CALLED)
        if slot.point_number == point.number
    ]
    found = observe_point(session, held, point, now)
    return count_queue(slots, found.lateness if found else JUST_DUE, now)


def _count_stall(session: Session, held: Held, now: datetime) -> int:
    rows = select(func.count()).where(
        RelayEntry.relay_id == held.relay_id,
        RelayEntry.channel == Channel.STALL,
        RelayEntry.came_at > to_stamp(now - STALL_WINDOW),
    )
    return session.exec(rows).one()


def _tell_crowd(session: Session, held: Held, place: str, waiting: int, now: datetime) -> None:
    held.plan.alerted_at = now
    note(session, held, "crowd", None, now, waiting=waiting)
    key = f"crowd:{int(now.timestamp())}"
    tell_staff(session, held, "relay/crowd", key=key, now=now, place=place, waiting=waiting)

"""Where, when and how quickly a relay is handed out."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime, timedelta

from sqlmodel import Session

from storage.errors import RuleError
from storage.local_time import local_day
from storage.relay.releases.actions._locks import Held, hold_own, note
from storage.relay.releases.books import list_points, read_slots
from storage.relay.releases.slots import (
    LONGEST_PLACE,
    Point,
    check_point,
    check_points,
    check_seconds,
)
from storage.relay.releases.tables import RelayPoint
from storage.relay.tables import Relay
from storage.upsert import upsert

# Where nobody said otherwise: office hours, a week.
OFFICE_HOURS = ((9 * 60, 17 * 60),)
A_WEEK = timedelta(days=6)


def open_plan(session: Session, relay_id: int, *, by: int, now: datetime) -> None:
    """Give a relay that has none its first point: where it says, in office hours, from today.

    Raises:
        RuleError: `relay_unknown`, `not_staff`, `relay_cancelled`.
    """
    held = hold_own(session, relay_id, by, now)
    if not list_points(session, relay_id):
        _write_point(session, relay_id, first_point(held.relay, held.time_zone, now))


def first_point(relay: Relay, time_zone: str, now: datetime) -> Point:
    """The point that a relay has where nobody planned any."""
    today = local_day(now, time_zone)
    return Point(
        number=1,
        place=(relay.collection or relay.place or relay.title)[:LONGEST_PLACE],
        desks=1,
        hours=OFFICE_HOURS,
        starts_on=today,
        ends_on=today + A_WEEK,
    )


def save_point(session: Session, relay_id: int, point: Point, *, by: int, now: datetime) -> None:
    """Add a point, or change the one of the same number. Slots that were told stay as they are.

    Raises:
        RuleError: `relay_unknown`, `not_staff`, `relay_cancelled`, and those of `check_point`
            and `check_points`.
    """
    held = hold_own(session, relay_id, by, now)
    check_point(point)
    others = [known for known in list_points(session, relay_id) if known.number != point.number]
    check_points([*others, point])
    _write_point(session, relay_id, point)
    note(session, held, "point", by, now, point=point.number, desks=point.desks)


def drop_point(session: Session, relay_id: int, number: int, *, by: int, now: datetime) -> None:
    """Take a point away to which nobody was called. Again changes nothing.

    Raises:
        RuleError: `relay_unknown`, `not_staff`, `relay_cancelled`, `point_in_use`.
    """
    held = hold_own(session, relay_id, by, now)
    if any(slot.point_number == number for slot in read_slots(session, relay_id).values()):
        raise RuleError("point_in_use")
    row = session.get(RelayPoint, (relay_id, number))
    if row is not None:
        session.delete(row)
        note(session, held, "point_dropped", by, now, point=number)


def set_pace(session: Session, relay_id: int, seconds: int, *, by: int, now: datetime) -> None:
    """Say how many seconds a desk needs for a person; slots made from now on keep to it (S43).

    Raises:
        RuleError: `relay_unknown`, `not_staff`, `relay_cancelled`, `wrong_pace`.
    """
    held: Held = hold_own(session, relay_id, by, now)
    check_seconds(seconds)
    held.plan.seconds_per_person = seconds
    note(session, held, "pace", by, now, seconds=seconds)


def _write_point(session: Session, relay_id: int, point: Point) -> None:
    row = asdict(point) | {
        "relay_id": relay_id,
        "place": point.place.strip(),
        "hours": [list(span) for span in point.hours],
        "buildings": sorted(point.buildings),
    }
    upsert(session, RelayPoint, row, keys=["relay_id", "number"])

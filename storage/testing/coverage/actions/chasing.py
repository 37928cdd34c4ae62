"""After a day's last slot: who has not been seen is asked, once, and their leads hear how many.

Missed by a process that stood still, a day is chased within twelve hours of its end or not at
all: whoever is asked at noon of the next day whether they came yesterday learns nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from storage.audit.actions import record
from storage.community.kinds import ResidentState, RoleKind
from storage.community.queries import list_roles
from storage.community.tables import Person, Resident
from storage.outbox.actions import leave
from storage.outbox.tables import Urgency
from storage.testing.coverage.queries import (
    BuildingCount,
    DayFacts,
    DoorView,
    count_done,
    find_day_facts,
    list_doors,
)
from storage.testing.coverage.rules import OFF
from storage.testing.coverage.tables import Chase
from storage.testing.tables import Day
from storage.upsert import insert_new

USEFUL = timedelta(hours=12)


def chase_missed(session: Session, now: datetime) -> int:
    """Ask the households that days which have just ended have not seen; returns how many days.

    Each household's members are asked in private, once a day. Leads and staff get a number.
    """
    chased = select(Chase.day_id)
    ended = select(Day.id).where(
        col(Day.ends_at) <= now,
        col(Day.ends_at) > now - USEFUL,
        col(Day.state).not_in(OFF),
        col(Day.id).not_in(chased),
    )
    days = [day_id for day_id in session.exec(ended.order_by(col(Day.ends_at))) if day_id]
    return sum(_chase(session, day_id, now) for day_id in days)


def _chase(session: Session, day_id: int, now: datetime) -> bool:
    day = find_day_facts(session, day_id)
    row = {"day_id": day_id, "at": now}
    if day is None or not insert_new(session, Chase, [row], keys=["day_id"]):
        return False
    left = [door for door in list_doors(session, day_id) if door.is_left]
    next_at = _find_next(session, day)
    _ask_households(session, day, left, next_at, now)
    _tell_leads(session, day, tuple(count_done(session, day_id).values()), now)
    subject = f"testing_day:{day_id}"
    record(session, "testing.chased", subject, at=now, actor_id=None, doors=len(left))
    return True


def _find_next(session: Session, day: DayFacts) -> str | None:
    """When the next day of the round begins, as ISO text."""
    query = (
        select(Day.starts_at)
        .where(
            Day.round_id == day.round_id,
            Day.ordinal > day.number,
            col(Day.state).not_in(OFF),
        )
        .order_by(col(Day.ordinal))
    )
    starts_at = session.exec(query).first()
    return starts_at.isoformat() if starts_at else None


def _ask_households(
    session: Session, day: DayFacts, left: Sequence[DoorView], next_at: str | None, now: datetime
) -> None:
    doors = {door.household_id: door.door for door in left}
    query = (
        select(Resident.household_id, Resident.person_id)
        .join(Person, col(Person.id) == col(Resident.person_id))
        .where(
            Resident.estate_id == day.estate_id,
            Resident.state == ResidentState.ACTIVE,
            col(Person.reachable),
        )
    )
    for household_id, person_id in session.exec(query.order_by(col(Resident.id))):
        if household_id in doors:
            leave(
                session,
                person_id,
                "testing/missed",
                {
                    "day_id": day.id,
                    "household_id": household_id,
                    "title": day.title,
                    "door": doors[household_id],
                    "day": day.day.isoformat(),
                    "next_at": next_at,
                },
                now=now,
                urgency=Urgency.REMINDER,
                dedupe_key=f"testing:missed:{day.id}:{person_id}:{household_id}",
                expires_at=now + USEFUL,
            )


def _tell_leads(
    session: Session, day: DayFacts, counts: Sequence[BuildingCount], now: datetime
) -> None:
    roles = list_roles(session, day.committee_id, now)
    for person_id in dict.fromkeys(role.person_id for role in roles):
        own = [role for role in roles if role.person_id == person_id]
        is_wide = any(
            role.kind is RoleKind.STAFF or (role.kind is RoleKind.LEAD and role.building_id is None)
            for role in own
        )
        led = {role.building_id for role in own if role.kind is RoleKind.LEAD}
        theirs = [each for each in counts if is_wide or each.building_id in led]
        if any(each.left for each in theirs):
            _tell_lead(session, day, person_id, theirs, now)


def _tell_lead(
    session: Session,
    day: DayFacts,
    person_id: int,
    counts: Iterable[BuildingCount],
    now: datetime,
) -> None:
    missing = [each for each in counts if each.left]
    missing.sort(key=lambda each: -each.left)
    leave(
        session,
        person_id,
        "testing/missed_doors",
        {
            "day_id": day.id,
            "title": day.title,
            "day": day.day.isoformat(),
            "left": sum(each.left for each in missing),
            "buildings": [{"label": each.label, "left": each.left} for each in missing[:20]],
            "more": max(len(missing) - 20, 0),
        },
        now=now,
        urgency=Urgency.REMINDER,
        dedupe_key=f"testing:missed_doors:{day.id}:{person_id}",
        expires_at=now + USEFUL,
    )

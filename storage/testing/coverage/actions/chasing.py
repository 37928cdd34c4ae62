"""In the evening of a day: who has not been seen is asked, once, and their leads hear how many.

Missed by a process that stood still, a day is chased within twelve hours or not at all: whoever
is asked at noon of the next day whether they came yesterday learns nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session, col, select

from storage.audit.actions import record
from storage.community.kinds import ResidentState, RoleKind
from storage.community.queries import list_roles
from storage.community.tables import Person, Resident
from storage.outbox.actions import NewMessage, leave_many
from storage.testing.coverage.queries import (
    BuildingCount,
    DayFacts,
    DoorView,
    count_done,
    find_day_facts,
    list_doors,
    number_missed,
)
from storage.testing.coverage.rules import OFF, find_chase
from storage.testing.coverage.tables import Chase
from storage.testing.queries.rounds import manner_of
from storage.testing.rules import is_quiet
from storage.testing.tables import Day, Round
from storage.upsert import insert_new

USEFUL = timedelta(hours=12)


@dataclass(frozen=True)
class _Evening:
    """A day that is over, and when it is chased; in its round's quiet hours without a sound."""

    day: DayFacts
    now: datetime
    is_silent: bool

    def write(self, person_id: int, template: str, key: str, **params: Any) -> NewMessage:
        """A message about the day; of one `key` only one ever leaves."""
        return NewMessage(
            chat_id=person_id,
            template=template,
            params={
                "day_id": self.day.id,
                "title": self.day.title,
                "day": self.day.day.isoformat(),
                **params,
            },
            dedupe_key=f"{template}:{self.day.id}:{key}",
            expires_at=self.now + USEFUL,
            silent=self.is_silent,
        )


def chase_missed(session: Session, now: datetime) -> int:
    """Ask the households that days have not seen by the evening; returns how many days.

    Each household's members are asked in private, once a day. Leads and staff get a number.
    """
    chased = select(Chase.day_id)
    ended = select(Day.id).where(
        col(Day.ends_at) <= now,
        col(Day.ends_at) > now - timedelta(days=1) - USEFUL,
        col(Day.state).not_in(OFF),
        col(Day.id).not_in(chased),
    )
    days = [day_id for day_id in session.exec(ended.order_by(col(Day.ends_at))) if day_id]
    return sum(_chase(session, day_id, now) for day_id in days)


def _chase(session: Session, day_id: int, now: datetime) -> bool:
    day = find_day_facts(session, day_id)
    if day is None:
        return False
    due_at = find_chase(day.day, day.ends_at, day.zone)
    if not due_at <= now < due_at + USEFUL:
        return False
    if not insert_new(session, Chase, [{"day_id": day_id, "at": now}], keys=["day_id"]):
        return False
    manner = manner_of(session.get_one(Round, day.round_id))
    evening = _Evening(day, now, is_quiet(now, manner, day.zone))
    left = [door for door in list_doors(session, day_id) if door.is_left]
    counts = tuple(count_done(session, day_id).values())
    asked = _ask_households(session, evening, left)
    leave_many(session, [*asked, *_tell_leads(session, evening, counts)], now=now)
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
    session: Session, evening: _Evening, left: Sequence[DoorView]
) -> Iterator[NewMessage]:
    doors = {door.household_id: door.door for door in left}
    next_at = _find_next(session, evening.day)
    query = (
        select(Resident.household_id, Resident.person_id)
        .join(Person, col(Person.id) == col(Resident.person_id))
        .where(
            Resident.estate_id == evening.day.estate_id,
            Resident.state == ResidentState.ACTIVE,
            col(Person.reachable),
        )
    )
    for household_id, person_id in session.exec(query.order_by(col(Resident.id))):
        if household_id in doors:
            yield evening.write(
                person_id,
                "testing/missed",
                f"{household_id}:{person_id}",
                household_id=household_id,
                door=doors[household_id],
                next_at=next_at,
            )


def _tell_leads(
    session: Session, evening: _Evening, counts: Sequence[BuildingCount]
) -> Iterator[NewMessage]:
    roles = list_roles(session, evening.day.committee_id, evening.now)
    for person_id in dict.fromkeys(role.person_id for role in roles):
        own = [role for role in roles if role.person_id == person_id]
        is_wide = any(
            role.kind is RoleKind.STAFF or (role.kind is RoleKind.LEAD and role.building_id is None)
            for role in own
        )
        led = {role.building_id for role in own if role.kind is RoleKind.LEAD}
        missing = [each for each in counts if each.left and (is_wide or each.building_id in led)]
        if missing:
            yield evening.write(
                person_id,
                "testing/missed_doors",
                str(person_id),
                building_ids=[each.building_id for each in missing],
                **number_missed(missing),
            )

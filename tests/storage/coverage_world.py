"""A round of three days in a neighbourhood with a lead, a helper and staff; rows as they are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import Session, col, select

from storage.audit.tables import AuditRecord
from storage.community.kinds import RoleKind
from storage.community.tables import Chat, Committee, Person, Role
from storage.errors import RuleError
from storage.outbox.tables import Card, OutboxMessage
from storage.testing.coverage import queries
from storage.testing.coverage.kinds import MarkState
from storage.testing.kinds import CARD_KIND, SlotKind
from storage.testing.tables import Day, Round, Slot
from storage.work import Work
from tests.builders import Neighbourhood, build_neighbourhood

# The second of April in Shanghai, eight o'clock: the round's first day.
MORNING = datetime(2022, 4, 2, 0, 0, tzinfo=UTC)
TODAY = MORNING.date()
EVENING = MORNING + timedelta(hours=11)
STAFF, LEAD, WIDE_LEAD, HELPER, OTHER_STAFF, STRANGER = 900_001, 301, 302, 303, 304, 305
OUTSIDERS = (OTHER_STAFF, STRANGER)


def build_days(
    session: Session,
    place: Neighbourhood,
    days: int = 3,
    begins: datetime = MORNING,
    **changes: Any,
) -> list[int]:
    """Days of a round, each for three hours in every building; their numbers."""
    values: dict[str, Any] = {
        "committee_id": place.committee_id,
        "estate_id": place.estate_id,
        "title": "三天三检",
        "site": "中心花园",
        "lanes": 2,
        "seconds_per_person": 30,
        "people_tenths": 25,
        "home_minutes": 10,
        "before_minutes": [30],
        "zone": "Asia/Shanghai",
        "made_at": begins - timedelta(days=1),
    }
    testing = Round(**(values | changes))
    session.add(testing)
    session.flush()
    assert testing.id is not None
    mornings = [begins + timedelta(days=number) for number in range(days)]
    return [
        _add_day(session, place, testing.id, number, morning)
        for number, morning in enumerate(mornings, start=1)
    ]


def _add_day(
    session: Session, place: Neighbourhood, round_id: int, number: int, begins: datetime
) -> int:
    day = Day(
        round_id=round_id,
        ordinal=number,
        day=begins.date(),
        starts_at=begins,
        ends_at=begins + timedelta(hours=3),
    )
    session.add(day)
    session.flush()
    assert day.id is not None
    for building_id in place.buildings:
        session.add(_slot(day.id, building_id, begins, SlotKind.SITE))
    session.add(_slot(day.id, place.buildings[0], begins - timedelta(hours=1), SlotKind.HOME))
    session.flush()
    return day.id


def _slot(day_id: int, building_id: int, at: datetime, kind: SlotKind) -> Slot:
    return Slot(
        day_id=day_id,
        building_id=building_id,
        kind=kind,
        batch=1,
        planned_minute=480,
        starts_minute=480,
        ends_minute=660,
        starts_at=at,
        ends_at=at + timedelta(hours=3),
    )


@dataclass
class Estate:
    """Twelve households in two buildings; `LEAD` leads the first, `WIDE_LEAD` all."""

    work: Work
    place: Neighbourhood
    days: list[int]

    def home(self, number: int) -> int:
        return self.place.households[number]

    def person(self, number: int) -> int:
        return self.place.person(number)

    async def do(self, action: Any, *args: Any, by: int, now: datetime = MORNING, **k: Any) -> Any:
        return await self.work.write(action, *args, by=by, now=now, **k)

    async def refused(self, action: Any, *args: Any, by: int, **kwargs: Any) -> str:
        """The code with which an action is refused; it must have changed nothing."""
        before = await self.work.read(_snapshot)
        with pytest.raises(RuleError) as refusal:
            await self.do(action, *args, by=by, **kwargs)
        assert await self.work.read(_snapshot) == before
        return refusal.value.code

    async def mark(self, household: int, day: int = 0) -> tuple[MarkState, str] | None:
        found = await self.work.read(queries.find_mark, self.days[day], self.home(household))
        return (found.state, found.how.value) if found else None

    async def told(self, template: str) -> list[tuple[int, dict[str, Any]]]:
        """Recipients and values of what waits in the outbox, in order."""

        def read(session: Session) -> list[tuple[int, dict[str, Any]]]:
            query = select(OutboxMessage).where(OutboxMessage.template == template)
            rows = session.exec(query.order_by(col(OutboxMessage.id)))
            return [(row.chat_id, row.params) for row in rows]

        return await self.work.read(read)


async def make_estate(work: Work, **changes: Any) -> Estate:
    def build(session: Session) -> Estate:
        place = build_neighbourhood(session)
        other = Committee(name="延吉居委会")
        session.add(other)
        for person in (LEAD, WIDE_LEAD, HELPER, OTHER_STAFF, STRANGER):
            session.add(Person(id=person, name=f"人{person}", reachable=True, seen_at=MORNING))
        session.flush()
        first = place.buildings[0]
        for person, committee, kind, building in (
            (LEAD, place.committee_id, RoleKind.LEAD, first),
            (WIDE_LEAD, place.committee_id, RoleKind.LEAD, None),
            (HELPER, place.committee_id, RoleKind.VOLUNTEER, None),
            (OTHER_STAFF, other.id, RoleKind.STAFF, None),
        ):
            session.add(
                Role(
                    person_id=person,
                    committee_id=committee,
                    kind=kind,
                    building_id=building,
                    granted_at=MORNING,
                )
            )
        estate = Estate(work, place, build_days(session, place, **changes))
        for number, building_id in enumerate(place.buildings, start=1):
            houses = {"estate_id": place.estate_id, "building_id": building_id}
            session.add(Chat(telegram_id=-number, **houses))
            session.add(Card(kind=CARD_KIND, subject_id=1, chat_id=-number))
        return estate

    return await work.write(build)


def _snapshot(session: Session) -> tuple[int, int]:
    return (
        len(session.exec(select(AuditRecord.id)).all()),
        len(session.exec(select(OutboxMessage.id)).all()),
    )

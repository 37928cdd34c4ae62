"""A town on the first of three days of testing, with a lead, for plays about doors."""

from __future__ import annotations

from datetime import timedelta

from sqlmodel import Session

from simulator import CallbackAnswer, Person, StoredMessage
from storage.community.kinds import RoleKind
from storage.community.tables import Role
from storage.testing.coverage.kinds import MarkState
from storage.testing.coverage.queries import find_mark
from tests.builders import OPENING
from tests.handlers.estate_play import asks, newest
from tests.storage.coverage_world import build_days
from tests.town import Town

MORNING = OPENING + timedelta(hours=8)


async def begin_days(town: Town) -> list[int]:
    """Three days of testing, from eight to eleven; it is nine o'clock on the first of them."""
    days = await town.work.write(build_days, town.place, begins=MORNING)
    town.clock.jump_to(MORNING + timedelta(hours=1))
    return days


async def helper(town: Town, name: str, kind: RoleKind, building: int | None = None) -> Person:
    """Somebody with a right for a building, counted from 0, or for all of them."""
    person = town.world.person(name, language_code="en")
    person.chat.is_started = True
    await asks(person, "/start")

    def grant(session: Session) -> None:
        session.add(
            Role(
                person_id=person.id,
                committee_id=town.place.committee_id,
                kind=kind,
                building_id=None if building is None else town.place.buildings[building],
                granted_at=town.clock.now(),
            )
        )

    await town.work.write(grant)
    return person


async def mark_of(town: Town, household: int, day_id: int = 1) -> MarkState | None:
    """What is put down of a household, counted from 0."""
    mark = await town.work.read(find_mark, day_id, town.place.households[household])
    return mark.state if mark else None


async def forges(person: Person, data: str) -> CallbackAnswer:
    """Press what was never offered, under a message that has nothing to do with it."""
    message: StoredMessage = await asks(person, "/help")
    return await person.presses(message, data=data)


async def reaches(person: Person, data: str) -> StoredMessage:
    """The page behind a button's data, wherever that button may stand."""
    message: StoredMessage = await asks(person, "/help")
    await person.presses(message, data=data)
    return newest(message, person)

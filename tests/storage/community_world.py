"""A committee with one estate, brought in by the actions themselves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import Session, select

from storage.audit.tables import AuditRecord
from storage.community import actions, queries
from storage.community.actor import Actor
from storage.community.kinds import RoleKind
from storage.community.roster import Roster, RosterRow
from storage.community.tables import Household
from storage.errors import RuleError
from storage.outbox.tables import OutboxMessage
from storage.work import Work

NOW = datetime(2020, 2, 2, 0, 0, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)
STAFF, OTHER_STAFF, ANNA, BEN, CLEO = 900, 901, 101, 102, 103

PLACES = [
    ("1", "1", "101"), ("1", "1", "102"), ("1", "2", "101"), ("1", "2", "102"),
    ("3", "", "501"), ("3", "", "502"), ("12乙", "", "301"),
]  # fmt: skip


def make_roster(places: list[tuple[str, str, str]] | None = None) -> Roster:
    rows = [RosterRow(at, *place) for at, place in enumerate(places or PLACES, 2)]
    return Roster(tuple(rows))


@dataclass
class World:
    """Ids of what was made, and short ways to ask."""

    work: Work
    committee: int
    estate: int
    doors: dict[str, int]

    async def meet(self, *people: int) -> None:
        for person in people:
            await self.work.write(
                actions.meet_person, person, f"人{person}", "zh", now=NOW, reachable=True
            )

    async def join(self, person: int, door: str, now: datetime = NOW) -> actions.Joined:
        return await self.work.write(actions.join_household, person, self.doors[door], now=now)

    async def refused(self, action: object, *args: object, **kwargs: object) -> str:
        """The code with which an action is refused; it must have changed nothing."""
        before = await self.work.read(_snapshot)
        with pytest.raises(RuleError) as refusal:
            await self.work.write(action, *args, **kwargs)  # type: ignore[arg-type]
        assert await self.work.read(_snapshot) == before
        return refusal.value.code

    async def told(self, template: str) -> list[tuple[int, dict[str, object]]]:
        """Recipients and values of what waits in the outbox, in order."""
        return await self.work.read(_list_told, template)

    async def audited(self, action: str) -> list[tuple[int | None, str]]:
        return await self.work.read(_list_audited, action)

    async def actor(self, person: int, now: datetime = NOW) -> Actor:
        return await self.work.read(queries.find_actor, person, now)


async def make_world(work: Work) -> World:
    committee = await work.write(actions.create_committee, "图们居委会", now=NOW)
    estate = await work.write(actions.create_estate, committee, "图们小区", now=NOW)
    await work.write(actions.import_roster, estate, make_roster(), now=NOW)
    world = World(work, committee, estate, await work.read(_list_doors))
    await world.meet(STAFF)
    await work.write(actions.grant_role, STAFF, committee, RoleKind.STAFF, now=NOW)
    return world


def _list_doors(session: Session) -> dict[str, int]:
    return {row.door: row.id for row in session.exec(select(Household)) if row.id is not None}


def _list_told(session: Session, template: str) -> list[tuple[int, dict[str, object]]]:
    query = select(OutboxMessage).where(OutboxMessage.template == template)
    return [(row.chat_id, row.params) for row in session.exec(query.order_by("id"))]


def _list_audited(session: Session, action: str) -> list[tuple[int | None, str]]:
    query = select(AuditRecord).where(AuditRecord.action == action).order_by("id")
    return [(row.actor_id, row.subject) for row in session.exec(query)]


def _snapshot(session: Session) -> tuple[int, int]:
    return (
        len(session.exec(select(AuditRecord.id)).all()),
        len(session.exec(select(OutboxMessage.id)).all()),
    )

"""A committee with staff, a lead, volunteers and a neighbour, for tasks and offers."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from storage.community import actions as community
from storage.community.kinds import RoleKind
from storage.community.queries import list_buildings
from storage.volunteers import actions
from storage.volunteers.actions import NewTask
from storage.volunteers.kinds import TaskKind
from storage.volunteers.queries import TaskView, find_task
from storage.work import Work
from tests.storage.community_world import ANNA, NOW, OTHER_STAFF, STAFF, World, make_world

LEAD, NEAR, FAR, WIDE, NEIGHBOUR, STRANGER = 201, 202, 203, 204, ANNA, 299
ENDS = NOW + timedelta(days=7)


@dataclass
class Crew:
    """`NEAR` and `LEAD` work in the first building, `FAR` in the second, `WIDE` everywhere."""

    world: World
    work: Work
    buildings: tuple[int, ...]
    opened: list[int] = field(default_factory=list)

    async def open(self, building: int | None = 0, **changes: Any) -> int:
        values: dict[str, Any] = {
            "kind": TaskKind.ERRAND,
            "committee_id": self.world.committee,
            "key": f"task:{len(self.opened)}",
            "building_id": None if building is None else self.buildings[building],
        }
        task_id = await self.work.write(
            actions.open_task, NewTask(**(values | changes)), now=NOW, by=STAFF
        )
        self.opened.append(task_id)
        return task_id

    async def claim(self, task_id: int, by: int, now: datetime = NOW) -> TaskView:
        return await self.work.write(actions.claim_task, task_id, by=by, now=now)

    async def task(self, task_id: int) -> TaskView:
        view = await self.work.read(find_task, task_id)
        assert view is not None
        return view

    async def give(self, person: int, kind: RoleKind, building: int | None) -> int:
        return await self.work.write(
            community.grant_role,
            person,
            self.world.committee,
            kind,
            by=STAFF,
            building_id=None if building is None else self.buildings[building],
            expires_at=ENDS,
            now=NOW,
        )


async def make_crew(work: Work) -> Crew:
    world = await make_world(work)
    await world.meet(OTHER_STAFF, LEAD, NEAR, FAR, WIDE, NEIGHBOUR, STRANGER)
    await world.join(NEIGHBOUR, "1-1-101")
    houses = await work.read(list_buildings, world.estate)
    crew = Crew(world, work, tuple(house.id for house in houses))
    await crew.give(LEAD, RoleKind.LEAD, 0)
    for person, building in ((NEAR, 0), (FAR, 1), (WIDE, None)):
        await crew.give(person, RoleKind.VOLUNTEER, building)
        await work.write(actions.read_handbook, by=person, now=NOW)
    return crew

"""Households that ask for medicine at two hospitals, staff who gather, volunteers who drive."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from sqlmodel import Session, select

from storage.community import actions as community
from storage.community.kinds import RoleKind
from storage.outbox.tables import OutboxMessage
from storage.requests import actions as requests
from storage.requests.actions import NewRequest
from storage.requests.forms import Form
from storage.requests.kinds import AnswerKind, Purpose
from storage.requests.queries import RequestView
from storage.runs import actions, queries
from storage.runs.kinds import LineState
from storage.runs.views import LineView, RunView
from storage.volunteers.actions import read_handbook
from storage.work import Work
from tests.builders import STAFF
from tests.storage.requests_world import (
    MEDICINE,
    NOW,
    VOLUNTEER,
    World,
    make_question,
    make_world,
)

DRIVE_DAY = date(2022, 4, 7)
SECOND = 900_010
NARROW = 900_011
PICKUP = "3号楼大厅"

FETCHED = replace(
    MEDICINE,
    slug="fetched",
    form=Form(
        (
            make_question("drug", AnswerKind.TEXT, Purpose.DRUG),
            make_question("strength", AnswerKind.TEXT, Purpose.STRENGTH, required=False),
            make_question("amount", AnswerKind.TEXT, Purpose.QUANTITY),
            make_question("hospital", AnswerKind.TEXT, Purpose.HOSPITAL),
            make_question(
                "route", AnswerKind.CHOICE, Purpose.ROUTE, choices=("near", "far"), required=False
            ),
            make_question("words", AnswerKind.TEXT, Purpose.DETAILS, required=False),
        )
    ),
)


@dataclass
class Runs:
    """Short ways to plan, drive and look."""

    world: World

    @property
    def work(self) -> Work:
        return self.world.work

    async def ask(self, household: int, drug: str = "硝苯地平", **answers: Any) -> RequestView:
        """The first member of a household, counted from 0, asks for a medicine."""
        person = self.world.place.person(household)
        new = self.new(household, drug=drug, **answers)
        return await self.work.write(requests.ask, new, by=person, now=NOW)

    def new(self, household: int, caller: str | None = None, **answers: Any) -> NewRequest:
        """A medicine for a household, counted from 0."""
        said = {"strength": "30mg", "amount": "2盒", "hospital": "中山医院"}
        return NewRequest(
            kind_id=self.world.kinds["fetched"].id,
            household_id=self.world.place.households[household],
            answers=said | answers,
            language="zh-hans",
            caller=caller,
        )

    async def enter(self, household: int, caller: str, **answers: Any) -> RequestView:
        """Staff enter it for somebody who telephones."""
        said = {"drug": "胰岛素", "amount": "1支"}
        new = self.new(household, caller, **(said | answers))
        return await self.work.write(requests.enter, new, by=STAFF, now=NOW)

    async def do(self, action: Any, *args: Any, by: int = STAFF, **more: Any) -> Any:
        return await self.world.do(action, *args, by=by, **more)

    async def plan(self, *asked: RequestView) -> RunView:
        ids = [each.id for each in asked]
        run: RunView = await self.do(actions.plan_run, self.world.place.committee_id, ids)
        return run

    async def open(self, *asked: RequestView, place: str | None = None) -> RunView:
        """A run that volunteers can take."""
        run = await self.plan(*asked)
        await self.do(actions.set_day, run.id, DRIVE_DAY)
        if place is not None:
            await self.do(actions.set_place, run.id, place)
        opened: RunView = await self.do(actions.open_run, run.id)
        return opened

    async def driven(self, *asked: RequestView, place: str | None = None) -> RunView:
        """A run that `VOLUNTEER` drives."""
        run = await self.open(*asked, place=place)
        taken: RunView = await self.do(actions.take_run, run.id, by=VOLUNTEER)
        return taken

    async def buy(self, run: RunView, result: LineState = LineState.BOUGHT) -> RunView:
        """Tick every line that is open."""
        for line in run.shown:
            if line.state is LineState.WAITING:
                await self.do(actions.tick_line, line.id, result, "断货", by=VOLUNTEER)
        return await self.run(run.id)

    async def leave(self, *asked: RequestView, place: str | None = None) -> RunView:
        """A run with everything bought, on the way to the doors."""
        run = await self.buy(await self.driven(*asked, place=place))
        left: RunView = await self.do(actions.leave_for_doors, run.id, by=VOLUNTEER)
        return left

    async def run(self, run_id: int) -> RunView:
        view = await self.work.read(queries.find_run, run_id)
        assert view is not None
        return view

    async def told(self, template: str) -> list[tuple[int, dict[str, Any]]]:
        """Recipients and values of what waits in the outbox, in order."""
        return await self.work.read(_list_told, f"runs/{template}")


def line_of(run: RunView, asked: RequestView) -> LineView:
    return next(line for line in run.lines if line.request_id == asked.id)


def _list_told(session: Session, template: str) -> list[tuple[int, dict[str, Any]]]:
    query = select(OutboxMessage).where(OutboxMessage.template == template)
    return [(row.chat_id, row.params) for row in session.exec(query.order_by("id"))]


async def make_runs(work: Work) -> Runs:
    """`VOLUNTEER` and `SECOND` may drive anywhere, `NARROW` in the first building only."""
    world = await make_world(work)
    place = world.place
    kind = await world.do(requests.save_kind, place.committee_id, FETCHED)
    world.kinds["fetched"] = kind
    ends = NOW + timedelta(days=7)
    for person, building in ((SECOND, None), (NARROW, place.buildings[0])):
        await work.write(community.meet_person, person, "志愿", "zh", now=NOW, reachable=True)
        await work.write(
            community.grant_role,
            person,
            place.committee_id,
            RoleKind.VOLUNTEER,
            now=NOW,
            building_id=building,
            expires_at=ends,
        )
    for person in (VOLUNTEER, SECOND, NARROW):
        await work.write(read_handbook, by=person, now=NOW)
    return Runs(world)

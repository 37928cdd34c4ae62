"""Who hears of a run's changes, and that nobody else does."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from sqlmodel import Session, select

from storage.community.actions import forget_person
from storage.outbox.tables import OutboxMessage
from storage.runs import actions
from storage.runs.kinds import LineState
from storage.runs.tables import Run, RunLine
from storage.volunteers.actions import finish_task
from storage.volunteers.queries import find_task
from storage.volunteers.tables import Task
from storage.volunteers.upkeep import tell_late
from storage.work import Work
from tests.builders import STAFF
from tests.storage.requests_world import ANNA, NOW, OTHER_STAFF, VOLUNTEER
from tests.storage.runs_world import DRIVE_DAY, NARROW, SECOND, Runs, line_of, make_runs

LATER = NOW + timedelta(hours=1)
OTHER_DAY = date(2022, 4, 10)


@pytest.fixture
async def runs(work: Work) -> Runs:
    return await make_runs(work)


async def heard(runs: Runs, person: int) -> list[str]:
    def read(session: Session) -> list[str]:
        query = select(OutboxMessage).where(OutboxMessage.chat_id == person)
        told = session.exec(query.order_by("id"))
        return [row.template for row in told if row.template.startswith("runs/")]

    return await runs.work.read(read)


async def called(runs: Runs) -> list[int]:
    """Volunteers who were told that there is something to do."""

    def read(session: Session) -> list[int]:
        query = select(OutboxMessage.chat_id).where(OutboxMessage.template == "volunteers/task_new")
        return sorted(session.exec(query))

    return await runs.work.read(read)


async def test_a_planner_who_is_forgotten_hears_nothing_more(runs: Runs) -> None:
    run = await runs.driven(await runs.ask(0))
    await runs.work.write(forget_person, STAFF, now=NOW)
    await runs.do(
        actions.tick_line, run.lines[0].id, LineState.MISSING, "断货", by=VOLUNTEER, now=LATER
    )
    assert await heard(runs, STAFF) == []
    assert await heard(runs, OTHER_STAFF) == ["runs/missing", "runs/done"]


async def test_forgetting_leaves_no_number_in_runs(runs: Runs) -> None:
    run = await runs.driven(await runs.ask(0))
    await runs.do(actions.tick_line, run.lines[0].id, LineState.BOUGHT, by=VOLUNTEER)
    for person in (STAFF, VOLUNTEER):
        await runs.work.write(forget_person, person, now=NOW)

    def read(session: Session) -> set[int | None]:
        return {*session.exec(select(Run.created_by)), *session.exec(select(RunLine.ticked_by))}

    assert await runs.work.read(read) == {None}


async def test_staff_hear_what_was_only_had_in_part(runs: Runs) -> None:
    request = await runs.ask(0)
    run = await runs.driven(request)
    await runs.do(actions.tick_line, run.lines[0].id, LineState.PARTLY, "只有1盒", by=VOLUNTEER)
    ((person, said),) = await runs.told("partly")
    assert (person, said["number"], said["reply"]) == (STAFF, request.number, "只有1盒")


async def test_another_day_is_told_and_the_task_moves(runs: Runs) -> None:
    run = await runs.driven(await runs.ask(0))
    await runs.do(actions.set_day, run.id, DRIVE_DAY)
    assert await heard(runs, ANNA) == ["runs/told_gathered"]
    await runs.do(actions.set_day, run.id, OTHER_DAY, now=LATER)
    assert [said["day"] for _, said in await runs.told("told_gathered")] == [
        DRIVE_DAY.isoformat(),
        OTHER_DAY.isoformat(),
    ]
    ((runner, said),) = await runs.told("day_moved")
    assert (runner, said["day"]) == (VOLUNTEER, OTHER_DAY.isoformat())
    task = await runs.work.read(find_task, run.task_id)
    assert task is not None
    assert task.due_at is not None
    assert task.due_at.date() == OTHER_DAY
    late = datetime.combine(DRIVE_DAY + timedelta(days=1), NOW.timetz())
    assert await runs.work.write(tell_late, late) == 0


async def test_what_is_put_in_again_is_told_again(runs: Runs) -> None:
    request = await runs.ask(0)
    run = await runs.open(request, await runs.ask(1))
    await runs.do(actions.take_out, line_of(run, request).id)
    await runs.do(actions.put_in, run.id, [request.id], now=LATER)
    assert await heard(runs, ANNA) == [
        "runs/told_gathered",
        "runs/told_left_out",
        "runs/told_gathered",
    ]


async def test_volunteers_hear_again_of_what_was_given_back(runs: Runs) -> None:
    run = await runs.driven(await runs.ask(0))
    before = await called(runs)
    assert {VOLUNTEER, SECOND} <= set(before)
    await runs.do(actions.release_run, run.id, by=VOLUNTEER, now=LATER)
    others = [person for person in before if person != VOLUNTEER]
    assert await called(runs) == sorted([*before, *others])


async def test_volunteers_hear_again_of_what_is_offered_again(runs: Runs) -> None:
    run = await runs.driven(await runs.ask(0))
    before = await called(runs)
    await runs.work.write(finish_task, run.task_id, by=VOLUNTEER, now=NOW, failed="车坏了")
    await runs.do(actions.offer_again, run.id, now=LATER)
    assert await called(runs) == sorted(before * 2)


async def test_a_run_is_done_by_its_bags_not_by_its_task(runs: Runs) -> None:
    run = await runs.leave(await runs.ask(0))
    refused = await runs.world.refused(finish_task, run.task_id, by=VOLUNTEER)
    assert refused.code == "task_of_feature"

    def holders(session: Session) -> list[int | None]:
        return list(session.exec(select(Task.claimed_by)))

    assert await runs.work.read(holders) == [VOLUNTEER]


@pytest.mark.parametrize("by", [VOLUNTEER, NARROW])
async def test_volunteers_see_no_run_that_is_not_open_to_them(runs: Runs, by: int) -> None:
    run = await runs.plan(await runs.ask(0))
    assert (await runs.world.refused(actions.take_run, run.id, by=by)).code == "run_not_yours"
    await runs.do(actions.set_day, run.id, DRIVE_DAY)
    await runs.do(actions.open_run, run.id)
    if by == NARROW:
        assert (await runs.world.refused(actions.take_run, run.id, by=by)).code == "run_not_yours"
    else:
        await runs.do(actions.take_run, run.id, by=by)

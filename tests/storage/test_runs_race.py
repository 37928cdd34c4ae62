"""Two at once: staff who plan, a runner and a household at the door. Each race can be lost."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, select

from storage.engine import Database
from storage.errors import RuleError
from storage.requests.actions import set_source
from storage.requests.kinds import Handover, Source
from storage.requests.queries import list_events
from storage.requests.tables import Request
from storage.runs import actions
from storage.runs.kinds import LineState, RouteKind, RunState
from storage.runs.tables import Run, RunLine
from storage.work import Work
from tests.builders import KEYRING, STAFF
from tests.storage.requests_world import ANNA, NOW, OTHER_STAFF, VOLUNTEER
from tests.storage.runs_world import SECOND, Runs, line_of, make_runs

Task = Callable[[Work], Awaitable[Any]]


@pytest.fixture
async def runs(work: Work) -> Runs:
    return await make_runs(work)


async def at_once(runs: Runs, *tasks: Task) -> list[Any]:
    """Run each task in a process of its own, as far as a database can tell."""
    url = str(runs.work.database.url.render_as_string(False))
    databases = [Database(url, KEYRING) for _ in tasks]
    try:
        started = [
            task(Work(database, after_commit=lambda: None))
            for task, database in zip(tasks, databases, strict=True)
        ]
        return await asyncio.gather(*started, return_exceptions=True)
    finally:
        for database in databases:
            database.close()


def write(action: Any, *args: Any, by: int) -> Task:
    return lambda work: work.write(action, *args, by=by, now=NOW)


def split(results: list[Any]) -> tuple[list[Any], list[BaseException]]:
    done = [each for each in results if not isinstance(each, BaseException)]
    return done, [each for each in results if isinstance(each, BaseException)]


async def test_two_staff_who_plan_at_once_share_no_request(runs: Runs) -> None:
    committee_id = runs.world.place.committee_id
    for number in range(4):
        ids = [(await runs.ask(2 * number + each)).id for each in range(2)]
        results = await at_once(
            runs,
            write(actions.plan_run, committee_id, ids, by=STAFF),
            write(actions.plan_run, committee_id, ids, by=OTHER_STAFF),
        )
        done, refused = split(results)
        assert [each.code for each in refused if isinstance(each, RuleError)] == [
            "run_nothing_left"
        ]
        assert sorted(line.request_id for line in done[0].lines) == sorted(ids)


async def test_without_the_lock_the_index_alone_keeps_a_request_in_one_run(
    postgres_url: str,
) -> None:
    """The race above is real: two who only look both find the request free."""
    database = Database(postgres_url, KEYRING)
    runs = await make_runs(Work(database, after_commit=lambda: None))
    request = await runs.ask(0)
    both_have_read = threading.Barrier(2, timeout=10)

    def plan_carelessly(session: Session, number: int) -> bool:
        held = select(RunLine).where(RunLine.request_id == request.id)
        is_free = session.exec(held).first() is None
        run = Run(
            committee_id=request.committee_id,
            number=number,
            route=RouteKind.LOCAL,
            hospital="中山医院",
            created_at=NOW,
        )
        session.add(run)
        session.flush()
        both_have_read.wait()
        session.add(RunLine(run_id=run.id or 0, request_id=request.id))
        return is_free

    results = await asyncio.gather(
        *(runs.work.write(plan_carelessly, number) for number in (1, 2)), return_exceptions=True
    )
    database.close()
    done, failed = split(list(results))
    assert done == [True]
    assert [type(each) for each in failed] == [IntegrityError]


async def test_door_and_tap_at_once_deliver_once(runs: Runs) -> None:
    for number in range(4):
        request = await runs.ask(number)
        run = await runs.leave(request)
        bag = run.lines[0].bag_id
        results = await at_once(
            runs,
            write(actions.deliver_bag, bag, by=VOLUNTEER),
            write(actions.confirm_bag, bag, by=runs.world.place.person(number)),
            write(actions.deliver_bag, bag, by=STAFF),
        )
        done, refused = split(results)
        # Whoever comes after the end hears that it is over; nobody is left behind.
        assert {each.code for each in refused if isinstance(each, RuleError)} <= {"run_over"}
        assert len(done) + len(refused) == 3
        events = await runs.work.read(list_events, request.id)
        assert [each.kind.value for each in events].count("delivered") == 1
        assert (await runs.run(run.id)).state is RunState.DONE


async def test_without_the_lock_one_request_would_be_delivered_twice(postgres_url: str) -> None:
    """The race above is real: two who only read both find the request not delivered."""
    database = Database(postgres_url, KEYRING)
    runs = await make_runs(Work(database, after_commit=lambda: None))
    request = await runs.ask(0)
    both_have_read = threading.Barrier(2, timeout=10)

    def deliver_carelessly(session: Session, by: int) -> bool:
        row = session.exec(select(Request).where(Request.id == request.id)).one()
        is_first = row.delivered_at is None
        both_have_read.wait()
        row.delivered_at, row.delivered_by, row.delivered_how = NOW, by, Handover.DOOR
        session.add(row)
        return is_first

    results = await asyncio.gather(
        *(runs.work.write(deliver_carelessly, by) for by in (VOLUNTEER, ANNA))
    )
    database.close()
    assert results == [True, True]


async def test_two_volunteers_who_take_a_run_at_once_leave_one_runner(runs: Runs) -> None:
    run = await runs.open(await runs.ask(0))
    results = await at_once(
        runs,
        write(actions.take_run, run.id, by=VOLUNTEER),
        write(actions.take_run, run.id, by=SECOND),
    )
    done, refused = split(results)
    assert [each.code for each in refused if isinstance(each, RuleError)] == ["task_taken"]
    assert (await runs.run(run.id)).runner_id == done[0].runner_id


async def test_last_bag_and_last_tick_at_once_end_the_run_once(runs: Runs) -> None:
    first, second = await runs.ask(0), await runs.ask(1)
    run = await runs.driven(first, second)
    lines = {line.request_id: line for line in run.lines}
    await runs.do(actions.tick_line, lines[first.id].id, LineState.BOUGHT, by=VOLUNTEER)
    results = await at_once(
        runs,
        write(actions.deliver_bag, lines[first.id].bag_id, by=VOLUNTEER),
        write(actions.tick_line, lines[second.id].id, LineState.MISSING, "断货", by=STAFF),
        lambda work: work.write(actions.settle_runs, NOW + timedelta(minutes=5)),
    )
    assert split(results)[1] == []
    assert (await runs.run(run.id)).state is RunState.DONE
    assert len(await runs.told("done")) == 1


async def test_what_is_found_after_all_and_planned_anew_is_in_one_run(runs: Runs) -> None:
    committee_id = runs.world.place.committee_id
    for number in range(4):
        request, other = await runs.ask(number), await runs.ask(number, drug="二甲双胍")
        run = await runs.driven(request, other)
        line = line_of(run, request)
        await runs.do(actions.tick_line, line.id, LineState.MISSING, "断货", by=VOLUNTEER)
        await runs.do(set_source, request.id, Source.LOOKING)
        results = await at_once(
            runs,
            write(actions.tick_line, line.id, LineState.BOUGHT, by=VOLUNTEER),
            write(actions.plan_run, committee_id, [request.id], by=OTHER_STAFF),
        )
        done, refused = split(results)
        assert len(done) == 1
        assert {each.code for each in refused if isinstance(each, RuleError)} <= {
            "run_line_out",
            "run_nothing_left",
        }
        assert [type(each) for each in refused] == [RuleError]


async def test_opening_twice_at_once_tells_once(runs: Runs) -> None:
    run = await runs.plan(await runs.ask(0))
    await runs.do(actions.set_day, run.id, (NOW + timedelta(days=1)).date())
    results = await at_once(
        runs,
        write(actions.open_run, run.id, by=STAFF),
        write(actions.open_run, run.id, by=OTHER_STAFF),
    )
    assert split(results)[1] == []
    assert len(await runs.told("told_gathered")) == 1
    assert len((await runs.run(run.id)).bags) == 1

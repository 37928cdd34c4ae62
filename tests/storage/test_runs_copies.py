"""Names and medicines of a run stay with nobody who does not hold it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from storage.requests import actions as requests
from storage.requests.queries import list_shown_due
from storage.runs import actions
from storage.volunteers.actions import release_task
from storage.volunteers.upkeep import return_tasks
from storage.work import Work
from tests.builders import STAFF
from tests.storage.requests_world import ANNA, BORIS, NOW, VOLUNTEER
from tests.storage.runs_world import SECOND, Runs, line_of, make_runs

DAY = timedelta(days=1)
SHEET, OTHER_SHEET = 41, 42


@pytest.fixture
async def runs(work: Work) -> Runs:
    return await make_runs(work)


async def due(runs: Runs) -> list[tuple[int, int]]:
    copies = await runs.work.read(list_shown_due, NOW)
    return [(copy.chat_id, copy.message_id) for copy in copies]


async def test_they_go_when_the_task_is_given_back_on_its_own_page(runs: Runs) -> None:
    run = await runs.driven(await runs.ask(0), await runs.ask(1))
    await runs.do(actions.note_copy, run.id, SHEET, by=VOLUNTEER)
    await runs.do(actions.note_copy, run.id, OTHER_SHEET)
    await runs.work.write(actions.take_from_former, NOW)
    assert await due(runs) == []
    await runs.work.write(release_task, run.task_id, by=VOLUNTEER, now=NOW)
    assert await runs.work.write(actions.take_from_former, NOW) == 1
    assert await due(runs) == [(VOLUNTEER, SHEET)]
    assert await runs.work.write(actions.take_from_former, NOW) == 0


async def test_they_go_when_the_right_ends(runs: Runs) -> None:
    late = NOW + 8 * DAY
    run = await runs.open(await runs.ask(0))
    await runs.do(actions.take_run, run.id, by=SECOND)
    await runs.do(actions.note_copy, run.id, SHEET, by=SECOND, now=late - 2 * DAY)
    assert await runs.work.write(return_tasks, late) == 1
    await runs.work.write(actions.take_from_former, late)
    copies = await runs.work.read(list_shown_due, late)
    assert [copy.message_id for copy in copies] == [SHEET]


@pytest.mark.parametrize("erased", [0, 1])
async def test_they_go_when_any_request_of_the_run_is_erased(runs: Runs, erased: int) -> None:
    asked = [await runs.ask(0), await runs.ask(1)]
    run = await runs.driven(*asked)
    await runs.do(actions.note_copy, run.id, SHEET, by=VOLUNTEER)
    await runs.do(requests.erase_request, asked[erased].id, by=(ANNA, BORIS)[erased])
    assert await due(runs) == [(VOLUNTEER, SHEET)]


async def test_the_runner_keeps_no_sheet_with_what_was_taken_out(runs: Runs) -> None:
    request = await runs.ask(0)
    run = await runs.driven(request, await runs.ask(1))
    await runs.do(actions.note_copy, run.id, SHEET, by=VOLUNTEER)
    await runs.do(actions.note_copy, run.id, OTHER_SHEET)
    await runs.do(actions.take_out, line_of(run, request).id)
    assert await due(runs) == [(VOLUNTEER, SHEET)]


async def test_a_sheet_that_arrives_after_the_end_goes_at_once(runs: Runs) -> None:
    run = await runs.leave(await runs.ask(0))
    await runs.do(actions.deliver_bag, run.lines[0].bag_id)
    await runs.do(actions.note_copy, run.id, SHEET, by=VOLUNTEER)
    assert await due(runs) == [(VOLUNTEER, SHEET)]


async def test_a_message_drawn_anew_without_names_stays(runs: Runs) -> None:
    run = await runs.driven(await runs.ask(0), await runs.ask(1))
    await runs.do(actions.note_copy, run.id, SHEET)
    await runs.work.write(requests.drop_shown, STAFF, SHEET)
    assert await runs.work.read(list_shown_due, NOW + 3 * DAY) == ()

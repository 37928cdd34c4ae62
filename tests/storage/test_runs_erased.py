"""What a run says of a request goes with the request."""

from __future__ import annotations

from storage.requests import actions as requests
from storage.retention import purge
from storage.runs import actions
from storage.runs.kinds import LineState
from storage.work import Work
from tests.storage.requests_world import ANNA, HOUR, NOW, VOLUNTEER
from tests.storage.runs_world import make_runs


async def test_what_was_noted_of_an_erased_request_goes(work: Work) -> None:
    runs = await make_runs(work)
    asked, other = await runs.ask(0), await runs.ask(1)
    run = await runs.driven(asked, other)
    for line in run.lines:
        await runs.do(actions.tick_line, line.id, LineState.PARTLY, "一盒", by=VOLUNTEER)
    await runs.do(requests.erase_request, asked.id, by=ANNA)
    await runs.work.write(purge, NOW + HOUR)

    noted = {line.request_id: line.reason for line in (await runs.run(run.id)).lines}
    assert noted == {asked.id: None, other.id: "一盒"}

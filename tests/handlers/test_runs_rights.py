"""Forged and old buttons of medicine runs, pressed by everybody whom they are not for."""

from __future__ import annotations

import pytest
from aiogram.filters.callback_data import CallbackData

from handlers.runs import _callbacks as presses
from handlers.task_links import RunTaskPress
from simulator import CallbackAnswer, Person, StoredMessage
from storage.community.kinds import RoleKind
from storage.requests.actions import withdraw
from storage.requests.kinds import RequestState
from storage.runs.kinds import RunState
from storage.runs.views import RunView
from tests.handlers.estate_play import text_of
from tests.handlers.faq_staff_play import stranger_staff
from tests.handlers.runs_play import (
    ask,
    drive,
    find_runs,
    plan_and_open,
    press_label,
    says,
    volunteer,
)
from tests.people import everything_said, family_member
from tests.town import Town

SECRETS = ("硝苯地平", "住户0", "1-101", "拜新同")


def _forgeries(run: RunView, committee_id: int) -> list[CallbackData]:
    """Every button there is, with numbers that exist."""
    line, day = run.lines[0], 738_000
    assert line.bag_id is not None
    acts = (
        "show open take release again leave cancel cancel_sure totals bags pdf xlsx day route "
        "out in no_place hospital handover place code nonsense"
    )
    return [
        *(presses.RunPress(run_id=run.id, act=act) for act in acts.split()),
        *(presses.BoardPress(committee_id=committee_id, act=act) for act in ("show", "ended")),
        *(
            presses.GroupPress(
                committee_id=committee_id, lead_id=line.request_id, act=act, run_id=run.id
            )
            for act in ("show", "plan", "put")
        ),
        presses.DayPress(run_id=run.id, day=day),
        *(
            presses.LinePress(line_id=line.id, act=act)
            for act in ("bought", "partly", "missing", "out", "nonsense")
        ),
        *(
            presses.ReasonPress(line_id=line.id, result=result, reason=reason)
            for result in ("partly", "missing", "delivered")
            for reason in ("sold_out", "nonsense")
        ),
        *(presses.BagPress(bag_id=line.bag_id, act=act) for act in ("show", "handed")),
        presses.GotPress(bag_id=line.bag_id),
        RunTaskPress(task_id=run.task_id or 0),
    ]


async def _forge(person: Person, *forged: CallbackData) -> list[CallbackAnswer]:
    """Press one after the other under a message that has nothing to do with them."""
    message: StoredMessage = await says(person, "/help")
    return [await person.presses(message, data=each.pack()) for each in forged]


def _find_runner(town: Town, run: RunView) -> Person:
    assert run.runner_id is not None
    return town.world.people[run.runner_id]


@pytest.fixture
async def run(town: Town) -> RunView:
    """A run that Leo drives; nothing in it is ticked yet."""
    await ask(town, 0, "硝苯地平 拜新同")
    await ask(town, 1)
    driver = await volunteer(town)
    await plan_and_open(town)
    await drive(town, driver)
    return (await find_runs(town))[0]


async def _intruders(town: Town) -> dict[str, Person]:
    return {
        "resident": town.residents[2],
        "family": await family_member(town, 0),
        "volunteer": await volunteer(town, "Mia"),
        "lead": await volunteer(town, "Li", kind=RoleKind.LEAD),
        "other staff": await stranger_staff(town),
    }


async def test_no_forged_button_changes_or_shows_anything(town: Town, run: RunView) -> None:
    for role, person in (await _intruders(town)).items():
        since = len(town.world.requests)
        await _forge(person, *_forgeries(run, town.place.committee_id))
        assert _find_secrets(town, since) == set(), role

    assert (await find_runs(town))[0] == run
    since = len(town.world.requests)
    await _forge(_find_runner(town, run), presses.RunPress(run_id=run.id, act="bags"))
    assert _find_secrets(town, since), "the runner has to read what others must not"


def _find_secrets(town: Town, since: int) -> set[str]:
    said = "".join(everything_said(town.world, since))
    return {secret for secret in SECRETS if secret in said}


async def test_the_runner_neither_plans_nor_confirms_for_others(town: Town, run: RunView) -> None:
    leo = _find_runner(town, run)
    acts = "open again cancel cancel_sure route no_place day in out hospital place"
    forged = [presses.RunPress(run_id=run.id, act=act) for act in acts.split()]
    for answer in await _forge(leo, *forged):
        assert "staff" in text_of(answer).lower()
    assert run.lines[0].bag_id is not None
    (answer,) = await _forge(leo, presses.GotPress(bag_id=run.lines[0].bag_id))
    assert "not yours" in text_of(answer)
    assert (await find_runs(town))[0] == run


async def test_numbers_that_are_not_there_are_refused(town: Town, run: RunView) -> None:
    forged = (
        presses.RunPress(run_id=77),
        presses.RunPress(run_id=run.id, act="nonsense"),
        presses.LinePress(line_id=77, act="bought"),
        presses.LinePress(line_id=run.lines[0].id, act="nonsense"),
        presses.BagPress(bag_id=77),
        presses.DayPress(run_id=run.id, day=0),
        presses.DayPress(run_id=run.id, day=99_999_999),
        presses.GroupPress(committee_id=town.place.committee_id, lead_id=77),
        RunTaskPress(task_id=77),
    )
    assert all(text_of(answer) for answer in await _forge(town.staff, *forged))
    assert (await find_runs(town))[0] == run


async def test_buttons_of_a_run_that_is_over_change_nothing(town: Town, run: RunView) -> None:
    leo = _find_runner(town, run)
    await _forge(town.staff, presses.RunPress(run_id=run.id, act="cancel_sure"))
    (over,) = await find_runs(town, ended=True)
    assert over.state is RunState.CANCELLED
    await _forge(leo, *_forgeries(run, town.place.committee_id))
    assert (await find_runs(town, ended=True)) == (over,)
    assert (await find_runs(town)) == ()


async def test_a_withdrawn_request_is_skipped_in_the_bag(town: Town, run: RunView) -> None:
    request_id = run.lines[0].request_id
    person = town.residents[0]
    view = await town.work.write(withdraw, request_id, by=person.id, now=town.clock.now())
    assert view.state is RequestState.WITHDRAWN
    leo = _find_runner(town, run)
    (answer,) = await _forge(leo, presses.LinePress(line_id=run.lines[0].id, act="bought"))
    assert "no longer in the run" in text_of(answer)
    page = await press_label(leo, await says(leo, "/runs", "Medicine runs"), "R1")
    assert "Requests: 1" in text_of(page)

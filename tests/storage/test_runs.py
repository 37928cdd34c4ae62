"""Medicine runs from gathering to the last door (S84, S85, S89, S90)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from storage.community import actions as community
from storage.community.queries import list_roles
from storage.errors import RuleError
from storage.requests import actions as requests
from storage.requests import queries as asked_queries
from storage.requests.kinds import Handover, Outcome, RequestState, Source
from storage.runs import actions, queries
from storage.runs.kinds import LineState, RouteKind, RunState
from storage.runs.upkeep import blank_runs
from storage.volunteers.actions import finish_task, release_task
from storage.volunteers.kinds import TaskState
from storage.volunteers.queries import find_task
from storage.work import Work
from tests.builders import STAFF
from tests.storage.requests_world import (
    ANNA,
    ANNAS_SON,
    BORIS,
    LEAD,
    NOW,
    OTHER_STAFF,
    STRANGER,
    VOLUNTEER,
)
from tests.storage.runs_world import (
    DRIVE_DAY,
    NARROW,
    PICKUP,
    SECOND,
    Runs,
    line_of,
    make_runs,
)

DAY = timedelta(days=1)


@pytest.fixture
async def runs(work: Work) -> Runs:
    return await make_runs(work)


async def groups_of(runs: Runs) -> list[tuple[str, RouteKind, int, tuple[str, ...]]]:
    found = await runs.work.read(queries.list_groups, runs.world.place.committee_id)
    return [(each.hospital, each.route, len(each.request_ids), each.alike) for each in found]


async def test_requests_are_gathered_by_hospital_and_route(runs: Runs) -> None:
    await runs.ask(0, hospital="中山医院")
    await runs.ask(1, hospital="中山 医院")
    await runs.ask(2, hospital="复旦大学附属中山医院")
    await runs.ask(3, hospital="中山医院", route="far")
    await runs.ask(4, hospital="仁济医院", route="near")
    await runs.world.ask(5, "repairs")

    assert await groups_of(runs) == [
        ("中山医院", RouteKind.LOCAL, 2, ("复旦大学附属中山医院",)),
        ("复旦大学附属中山医院", RouteKind.LOCAL, 1, ("中山医院",)),
        ("中山医院", RouteKind.CROSS, 1, ()),
        ("仁济医院", RouteKind.LOCAL, 1, ()),
    ]


async def test_what_is_in_a_run_is_not_gathered_again(runs: Runs) -> None:
    first, second, third = [await runs.ask(number) for number in range(3)]
    run = await runs.plan(first, second)

    assert [each.request_id for each in run.lines] == [first.id, second.id] or len(run.lines) == 2
    assert await groups_of(runs) == [("中山医院", RouteKind.LOCAL, 1, ())]
    refused = await runs.world.refused(
        actions.plan_run, runs.world.place.committee_id, [first.id, second.id]
    )
    assert refused.code == "run_nothing_left"
    again = await runs.plan(first, third)
    assert (again.number, [line.request_id for line in again.lines]) == (2, [third.id])


async def test_alike_hospitals_are_merged_by_hand(runs: Runs) -> None:
    first = await runs.ask(0)
    other = await runs.ask(1, hospital="复旦大学附属中山医院")
    run = await runs.plan(first)
    run = await runs.do(actions.put_in, run.id, [other.id])
    run = await runs.do(actions.set_hospital, run.id, " 中山医院\n(徐汇) ")

    assert (run.hospital, len(run.shown)) == ("中山医院 (徐汇)", 2)
    run = await runs.do(actions.take_out, line_of(run, other).id)
    assert await runs.do(actions.take_out, line_of(run, other).id) == run
    assert [line.request_id for line in run.shown] == [first.id]
    assert len(await groups_of(runs)) == 1
    run = await runs.do(actions.put_in, run.id, [other.id])
    assert len(run.shown) == 2


async def test_opening_asks_for_what_is_missing(runs: Runs) -> None:
    request = await runs.ask(0, route="far")
    run = await runs.plan(request)
    assert run.route is RouteKind.CROSS
    assert (await runs.world.refused(actions.open_run, run.id)).code == "run_day_missing"
    past = await runs.world.refused(actions.set_day, run.id, date(2022, 4, 5))
    assert past.code == "run_day_past"
    await runs.do(actions.set_day, run.id, DRIVE_DAY)
    assert (await runs.world.refused(actions.open_run, run.id)).code == "run_handover_missing"
    await runs.do(actions.set_handover, run.id, "社区民警 周 13800000000")
    opened = await runs.do(actions.open_run, run.id)

    task = await runs.work.read(find_task, opened.task_id)
    assert task is not None
    assert (task.needs_vehicle, task.title, task.kind.value) == (True, "R1 · 中山医院", "run")
    assert (await runs.world.refused(actions.set_route, run.id, RouteKind.LOCAL)).code == (
        "run_opened"
    )


async def test_an_empty_run_is_not_opened(runs: Runs) -> None:
    run = await runs.plan(await runs.ask(0))
    await runs.do(actions.set_day, run.id, DRIVE_DAY)
    await runs.do(actions.take_out, run.lines[0].id)
    assert (await runs.world.refused(actions.open_run, run.id)).code == "run_empty"


async def test_opening_tells_each_requester_once_and_names_no_medicine(runs: Runs) -> None:
    asked = [await runs.ask(0), await runs.ask(1), await runs.enter(2, "王阿姨 138")]
    run = await runs.open(*asked)
    await runs.do(actions.open_run, run.id)

    told = await runs.told("told_gathered")
    assert sorted(person for person, _ in told) == [ANNA, BORIS]
    assert told[0][1]["day"] == "2022-04-07"
    assert "硝苯地平" not in str(told)
    view = await runs.world.request(asked[2].id)
    assert (view.state, view.owner_id) == (RequestState.CLAIMED, STAFF)
    events = await runs.work.read(asked_queries.list_events, asked[0].id)
    assert [each.details for each in events if each.kind.value == "gathered"] == [{"run": run.id}]


async def test_a_bag_holds_what_one_requester_asked_for(runs: Runs) -> None:
    """Father and son of one household have a bag each: neither learns of the other's medicine."""
    first, second = await runs.ask(0), await runs.ask(0, "二甲双胍")
    new = runs.new(0, drug="盐酸帕罗西汀", amount="1盒")
    sons = await runs.work.write(requests.ask, new, by=ANNAS_SON, now=NOW)
    neighbour = await runs.ask(2)
    run = await runs.open(first, second, sons, neighbour)

    bags = [sorted(line.request_id for line in bag) for bag in run.bags]
    assert sorted(bags) == sorted([[first.id, second.id], [sons.id], [neighbour.id]])
    assert [run.bag_code(bag[0].bag_number) for bag in run.bags] == ["R1-01", "R1-02", "R1-03"]


async def test_a_late_request_gets_the_next_bag_or_its_owners(runs: Runs) -> None:
    first = await runs.ask(0)
    run = await runs.open(first)
    late, own = await runs.ask(1), await runs.ask(0, "阿司匹林")
    run = await runs.do(actions.put_in, run.id, [late.id, own.id])

    assert line_of(run, own).bag_id == line_of(run, first).bag_id
    assert line_of(run, late).bag_number == 2
    assert len(await runs.told("told_gathered")) == 3
    run = await runs.do(actions.take_out, line_of(run, late).id)
    assert [person for person, _ in await runs.told("told_left_out")] == [BORIS]


async def test_manifest_sums_up_and_is_read_by_runner_and_staff_only(runs: Runs) -> None:
    asked = [
        await runs.ask(0),
        await runs.ask(1, amount="1盒"),
        await runs.enter(2, "王阿姨 13800138000"),
    ]
    run = await runs.open(*asked)
    for stranger in (ANNA, STRANGER, LEAD, VOLUNTEER):
        refused = await runs.world.refused(actions.open_manifest, run.id, by=stranger)
        assert refused.code == "run_not_yours", stranger
    await runs.do(actions.take_run, run.id, by=VOLUNTEER)

    manifest = await runs.do(actions.open_manifest, run.id, by=VOLUNTEER)
    assert [(each.drug, each.quantity, each.requests) for each in manifest.totals] == [
        ("硝苯地平", "3盒", 2),
        ("胰岛素", "1支", 1),
    ]
    assert [each.phone for each in manifest.lines if each.phone] == ["王阿姨 13800138000"]
    readers = await runs.work.read(asked_queries.list_readers, asked[0].id)
    assert [each.person_id for each in readers] == [VOLUNTEER]
    assert ("run.read", VOLUNTEER, f"run:{run.id}") in await runs.world.audited()


async def test_after_the_end_the_runner_reads_nothing_more(runs: Runs) -> None:
    run = await runs.leave(await runs.ask(0))
    bag = run.bags[0][0].bag_id
    await runs.do(actions.deliver_bag, bag, by=VOLUNTEER)

    assert (await runs.run(run.id)).state is RunState.DONE
    for action, subject in ((actions.open_manifest, run.id), (actions.open_bag, bag)):
        refused = await runs.world.refused(action, subject, by=VOLUNTEER)
        assert refused.code == "run_over"
    assert (await runs.do(actions.open_manifest, run.id)).lines


async def test_a_runner_whose_power_ends_reads_and_ticks_nothing(runs: Runs) -> None:
    run = await runs.driven(await runs.ask(0))
    place = runs.world.place
    roles = await runs.work.read(list_roles, place.committee_id, NOW)
    (role,) = [each.id for each in roles if each.person_id == VOLUNTEER]
    await runs.work.write(community.revoke_role, role, by=STAFF, now=NOW)

    refused = await runs.world.refused(actions.open_manifest, run.id, by=VOLUNTEER)
    assert refused.code == "run_not_yours"
    line = run.lines[0].id
    refused = await runs.world.refused(actions.tick_line, line, LineState.BOUGHT, by=VOLUNTEER)
    assert refused.code == "run_not_yours"


async def test_only_who_may_takes_a_run(runs: Runs) -> None:
    run = await runs.open(await runs.ask(0))
    assert (await runs.world.refused(actions.take_run, run.id, by=ANNA)).code == "run_not_yours"
    refused = await runs.world.refused(actions.take_run, run.id, by=NARROW)
    assert refused.code == "run_not_yours"
    await runs.do(actions.take_run, run.id, by=VOLUNTEER)
    assert (await runs.world.refused(actions.take_run, run.id, by=SECOND)).code == "task_taken"
    assert (await runs.do(actions.take_run, run.id, by=VOLUNTEER)).runner_id == VOLUNTEER


async def test_ticks_reach_the_requesters_as_sources(runs: Runs) -> None:
    asked = [await runs.ask(number) for number in range(3)]
    run = await runs.driven(*asked)
    results = (LineState.BOUGHT, LineState.PARTLY, LineState.MISSING)
    for request, result in zip(asked, results, strict=True):
        await runs.do(actions.tick_line, line_of(run, request).id, result, "断货", by=VOLUNTEER)

    told = dict(await runs.world.told("told_source"))
    assert {person: (each["source"], each["reason"]["reply"]) for person, each in told.items()} == {
        1000: ("found", ""),
        1001: ("found", ""),
        1002: ("none", "断货"),
    }
    assert (await runs.world.request(asked[2].id)).source is Source.NONE
    assert [person for person, _ in await runs.told("missing")] == [STAFF]


async def test_what_was_not_bought_leaves_the_run_and_can_come_back(runs: Runs) -> None:
    first, second = await runs.ask(0), await runs.ask(1)
    run = await runs.driven(first, second)
    line = line_of(run, first).id
    await runs.do(actions.tick_line, line, LineState.MISSING, "断货", by=VOLUNTEER)
    assert (await runs.world.request(first.id)).is_live

    # Staff look elsewhere: it is free for another run.
    await runs.do(requests.set_source, first.id, Source.LOOKING, None)
    other = await runs.plan(first)
    refused = await runs.world.refused(actions.tick_line, line, LineState.BOUGHT, by=VOLUNTEER)
    assert refused.code == "run_line_out"
    await runs.do(actions.cancel_run, other.id)
    run = await runs.do(actions.tick_line, line, LineState.BOUGHT, by=VOLUNTEER)
    assert line_of(run, first).state is LineState.BOUGHT
    assert await groups_of(runs) == []


async def test_the_way_is_told_to_requesters_only(runs: Runs) -> None:
    asked = [await runs.ask(0), await runs.ask(1), await runs.enter(2, "王阿姨 138")]
    run = await runs.driven(*asked)
    refused = await runs.world.refused(actions.leave_for_doors, run.id, by=VOLUNTEER)
    assert (refused.code, refused.params) == ("run_unticked", {"n": 3})
    await runs.buy(run)
    left = await runs.do(actions.leave_for_doors, run.id, by=VOLUNTEER)
    assert await runs.do(actions.leave_for_doors, run.id, by=VOLUNTEER) == left

    told = await runs.told("told_on_way")
    assert sorted(person for person, _ in told) == [ANNA, BORIS]
    assert "硝苯地平" not in str(told)
    assert all(each["code"] is None for _, each in told)
    assert {each["bag"] for _, each in told} < {"R1-01", "R1-02", "R1-03"}


async def test_what_was_bought_in_part_is_explained_with_the_way(runs: Runs) -> None:
    run = await runs.driven(await runs.ask(0))
    await runs.buy(run, LineState.PARTLY)
    await runs.do(actions.leave_for_doors, run.id, by=VOLUNTEER)
    assert [each["reply"] for _, each in await runs.told("told_on_way")] == ["断货"]


async def test_doors_end_the_run_its_task_and_tell_the_planner(runs: Runs) -> None:
    asked = [await runs.ask(0), await runs.enter(1, "王阿姨 138")]
    run = await runs.leave(*asked)
    assert run.task_id is not None
    for bag in run.bags:
        await runs.do(actions.deliver_bag, bag[0].bag_id, by=VOLUNTEER)

    done = await runs.run(run.id)
    assert (done.state, done.count(LineState.DELIVERED)) == (RunState.DONE, 2)
    task = await runs.work.read(find_task, run.task_id)
    assert task is not None
    assert task.state is TaskState.DONE
    assert [(person, each["delivered"]) for person, each in await runs.told("done")] == [(STAFF, 2)]
    for request in asked:
        view = await runs.world.request(request.id)
        assert (view.delivered_by, view.delivered_how) == (VOLUNTEER, Handover.DOOR)


async def test_each_request_is_delivered_once_by_runner_or_tap(runs: Runs) -> None:
    first, second, third = [await runs.ask(number) for number in range(3)]
    run = await runs.leave(first, second, third)
    bags = {line.request_id: line.bag_id for line in run.lines}
    await runs.do(actions.confirm_bag, bags[first.id], by=ANNA)
    await runs.do(actions.deliver_bag, bags[first.id], by=VOLUNTEER)
    await runs.do(actions.deliver_bag, bags[second.id], by=VOLUNTEER)
    await runs.do(actions.confirm_bag, bags[second.id], by=BORIS)
    await runs.do(actions.confirm_bag, bags[second.id], by=BORIS)

    hows = [(await runs.world.request(each.id)).delivered_how for each in (first, second)]
    assert hows == [Handover.TAP, Handover.DOOR]
    for request in (first, second):
        events = await runs.work.read(asked_queries.list_events, request.id)
        assert [each.kind.value for each in events].count("delivered") == 1
    refused = await runs.world.refused(actions.confirm_bag, bags[third.id], by=BORIS)
    assert refused.code == "run_not_yours"


async def test_a_tap_on_the_request_itself_ends_the_run_too(runs: Runs) -> None:
    request = await runs.ask(0)
    run = await runs.leave(request)
    await runs.work.write(requests.confirm_receipt, request.id, by=ANNA, now=NOW)

    assert line_of(await runs.run(run.id), request).state is LineState.DELIVERED
    assert await runs.world.tick(actions.settle_runs, NOW) == 1
    assert await runs.world.tick(actions.settle_runs, NOW) == 0
    assert (await runs.run(run.id)).state is RunState.DONE


async def test_a_withdrawn_request_leaves_the_run(runs: Runs) -> None:
    first, second = await runs.ask(0), await runs.ask(1)
    run = await runs.driven(first, second)
    await runs.work.write(requests.withdraw, first.id, by=ANNA, now=NOW)

    run = await runs.run(run.id)
    assert [line.request_id for line in run.shown] == [second.id]
    manifest = await runs.do(actions.open_manifest, run.id, by=VOLUNTEER)
    assert [each.line.request_id for each in manifest.lines] == [second.id]
    gone = await runs.world.refused(
        actions.tick_line, line_of(run, first).id, LineState.BOUGHT, by=VOLUNTEER
    )
    assert gone.code == "run_line_out"


async def test_bags_are_collected_with_their_codes(runs: Runs) -> None:
    first, second = await runs.ask(0), await runs.ask(1)
    run = await runs.leave(first, second, place=PICKUP)
    told = dict(await runs.told("told_on_way"))
    assert {each["place"] for each in told.values()} == {PICKUP}
    code = told[ANNA]["code"]

    refused = await runs.world.refused(actions.collect_bag, run.id, "XXXX", by=VOLUNTEER)
    assert refused.code == "run_code_wrong"
    spoken = f" {code[:2].lower()} {code[2:]}"
    number = await runs.do(actions.collect_bag, run.id, spoken, by=VOLUNTEER)
    assert run.bag_code(number) == told[ANNA]["bag"]
    assert (await runs.world.request(first.id)).delivered_how is Handover.PICKUP
    assert (await runs.world.request(second.id)).delivered_at is None


async def test_another_runner_goes_on_with_what_was_ticked(runs: Runs) -> None:
    first, second = await runs.ask(0), await runs.ask(1)
    run = await runs.driven(first, second)
    line = line_of(run, first).id
    await runs.do(actions.tick_line, line, LineState.BOUGHT, by=VOLUNTEER)
    released = await runs.do(actions.release_run, run.id)
    assert released.runner_id is None
    taken = await runs.do(actions.take_run, run.id, by=SECOND)

    assert (taken.runner_id, taken.count(LineState.BOUGHT)) == (SECOND, 1)
    refused = await runs.world.refused(actions.open_manifest, run.id, by=VOLUNTEER)
    assert refused.code == "run_not_yours"
    await runs.work.write(release_task, taken.task_id, by=SECOND, now=NOW)
    assert (await runs.run(run.id)).runner_id is None


async def test_a_run_whose_task_ended_too_early_is_offered_again(runs: Runs) -> None:
    run = await runs.driven(await runs.ask(0))
    assert run.task_id is not None
    await runs.work.write(finish_task, run.task_id, by=VOLUNTEER, now=NOW, failed="车坏了")
    stuck = await runs.run(run.id)
    assert (stuck.task_id, stuck.runner_id) == (None, None)
    again = await runs.do(actions.offer_again, run.id)
    assert again.task_id not in (None, run.task_id)
    assert (await runs.do(actions.offer_again, run.id)).task_id == again.task_id
    await runs.do(actions.take_run, run.id, by=SECOND)


async def test_a_run_that_is_called_off_gives_its_requests_back(runs: Runs) -> None:
    request = await runs.ask(0)
    run = await runs.driven(request)
    off = await runs.do(actions.cancel_run, run.id)
    assert await runs.do(actions.cancel_run, run.id) == off

    assert off.state is RunState.CANCELLED
    assert [person for person, _ in await runs.told("told_left_out")] == [ANNA]
    assert len(await groups_of(runs)) == 1
    gone = await runs.world.refused(
        actions.tick_line, run.lines[0].id, LineState.BOUGHT, by=VOLUNTEER
    )
    assert gone.code == "run_over"


async def test_a_run_on_the_way_is_neither_changed_nor_called_off(runs: Runs) -> None:
    run = await runs.leave(await runs.ask(0))
    late = await runs.ask(1)
    for action, subject in (
        (actions.cancel_run, (run.id,)),
        (actions.put_in, (run.id, [late.id])),
        (actions.take_out, (run.lines[0].id,)),
        (actions.set_place, (run.id, "门卫")),
    ):
        assert (await runs.world.refused(action, *subject)).code == "run_left"


async def test_a_full_run_takes_no_more(runs: Runs, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("storage.runs.rules.MOST_LINES", 2)
    asked = [await runs.ask(number) for number in range(4)]
    first = await runs.plan(*asked[:3])
    assert [line.request_id for line in first.shown] == [asked[0].id, asked[1].id]
    second = await runs.plan(asked[3])
    late = await runs.ask(4)
    second = await runs.do(actions.put_in, second.id, [asked[2].id, late.id])
    assert len(second.shown) == 2
    refused = await runs.world.refused(actions.put_in, second.id, [late.id])
    assert (refused.code, refused.params) == ("run_full", {"most": 2})


async def test_what_was_brought_otherwise_meanwhile_does_not_hold_up_the_opening(
    runs: Runs,
) -> None:
    first, second = await runs.ask(0), await runs.ask(1)
    run = await runs.plan(first, second)
    await runs.do(actions.set_day, run.id, DRIVE_DAY)
    await runs.do(requests.deliver, first.id, Handover.DOOR)
    run = await runs.do(actions.open_run, run.id)
    assert [[line.request_id for line in bag] for bag in run.bags] == [[second.id]]
    assert [person for person, _ in await runs.told("told_gathered")] == [BORIS]


PLANNING: list[tuple[Any, tuple[Any, ...]]] = [
    (actions.put_in, ([1],)),
    (actions.set_day, (DRIVE_DAY,)),
    (actions.set_route, (RouteKind.LOCAL,)),
    (actions.set_hospital, ("瑞金医院",)),
    (actions.set_handover, ("周",)),
    (actions.set_place, ("门卫",)),
    (actions.open_run, ()),
    (actions.cancel_run, ()),
    (actions.offer_again, ()),
]
OTHERS = (ANNA, BORIS, LEAD, VOLUNTEER, NARROW, STRANGER, ANNAS_SON)


async def test_only_staff_plan(runs: Runs) -> None:
    run = await runs.driven(await runs.ask(0))
    for action, more in PLANNING:
        for person in OTHERS:
            refused = await runs.world.refused(action, run.id, *more, by=person)
            assert refused.code == "not_staff", (action, person)


async def test_only_runner_and_staff_drive(runs: Runs) -> None:
    run = await runs.driven(await runs.ask(0), await runs.ask(1))
    line, bag = run.lines[0].id, run.lines[0].bag_id
    driving: list[tuple[Any, tuple[Any, ...]]] = [
        (actions.tick_line, (line, LineState.BOUGHT)),
        (actions.leave_for_doors, (run.id,)),
        (actions.release_run, (run.id,)),
        (actions.deliver_bag, (bag,)),
        (actions.collect_bag, (run.id, "XXXX")),
        (actions.open_bag, (bag,)),
        (actions.open_manifest, (run.id,)),
    ]
    for action, args in driving:
        for person in (BORIS, LEAD, SECOND, NARROW, STRANGER, ANNAS_SON):
            refused = await runs.world.refused(action, *args, by=person)
            assert refused.code == "run_not_yours", (action, person)
    for person in (VOLUNTEER, OTHER_STAFF):
        await runs.do(actions.tick_line, line, LineState.BOUGHT, by=person)


async def test_what_is_not_there_is_refused_plainly(runs: Runs) -> None:
    assert (await runs.world.refused(actions.open_run, 77)).code == "run_unknown"
    assert (await runs.world.refused(actions.put_in, 77, [1])).code == "run_unknown"
    assert (await runs.world.refused(actions.take_out, 77)).code == "run_line_out"
    assert (await runs.world.refused(actions.deliver_bag, 77)).code == "run_unknown"
    run = await runs.driven(await runs.ask(0))
    bag = run.lines[0].bag_id
    assert (await runs.world.refused(actions.deliver_bag, bag)).code == "run_unticked"
    await runs.do(actions.tick_line, run.lines[0].id, LineState.MISSING, "断货")
    assert (await runs.run(run.id)).state is RunState.DONE
    assert (await runs.world.refused(actions.deliver_bag, bag)).code == "run_over"


async def test_what_was_shown_goes_when_the_run_is_over(runs: Runs) -> None:
    async def due() -> list[tuple[int, int]]:
        copies = await runs.work.read(asked_queries.list_shown_due, NOW)
        return [(copy.chat_id, copy.message_id) for copy in copies]

    run = await runs.leave(await runs.ask(0))
    await runs.do(actions.note_copy, run.id, 41, by=VOLUNTEER)
    await runs.do(actions.note_copy, run.id, 42)
    refused = await runs.world.refused(actions.note_copy, run.id, 43, by=ANNA)
    assert refused.code == "run_not_yours"
    assert await due() == []
    late = await runs.work.read(asked_queries.list_shown_due, NOW + 2 * DAY)
    assert len(late) == 2

    await runs.do(actions.release_run, run.id)
    assert await due() == [(VOLUNTEER, 41)]
    await runs.do(actions.take_run, run.id, by=SECOND)
    await runs.do(actions.deliver_bag, run.lines[0].bag_id, by=SECOND)
    assert sorted(await due()) == sorted([(VOLUNTEER, 41), (STAFF, 42)])


async def test_reopened_after_delivery_it_is_not_delivered_again(runs: Runs) -> None:
    request = await runs.ask(0)
    run = await runs.leave(request)
    await runs.do(actions.deliver_bag, run.lines[0].bag_id, by=VOLUNTEER)
    await runs.do(requests.close, request.id, Outcome.DELIVERED)
    await runs.work.write(requests.reopen, request.id, "不对", by=ANNA, now=NOW)
    assert await groups_of(runs) == []
    with pytest.raises(RuleError) as refusal:
        await runs.do(requests.record_delivery, request.id, Handover.DOOR)
    assert refusal.value.code == "need_delivered"


async def test_notes_and_codes_go_with_time(runs: Runs) -> None:
    request = await runs.ask(0)
    run = await runs.plan(request)
    await runs.do(actions.set_handover, run.id, "周 138")
    await runs.do(actions.set_day, run.id, DRIVE_DAY)
    await runs.do(actions.set_place, run.id, PICKUP)
    await runs.do(actions.open_run, run.id)
    await runs.do(actions.tick_line, run.lines[0].id, LineState.MISSING, "断货")

    async def blank(before: Any) -> int:
        return await runs.work.write(blank_runs, before, now=NOW)

    assert [await blank(NOW), await blank(NOW + DAY), await blank(NOW + DAY)] == [0, 1, 0]
    run = await runs.run(run.id)
    assert (run.handover, run.place, run.lines[0].reason) == (None, None, None)
    manifest = await runs.do(actions.open_manifest, run.id)
    assert manifest.codes == {}

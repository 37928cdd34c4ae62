"""Tasks are opened once, held by one, ended once; each action by each role, on both databases."""

from __future__ import annotations

import asyncio
import threading
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session, select

from storage.community import actions as community
from storage.community.kinds import RoleKind
from storage.community.tables import Role
from storage.engine import Database
from storage.errors import RuleError
from storage.retention import purge
from storage.volunteers import actions, upkeep
from storage.volunteers.actions import HandTask
from storage.volunteers.kinds import TaskKind, TaskState
from storage.volunteers.queries import find_holder, list_live_tasks, list_tasks, list_tasks_about
from storage.volunteers.tables import Task
from storage.work import Work
from tests.builders import KEYRING
from tests.storage.community_world import NOW, OTHER_STAFF, STAFF
from tests.storage.volunteers_world import (
    ENDS,
    FAR,
    LEAD,
    NEAR,
    NEIGHBOUR,
    STRANGER,
    WIDE,
    Crew,
    make_crew,
)

EVERYBODY = (STAFF, LEAD, NEAR, FAR, WIDE, NEIGHBOUR, STRANGER)


@pytest.fixture
async def crew(work: Work) -> Crew:
    return await make_crew(work)


async def outcome(crew: Crew, action: Any, *args: Any, **kwargs: Any) -> str:
    """`ok`, or the code with which it was refused."""
    try:
        await crew.work.write(action, *args, **kwargs)
    except RuleError as refusal:
        return refusal.code
    return "ok"


CLAIMING = {
    STAFF: "ok",
    LEAD: "ok",
    NEAR: "ok",
    WIDE: "ok",
    FAR: "task_out_of_scope",
    NEIGHBOUR: "volunteer_only",
    STRANGER: "volunteer_only",
}
CLAIMING_WIDE = {
    **CLAIMING,
    LEAD: "task_out_of_scope",
    NEAR: "task_out_of_scope",
}
LEADING = dict.fromkeys(EVERYBODY, "task_not_yours") | {STAFF: "ok", LEAD: "ok"}
LEADING_WIDE = LEADING | {LEAD: "task_not_yours"}


@pytest.mark.parametrize(("building", "allowed"), [(0, CLAIMING), (None, CLAIMING_WIDE)])
async def test_who_may_claim(crew: Crew, building: int | None, allowed: dict[int, str]) -> None:
    for person in EVERYBODY:
        task_id = await crew.open(building)
        assert (
            await outcome(crew, actions.claim_task, task_id, by=person, now=NOW)
            == (allowed[person])
        ), person


@pytest.mark.parametrize(("building", "allowed"), [(0, LEADING), (None, LEADING_WIDE)])
@pytest.mark.parametrize("action", [actions.release_task, actions.finish_task])
async def test_who_may_release_or_finish_what_another_holds(
    crew: Crew, action: Any, building: int | None, allowed: dict[int, str]
) -> None:
    for person in EVERYBODY:
        task_id = await crew.open(building)
        await crew.claim(task_id, WIDE)
        expected = "ok" if person == WIDE else allowed[person]
        assert await outcome(crew, action, task_id, by=person, now=NOW) == expected, person


async def test_who_may_cancel_a_task_made_by_hand(crew: Crew) -> None:
    for person in EVERYBODY:
        task_id = await crew.open()
        done = await outcome(crew, actions.cancel_task, task_id, by=person, now=NOW)
        assert done == LEADING[person], person


async def test_who_may_open_one_by_hand(crew: Crew) -> None:
    for person in EVERYBODY:
        hand = HandTask(crew.world.committee, "送水", building_id=crew.buildings[0], places=2)
        done = await outcome(crew, actions.open_by_hand, hand, f"{person}", by=person, now=NOW)
        expected = "ok" if person in (STAFF, LEAD) else "volunteer_lead_only"
        assert done == expected, person


async def test_only_the_holder_holds(crew: Crew) -> None:
    task_id = await crew.open()
    assert await outcome(crew, actions.check_holds, task_id, by=NEAR, now=NOW) == "task_not_yours"

    await crew.claim(task_id, NEAR)

    for person in EVERYBODY:
        done = await outcome(crew, actions.check_holds, task_id, by=person, now=NOW)
        assert done == ("ok" if person == NEAR else "task_not_yours"), person
    late = await outcome(crew, actions.check_holds, task_id, by=NEAR, now=ENDS)
    assert late == "task_not_yours"


async def test_the_handbook_comes_before_the_first_task(crew: Crew) -> None:
    await crew.world.meet(205)
    await crew.give(205, RoleKind.VOLUNTEER, 0)
    task_id = await crew.open()
    assert await outcome(crew, actions.claim_task, task_id, by=205, now=NOW) == "handbook_unread"

    stale = await outcome(crew, actions.read_handbook, by=205, now=NOW, version=0)
    assert stale == "handbook_newer"
    for _ in range(2):
        await crew.work.write(actions.read_handbook, by=205, now=NOW)

    assert (await crew.claim(task_id, 205)).claimed_by == 205
    assert len(await crew.world.audited("handbook.read")) == 4


async def test_opening_and_claiming_again_changes_nothing(crew: Crew) -> None:
    first = await crew.open(key="runs:7", subject="runs", subject_id=7)
    assert await crew.open(key="runs:7", title="other") == first
    await crew.claim(first, NEAR)
    await crew.claim(first, NEAR)

    assert (await crew.task(first)).title == ""
    assert await crew.world.audited("task.opened") == [(STAFF, f"task:{first}")]
    assert await crew.world.audited("task.claimed") == [(NEAR, f"task:{first}")]
    assert await outcome(crew, actions.claim_task, first, by=WIDE, now=NOW) == "task_taken"
    assert await crew.work.read(find_holder, "runs", 7) == NEAR


async def test_volunteers_in_scope_hear_of_it_once_a_subject(crew: Crew) -> None:
    await crew.open(0, subject="supplies", subject_id=3)
    await crew.open(1, subject="supplies", subject_id=3)

    told = [person for person, _ in await crew.world.told("volunteers/task_new")]
    assert sorted(told) == [NEAR, FAR, WIDE]


async def test_who_lists_what(crew: Crew) -> None:
    here, there, wide = await crew.open(0), await crew.open(1), await crew.open(None)

    async def seen(person: int, *, mine: bool = False) -> list[int]:
        return [task.id for task in await crew.work.read(list_tasks, person, NOW, mine=mine)]

    assert await seen(NEAR) == [here]
    assert await seen(FAR) == [there]
    assert set(await seen(WIDE)) == set(await seen(STAFF)) == {here, there, wide}
    assert await seen(NEIGHBOUR) == await seen(STRANGER) == []
    await crew.claim(here, NEAR)
    assert await seen(NEAR) == []
    assert await seen(NEAR, mine=True) == [here]


async def test_what_is_given_back_or_fails_is_told_to_those_on_duty(crew: Crew) -> None:
    task_id = await crew.open()
    await crew.claim(task_id, NEAR)
    await crew.work.write(actions.release_task, task_id, by=NEAR, now=NOW, reason="脚扭了")
    (told,) = await crew.world.told("volunteers/task_released")
    assert (told[0], told[1]["reply"]) == (STAFF, "脚扭了")

    await crew.claim(task_id, WIDE)
    for _ in range(2):
        await crew.work.write(actions.finish_task, task_id, by=WIDE, now=NOW, failed="没人")
    assert (await crew.task(task_id)).state is TaskState.FAILED
    assert len(await crew.world.told("volunteers/task_failed")) == 1
    assert await outcome(crew, actions.claim_task, task_id, by=NEAR, now=NOW) == "task_closed"
    assert await outcome(crew, actions.release_task, task_id, by=WIDE, now=NOW) == "task_closed"


async def test_a_feature_settles_and_cancels_its_own(crew: Crew) -> None:
    about: dict[str, Any] = {"subject": "supplies", "subject_id": 3, "kind": TaskKind.DELIVER}
    first, second = await crew.open(0, **about), await crew.open(1, **about)
    await crew.claim(second, FAR)
    assert await outcome(crew, actions.cancel_task, first, by=STAFF, now=NOW) == "task_of_feature"

    settle: dict[str, Any] = {"by": None, "now": NOW}
    done = await crew.work.write(
        actions.settle_tasks, "supplies", 3, building_id=crew.buildings[0], **settle
    )
    assert (done, (await crew.task(first)).state) == (1, TaskState.DONE)
    assert await crew.work.write(actions.cancel_tasks, "supplies", 3, **settle) == 1
    assert await crew.work.write(actions.cancel_tasks, "supplies", 3, **settle) == 0

    assert [person for person, _ in await crew.world.told("volunteers/task_cancelled")] == [FAR]
    states = [task.state for task in await crew.work.read(list_tasks_about, "supplies", 3)]
    assert states == [TaskState.DONE, TaskState.CANCELLED]


async def test_a_right_that_ended_gives_back_what_was_held(crew: Crew) -> None:
    kept, lost = await crew.open(), await crew.open()
    await crew.claim(kept, STAFF)
    await crew.claim(lost, NEAR)
    assert await crew.work.write(upkeep.return_tasks, NOW) == 0

    assert await crew.work.write(upkeep.return_tasks, ENDS) == 1
    assert await crew.work.write(upkeep.return_tasks, ENDS) == 0

    assert (await crew.task(lost)).state is TaskState.OPEN
    assert (await crew.task(kept)).claimed_by == STAFF
    assert [person for person, _ in await crew.world.told("volunteers/task_lost")] == [STAFF]
    assert [person for person, _ in await crew.world.told("volunteers/task_over")] == [NEAR]


async def test_what_is_late_is_said_once(crew: Crew) -> None:
    due = NOW + timedelta(hours=1)
    task_id = await crew.open(due_at=due)
    await crew.claim(task_id, NEAR)

    assert await crew.work.write(upkeep.tell_late, due) == 0
    assert await crew.work.write(upkeep.tell_late, due + timedelta(seconds=1)) == 1
    assert await crew.work.write(upkeep.tell_late, due + timedelta(hours=1)) == 0

    assert [person for person, _ in await crew.world.told("volunteers/task_late")] == [NEAR]
    assert [person for person, _ in await crew.world.told("volunteers/task_overdue")] == [STAFF]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"title": " \u200b"}, "task_title_empty"),
        ({"title": "长" * 121}, "text_too_long"),
        ({"places": 0}, "task_places_wrong"),
        ({"places": 21}, "task_places_wrong"),
        ({"due_at": NOW}, "task_due_past"),
        ({"building_id": 99}, "not_found"),
    ],
)
async def test_a_slip_opens_nothing(crew: Crew, changes: dict[str, Any], code: str) -> None:
    values: dict[str, Any] = {"committee_id": crew.world.committee, "title": "送水"} | changes
    hand = HandTask(**values)
    refused = await crew.world.refused(actions.open_by_hand, hand, "1", by=STAFF, now=NOW)
    assert refused == code


async def test_a_task_for_two_is_taken_by_two(crew: Crew) -> None:
    hand = HandTask(crew.world.committee, "搬水", building_id=crew.buildings[0], places=2)
    for _ in range(2):
        one, two = await crew.work.write(actions.open_by_hand, hand, "9", by=STAFF, now=NOW)
    await crew.claim(one, NEAR)
    await crew.claim(two, WIDE)

    live = await crew.work.read(list_live_tasks, crew.world.committee)
    assert [(task.place, task.places, task.claimed_by) for task in live] == [
        (1, 2, NEAR),
        (2, 2, WIDE),
    ]


async def test_words_of_old_tasks_go(crew: Crew) -> None:
    task_id = await crew.open(title="给三号楼送药箱", household_id=crew.world.doors["1-1-101"])
    await crew.claim(task_id, NEAR)
    await crew.work.write(actions.finish_task, task_id, by=NEAR, now=NOW)

    await crew.work.write(purge, NOW + timedelta(days=29))
    assert (await crew.task(task_id)).title
    await crew.work.write(purge, NOW + timedelta(days=31))

    task = await crew.task(task_id)
    assert (task.title, task.door, task.state) == ("", None, TaskState.DONE)


async def test_who_is_forgotten_holds_nothing(crew: Crew) -> None:
    task_id = await crew.open()
    await crew.claim(task_id, NEAR)

    await crew.work.write(community.forget_person, NEAR, now=NOW)

    assert (await crew.task(task_id)).state is TaskState.OPEN


async def test_two_who_claim_at_once_leave_one_holder(crew: Crew) -> None:
    url = crew.work.database.url.render_as_string(False)
    for _ in range(5):
        task_id = await crew.open()
        databases = [Database(url, KEYRING) for _ in range(2)]
        try:
            results = await asyncio.gather(
                *(
                    Work(database, after_commit=lambda: None).write(
                        actions.claim_task, task_id, by=person, now=NOW
                    )
                    for database, person in zip(databases, (NEAR, WIDE), strict=True)
                ),
                return_exceptions=True,
            )
        finally:
            for database in databases:
                database.close()
        (refused,) = [each for each in results if isinstance(each, BaseException)]
        assert isinstance(refused, RuleError)
        assert refused.code == "task_taken"
        assert (await crew.task(task_id)).claimed_by in (NEAR, WIDE)


async def test_without_the_lock_both_would_claim(postgres_url: str) -> None:
    """The race above is real: two who only read the state both find the task open."""
    database = Database(postgres_url, KEYRING)
    crew = await make_crew(Work(database, after_commit=lambda: None))
    task_id = await crew.open()
    both = threading.Barrier(2)

    def claim_unlocked(session: Session) -> bool:
        task = session.exec(select(Task).where(Task.id == task_id)).one()
        both.wait(10)
        return task.state is TaskState.OPEN

    others = [Database(postgres_url, KEYRING) for _ in range(2)]
    try:
        found = await asyncio.gather(
            *(Work(each, after_commit=lambda: None).write(claim_unlocked) for each in others)
        )
    finally:
        for each in (*others, database):
            each.close()
    assert found == [True, True]


async def test_a_committee_sees_only_its_own(crew: Crew, work: Work) -> None:
    other = await work.write(community.create_committee, "别处居委会", now=NOW)
    await work.write(community.grant_role, OTHER_STAFF, other, RoleKind.STAFF, now=NOW)
    task_id = await crew.open()

    assert await outcome(crew, actions.claim_task, task_id, by=OTHER_STAFF, now=NOW) == (
        "volunteer_only"
    )
    assert await work.read(list_tasks, OTHER_STAFF, NOW, mine=False) == ()
    roles = await work.read(lambda session: len(session.exec(select(Role.id)).all()))
    assert roles == 6

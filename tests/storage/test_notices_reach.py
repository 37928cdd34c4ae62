"""The ledger: households are counted, whoever of them was told, and however."""

from __future__ import annotations

import pytest
from sqlmodel import Session, select

from storage.community import actions as community
from storage.community.kinds import RoleKind
from storage.community.tables import Building, Estate, Household, Resident
from storage.notices import actions, queries
from storage.notices.audience import Audience
from storage.notices.kinds import Reach
from storage.notices.queries import Counts
from storage.notices.tables import NoticeReach
from storage.retention import purge
from storage.volunteers import actions as volunteers
from storage.volunteers.kinds import TaskState
from storage.volunteers.queries import list_tasks_about
from storage.work import Work
from tests.builders import STAFF, add_family_member
from tests.storage.notices_world import (
    ANNA,
    BORIS,
    DAY,
    GROUP,
    LEAD,
    MINUTE,
    NOW,
    OTHER_LEAD,
    STRANGER,
    TEXT,
    VOLUNTEER,
    World,
    list_copies,
    make_world,
)

# What no SQL decides is tested on one database.
ON_ONE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
async def world(work: Work) -> World:
    return await make_world(work)


async def _announce(world: World, audience: Audience | None = None, *, asks: bool = False) -> int:
    notice_id = await world.draft(audience)
    await world.work.write(actions.set_options, notice_id, by=STAFF, now=NOW, asks_ack=asks)
    await world.send(notice_id)
    if audience == world.everybody:
        await world.confirm(notice_id)
    await world.deliver()
    return notice_id


def _add_second_estate(session: Session, committee_id: int, person_id: int) -> int:
    """An estate of one door, which somebody from the first estate has too; its id."""
    estate = Estate(committee_id=committee_id, name="桂花里")
    session.add(estate)
    session.flush()
    assert estate.id is not None
    house = Building(estate_id=estate.id, label="9", position=1, link_code="code9")
    session.add(house)
    session.flush()
    assert house.id is not None
    door = Household(id=900, estate_id=estate.id, building_id=house.id, room="901", door="9-901")
    session.add(door)
    session.flush()
    tie = Resident(person_id=person_id, household_id=900, estate_id=estate.id, joined_at=NOW)
    session.add(tie)
    return estate.id


async def test_household_with_several_members_counts_once(world: World) -> None:
    son = 1900
    await world.work.write(add_family_member, world.place, 0, son)
    world.blocked = {ANNA, world.place.person(2)}

    notice_id = await _announce(world)

    # Anna has blocked the bot, her son has not; at the second door nobody can be written to.
    assert await world.counts(notice_id) == Counts(6, delivered=5, blocked=1, remaining=1)
    (door,) = await world.work.read(queries.list_remaining, notice_id, world.place.buildings[0])
    assert (door.household_id, door.is_blocked, door.is_linked) == (
        world.place.households[2], True, True,
    )  # fmt: skip


async def test_person_of_two_households_is_told_once_and_counts_for_both(world: World) -> None:
    second = await world.work.write(_add_second_estate, world.place.committee_id, ANNA)
    both = Audience(estates=(world.place.estate_id, second))
    notice_id = await world.draft(both)
    await world.send(notice_id)
    await world.confirm(notice_id)
    await world.deliver()

    assert len(world.seen(ANNA)) == 1
    assert await world.counts(notice_id) == Counts(13, delivered=13)
    await world.work.write(actions.acknowledge, notice_id, by=ANNA, now=NOW)
    assert (await world.counts(notice_id)).acknowledged == 2
    first_only = await _announce(world)
    assert await world.counts(first_only) == Counts(6, delivered=6)


async def test_building_without_group_and_people_is_all_left_to_do(work: Work) -> None:
    world = await make_world(work, groups=False)
    for person in [world.place.person(household) for household in range(1, 12, 2)]:
        await work.write(community.forget_person, person, now=NOW)

    notice_id = await _announce(world, world.everybody)

    reach = await work.read(queries.find_reach, notice_id)
    second, first = reach.buildings
    assert (second.label, second.counts) == ("2", Counts(6, remaining=6))
    assert (first.label, first.counts) == ("1", Counts(6, delivered=6))
    report = await world.report(notice_id)
    assert (report.groups.total, len(report.unbound)) == (0, 2)
    doors = await work.read(queries.list_remaining, notice_id, second.id, most=2)
    assert [(door.room, door.is_linked) for door in doors] == [("106", False), ("105", False)]


async def test_answer_asked_for_is_what_counts(world: World) -> None:
    notice_id = await _announce(world, asks=True)
    assert await world.counts(notice_id) == Counts(6, delivered=6, remaining=6)

    first = await world.work.write(actions.acknowledge, notice_id, by=ANNA, now=NOW)
    again = await world.work.write(actions.acknowledge, notice_id, by=ANNA, now=NOW)
    assert (first.is_new, again.is_new, again.households) == (True, False, None)
    for household in range(2, 12, 2):
        answer = await world.work.write(
            actions.acknowledge, notice_id, by=world.place.person(household), now=NOW
        )
    assert answer.households == 6
    counts = await world.counts(notice_id)
    assert (counts.acknowledged, counts.remaining, counts.reached) == (6, 0, 6)
    (line,) = await world.work.read(queries.list_for_resident, ANNA)
    assert line.is_mine_acknowledged


@ON_ONE
async def test_others_cannot_answer(world: World) -> None:
    notice_id = await world.draft()
    unsent = await world.refused(actions.acknowledge, notice_id, by=ANNA, now=NOW)
    assert unsent.code == "notice_wrong_state"
    await world.send(notice_id)
    for person in (BORIS, STRANGER, STAFF):
        refusal = await world.refused(actions.acknowledge, notice_id, by=person, now=NOW)
        assert refusal.code == "notice_not_yours"
    await world.work.write(actions.recall_notice, notice_id, by=STAFF, now=NOW)
    recalled = await world.refused(actions.acknowledge, notice_id, by=ANNA, now=NOW)
    assert recalled.code == "notice_recalled"


async def test_leads_tick_their_doors_and_take_ticks_back(world: World) -> None:
    notice_id = await _announce(world, world.everybody, asks=True)
    first, second, third = world.place.households[0:6:2]
    await world.work.write(actions.acknowledge, notice_id, by=ANNA, now=NOW)

    ticked = await world.work.write(
        actions.note_reached, notice_id, [first, second], Reach.PAPER, by=LEAD, now=NOW
    )
    again = await world.work.write(
        actions.note_reached, notice_id, [second, third], Reach.KNOCKED, by=LEAD, now=NOW
    )
    assert (ticked, again) == (1, 1)
    counts = await world.counts(notice_id)
    assert (counts.acknowledged, counts.paper, counts.knocked, counts.remaining) == (1, 1, 1, 9)

    taken = await world.work.write(
        actions.take_back_reached, notice_id, [first, second], by=LEAD, now=NOW
    )
    assert (taken, (await world.counts(notice_id)).remaining) == (1, 10)
    ticked_doors = await world.work.read(queries.list_ticked, notice_id, world.place.buildings[0])
    assert [(door.household_id, door.how) for door in ticked_doors] == [(third, Reach.KNOCKED)]


@ON_ONE
async def test_doors_of_others_are_not_ticked(world: World) -> None:
    notice_id = await _announce(world, world.everybody)
    door = world.place.households[0]
    for person in (OTHER_LEAD, VOLUNTEER, STRANGER, ANNA):
        for action, more in (
            (actions.note_reached, (Reach.KNOCKED,)),
            (actions.take_back_reached, ()),
        ):
            refusal = await world.refused(action, notice_id, [door], *more, by=person, now=NOW)
            assert refusal.code == "notice_door_not_yours"
    other = await _announce(world, world.building(1))
    refusal = await world.refused(
        actions.note_reached, other, [door], Reach.PAPER, by=LEAD, now=NOW
    )
    assert refusal.code == "notice_door_not_yours"


@ON_ONE
async def test_who_takes_the_task_knocks_and_ticks(world: World) -> None:
    notice_id = await _announce(world, world.everybody, asks=True)
    for _ in range(2):
        made = await world.work.write(actions.make_knock_tasks, notice_id, by=STAFF, now=NOW)
        assert made == 2
    tasks = await world.work.read(list_tasks_about, "notice", notice_id)
    assert sorted(task.building_id or 0 for task in tasks) == list(world.place.buildings)
    (task,) = [task for task in tasks if task.building_id == world.place.buildings[0]]
    await world.work.write(volunteers.read_handbook, by=VOLUNTEER, now=NOW)
    await world.work.write(volunteers.claim_task, task.id, by=VOLUNTEER, now=NOW)

    knocked = await world.work.write(
        actions.note_reached, notice_id, world.place.households[0:12:2], Reach.KNOCKED,
        by=VOLUNTEER, now=NOW,
    )  # fmt: skip
    assert knocked == 6
    refusal = await world.refused(
        actions.note_reached, notice_id, [world.place.households[1]], Reach.KNOCKED,
        by=VOLUNTEER, now=NOW,
    )  # fmt: skip
    assert refusal.code == "notice_door_not_yours"
    only = [world.place.buildings[0]]
    none_left = await world.refused(
        actions.make_knock_tasks, notice_id, by=STAFF, now=NOW, building_ids=only
    )
    assert none_left.code == "notice_no_more"

    tasks = await world.work.read(list_tasks_about, "notice", notice_id)
    assert {each.state for each in tasks if each.id == task.id} == {TaskState.DONE}
    await world.work.write(
        actions.take_back_reached, notice_id, world.place.households[0:1], by=STAFF, now=NOW
    )
    await world.work.write(actions.make_knock_tasks, notice_id, by=STAFF, now=NOW)
    assert len(await world.work.read(list_tasks_about, "notice", notice_id)) == 3
    await world.work.write(actions.recall_notice, notice_id, by=STAFF, now=NOW)
    tasks = await world.work.read(list_tasks_about, "notice", notice_id)
    assert [task.state for task in tasks].count(TaskState.CANCELLED) == 2


async def test_forgotten_person_leaves_the_number_of_their_household(world: World) -> None:
    notice_id = await world.draft()
    await world.send(notice_id)
    await world.deliver()
    await world.work.write(actions.acknowledge, notice_id, by=ANNA, now=NOW)

    await world.work.write(community.forget_person, ANNA, now=NOW)

    counts = await world.counts(notice_id)
    assert (counts.households, counts.delivered, counts.acknowledged) == (6, 6, 1)
    assert ANNA not in [copy.chat_id for copy in await world.work.read(list_copies, notice_id)]
    assert ANNA not in await world.work.read(_list_people)


async def test_staff_who_leave_are_named_nowhere(world: World) -> None:
    await world.work.write(
        community.grant_role, STRANGER, world.place.committee_id, RoleKind.STAFF, now=NOW
    )
    notice_id = await world.draft(by=STRANGER)
    await world.work.write(
        actions.save_selection, world.place.committee_id, "一号楼", world.building(0),
        by=STRANGER, now=NOW,
    )  # fmt: skip
    await world.work.write(community.forget_person, STRANGER, now=NOW)
    view = await world.notice(notice_id)
    assert (view.written_by, view.writer) == (None, "")
    assert await world.send(notice_id) == "sent"


async def test_old_copies_of_people_go_and_the_ledger_stays(world: World) -> None:
    notice_id = await _announce(world, asks=True)
    await world.work.write(actions.acknowledge, notice_id, by=ANNA, now=NOW)
    before = await world.counts(notice_id)
    dropped = await world.draft()
    await world.work.write(actions.drop_notice, dropped, by=STAFF, now=NOW)

    await world.work.write(purge, NOW + 59 * DAY)
    assert len(await world.work.read(list_copies, notice_id)) == 7
    assert await world.work.read(queries.find_notice, dropped) is not None
    await world.work.write(purge, NOW + 61 * DAY)

    (copy,) = await world.work.read(list_copies, notice_id)
    assert copy.chat_id < 0
    assert await world.counts(notice_id) == before
    assert await world.work.read(_list_people) == [None] * 6
    assert await world.work.read(queries.find_notice, dropped) is None


async def test_whoever_moved_out_keeps_the_words_they_got_and_reads_no_new_ones(
    world: World,
) -> None:
    notice_id = await _announce(world)
    home = world.place.households[0]
    await world.work.write(_move_out, ANNA, home)
    later = NOW + MINUTE
    edits = await world.work.write(
        actions.edit_sent, notice_id, "zh-hans", "新的话", by=STAFF, now=later
    )
    await world.deliver(later)

    assert (edits, world.seen(GROUP), world.seen(ANNA)) == (6, ["新的话"], [TEXT])
    assert not await world.work.read(queries.may_read, notice_id, ANNA, later)
    assert await world.work.read(queries.list_for_resident, ANNA) == ()
    await world.work.write(actions.recall_notice, notice_id, by=STAFF, now=later + MINUTE)
    await world.deliver(later + MINUTE)
    assert world.seen(ANNA) == ["notices/recalled"]


def _move_out(session: Session, person_id: int, household_id: int) -> None:
    here = Resident.person_id == person_id, Resident.household_id == household_id
    session.delete(session.exec(select(Resident).where(*here)).one())


async def test_whoever_was_told_long_ago_is_not_told_twice(world: World) -> None:
    world.blocked = {GROUP}
    notice_id = await _announce(world)
    assert world.seen(ANNA) == [TEXT]
    late = NOW + 61 * DAY
    await world.work.write(purge, late)

    # The group's copy stays and is known to have failed; of people nothing is known any more.
    world.blocked = set()
    assert await world.work.write(actions.send_again, notice_id, by=STAFF, now=late) == 1
    await world.deliver(late)
    assert (world.seen(GROUP), world.seen(ANNA)) == ([TEXT], [TEXT])
    refusal = await world.refused(actions.send_again, notice_id, by=STAFF, now=late + MINUTE)
    assert refusal.code == "notice_no_more"


def _list_people(session: Session) -> list[int | None]:
    return list(session.exec(select(NoticeReach.person_id)))

"""What is given where: homes, groups, closures, staff and strangers, on both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from storage.community import actions as community
from storage.faq import actions, queries
from storage.faq.kinds import ClosureKind, EntryKind
from storage.faq.queries import ChatManner, Givable
from storage.faq.rules import Place
from storage.work import Work
from tests.builders import STAFF
from tests.storage.faq_world import (
    DAY,
    FACTS,
    GROUP,
    NOW,
    TODAY,
    World,
    bind_group,
    make_file,
    make_world,
)

BY: dict[str, Any] = {"by": STAFF, "now": NOW}
# Households are dealt to the two buildings in turn.
IN_FIRST, IN_SECOND, STRANGER = 1000, 1001, 77_777
LOCKDOWN, PRECAUTION = ClosureKind.LOCKDOWN, ClosureKind.PRECAUTION


@pytest.fixture
async def world(work: Work) -> World:
    return await make_world(work)


async def find(world: World, person: int | None, chat: int | None = None) -> Place:
    place = await world.work.read(queries.find_place, person, chat, NOW)
    assert place is not None
    return place


async def close(world: World, building: int | None, closure: ClosureKind | None) -> None:
    await world.work.write(actions.set_closure, world.place.estate_id, building, closure, **BY)


async def test_in_private_a_person_is_at_home(world: World) -> None:
    first, _ = world.place.buildings

    place = await find(world, IN_FIRST)

    assert place == Place(
        world.place.committee_id,
        TODAY,
        "Asia/Shanghai",
        frozenset({world.place.estate_id}),
        frozenset({first}),
        frozenset(),
        is_known=True,
    )


async def test_person_without_a_valid_tie_is_a_stranger(world: World) -> None:
    await world.work.write(community.remove_resident, 1, **BY)

    place = await find(world, IN_FIRST)

    assert (place.is_known, place.estates, place.buildings) == (False, frozenset(), frozenset())


async def test_stranger_is_in_the_only_committee_there_is(world: World) -> None:
    for person in (STRANGER, None):
        place = await find(world, person)
        assert (place.committee_id, place.is_known) == (world.place.committee_id, False)

    await world.work.write(community.create_committee, "别的居委会", now=NOW)

    assert await world.work.read(queries.find_place, STRANGER, None, NOW) is None
    assert (await find(world, IN_FIRST)).is_known


async def test_staff_are_in_all_houses_that_they_answer_for(world: World) -> None:
    await close(world, world.place.buildings[0], LOCKDOWN)

    place = await find(world, STAFF)

    assert place.estates == {world.place.estate_id}
    assert place.buildings == set(world.place.buildings)
    assert place.closures == {LOCKDOWN}
    assert place.is_known


async def test_group_is_its_houses_whoever_asks(world: World) -> None:
    _, second = world.place.buildings
    assert await world.work.read(queries.find_place, IN_FIRST, GROUP, NOW) is None

    await bind_group(world)
    assert (await find(world, IN_FIRST, GROUP)).buildings == frozenset()
    await bind_group(world, second)
    for person in (IN_FIRST, STRANGER, None):
        place = await find(world, person, GROUP)
        assert place.buildings == {second}
        assert place.is_known

    await world.work.write(community.unbind_chat, GROUP, **BY)
    assert await world.work.read(queries.find_place, IN_FIRST, GROUP, NOW) is None


async def test_closure_of_a_building_goes_before_its_estates(world: World) -> None:
    first, _ = world.place.buildings
    await close(world, None, PRECAUTION)
    await close(world, first, LOCKDOWN)
    await close(world, first, LOCKDOWN)

    closed = await world.work.read(queries.find_closures, world.place.estate_id)
    assert closed == ((None, None, PRECAUTION), (first, "1", LOCKDOWN))
    assert (await find(world, IN_FIRST)).closures == {LOCKDOWN}
    assert (await find(world, IN_SECOND)).closures == {PRECAUTION}

    await close(world, first, None)
    await close(world, None, LOCKDOWN)
    await close(world, None, None)
    await close(world, None, None)
    assert await world.work.read(queries.find_closures, world.place.estate_id) == ()
    assert [each[0] for each in await world.audited()].count("faq.closure") == 5


async def test_closures_are_set_by_staff_for_their_own_houses(world: World) -> None:
    estate = world.place.estate_id
    refused = [
        await world.refused(actions.set_closure, estate, None, LOCKDOWN, by=IN_FIRST, now=NOW),
        await world.refused(actions.set_closure, estate, 99, LOCKDOWN, **BY),
        await world.refused(actions.set_closure, 99, None, LOCKDOWN, **BY),
    ]

    assert [refusal.code for refusal in refused] == ["not_staff", "not_found", "not_found"]


async def test_given_is_what_is_in_force_here_and_today(world: World) -> None:
    house = replace(FACTS, estate="图们小区", building="1")
    everywhere = await world.save()
    first = await world.save(make_file("first", house))
    await world.save(make_file("second", replace(house, building="2")))
    closed = await world.save(make_file("closed", replace(FACTS, closure=LOCKDOWN)))
    later = await world.save(make_file("later", replace(FACTS, valid_from=date(2022, 4, 7))))
    over = await world.save(make_file("over", replace(FACTS, valid_until=TODAY)))
    await world.save(make_file("draft"), state=None)
    gone, replaced = await world.save(make_file("gone")), await world.save(make_file("replaced"))
    await world.work.write(actions.withdraw_entry, gone, **BY)
    await world.work.write(actions.withdraw_entry, replaced, replaced_by=everywhere, **BY)

    async def given(person: int, days: int = 0) -> Givable:
        place = await find(world, person)
        return await world.work.read(queries.list_givable, place, NOW + days * DAY)

    today = await given(IN_FIRST)
    assert today.in_force == {everywhere, first, over}
    assert today.ended == {replaced}
    tomorrow = await given(IN_FIRST, days=1)
    assert tomorrow.in_force == {everywhere, first, later}
    assert tomorrow.ended == {replaced, over}
    assert (await given(STRANGER)).in_force == {everywhere, over}
    await close(world, None, LOCKDOWN)
    assert (await given(IN_FIRST)).in_force == {everywhere, first, over, closed}


async def test_emergency_answer_is_the_narrowest_in_force(world: World) -> None:
    urgent = replace(FACTS, kind=EntryKind.EMERGENCY)

    async def found(person: int) -> int | None:
        place = await find(world, person)
        view = await world.work.read(queries.find_emergency, place, NOW)
        return view.id if view else None

    await world.save()
    assert await found(IN_FIRST) is None
    await world.save(make_file("u-0", replace(urgent, valid_from=date(2022, 4, 7))))
    general = await world.save(make_file("u-1", urgent))
    await world.save(make_file("u-2", urgent))
    assert await found(IN_FIRST) == general
    house = await world.save(make_file("u-3", replace(urgent, estate="图们小区", building="1")))
    assert [await found(IN_FIRST), await found(IN_SECOND)] == [house, general]
    closed = await world.save(make_file("u-4", replace(urgent, closure=LOCKDOWN)))
    await close(world, None, LOCKDOWN)
    assert [await found(IN_FIRST), await found(IN_SECOND)] == [house, closed]


QUIET = ChatManner(False, None, None, None, None, can_hear=False)


async def manner(world: World, chat: int = GROUP) -> ChatManner:
    return await world.work.read(queries.find_chat_manner, chat)


async def test_group_listens_when_staff_say_so(world: World) -> None:
    assert await manner(world) == QUIET
    refusal = await world.refused(actions.set_listens, GROUP, True, **BY)
    assert refusal.code == "chat_not_bound"

    await bind_group(world)
    refusal = await world.refused(actions.set_listens, GROUP, True, by=IN_FIRST, now=NOW)
    assert refusal.code == "not_staff"
    heard = await world.work.write(actions.set_listens, GROUP, True, **BY)
    assert heard == replace(QUIET, listens=True, can_hear=True)

    await world.work.write(actions.set_listens, GROUP, False, **BY)
    assert await manner(world) == replace(QUIET, can_hear=True)


async def test_what_was_said_last_is_kept_beside_it(world: World) -> None:
    entry_id = await world.save()
    await world.work.write(actions.note_said, GROUP, entry_id, 5, now=NOW)
    assert await manner(world) == QUIET

    await bind_group(world)
    await world.work.write(actions.note_said, GROUP, entry_id, 5, version=3, now=NOW)
    assert await manner(world) == ChatManner(False, entry_id, 3, 5, NOW, can_hear=True)
    await world.work.write(actions.set_listens, GROUP, True, **BY)
    await world.work.write(actions.note_said, GROUP, None, None, now=NOW + DAY)
    assert await manner(world) == ChatManner(True, None, None, None, NOW + DAY, can_hear=True)


@pytest.mark.parametrize("ends", [community.unbind_chat, community.leave_chat])
async def test_group_that_is_let_go_listens_no_longer(world: World, ends: Any) -> None:
    await bind_group(world)
    await world.work.write(actions.set_listens, GROUP, True, **BY)

    await world.work.write(ends, GROUP, **(BY if ends is community.unbind_chat else {"now": NOW}))

    await bind_group(world)
    assert not (await manner(world)).listens


async def test_group_listens_for_another_house_of_its_committee_still(world: World) -> None:
    await bind_group(world)
    await world.work.write(actions.set_listens, GROUP, True, **BY)

    await bind_group(world, world.place.buildings[0])

    assert (await manner(world)).listens


@pytest.mark.parametrize("is_noted", [True, False])
async def test_group_that_becomes_a_supergroup_keeps_its_manner(
    world: World, is_noted: bool
) -> None:
    new = -100_2001
    entry_id = await world.save()
    await bind_group(world)
    await world.work.write(actions.set_listens, GROUP, True, **BY)
    await world.work.write(actions.note_said, GROUP, entry_id, 5, version=2, now=NOW)
    if is_noted:
        await world.work.write(community.note_chat, new, now=NOW, reads_all=True)
        await world.work.write(actions.note_said, new, entry_id, 1, version=2, now=NOW)

    for _ in range(2):
        await world.work.write(community.migrate_chat, GROUP, new, now=NOW)

    # The old group's messages cannot be edited any more.
    assert await manner(world, new) == ChatManner(True, entry_id, 2, None, NOW, can_hear=True)
    assert await manner(world, GROUP) == QUIET


async def test_entry_of_another_committee_is_never_given(world: World) -> None:
    await world.save()
    other = await world.work.write(community.create_committee, "别的居委会", now=NOW)
    place = replace(await find(world, IN_FIRST), committee_id=other)

    assert await world.work.read(queries.list_givable, place, NOW) == Givable(
        frozenset(), frozenset()
    )

"""Who answers for a committee: taken, handed over, ended by time or with the right."""

from __future__ import annotations

from datetime import timedelta

import pytest

from storage.community import actions, queries
from storage.community.queries import DutyView, OnDuty
from storage.work import Work
from tests.builders import STAFF
from tests.storage.faq_world import NOW, OTHER_STAFF, World, make_world

HOUR = timedelta(hours=1)
RESIDENT = 1000


@pytest.fixture
async def world(work: Work) -> World:
    return await make_world(work)


async def test_nobody_on_duty_means_all_staff_who_can_be_reached(world: World) -> None:
    duty = await world.work.read(queries.find_duty, 1, NOW)

    assert duty == DutyView(
        False, (OnDuty(STAFF, "陈", None, None), OnDuty(OTHER_STAFF, "李", None, None))
    )
    await world.work.write(actions.set_reachable, STAFF, False)
    assert (await world.work.read(queries.find_duty, 1, NOW)).people == (OTHER_STAFF,)
    assert (await world.work.read(queries.find_duty, 2, NOW)).people == ()


async def test_duty_is_taken_for_a_while_and_left(world: World) -> None:
    taken = await world.work.write(actions.take_duty, 1, by=STAFF, now=NOW, hours=8)
    assert taken == DutyView(True, (OnDuty(STAFF, "陈", NOW, NOW + 8 * HOUR),))

    assert (await world.work.read(queries.find_duty, 1, NOW + 7 * HOUR)).is_taken
    over = await world.work.read(queries.find_duty, 1, NOW + 8 * HOUR)
    assert (over.is_taken, over.people) == (False, (STAFF, OTHER_STAFF))

    both = await world.work.write(actions.take_duty, 1, by=OTHER_STAFF, now=NOW)
    assert both.people == (STAFF, OTHER_STAFF)
    for _ in range(2):
        left = await world.work.write(actions.leave_duty, 1, by=STAFF, now=NOW)
        assert left.people == (OTHER_STAFF,)
    told = [what for what, _, _ in await world.audited() if what.startswith("duty")]
    assert told == ["duty.taken", "duty.taken", "duty.left"]


async def test_duty_taken_again_takes_the_new_end(world: World) -> None:
    await world.work.write(actions.take_duty, 1, by=STAFF, now=NOW, hours=1)

    again = await world.work.write(actions.take_duty, 1, by=STAFF, now=NOW + HOUR)

    assert again.members == (OnDuty(STAFF, "陈", NOW + HOUR, None),)


async def test_duty_lasts_at_most_a_week(world: World) -> None:
    for hours in (0, -1, 169):
        refusal = await world.refused(actions.take_duty, 1, by=STAFF, now=NOW, hours=hours)
        assert (refusal.code, refusal.params) == ("duty_hours_wrong", {"most": 168})


async def test_duty_is_for_staff(world: World) -> None:
    refusal = await world.refused(actions.take_duty, 1, by=RESIDENT, now=NOW)

    assert refusal.code == "not_staff"


async def test_duty_ends_with_the_right_and_with_being_reachable(world: World) -> None:
    await world.work.write(actions.take_duty, 1, by=OTHER_STAFF, now=NOW)
    await world.work.write(actions.set_reachable, OTHER_STAFF, False)
    silent = await world.work.read(queries.find_duty, 1, NOW)
    assert (silent.is_taken, silent.people) == (False, (STAFF,))
    await world.work.write(actions.set_reachable, OTHER_STAFF, True)

    roles = await world.work.read(queries.list_roles, 1, NOW)
    own = next(role.id for role in roles if role.person_id == OTHER_STAFF)
    await world.work.write(actions.revoke_role, own, by=STAFF, now=NOW)

    assert (await world.work.read(queries.find_duty, 1, NOW)).people == (STAFF,)

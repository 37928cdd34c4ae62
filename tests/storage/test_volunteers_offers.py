"""An offer to help, what staff make of it, and the power that ends by itself."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from storage.community import actions as community
from storage.errors import RuleError
from storage.volunteers import actions, upkeep
from storage.volunteers.actions import Offer
from storage.volunteers.kinds import Skill, Vehicle, VolunteerState
from storage.volunteers.queries import VolunteerView, find_volunteer, list_volunteers
from storage.work import Work
from tests.storage.community_world import NOW, STAFF
from tests.storage.volunteers_world import (
    FAR,
    LEAD,
    NEAR,
    NEIGHBOUR,
    STRANGER,
    WIDE,
    Crew,
    make_crew,
)


@pytest.fixture
async def crew(work: Work) -> Crew:
    return await make_crew(work)


async def offer(crew: Crew, by: int = STRANGER, **changes: Any) -> VolunteerView:
    return await crew.work.write(
        actions.offer_help, Offer(crew.world.committee, **changes), by=by, now=NOW
    )


async def accept(crew: Crew, view: VolunteerView, *buildings: int, by: int = STAFF) -> Any:
    return await crew.work.write(
        actions.accept_volunteer, view.id, days=7, building_ids=buildings, by=by, now=NOW
    )


async def test_a_stranger_offers_is_accepted_works_and_stops_by_itself(crew: Crew) -> None:
    near = crew.buildings[0]
    view = await offer(
        crew, buildings=[near], skills=[Skill.CALLS, Skill.DRIVING], vehicle=Vehicle.EBIKE
    )
    assert (view.state, view.has_right) == (VolunteerState.OFFERED, False)
    assert view.skills == ("driving", "calls")
    assert [person for person, _ in await crew.world.told("volunteers/offered")] == [STAFF]

    accepted = await accept(crew, view, near)
    assert (accepted.until, accepted.scope) == (NOW + timedelta(days=7), (near,))
    assert [person for person, _ in await crew.world.told("volunteers/accepted")] == [STRANGER]

    await crew.work.write(actions.read_handbook, by=STRANGER, now=NOW)
    await crew.claim(await crew.open(0), STRANGER)
    ended = await crew.work.read(find_volunteer, view.id, NOW + timedelta(days=7))
    assert ended is not None
    assert not ended.has_right


@pytest.mark.parametrize("person", [LEAD, NEAR, FAR, WIDE, NEIGHBOUR, STRANGER])
async def test_only_staff_decide(crew: Crew, person: int) -> None:
    view = await offer(crew)
    for action, more in (
        (actions.accept_volunteer, {"days": 7, "building_ids": ()}),
        (actions.extend_volunteer, {"days": 7}),
        (actions.decline_volunteer, {}),
        (actions.end_volunteer, {}),
    ):
        # There is a right to be extended, and nobody but staff may.
        if action is actions.extend_volunteer:
            await accept(crew, view)
        refused = await crew.world.refused(action, view.id, **more, by=person, now=NOW)
        assert refused == "not_staff", action


async def test_an_offer_twice_is_one_and_told_once(crew: Crew) -> None:
    first = await offer(crew)
    again = await offer(crew, vehicle=Vehicle.CAR)

    assert (again.id, again.vehicle) == (first.id, Vehicle.CAR)
    assert len(await crew.world.told("volunteers/offered")) == 1
    listed = await crew.work.read(list_volunteers, crew.world.committee, NOW)
    assert [view.id for view in listed] == [first.id]


async def test_a_change_grants_nothing(crew: Crew) -> None:
    view = await offer(crew)
    await accept(crew, view, crew.buildings[0])

    changed = await offer(crew, buildings=[crew.buildings[1]])

    assert (changed.state, changed.scope) == (VolunteerState.ACCEPTED, (crew.buildings[0],))


async def test_accepting_again_takes_the_new_end_and_scope(crew: Crew) -> None:
    view = await offer(crew)
    await accept(crew, view, crew.buildings[0])
    await crew.work.write(actions.read_handbook, by=STRANGER, now=NOW)
    task_id = await crew.open(0)
    await crew.claim(task_id, STRANGER)

    moved = await accept(crew, view, crew.buildings[1])
    assert moved.scope == (crew.buildings[1],)
    assert (await crew.task(task_id)).claimed_by is None

    later = NOW + timedelta(days=5)
    extended = await crew.work.write(
        actions.extend_volunteer, view.id, days=14, by=STAFF, now=later
    )
    assert (extended.until, extended.scope) == (later + timedelta(days=14), (crew.buildings[1],))


async def test_a_term_is_one_of_a_few(crew: Crew) -> None:
    view = await offer(crew)
    refused = await crew.world.refused(
        actions.accept_volunteer, view.id, days=8, building_ids=(), by=STAFF, now=NOW
    )
    assert refused == "volunteer_term_wrong"


async def test_declined_politely_once_and_free_to_offer_again(crew: Crew) -> None:
    view = await offer(crew)
    for _ in range(2):
        await crew.work.write(actions.decline_volunteer, view.id, by=STAFF, now=NOW)
    assert len(await crew.world.told("volunteers/declined")) == 1

    again = await offer(crew)
    assert again.state is VolunteerState.OFFERED
    await accept(crew, again)
    refused = await crew.world.refused(actions.decline_volunteer, view.id, by=STAFF, now=NOW)
    assert refused == "volunteer_accepted"


@pytest.mark.parametrize("by_staff", [True, False])
async def test_an_end_ends_the_right_and_returns_the_tasks(crew: Crew, by_staff: bool) -> None:
    view = await offer(crew, by=NEAR)
    await accept(crew, view)
    task_id = await crew.open(0)
    await crew.claim(task_id, NEAR)

    for _ in range(2):
        if by_staff:
            await crew.work.write(actions.end_volunteer, view.id, by=STAFF, now=NOW)
        else:
            await crew.work.write(actions.leave_volunteers, crew.world.committee, by=NEAR, now=NOW)

    assert not (await crew.world.actor(NEAR)).roles
    assert (await crew.task(task_id)).claimed_by is None
    assert len(await crew.world.audited("volunteer.left")) == 1
    assert await crew.world.refused(
        actions.accept_volunteer, view.id, days=7, building_ids=(), by=STAFF, now=NOW
    ) == ("volunteer_gone")


async def test_who_pauses_takes_nothing_and_hears_nothing(crew: Crew) -> None:
    view = await offer(crew, by=NEAR)
    await accept(crew, view)
    pause: dict[str, Any] = {"by": NEAR, "now": NOW}
    await crew.work.write(actions.pause_help, crew.world.committee, True, **pause)
    task_id = await crew.open(0)
    with pytest.raises(RuleError, match="volunteer_paused"):
        await crew.claim(task_id, NEAR)
    assert NEAR not in [person for person, _ in await crew.world.told("volunteers/task_new")]

    await crew.work.write(actions.pause_help, crew.world.committee, False, **pause)
    assert (await crew.claim(task_id, NEAR)).claimed_by == NEAR


async def test_nobody_pauses_or_leaves_what_they_did_not_join(crew: Crew) -> None:
    for action, args in ((actions.pause_help, (True,)), (actions.leave_volunteers, ())):
        refused = await crew.world.refused(
            action, crew.world.committee, *args, by=NEIGHBOUR, now=NOW
        )
        assert refused == "volunteer_unknown"


async def test_who_has_no_vehicle_is_not_called_for_one(crew: Crew) -> None:
    await accept(crew, await offer(crew, by=WIDE))
    await offer(crew, by=NEAR, vehicle=Vehicle.VAN)

    await crew.open(0, needs_vehicle=True)

    assert [person for person, _ in await crew.world.told("volunteers/task_new")] == [NEAR]


async def test_a_power_that_ends_is_said_a_day_before(crew: Crew) -> None:
    await accept(crew, await offer(crew))

    assert await crew.work.write(upkeep.tell_ending, NOW + timedelta(days=5)) == 0
    assert await crew.work.write(upkeep.tell_ending, NOW + timedelta(days=6)) == 1
    assert await crew.work.write(upkeep.tell_ending, NOW + timedelta(days=6, hours=1)) == 0


async def test_what_is_not_known_is_not_offered_to(crew: Crew) -> None:
    for changes in ({"committee_id": 99}, {"buildings": [99]}):
        values: dict[str, Any] = {"committee_id": crew.world.committee} | changes
        refused = await crew.world.refused(
            actions.offer_help, Offer(**values), by=STRANGER, now=NOW
        )
        assert refused == "not_found"


async def test_who_is_forgotten_is_no_volunteer(crew: Crew) -> None:
    await accept(crew, await offer(crew))

    await crew.work.write(community.forget_person, STRANGER, now=NOW)

    assert await crew.work.read(list_volunteers, crew.world.committee, NOW) == ()

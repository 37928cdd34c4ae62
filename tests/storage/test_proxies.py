"""A household accepts somebody who acts for it, and takes it back."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from sqlmodel import Session, select

from storage.community.actions import forget_person, grant_role
from storage.community.kinds import RoleKind
from storage.errors import RuleError
from storage.proxies import actions
from storage.proxies.kinds import Consent, ProxyState
from storage.proxies.queries import list_asked, list_for_household, list_for_person, may_act
from storage.proxies.readers import Reader, list_readers
from storage.proxies.rules import INVITE_LASTS, MOST_OF_A_HOUSEHOLD, MOST_OF_A_PERSON, PROXY_LASTS
from storage.proxies.tables import Proxy
from storage.work import Work
from tests.storage.community_world import ANNA, BEN, CLEO, NOW, STAFF, World, make_world

LATER = NOW + timedelta(hours=1)


@pytest.fixture
async def world(work: Work) -> World:
    """Anna and Ben live in 3-501; Cleo is far away."""
    world = await make_world(work)
    await world.meet(ANNA, BEN, CLEO)
    await world.join(ANNA, "3-501")
    await world.join(BEN, "3-501")
    return world


def home(world: World, door: str = "3-501") -> int:
    return world.doors[door]


async def acts(world: World, person: int, door: str = "3-501", at: timedelta = timedelta()) -> bool:
    return await world.work.read(may_act, person, home(world, door), NOW + at)


async def test_an_invitation_gives_one_person_one_household_for_a_time(world: World) -> None:
    code = await world.work.write(actions.invite_proxy, home(world), by=ANNA, now=NOW)
    assert not await acts(world, CLEO)

    proxy = await world.work.write(actions.accept_invitation, code, by=CLEO, now=LATER)

    assert (proxy.state, proxy.consent) == (ProxyState.ACTIVE, Consent.PRESSED)
    assert await acts(world, CLEO, at=timedelta(days=1))
    assert not await acts(world, CLEO, "3-502", at=timedelta(days=1))
    assert not await acts(world, CLEO, at=PROXY_LASTS + timedelta(hours=2))
    assert {person for person, _ in await world.told("proxies/accepted")} == {ANNA, BEN}
    # Its owner opens it again; nobody else can.
    again = await world.work.write(actions.accept_invitation, code, by=CLEO, now=LATER)
    assert again.id == proxy.id
    assert (
        await world.refused(actions.accept_invitation, code, by=STAFF, now=LATER) == "invite_used"
    )


async def test_what_an_invitation_is_not(world: World) -> None:
    code = await world.work.write(actions.invite_proxy, home(world), by=ANNA, now=NOW)
    late = NOW + INVITE_LASTS
    assert await world.refused(actions.invite_proxy, home(world), by=CLEO, now=NOW) == "not_tied"
    assert (
        await world.refused(actions.accept_invitation, code, by=CLEO, now=late) == "invite_expired"
    )
    assert await world.refused(actions.accept_invitation, "x", by=CLEO, now=NOW) == "invite_unknown"
    assert await world.refused(actions.accept_invitation, code, by=BEN, now=NOW) == "own_household"


async def test_only_the_household_answers_where_somebody_of_it_is_here(world: World) -> None:
    asked = await world.work.write(actions.ask_to_act, home(world), by=CLEO, now=NOW)
    again = await world.work.write(actions.ask_to_act, home(world), by=CLEO, now=LATER)
    assert again.id == asked.id
    assert {person for person, _ in await world.told("proxies/asked")} == {ANNA, BEN}
    assert await world.told("proxies/asked_staff") == []
    assert await world.refused(actions.agree, asked.id, by=CLEO, now=LATER) == "not_staff"

    agreed = await world.work.write(actions.agree, asked.id, by=BEN, now=LATER)

    assert agreed.consent is Consent.PRESSED
    assert await acts(world, CLEO, at=timedelta(hours=2))
    assert [person for person, _ in await world.told("proxies/agreed")] == [CLEO]


async def test_staff_hear_the_consent_of_a_household_without_telephone(world: World) -> None:
    asked = await world.work.write(actions.ask_to_act, home(world, "1-1-101"), by=CLEO, now=NOW)
    assert [person for person, _ in await world.told("proxies/asked_staff")] == [STAFF]
    waiting = await world.work.read(list_asked, [world.committee], LATER)
    assert [proxy.id for proxy in waiting] == [asked.id]

    agreed = await world.work.write(actions.agree, asked.id, by=STAFF, now=LATER)

    assert agreed.consent is Consent.HEARD
    assert await acts(world, CLEO, "1-1-101", timedelta(hours=2))
    assert await world.audited("proxy.accepted") == [(STAFF, f"proxy:{asked.id}")]


async def test_staff_do_not_hear_their_own_consent(world: World) -> None:
    asked = await world.work.write(actions.ask_to_act, home(world, "1-1-101"), by=STAFF, now=NOW)
    assert await world.refused(actions.agree, asked.id, by=STAFF, now=LATER) == "not_staff"


async def test_each_side_and_staff_can_end_it_and_are_told(world: World) -> None:
    for by, heard_by, template in (
        (ANNA, [CLEO], "proxies/ended"),
        (STAFF, [CLEO], "proxies/ended"),
        (CLEO, [ANNA, BEN], "proxies/gave_up"),
    ):
        code = await world.work.write(actions.invite_proxy, home(world), by=ANNA, now=NOW)
        proxy = await world.work.write(actions.accept_invitation, code, by=CLEO, now=NOW)
        before = len(await world.told(template))
        ended = await world.work.write(actions.end_proxy, proxy.id, by=by, now=LATER)
        assert ended.state is ProxyState.ENDED
        assert not await acts(world, CLEO)
        assert [person for person, _ in (await world.told(template))[before:]] == heard_by
        await world.work.write(actions.end_proxy, proxy.id, by=by, now=LATER)
        assert len(await world.told(template)) == before + len(heard_by)


async def test_nobody_else_ends_it(world: World) -> None:
    code = await world.work.write(actions.invite_proxy, home(world), by=ANNA, now=NOW)
    proxy = await world.work.write(actions.accept_invitation, code, by=CLEO, now=NOW)
    await world.meet(555)
    assert await world.refused(actions.end_proxy, proxy.id, by=555, now=LATER) == "not_staff"
    assert await world.refused(actions.end_proxy, 999, by=ANNA, now=LATER) == "stale_button"


async def test_a_household_has_few_proxies_and_a_stranger_few_households(world: World) -> None:
    for _ in range(MOST_OF_A_HOUSEHOLD):
        await world.work.write(actions.invite_proxy, home(world), by=ANNA, now=NOW)
    assert (
        await world.refused(actions.invite_proxy, home(world), by=ANNA, now=NOW)
        == "too_many_proxies"
    )
    doors = ["1-1-101", "1-1-102", "1-2-101", "1-2-102", "3-502"]
    for door in doors[:MOST_OF_A_PERSON]:
        await world.work.write(actions.ask_to_act, home(world, door), by=CLEO, now=NOW)
    one_more = home(world, doors[MOST_OF_A_PERSON])
    refused = await world.refused(actions.ask_to_act, one_more, by=CLEO, now=NOW)
    assert refused == "too_many_households"
    # A building lead helps as many as accept it (S12).
    await world.work.write(grant_role, CLEO, world.committee, RoleKind.LEAD, by=STAFF, now=NOW)
    asked = await world.work.write(actions.ask_to_act, one_more, by=CLEO, now=NOW)
    assert asked.state is ProxyState.ASKED


async def test_one_invitation_opened_by_two_at_once_gives_one_proxy(world: World) -> None:
    await world.meet(555)
    code = await world.work.write(actions.invite_proxy, home(world), by=ANNA, now=NOW)
    came = await asyncio.gather(
        *(
            world.work.write(actions.accept_invitation, code, by=person, now=LATER)
            for person in (CLEO, 555)
        ),
        return_exceptions=True,
    )
    assert [each.code for each in came if isinstance(each, RuleError)] == ["invite_used"]
    standing = await world.work.read(list_for_household, home(world), LATER)
    assert len(standing) == 1


async def test_who_is_forgotten_acts_for_nobody_and_is_named_nowhere(world: World) -> None:
    code = await world.work.write(actions.invite_proxy, home(world), by=ANNA, now=NOW)
    await world.work.write(actions.accept_invitation, code, by=CLEO, now=NOW)

    await world.work.write(forget_person, CLEO, now=LATER)

    assert await world.work.read(list_for_person, CLEO, LATER) == ()
    assert await world.told("proxies/accepted") == []


async def test_what_ended_long_ago_goes_by_itself(world: World) -> None:
    code = await world.work.write(actions.invite_proxy, home(world), by=ANNA, now=NOW)
    proxy = await world.work.write(actions.accept_invitation, code, by=CLEO, now=NOW)
    await world.work.write(actions.invite_proxy, home(world), by=ANNA, now=NOW)
    await world.work.write(actions.end_proxy, proxy.id, by=ANNA, now=NOW)
    await world.work.write(actions.drop_spent, NOW + timedelta(days=1))
    left = await world.work.read(_list_states)
    assert left == [ProxyState.INVITED]


def _list_states(session: Session) -> list[ProxyState]:
    return list(session.exec(select(Proxy.state)))


async def test_a_household_is_read_for_by_its_people_and_its_proxies(world: World) -> None:
    code = await world.work.write(actions.invite_proxy, home(world), by=ANNA, now=NOW)
    await world.work.write(actions.accept_invitation, code, by=CLEO, now=NOW)
    await world.work.write(actions.ask_to_act, home(world, "3-502"), by=CLEO, now=NOW)
    homes = [home(world), home(world, "3-502"), home(world, "1-1-101")]

    readers = await world.work.read(list_readers, homes, LATER)
    later = await world.work.read(list_readers, homes, NOW + PROXY_LASTS + timedelta(days=1))

    family = {Reader(ANNA, is_proxy=False), Reader(BEN, is_proxy=False)}
    assert {key: set(people) for key, people in readers.items()} == {
        home(world): family | {Reader(CLEO, is_proxy=True)}
    }
    assert set(later[home(world)]) == family

"""Roles with an end, and invites that work once, on both databases."""

from __future__ import annotations

import asyncio
import re
import threading
from datetime import timedelta

import pytest
from sqlmodel import Session, select

from storage.community import actions, queries
from storage.community.kinds import RoleKind
from storage.community.rules import check_invite, digest_code
from storage.community.tables import Invite, Role
from storage.engine import Database
from storage.errors import RuleError
from storage.work import Work
from tests.storage.community_world import (
    ANNA,
    BEN,
    LATER,
    NOW,
    OTHER_STAFF,
    STAFF,
    World,
    make_world,
)


@pytest.fixture
async def world(work: Work) -> World:
    world = await make_world(work)
    await world.meet(ANNA, BEN, OTHER_STAFF)
    return world


async def test_a_role_ends_by_itself(world: World, work: Work) -> None:
    ends = NOW + timedelta(days=14)
    await work.write(
        actions.grant_role,
        ANNA,
        world.committee,
        RoleKind.STAFF,
        now=NOW,
        by=STAFF,
        expires_at=ends,
    )

    assert (await world.actor(ANNA, ends - timedelta(seconds=1))).is_staff(world.committee)
    assert not (await world.actor(ANNA, ends)).is_staff(world.committee)
    roles = await work.read(queries.list_roles, world.committee, ends)
    assert [role.person_id for role in roles] == [STAFF]


async def test_the_same_role_is_given_once_and_takes_the_new_end(world: World, work: Work) -> None:
    building = (await work.read(queries.list_buildings, world.estate))[1]
    given = {"by": STAFF, "now": NOW, "building_id": building.id}
    first = await work.write(actions.grant_role, ANNA, world.committee, RoleKind.LEAD, **given)
    again = await work.write(
        actions.grant_role, ANNA, world.committee, RoleKind.LEAD, **given, expires_at=LATER
    )

    assert first == again
    role = (await work.read(queries.list_roles, world.committee, NOW))[-1]
    assert (role.name, role.kind, role.building, role.expires_at) == (
        "人101", RoleKind.LEAD, "3", LATER,
    )  # fmt: skip
    assert not (await world.actor(ANNA)).is_staff(world.committee)


async def test_granting_needs_staff_of_this_committee(world: World, work: Work) -> None:
    other = await work.write(actions.create_committee, "别的居委会", now=NOW)
    await work.write(actions.grant_role, OTHER_STAFF, other, RoleKind.STAFF, now=NOW)

    for by in (ANNA, OTHER_STAFF, 555):
        code = await world.refused(
            actions.grant_role, ANNA, world.committee, RoleKind.STAFF, now=NOW, by=by
        )
        assert code == "not_staff"


async def test_a_role_for_nobody_or_nowhere_is_refused(world: World, work: Work) -> None:
    grant = actions.grant_role
    cases = [
        ((555, world.committee), {}, "not_found"),
        ((ANNA, 999), {}, "not_found"),
        ((ANNA, world.committee), {"building_id": 999}, "not_found"),
        ((ANNA, world.committee), {"expires_at": NOW}, "expiry_in_past"),
    ]
    for who, more, code in cases:
        assert await world.refused(grant, *who, RoleKind.LEAD, now=NOW, **more) == code


async def test_a_revoked_role_is_over_at_once(world: World, work: Work) -> None:
    role = await work.write(
        actions.grant_role, ANNA, world.committee, RoleKind.STAFF, now=NOW, by=STAFF
    )

    for _ in range(2):
        await work.write(actions.revoke_role, role, by=STAFF, now=LATER)

    assert not (await world.actor(ANNA, LATER)).is_staff(world.committee)
    assert await world.audited("role.revoked") == [(STAFF, f"role:{role}")]
    assert await world.refused(actions.revoke_role, 999, by=STAFF, now=LATER) == "not_found"
    assert await world.refused(actions.revoke_role, role, by=ANNA, now=LATER) == "not_staff"


async def test_staff_who_revoke_each_other_at_once_leave_one(world: World, work: Work) -> None:
    circle = [STAFF, ANNA, BEN, OTHER_STAFF]
    for person in circle[1:]:
        await work.write(
            actions.grant_role, person, world.committee, RoleKind.STAFF, now=NOW, by=STAFF
        )
    roles = [(await world.actor(person)).roles[0].role_id for person in circle]

    tries = await asyncio.gather(
        *(
            work.write(actions.revoke_role, role, by=by, now=LATER)
            for role, by in zip(roles, [*circle[1:], STAFF], strict=True)
        ),
        return_exceptions=True,
    )

    assert all(each is None or isinstance(each, RuleError) for each in tries)
    assert await work.read(queries.list_roles, world.committee, LATER)


async def test_the_last_staff_can_be_revoked_at_the_command_line_only(
    world: World, work: Work
) -> None:
    role = (await world.actor(STAFF)).roles[0].role_id

    assert await world.refused(actions.revoke_role, role, by=STAFF, now=NOW) == "last_staff"
    await work.write(actions.revoke_role, role, by=None, now=NOW)
    assert not (await world.actor(STAFF)).is_staff_anywhere


async def test_an_invite_makes_its_first_user_staff(world: World, work: Work) -> None:
    code = await work.write(actions.create_invite, world.committee, now=NOW)

    accepted = await work.write(actions.accept_invite, code, ANNA, now=LATER)
    again = await work.write(actions.accept_invite, code, ANNA, now=LATER)

    assert re.fullmatch(r"[A-Za-z0-9_-]{22}", code)
    assert (accepted.is_new, again.is_new) == (True, False)
    assert accepted.role_id == again.role_id
    assert (await world.actor(ANNA)).is_staff(world.committee)
    assert await world.refused(actions.accept_invite, code, BEN, now=LATER) == "invite_used"


async def test_an_invite_cannot_bring_a_revoked_role_back(world: World, work: Work) -> None:
    code = await work.write(actions.create_invite, world.committee, now=NOW)
    accepted = await work.write(actions.accept_invite, code, ANNA, now=NOW)
    await work.write(actions.revoke_role, accepted.role_id, by=STAFF, now=NOW)

    assert await world.refused(actions.accept_invite, code, ANNA, now=LATER) == "invite_used"


async def test_wrong_invites_are_refused(world: World, work: Work) -> None:
    lasts = timedelta(hours=1)
    code = await work.write(actions.create_invite, world.committee, now=NOW, by=STAFF, lasts=lasts)

    cases = [
        (code, ANNA, NOW + lasts, "invite_expired"),
        (code[:-1], ANNA, NOW, "invite_unknown"),
        ("", ANNA, NOW, "invite_unknown"),
        (digest_code(code), ANNA, NOW, "invite_unknown"),
        (code, 555, NOW, "not_found"),
    ]
    for given, person, now, expected in cases:
        assert await world.refused(actions.accept_invite, given, person, now=now) == expected
    by_anna = await world.refused(actions.create_invite, world.committee, now=NOW, by=ANNA)
    assert by_anna == "not_staff"


async def test_only_the_digest_of_an_invite_is_kept(world: World, work: Work) -> None:
    code = await work.write(actions.create_invite, world.committee, now=NOW)

    def read(session: Session) -> str:
        return repr(session.exec(select(Invite)).one())

    kept = await work.read(read)
    assert digest_code(code) in kept
    assert code not in kept


RIVALS = list(range(501, 505))


async def _race(world: World, accept: object) -> int:
    """Four people press one invite at the same time; returns how many became staff."""
    await world.meet(*RIVALS)
    code = await world.work.write(actions.create_invite, world.committee, now=NOW)
    tries = await asyncio.gather(
        *(world.work.write(accept, code, person, now=LATER) for person in RIVALS),  # type: ignore[arg-type]
        return_exceptions=True,
    )
    assert all(each is None or isinstance(each, actions.Accepted | RuleError) for each in tries)
    actors = [await world.actor(person, LATER) for person in RIVALS]
    return sum(actor.is_staff(world.committee) for actor in actors)


async def test_one_invite_pressed_by_four_at_once_makes_one_staff(world: World) -> None:
    assert await _race(world, actions.accept_invite) == 1


async def test_the_race_for_an_invite_is_lost_without_its_guard(
    world: World, database: Database
) -> None:
    """Shows that the test above can fail: read first, write later, as one would at first."""
    if database.is_sqlite:
        pytest.skip("SQLite has one writer: nobody can come in between")
    together = threading.Barrier(len(RIVALS), timeout=20)

    def accept_unguarded(session: Session, code: str, person_id: int, *, now: object) -> None:
        query = select(Invite).where(Invite.code_digest == digest_code(code))
        invite = session.exec(query).one()
        check_invite(invite.used_by, invite.expires_at, LATER)
        together.wait()
        invite.used_by = person_id
        session.add(
            Role(
                person_id=person_id,
                committee_id=invite.committee_id,
                kind=RoleKind.STAFF,
                granted_at=NOW,
            )
        )

    assert await _race(world, accept_unguarded) == len(RIVALS)

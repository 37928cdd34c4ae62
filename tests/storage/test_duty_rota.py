"""The rota: planned, reminded, given up, taken over, handed over; on both databases."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlmodel import Session, select

from storage.community import actions, queries
from storage.community.kinds import RoleKind
from storage.community.queries import ShiftView
from storage.community.tables import DutyNote
from storage.engine import Database
from storage.errors import RuleError
from storage.retention import purge
from storage.work import Work
from tests.builders import KEYRING
from tests.storage.community_world import ANNA, NOW, OTHER_STAFF, STAFF, World, make_world

THIRD, LEAD, VOLUNTEER = 903, 201, 202
HOUR = timedelta(hours=1)


def at(hours: float) -> datetime:
    return NOW + hours * HOUR


@pytest.fixture
async def world(work: Work) -> World:
    world = await make_world(work)
    await world.meet(OTHER_STAFF, THIRD, LEAD, VOLUNTEER, ANNA)
    for person, kind in (
        (OTHER_STAFF, RoleKind.STAFF),
        (THIRD, RoleKind.STAFF),
        (LEAD, RoleKind.LEAD),
        (VOLUNTEER, RoleKind.VOLUNTEER),
    ):
        await work.write(actions.grant_role, person, world.committee, kind, by=STAFF, now=NOW)
    return world


async def plan(world: World, person: int, begin: float, end: float, **changes: Any) -> ShiftView:
    values: dict[str, Any] = {
        "starts_at": at(begin),
        "ends_at": at(end),
        "by": STAFF,
        "now": NOW,
    } | changes
    return await world.work.write(actions.plan_shift, world.committee, person, **values)


async def people(world: World, now: datetime) -> tuple[bool, tuple[int, ...]]:
    duty = await world.work.read(queries.find_duty, world.committee, now)
    return duty.is_taken, duty.people


async def following(world: World, now: datetime, *exclude: int) -> int | None:
    return await world.work.read(queries.find_next_on_duty, world.committee, now, exclude)


async def told(world: World, template: str) -> list[int]:
    return [person for person, _ in await world.told(template)]


async def test_whoever_has_the_shift_is_on_duty(world: World) -> None:
    await plan(world, OTHER_STAFF, 8, 16)

    assert await people(world, at(7)) == (False, (STAFF, OTHER_STAFF, THIRD))
    assert await people(world, at(8)) == (True, (OTHER_STAFF,))
    assert await people(world, at(16)) == (False, (STAFF, OTHER_STAFF, THIRD))
    await world.work.write(actions.take_duty, world.committee, by=THIRD, now=at(9), hours=4)
    assert await people(world, at(9)) == (True, (OTHER_STAFF, THIRD))


@pytest.mark.parametrize("person", [LEAD, VOLUNTEER, ANNA])
async def test_only_staff_touch_the_rota(world: World, person: int) -> None:
    shift = await plan(world, OTHER_STAFF, 8, 16)
    by = {"by": person, "now": NOW}
    span = {"starts_at": at(1), "ends_at": at(2)}
    calls: list[tuple[Any, tuple[Any, ...], dict[str, Any]]] = [
        (actions.plan_shift, (world.committee, STAFF), span),
        (actions.give_up_shift, (shift.id,), {}),
        (actions.take_shift, (shift.id,), {}),
        (actions.cancel_shift, (shift.id,), {}),
        (actions.take_duty, (world.committee,), {}),
        (actions.write_note, (world.committee, "交接"), {}),
        (actions.set_duty_phone, (world.committee, "12345"), {}),
    ]
    for action, args, more in calls:
        assert await world.refused(action, *args, **more, **by) == "not_staff", action


async def test_a_plan_is_told_and_planned_once(world: World) -> None:
    first = await plan(world, OTHER_STAFF, 8, 16)
    assert await plan(world, OTHER_STAFF, 8, 16) == first
    assert await told(world, "duty/planned") == [OTHER_STAFF]

    for person, begin, end, code in (
        (OTHER_STAFF, 15, 20, "duty_shift_overlaps"),
        (LEAD, 8, 16, "duty_person_not_staff"),
        (STAFF, -3, -1, "duty_shift_past"),
    ):
        refused = await world.refused(
            actions.plan_shift,
            world.committee,
            person,
            starts_at=at(begin),
            ends_at=at(end),
            by=STAFF,
            now=NOW,
        )
        assert refused == code


async def test_given_up_it_waits_for_somebody(world: World) -> None:
    shift = await plan(world, OTHER_STAFF, 8, 16)
    refused = await world.refused(actions.give_up_shift, shift.id, by=STAFF, now=NOW)
    assert refused == "duty_not_yours"
    assert await world.refused(actions.take_shift, shift.id, by=THIRD, now=NOW) == (
        "duty_shift_taken"
    )

    for _ in range(2):
        free = await world.work.write(actions.give_up_shift, shift.id, by=OTHER_STAFF, now=NOW)
    assert free.person_id is None
    assert sorted(await told(world, "duty/given_up")) == [STAFF, THIRD]
    assert (await people(world, at(9)))[0] is False

    for _ in range(2):
        taken = await world.work.write(actions.take_shift, shift.id, by=THIRD, now=NOW)
    assert taken.person_id == THIRD
    assert await people(world, at(9)) == (True, (THIRD,))


async def test_two_who_take_it_at_once_leave_one(world: World) -> None:
    url = world.work.database.url.render_as_string(False)
    shift = await plan(world, OTHER_STAFF, 8, 16)
    await world.work.write(actions.give_up_shift, shift.id, by=OTHER_STAFF, now=NOW)
    databases = [Database(url, KEYRING) for _ in range(2)]
    try:
        results = await asyncio.gather(
            *(
                Work(database, after_commit=lambda: None).write(
                    actions.take_shift, shift.id, by=person, now=NOW
                )
                for database, person in zip(databases, (STAFF, THIRD), strict=True)
            ),
            return_exceptions=True,
        )
    finally:
        for database in databases:
            database.close()
    refused = [each for each in results if isinstance(each, RuleError)]
    assert [each.code for each in refused] == ["duty_shift_taken"]


async def test_a_cancelled_shift_is_told_and_gone(world: World) -> None:
    shift = await plan(world, OTHER_STAFF, 8, 16)
    for _ in range(2):
        await world.work.write(actions.cancel_shift, shift.id, by=STAFF, now=NOW)

    assert await told(world, "duty/cancelled") == [OTHER_STAFF]
    assert await world.work.read(queries.list_shifts, world.committee, at(0), at(24)) == ()


async def test_reminded_greeted_and_asked_for_a_note_once(world: World) -> None:
    await plan(world, OTHER_STAFF, 8, 16)
    await world.work.write(actions.write_note, world.committee, "3-501 等药", by=STAFF, now=at(7))
    seen = [
        await world.work.write(actions.tell_shifts, at(hour))
        for hour in (6, 7, 7.5, 8, 8.5, 16, 16.5)
    ]

    assert seen == [0, 1, 0, 1, 0, 1, 0]
    for template in ("duty/soon", "duty/began", "duty/over"):
        assert await told(world, template) == [OTHER_STAFF]
    ((_, began),) = await world.told("duty/began")
    assert began["reply"] == "3-501 等药"


async def test_after_a_standstill_nothing_stale_is_said(world: World) -> None:
    await plan(world, OTHER_STAFF, 8, 16)

    assert await world.work.write(actions.tell_shifts, at(30)) == 0
    assert await world.work.write(actions.tell_shifts, at(31)) == 0


async def test_a_note_reaches_whoever_is_on_duty_and_goes_after_a_month(world: World) -> None:
    await plan(world, OTHER_STAFF, 0, 8)
    await world.work.write(actions.write_note, world.committee, "晚班留言", by=STAFF, now=at(1))

    assert await told(world, "duty/note") == [OTHER_STAFF]
    (note,) = await world.work.read(queries.list_notes, world.committee)
    assert (note.text, note.name) == ("晚班留言", f"人{STAFF}")
    raw = await world.work.read(_raw_note)
    assert "晚班" not in raw
    await world.work.write(purge, at(31 * 24))
    assert await world.work.read(queries.list_notes, world.committee) == ()


def _raw_note(session: Session) -> str:
    return str(session.connection().exec_driver_sql("select text from duty_note").scalar_one())


async def test_who_is_asked_next(world: World) -> None:
    await plan(world, OTHER_STAFF, 0, 8)
    await plan(world, THIRD, 8, 16)

    assert await following(world, at(1)) == OTHER_STAFF
    assert await following(world, at(1), OTHER_STAFF) == THIRD
    assert await following(world, at(1), OTHER_STAFF, THIRD) == STAFF
    assert await following(world, at(1), OTHER_STAFF, THIRD, STAFF) is None
    await world.work.write(actions.set_reachable, THIRD, False)
    assert await following(world, at(1), OTHER_STAFF) == STAFF


async def test_the_telephone_is_set_and_taken_away(world: World) -> None:
    async def phone() -> str:
        return await world.work.read(queries.find_duty_phone, world.committee)

    by: dict[str, Any] = {"by": STAFF, "now": NOW}
    for _ in range(2):
        await world.work.write(actions.set_duty_phone, world.committee, "021-65481234", **by)
    assert await phone() == "021-65481234"
    assert len(await world.audited("duty.phone_set")) == 1
    refused = await world.refused(actions.set_duty_phone, world.committee, "问小李", **by)
    assert refused == "duty_phone_wrong"
    await world.work.write(actions.set_duty_phone, world.committee, "", **by)
    assert await phone() == ""


async def test_who_is_forgotten_leaves_the_shift_to_others(world: World) -> None:
    await plan(world, OTHER_STAFF, 8, 16)
    await world.work.write(actions.write_note, world.committee, "留言", by=OTHER_STAFF, now=NOW)

    await world.work.write(actions.forget_person, OTHER_STAFF, now=NOW)

    (shift,) = await world.work.read(queries.list_shifts, world.committee, at(0), at(24))
    assert shift.person_id is None
    writers = await world.work.read(lambda session: session.exec(select(DutyNote.person_id)).all())
    assert list(writers) == [None]

"""Doors of a day: who may mark which, what is counted, whose list shows what."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlmodel import Session, col, select

from storage.community.queries import find_actor, find_household
from storage.outbox.tables import Card
from storage.testing.coverage import actions, queries
from storage.testing.coverage.kinds import MarkState
from storage.testing.coverage.tables import Mark
from storage.work import Work
from tests.builders import add_family_member
from tests.storage.coverage_world import (
    HELPER,
    LEAD,
    MORNING,
    OUTSIDERS,
    STAFF,
    STRANGER,
    TODAY,
    WIDE_LEAD,
    make_estate,
)

DONE, CANNOT, ABSENT = MarkState.DONE, MarkState.CANNOT, MarkState.ABSENT


async def test_household_says_done_or_why_not_and_takes_it_back(work: Work) -> None:
    estate = await make_estate(work)
    day, home, wang = estate.days[0], estate.home(0), estate.person(0)

    await estate.do(actions.mark_own, day, home, CANNOT, reason="发烧", by=wang)
    found = await work.read(queries.find_mark, day, home)
    assert found is not None
    assert (found.state, found.reason) == (CANNOT, "发烧")
    await estate.do(actions.mark_own, day, home, CANNOT, by=wang)
    assert (await work.read(queries.find_mark, day, home)) == found

    await estate.do(actions.mark_own, day, home, DONE, by=wang)
    found = await work.read(queries.find_mark, day, home)
    assert found is not None
    assert (found.state, found.reason) == (DONE, None)
    await estate.do(actions.unmark_own, day, home, by=wang)
    await estate.do(actions.unmark_own, day, home, by=wang)
    assert await estate.mark(0) is None


async def test_reason_is_sealed_in_the_database(work: Work) -> None:
    estate = await make_estate(work)
    day, home = estate.days[0], estate.home(0)
    await estate.do(actions.mark_own, day, home, CANNOT, reason="发烧", by=estate.person(0))

    def raw(session: Session) -> str:
        statement = "select reason from testing_mark"
        return str(session.connection().exec_driver_sql(statement).scalar())

    assert "发烧" not in await work.read(raw)


async def test_nobody_marks_doors_that_are_not_theirs(work: Work) -> None:
    estate = await make_estate(work)
    day = estate.days[0]
    near, far = estate.home(0), estate.home(1)

    for by in (*OUTSIDERS, HELPER, estate.person(2), estate.person(0)):
        for act in (actions.mark_door, actions.unmark_door):
            state = (DONE,) if act is actions.mark_door else ()
            assert await estate.refused(act, day, near, *state, by=by) == "doors_not_yours"
    assert await estate.refused(actions.mark_door, day, far, DONE, by=LEAD) == "doors_not_yours"
    for by in (STAFF, LEAD, STRANGER, estate.person(1)):
        assert await estate.refused(actions.mark_own, day, near, DONE, by=by) == "not_member"
        assert await estate.refused(actions.unmark_own, day, near, by=by) == "not_member"
    for by, home in ((LEAD, near), (WIDE_LEAD, far), (STAFF, far)):
        await estate.do(actions.mark_door, day, home, ABSENT, by=by)
    assert await estate.mark(0) == (ABSENT, "lead")
    assert await estate.mark(1) == (ABSENT, "lead")


async def test_squad_marks_only_homes_and_only_on_its_day(work: Work) -> None:
    estate = await make_estate(work)
    first, second = estate.days[:2]
    await estate.do(actions.add_home, estate.home(0), by=STAFF)
    await estate.do(actions.name_helper, first, HELPER, by=STAFF)

    await estate.do(actions.mark_door, first, estate.home(0), DONE, by=HELPER)
    assert await estate.mark(0) == (DONE, "squad")
    refused = estate.refused
    assert await refused(actions.mark_door, first, estate.home(2), DONE, by=HELPER) == (
        "doors_not_yours"
    )
    assert await refused(
        actions.mark_door,
        second,
        estate.home(0),
        DONE,
        by=HELPER,
        now=MORNING + timedelta(days=1),
    ) == ("doors_not_yours")
    await estate.do(actions.unname_helper, first, HELPER, by=STAFF)
    assert await refused(actions.unmark_door, first, estate.home(0), by=HELPER) == (
        "doors_not_yours"
    )


async def test_what_was_seen_at_the_door_stands(work: Work) -> None:
    estate = await make_estate(work)
    day, home, wang = estate.days[0], estate.home(0), estate.person(0)
    await estate.do(actions.mark_door, day, home, ABSENT, by=LEAD)
    await estate.do(actions.mark_own, day, home, DONE, by=wang)
    assert await estate.mark(0) == (DONE, "resident")

    await estate.do(actions.unmark_door, day, home, by=LEAD)
    await estate.do(actions.mark_door, day, home, DONE, by=LEAD)
    refused = estate.refused
    assert await refused(actions.mark_own, day, home, CANNOT, by=wang) == "doors_seen"
    assert await refused(actions.unmark_own, day, home, by=wang) == "doors_seen"


async def test_days_that_are_not_and_houses_that_are_not_on_them_are_refused(work: Work) -> None:
    estate = await make_estate(work)
    day, home, wang = estate.days[0], estate.home(0), estate.person(0)
    refused = estate.refused

    assert await refused(actions.mark_door, 999, home, DONE, by=LEAD) == "testing_unknown"
    assert await refused(actions.mark_door, day, 999, DONE, by=STAFF) == "stale_button"
    assert await refused(actions.mark_own, day, home, ABSENT, by=wang) == "stale_button"
    late = MORNING + timedelta(days=4)
    assert await refused(actions.mark_door, day, home, DONE, by=LEAD, now=late) == "testing_over"
    ahead = estate.days[1]
    assert await refused(actions.mark_own, ahead, home, DONE, by=wang) == "doors_too_early"
    await estate.do(actions.mark_own, ahead, home, CANNOT, reason="出差", by=wang)


async def test_counts_are_of_households_and_wake_the_cards_of_their_house(work: Work) -> None:
    estate = await make_estate(work)
    day = estate.days[0]
    await work.write(add_family_member, estate.place, 0, 5_000)

    def versions(session: Session) -> list[int]:
        return list(session.exec(select(Card.version).order_by(col(Card.chat_id).desc())))

    assert await work.read(versions) == [1, 1]
    await estate.do(actions.mark_own, day, estate.home(0), DONE, by=estate.person(0))
    await estate.do(actions.mark_own, day, estate.home(0), DONE, by=5_000)
    await estate.do(actions.mark_door, day, estate.home(2), CANNOT, by=LEAD)
    await estate.do(actions.mark_door, day, estate.home(4), ABSENT, by=LEAD)

    first, second = (await work.read(queries.count_done, day)).values()
    assert (first.label, first.households, first.done, first.cannot, first.absent, first.left) == (
        "1", 6, 1, 1, 1, 4,
    )  # fmt: skip
    assert (second.done, second.left) == (0, 6)
    assert await work.read(versions) == [4, 1]
    assert [row.day_id for row in await work.read(lambda s: list(s.exec(select(Mark))))] == [1] * 3


async def test_list_begins_with_who_was_missed_before(work: Work) -> None:
    estate = await make_estate(work)
    first, second = estate.days[:2]
    for household in (0, 2, 4, 8):
        await estate.do(actions.mark_door, first, estate.home(household), DONE, by=LEAD)
    await estate.do(actions.mark_door, first, estate.home(6), CANNOT, by=LEAD)
    later = MORNING + timedelta(days=1)
    await estate.do(actions.mark_door, second, estate.home(10), ABSENT, by=LEAD, now=later)

    doors = await work.read(queries.list_doors, second, [estate.place.buildings[0]])
    assert [(door.room, door.was_missed, door.is_left) for door in doors] == [
        ("104", True, True), ("106", True, True),
        ("101", False, True), ("102", False, True), ("103", False, True), ("105", False, True),
    ]  # fmt: skip
    assert not any(door.was_missed for door in await work.read(queries.list_doors, estate.days[0]))


async def test_room_that_the_roster_lacks_is_added_once(work: Work) -> None:
    estate = await make_estate(work)
    house = estate.place.buildings[0]
    await work.write(_count_on)

    added, is_new = await estate.do(actions.add_room, house, "302室", by=LEAD)
    again, is_new_again = await estate.do(actions.add_room, house, "302", by=STAFF)
    assert (added, is_new, is_new_again) == (again, True, False)
    household = await work.read(find_household, added)
    assert household is not None
    assert household.door == "1-302"
    doors = await work.read(queries.list_doors, estate.days[0], [house])
    found = next(door for door in doors if door.household_id == added)
    assert (found.is_linked, found.is_left) == (False, True)
    await estate.do(actions.mark_door, estate.days[0], added, DONE, by=LEAD)

    refused = estate.refused
    assert await refused(actions.add_room, house, "2-302", by=LEAD) == "room_unreadable"
    assert await refused(actions.add_room, 999, "302", by=STAFF) == "stale_button"
    for by in (*OUTSIDERS, HELPER, estate.person(0)):
        assert await refused(actions.add_room, house, "303", by=by) == "doors_not_yours"
    other = estate.place.buildings[1]
    assert await refused(actions.add_room, other, "303", by=LEAD) == "doors_not_yours"


@pytest.mark.parametrize(
    ("person", "labels"),
    [(STAFF, ["1", "2"]), (WIDE_LEAD, ["1", "2"]), (LEAD, ["1"]), (HELPER, []), (STRANGER, [])],
)
async def test_everybody_gets_their_own_buildings(
    work: Work, person: int, labels: list[str]
) -> None:
    estate = await make_estate(work)
    day = await work.read(queries.find_day_facts, estate.days[0])
    actor = await work.read(find_actor, person, MORNING)

    assert day is not None
    counts = await work.read(queries.list_own_counts, day, actor)
    assert [count.label for count in counts] == labels
    committees = queries.list_work_committees(actor)
    days = await work.read(queries.list_work_days, committees, TODAY)
    assert [each.number for each in days] == ([1] if labels else [])
    evening_before = TODAY - timedelta(days=1)
    ahead = await work.read(queries.list_work_days, committees, evening_before)
    assert [each.number for each in ahead] == ([1] if labels else [])


def _count_on(session: Session) -> None:
    """Let PostgreSQL go on behind the households that were written with their numbers."""
    if session.get_bind().dialect.name == "postgresql":
        sequence = "select setval(pg_get_serial_sequence('household', 'id'), 100)"
        session.connection().exec_driver_sql(sequence)

"""People and their ties to households, on both databases."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

import pytest
from sqlmodel import Session, select

from storage.audit.actions import keep_failed_update
from storage.audit.tables import FailedUpdate
from storage.community import actions, queries
from storage.community.kinds import ResidentState, RoleKind
from storage.community.tables import Household, Person, Resident
from storage.errors import RuleError
from storage.outbox.actions import tell
from storage.relay.kinds import Channel, EntryState, RelayState
from storage.relay.tables import RelayEntry
from storage.work import Work
from tests.builders import OPENING, build_neighbourhood, build_relay
from tests.storage.community_world import (
    ANNA,
    BEN,
    CLEO,
    LATER,
    NOW,
    STAFF,
    World,
    make_roster,
    make_world,
)


@pytest.fixture
async def world(work: Work) -> World:
    world = await make_world(work)
    await world.meet(ANNA, BEN, CLEO)
    return world


async def test_a_person_is_met_once_and_refreshed(work: Work) -> None:
    await work.write(actions.meet_person, ANNA, "Anna", "zh-CN", now=NOW, reachable=True)
    await work.write(actions.choose_language, ANNA, "fr", now=NOW)
    await work.write(actions.meet_person, ANNA, "An\u202ena B.", "en", now=LATER)

    person = await work.read(queries.find_person, ANNA)

    assert person == queries.PersonView(ANNA, "Anna B.", "fr", "en", reachable=True)
    await work.write(actions.set_reachable, ANNA, reachable=False)
    assert not (await work.read(queries.find_actor, ANNA, NOW)).reachable


@pytest.mark.parametrize(
    "name", ["\u202e<b>evil</b>\u202c", "x" * 10_000, "a\x00b", "\u3164", "😀" * 70, "Z͑ͫ̓ͪ̂ͫ̽͏"]
)
async def test_hostile_names_are_kept_harmless(work: Work, name: str) -> None:
    await work.write(actions.meet_person, ANNA, name, "zh-Hant-TW-long", now=NOW)

    person = await work.read(queries.find_person, ANNA)

    assert person is not None
    assert len(person.name) <= 64
    assert not {"\u202e", "\x00", "\u3164"} & set(person.name)
    assert person.telegram_language == "zh-Hant-TW"


async def test_a_person_met_in_a_group_is_not_reachable_yet(work: Work) -> None:
    await work.write(actions.meet_person, ANNA, "Anna", None, now=NOW)
    assert not (await work.read(queries.find_actor, ANNA, NOW)).reachable

    await work.write(actions.meet_person, ANNA, "Anna", None, now=NOW, reachable=True)
    await work.write(actions.meet_person, ANNA, "Anna", None, now=LATER)
    assert (await work.read(queries.find_actor, ANNA, NOW)).reachable


async def test_people_met_by_many_updates_at_once_are_one(work: Work) -> None:
    await asyncio.gather(
        *(work.write(actions.meet_person, ANNA, f"A{n}", "zh", now=NOW) for n in range(12))
    )

    def count(session: Session) -> int:
        return len(session.exec(select(Person)).all())

    assert await work.read(count) == 1


async def test_who_is_met_again_unchanged_is_not_written(work: Work) -> None:
    meet = {"now": NOW, "reachable": True}
    await work.write(actions.meet_person, ANNA, "Anna\u200b", "zh-Hant-TW-long", **meet)
    await work.write(
        actions.meet_person, ANNA, "Anna", "zh-Hant-TW-long", now=LATER, reachable=None
    )
    assert await work.read(_seen_at, ANNA) == NOW

    await work.write(actions.meet_person, ANNA, "Anne", "zh-Hant-TW-long", now=LATER)
    assert await work.read(_seen_at, ANNA) == LATER


def _seen_at(session: Session, person: int) -> datetime:
    return session.get_one(Person, person).seen_at


async def test_a_stranger_reads_the_clock_that_all_committees_share(
    world: World, work: Work
) -> None:
    assert [(await world.actor(who)).time_zone for who in (ANNA, 555)] == ["Asia/Shanghai"] * 2

    await work.write(actions.change_committee, world.committee, now=NOW, time_zone="Asia/Tokyo")
    assert [(await world.actor(who)).time_zone for who in (ANNA, 555)] == ["Asia/Tokyo"] * 2
    await work.write(actions.create_committee, "Comité", now=NOW, time_zone="Europe/Paris")
    assert (await world.actor(ANNA)).time_zone == "Asia/Shanghai"


async def test_an_unknown_person_has_no_rights_and_no_language(world: World, work: Work) -> None:
    actor = await world.actor(555)

    assert (actor.person_id, actor.name, actor.residents, actor.roles) == (555, "", (), ())
    assert await world.refused(actions.choose_language, 555, "fr", now=NOW) == "not_found"
    assert await world.refused(actions.join_household, 555, 1, now=NOW) == "not_found"


async def test_joining_is_active_at_once_and_harmless_to_repeat(world: World) -> None:
    joined = await world.join(ANNA, "3-501")
    again = await world.join(ANNA, "3-501", LATER)

    assert (joined.is_new, joined.state, joined.door) == (True, ResidentState.ACTIVE, "3-501")
    assert (again.is_new, again.resident_id) == (False, joined.resident_id)
    assert await world.audited("resident.joined") == [(ANNA, f"resident:{joined.resident_id}")]
    actor = await world.actor(ANNA)
    assert actor.time_zone == "Asia/Shanghai"
    tie = actor.tie(world.estate)
    assert tie is not None
    assert (tie.door, tie.building, tie.committee_id) == ("3-501", "3", world.committee)
    assert actor.may_act_for(world.doors["3-501"])


async def test_the_household_hears_of_a_new_member(world: World) -> None:
    await world.join(CLEO, "3-502")
    await world.join(ANNA, "3-501")
    joined = await world.join(BEN, "3-501")
    again = await world.join(BEN, "3-501")

    assert (joined.told, again.told) == (1, 0)
    assert await world.told("community/new_member") == [
        (
            ANNA,
            {
                "name": "人102",
                "door": "3-501",
                "resident_id": joined.resident_id,
                "household_id": world.doors["3-501"],
            },
        )
    ]


async def test_all_who_join_at_once_hear_of_each_other_once(world: World) -> None:
    people = range(501, 513)
    await world.meet(*people)

    joined = await asyncio.gather(*(world.join(person, "3-501") for person in people))

    # Whoever came k-th was announced to the k before.
    assert sorted(each.told for each in joined) == list(range(len(people)))


async def test_one_who_joins_many_doors_at_once_is_tied_to_one(world: World) -> None:
    tries = await asyncio.gather(
        *(world.join(ANNA, door) for door in world.doors), return_exceptions=True
    )

    refusals = [each.code for each in tries if isinstance(each, RuleError)]
    assert refusals == ["already_tied"] * (len(world.doors) - 1)
    assert len((await world.actor(ANNA)).residents) == 1


async def test_nobody_moves_by_themselves_but_staff_move_them(world: World, work: Work) -> None:
    await world.join(CLEO, "3-502")
    tie = await world.join(ANNA, "3-501")
    wanted = world.doors["3-502"]
    code = await world.refused(actions.join_household, ANNA, wanted, now=NOW)
    assert code == "already_tied"
    by_anna = {"by": ANNA, "now": NOW}
    assert await world.refused(
        actions.move_resident, tie.resident_id, wanted, **by_anna
    ) == "not_staff"  # fmt: skip

    moved = await work.write(actions.move_resident, tie.resident_id, wanted, by=STAFF, now=LATER)

    assert (moved.door, moved.state) == ("3-502", ResidentState.ACTIVE)
    assert await world.told("community/resident_moved") == [(ANNA, {"door": "3-502"})]
    assert [recipient for recipient, _ in await world.told("community/new_member")] == [CLEO]
    assert await world.audited("resident.moved") == [(STAFF, f"resident:{tie.resident_id}")]


async def test_staff_cannot_move_anybody_into_another_estate(world: World, work: Work) -> None:
    tie = await world.join(ANNA, "3-501")
    estate = await work.write(actions.create_estate, world.committee, "东园", now=NOW)
    await work.write(actions.import_roster, estate, make_roster(), now=NOW)
    match = await work.read(queries.find_door, estate, "3-501")
    assert match.household is not None

    for household in (match.household.household_id, 999):
        code = await world.refused(
            actions.move_resident, tie.resident_id, household, by=STAFF, now=NOW
        )
        assert code == "not_found"


async def test_an_objection_takes_the_right_to_act_until_staff_confirm(
    world: World, work: Work
) -> None:
    await world.join(ANNA, "3-501")
    tie = await world.join(BEN, "3-501", LATER)

    for _ in range(2):
        view = await work.write(actions.object_to_resident, tie.resident_id, by=ANNA, now=LATER)
        assert view.state is ResidentState.DISPUTED
    assert not (await world.actor(BEN)).may_act_for(world.doors["3-501"])
    assert (await world.join(BEN, "3-501", LATER)).state is ResidentState.DISPUTED
    assert await world.told("community/resident_disputed") == [(BEN, {"door": "3-501"})]
    disputed = await work.read(queries.list_residents, world.estate, ResidentState.DISPUTED)
    assert [view.person_id for view in disputed] == [BEN]

    confirm = {"by": STAFF, "now": LATER}
    for _ in range(2):
        await work.write(actions.confirm_resident, tie.resident_id, **confirm)
    assert (await world.actor(BEN)).may_act_for(world.doors["3-501"])
    assert len(await world.audited("resident.confirmed")) == 1
    code = await world.refused(actions.object_to_resident, tie.resident_id, by=ANNA, now=LATER)
    assert code == "tie_confirmed"


async def test_only_the_household_may_object(world: World) -> None:
    first = await world.join(ANNA, "3-501")
    await world.join(CLEO, "3-502")
    tie = await world.join(BEN, "3-501", LATER)

    cases = [
        (CLEO, tie.resident_id, "not_member"),
        (STAFF, tie.resident_id, "not_member"),
        (555, tie.resident_id, "not_member"),
        (BEN, tie.resident_id, "own_tie"),
        (BEN, first.resident_id, "joined_before"),
        (ANNA, 999, "not_found"),
    ]
    for by, resident, code in cases:
        assert await world.refused(
            actions.object_to_resident, resident, by=by, now=LATER
        ) == code  # fmt: skip


async def test_whom_staff_removed_cannot_come_back_alone(world: World, work: Work) -> None:
    tie = await world.join(ANNA, "3-501")
    code = await world.refused(actions.remove_resident, tie.resident_id, by=ANNA, now=NOW)
    assert code == "not_staff"

    for _ in range(2):
        await work.write(actions.remove_resident, tie.resident_id, by=STAFF, now=NOW)

    assert (await world.actor(ANNA)).residents == ()
    assert await work.read(queries.list_household_members, world.doors["3-501"]) == ()
    assert len(await world.told("community/resident_removed")) == 1
    for door in ("3-501", "3-502"):
        code = await world.refused(actions.join_household, ANNA, world.doors[door], now=LATER)
        assert code == "tie_removed"
    view = await work.write(actions.confirm_resident, tie.resident_id, by=STAFF, now=LATER)
    assert view.state is ResidentState.ACTIVE


async def test_members_are_listed_as_they_came(world: World, work: Work) -> None:
    second = await world.join(BEN, "3-501", LATER)
    await world.join(ANNA, "3-501")
    await work.write(actions.confirm_resident, second.resident_id, by=STAFF, now=LATER)

    members = await work.read(queries.list_household_members, world.doors["3-501"])

    assert [(member.person_id, member.name, member.confirmed) for member in members] == [
        (ANNA, "人101", False), (BEN, "人102", True),
    ]  # fmt: skip


async def test_staff_of_another_committee_are_strangers(world: World, work: Work) -> None:
    tie = await world.join(ANNA, "3-501")
    other = await work.write(actions.create_committee, "别的居委会", now=NOW)
    await work.write(actions.grant_role, CLEO, other, RoleKind.STAFF, now=NOW)

    for action in (actions.confirm_resident, actions.remove_resident):
        code = await world.refused(action, tie.resident_id, by=CLEO, now=LATER)
        assert code == "not_staff"


async def test_forgetting_erases_what_is_held(world: World, work: Work) -> None:
    await world.join(BEN, "3-501")
    await world.join(ANNA, "3-501")
    await work.write(
        actions.save_conversation, ANNA, ANNA, "community.door", {"text": "3-501"}, now=NOW
    )

    forgotten = await work.write(actions.forget_person, ANNA, now=LATER)
    again = await work.write(actions.forget_person, ANNA, now=LATER)

    assert (forgotten.ties, forgotten.messages) == (1, 1)
    assert (again.ties, again.roles, again.messages) == (0, 0, 0)
    assert await work.read(queries.find_person, ANNA) is None
    assert await work.read(queries.find_conversation, ANNA, ANNA) is None
    assert await world.told("community/new_member") == []
    assert len(await world.audited("person.forgotten")) == 1
    assert (await world.actor(BEN)).may_act_for(world.doors["3-501"])


async def test_forgetting_does_not_wash_a_dispute_away(world: World, work: Work) -> None:
    await world.join(ANNA, "3-501")
    tie = await world.join(BEN, "3-501", LATER)
    await work.write(actions.object_to_resident, tie.resident_id, by=ANNA, now=LATER)

    await work.write(actions.forget_person, BEN, now=LATER)

    person = await work.read(queries.find_person, BEN)
    assert person == queries.PersonView(BEN, "", None, None, reachable=False)
    await world.meet(BEN)
    assert (await world.join(BEN, "3-501", LATER)).state is ResidentState.DISPUTED


async def test_forgetting_leaves_the_household_its_place(work: Work) -> None:
    place = await work.write(build_neighbourhood, households=2)

    def enter(session: Session) -> None:
        relay = build_relay(session, place)
        session.add(
            RelayEntry(
                relay_id=relay,
                number=1,
                household_id=place.households[0],
                building_id=place.buildings[0],
                quantity=1,
                state=EntryState.ADMITTED,
                channel=Channel.ONLINE,
                ordered_at=1,
                came_at=1,
                person_id=place.person(0),
            )
        )

    await work.write(enter)
    await work.write(actions.forget_person, place.person(0), now=OPENING + timedelta(hours=1))

    def read(session: Session) -> tuple[int | None, EntryState, ResidentState]:
        entry = session.exec(select(RelayEntry)).one()
        ties = session.exec(select(Resident).where(Resident.person_id == place.person(0)))
        return entry.person_id, entry.state, ties.one().state

    assert await work.read(read) == (None, EntryState.ADMITTED, ResidentState.REMOVED)


async def test_forgetting_does_not_free_a_person_for_another_door(work: Work) -> None:
    place = await work.write(build_neighbourhood, households=3)
    relay = await work.write(build_relay, place)
    person, (taken, other, _) = place.person(0), place.households
    await work.write(_enter, relay, taken)

    forgotten = await work.write(actions.forget_person, person, now=LATER)
    await work.write(actions.meet_person, person, "again", None, now=LATER)

    assert forgotten.ties == 1
    for door in (other, taken):
        with pytest.raises(RuleError, match="tie_removed"):
            await work.write(actions.join_household, person, door, now=LATER)


async def test_after_a_relay_forgetting_leaves_no_tie(work: Work) -> None:
    place = await work.write(build_neighbourhood, households=2)
    relay = await work.write(build_relay, place, state=RelayState.CLOSED)
    await work.write(_enter, relay, place.households[0])

    await work.write(actions.forget_person, place.person(0), now=LATER)

    assert await work.read(queries.find_person, place.person(0)) is None


def _enter(session: Session, relay: int, household: int) -> None:
    session.add(
        RelayEntry(
            relay_id=relay,
            number=1,
            household_id=household,
            building_id=session.get_one(Household, household).building_id,
            quantity=1,
            state=EntryState.ADMITTED,
            channel=Channel.ONLINE,
            ordered_at=1,
            came_at=1,
        )
    )


async def test_the_last_of_staff_cannot_erase_themselves(world: World, work: Work) -> None:
    assert await world.refused(actions.forget_person, STAFF, now=NOW) == "last_staff"

    await work.write(actions.grant_role, ANNA, world.committee, RoleKind.STAFF, now=NOW)
    assert (await work.write(actions.forget_person, STAFF, now=NOW)).roles == 1
    assert await world.refused(actions.forget_person, ANNA, now=NOW) == "last_staff"


async def test_forgetting_takes_the_name_from_what_waits(world: World, work: Work) -> None:
    tie = await world.join(ANNA, "3-501")

    def add(session: Session) -> None:
        tell(session, STAFF, "community/dispute", now=NOW, resident_id=tie.resident_id, name="A")
        tell(session, STAFF, "community/dispute", now=NOW, resident_id=0, name="B")

    await work.write(add)
    await work.write(actions.forget_person, ANNA, now=LATER)

    told = await world.told("community/dispute")
    assert [values["name"] for _, values in told] == ["", "B"]


async def test_forgetting_deletes_the_persons_failed_updates(world: World, work: Work) -> None:
    for number, person in enumerate((ANNA, BEN)):
        sender = {"id": person, "first_name": "name"}
        payload = {"update_id": number, "callback_query": {"message": {}, "from": sender}}
        await work.write(keep_failed_update, number, payload, "broke", NOW)

    await work.write(actions.forget_person, ANNA, now=LATER)

    def kept(session: Session) -> list[int]:
        return list(session.exec(select(FailedUpdate.update_id)))

    assert await work.read(kept) == [1]


async def test_a_message_about_another_resident_is_left_alone(world: World, work: Work) -> None:
    """Dedupe keys are compared as beginnings: resident 2 is not resident 20."""
    tie = await world.join(ANNA, "3-501")

    def add(session: Session) -> None:
        tell(session, BEN, "x", now=NOW, dedupe_key=f"new_member:{tie.resident_id}0:1:2")

    await work.write(add)
    await work.write(actions.forget_person, ANNA, now=LATER)
    assert len(await world.told("x")) == 1

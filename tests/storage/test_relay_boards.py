"""The boards of a relay: flags door by door, lists without the reserve, who has not joined."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session, col, select

from storage.errors import RuleError
from storage.outbox.actions import place_card
from storage.outbox.tables import Card
from storage.relay.boards import (
    Flag,
    count_flags,
    find_flag,
    hide_rooms,
    list_absent,
    list_houses,
    list_lines,
    list_rows,
    list_tables,
)
from storage.relay.boards.actions import (
    MAP_KIND,
    SUBJECT,
    follow_maps,
    note_export,
    post_maps,
    send_knockers,
)
from storage.relay.kinds import Channel, EntryState
from storage.relay.pools import COMMON, RESERVE
from storage.relay.releases.tables import RelaySlot
from storage.relay.rules import to_stamp
from storage.relay.statements import CARD_KIND
from storage.relay.tables import Relay, RelayBuilding, RelayEntry
from storage.relay.vouchers.tables import RelayVoucher
from storage.volunteers.actions import settle_task
from storage.volunteers.queries import list_tasks_about
from storage.work import Work
from tests.builders import OPENING, STAFF, Neighbourhood, build_neighbourhood, build_relay


@pytest.mark.parametrize(
    ("state", "called", "collected", "flag"),
    [
        (EntryState.ADMITTED, False, False, Flag.JOINED),
        (EntryState.ADMITTED, True, False, Flag.CALLED),
        (EntryState.ADMITTED, True, True, Flag.COLLECTED),
        (EntryState.ADMITTED, False, True, Flag.COLLECTED),
        (EntryState.WAITING, True, False, Flag.WAITING),
        (EntryState.DRAWING, False, False, Flag.DRAWING),
    ],
)
def test_a_flag_says_how_far_a_household_has_come(
    state: EntryState, *, called: bool, collected: bool, flag: Flag
) -> None:
    assert find_flag(state, is_called=called, is_collected=collected) is flag


def test_a_storey_tells_how_many_and_not_who() -> None:
    storey = [Flag.NONE, Flag.JOINED, Flag.COLLECTED, Flag.NONE, Flag.CALLED]
    shown = [Flag.COLLECTED, Flag.CALLED, Flag.JOINED, Flag.NONE, Flag.NONE]
    assert hide_rooms(storey) == hide_rooms(reversed(storey)) == shown


def _enter(
    session: Session,
    relay_id: int,
    place: Neighbourhood,
    number: int,
    household: int,
    state: EntryState = EntryState.ADMITTED,
    **changes: Any,
) -> None:
    stamp = to_stamp(OPENING + timedelta(seconds=number))
    values: dict[str, Any] = {
        "relay_id": relay_id,
        "number": number,
        "household_id": place.households[household],
        "building_id": place.buildings[household % len(place.buildings)],
        "quantity": 2,
        "state": state,
        "pool": COMMON if state is EntryState.ADMITTED else None,
        "channel": Channel.ONLINE,
        "ordered_at": stamp,
        "came_at": stamp,
    }
    session.add(RelayEntry(**(values | changes)))


def _play(session: Session) -> int:
    """Six doors in each of two buildings; households 0, 2, 4 ... live in the first."""
    place = build_neighbourhood(session, people=[1_000])
    relay_id = build_relay(session, place)
    _enter(session, relay_id, place, 1, 0)
    _enter(session, relay_id, place, 2, 1, channel=Channel.STALL)
    _enter(session, relay_id, place, 3, 2)
    _enter(session, relay_id, place, 4, 3, EntryState.WAITING)
    _enter(session, relay_id, place, 5, 5, pool=RESERVE)
    _enter(session, relay_id, place, 6, 7, EntryState.LEFT, left_at=to_stamp(OPENING))
    session.flush()
    for number in (1, 2):
        session.add(
            RelaySlot(
                relay_id=relay_id,
                entry_number=number,
                release_number=1,
                point_number=1,
                starts_at=OPENING,
                told_at=OPENING,
            )
        )
    session.add(
        RelayVoucher(
            relay_id=relay_id, number=1, code="123456789", issued_at=OPENING, collected_at=OPENING
        )
    )
    return relay_id


async def test_doors_have_flags_and_lists_leave_the_reserve_out(work: Work) -> None:
    relay_id = await work.write(_play)

    houses = await work.read(list_houses, relay_id)
    assert [(house.label, [door.room for door in house.doors][:2]) for house in houses] == [
        ("1", ["101", "102"]),
        ("2", ["101", "102"]),
    ]
    flags = {door.door: door.flag for house in houses for door in house.doors}
    assert flags == {
        f"{house}-{room}": Flag.NONE for house in (1, 2) for room in range(101, 107)
    } | {
        "1-101": Flag.COLLECTED,
        "2-101": Flag.CALLED,
        "1-102": Flag.JOINED,
        "2-102": Flag.WAITING,
        "2-103": Flag.JOINED,
    }
    assert [door.door for house in houses for door in house.doors if door.is_linked] == ["1-101"]
    counted = count_flags(houses)
    assert (counted[Flag.JOINED], counted[Flag.NONE]) == (1, 8)

    lines = await work.read(list_lines, relay_id)
    assert [(line.place, line.door, line.flag) for line in lines] == [
        (1, "1-101", Flag.COLLECTED),
        (2, "2-101", Flag.CALLED),
        (3, "1-102", Flag.JOINED),
        (4, "2-102", Flag.WAITING),
    ]
    assert await work.read(list_lines, relay_id, after=1, most=2) == lines[1:3]
    second = await work.read(list_lines, relay_id, building_id=houses[1].id, after=1, most=5)
    assert [(line.place, line.door) for line in second] == [(4, "2-102")]

    tables = await work.read(list_tables, relay_id)
    assert [(table.label, table.joined, table.admitted, table.waiting) for table in tables] == [
        ("1", 2, 2, 0),
        ("2", 2, 1, 1),
    ]
    assert [(table.called, table.collected, table.pieces, table.offline) for table in tables] == [
        (1, 1, 4, 0),
        (1, 0, 2, 1),
    ]


async def test_staff_read_every_entry_and_who_has_not_joined(work: Work) -> None:
    relay_id = await work.write(_play)

    rows = await work.read(list_rows, relay_id)
    assert [(row.place, row.number, row.is_granted) for row in rows] == [
        (1, 1, False),
        (2, 2, False),
        (3, 3, False),
        (4, 4, False),
        (None, 5, True),
        (None, 6, False),
    ]
    assert rows[0].collected_at == OPENING
    assert rows[-1].flag is None

    absent = await work.read(list_absent, relay_id)
    assert [[door.door for door in house.doors] for house in absent] == [
        ["1-103", "1-104", "1-105", "1-106"],
        ["2-104", "2-105", "2-106"],
    ]


async def test_a_relay_for_one_building_is_about_its_doors(work: Work) -> None:
    def play(session: Session) -> int:
        place = build_neighbourhood(session, people=[])
        relay_id = build_relay(session, place)
        session.add(RelayBuilding(relay_id=relay_id, building_id=place.buildings[1]))
        return relay_id

    houses = await work.read(list_houses, await work.write(play))
    assert [(house.label, len(house.doors)) for house in houses] == [("2", 6)]


async def test_maps_in_groups_follow_the_log_and_no_other_card_does(work: Work) -> None:
    def play(session: Session) -> int:
        relay_id = build_relay(session, build_neighbourhood(session, people=[]))
        for chat in (-100, -200):
            place_card(session, CARD_KIND, relay_id, chat)
        return relay_id

    def look(session: Session) -> list[tuple[str, int]]:
        rows = session.exec(select(Card).order_by(col(Card.kind), col(Card.chat_id)))
        return [(row.kind, row.version) for row in rows]

    def go_on(session: Session) -> None:
        session.get_one(Relay, relay_id).last_event = 7

    relay_id = await work.write(play)
    for _ in range(2):
        assert await work.write(post_maps, relay_id, by=STAFF, now=OPENING) == 2
    posted = await work.read(look)
    assert [kind for kind, _ in posted] == [CARD_KIND, CARD_KIND, MAP_KIND, MAP_KIND]

    await work.write(follow_maps, OPENING)
    assert await work.read(look) == posted
    await work.write(go_on)
    for _ in range(2):
        await work.write(follow_maps, OPENING)
        assert await work.read(look) == [*posted[:2], (MAP_KIND, 8), (MAP_KIND, 8)]


async def test_volunteers_are_sent_once_and_again_where_a_task_ended(work: Work) -> None:
    relay_id = await work.write(_play)
    houses = await work.read(list_houses, relay_id)
    buildings = [house.id for house in houses]

    for _ in range(2):
        assert await work.write(send_knockers, relay_id, buildings, by=STAFF, now=OPENING) == 2
    first = await work.read(list_tasks_about, SUBJECT, relay_id)
    assert [task.building_id for task in first] == buildings
    await work.write(settle_task, first[0].id, by=STAFF, now=OPENING)
    await work.write(send_knockers, relay_id, buildings, by=STAFF, now=OPENING)
    again = await work.read(list_tasks_about, SUBJECT, relay_id)
    assert [task.building_id for task in again] == [*buildings, buildings[0]]

    with pytest.raises(RuleError, match="not_staff"):
        await work.write(send_knockers, relay_id, buildings, by=1_000, now=OPENING)
    with pytest.raises(RuleError, match="not_staff"):
        await work.write(note_export, relay_id, "entries", by=1_000, now=OPENING)

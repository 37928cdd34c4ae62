"""Presses over the desk: one place a household, in order, however they come."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session, col, select

from storage.engine import Database
from storage.errors import RuleError
from storage.outbox.tables import Card, OutboxMessage
from storage.relay.desk import Outcome, Press, PressKind, RelayDesk
from storage.relay.kinds import Channel, EntryState
from storage.relay.queries import list_entries, list_events
from storage.relay.tables import Relay, RelayEntry
from storage.work import Work
from tests.builders import (
    OPENING,
    STAFF,
    Neighbourhood,
    add_family_member,
    build_neighbourhood,
    build_relay,
)


class Street:
    """A neighbourhood at a desk: people press, the test reads what they are told."""

    def __init__(self, work: Work, desk: RelayDesk, place: Neighbourhood) -> None:
        self.work = work
        self.desk = desk
        self.place = place
        self.relay_id = 0
        self.updates = 500

    async def opens_relay(self, **terms: Any) -> None:
        def build(session: Session) -> int:
            relay_id = build_relay(session, self.place, **terms)
            session.add(Card(kind="relay", subject_id=relay_id, chat_id=-100))
            return relay_id

        self.relay_id = await self.work.write(build)

    async def press(
        self,
        household: int,
        *,
        seconds: float = 40,
        person: int | None = None,
        update: int | None = None,
        kind: PressKind = PressKind.JOIN,
        **details: Any,
    ) -> Outcome:
        self.updates += 1
        return await self.desk.ask(
            Press(
                kind=kind,
                relay_id=self.relay_id,
                update_id=update or self.updates,
                person_id=person or self.place.person(household),
                received_at=OPENING + timedelta(seconds=seconds),
                **details,
            )
        )

    async def enters(self, household: int, *, minute: int, now: int = 3600) -> Outcome:
        return await self.press(
            0,
            kind=PressKind.ENTER,
            person=STAFF,
            seconds=now,
            household_id=self.place.households[household],
            channel=Channel.STALL,
            entered_for=OPENING + timedelta(minutes=minute),
        )

    async def doors(self) -> list[str]:
        lines = await self.work.read(list_entries, self.relay_id)
        assert [line.place for line in lines] == list(range(1, len(lines) + 1))
        return [line.door for line in lines]

    async def states(self) -> list[str]:
        lines = await self.work.read(list_entries, self.relay_id)
        return [line.state.value for line in lines]

    async def notices(self) -> list[tuple[int, str]]:
        def read(session: Session) -> list[tuple[int, str]]:
            rows = session.exec(select(OutboxMessage).order_by(col(OutboxMessage.id)))
            return [(row.chat_id, row.template) for row in rows]

        return await self.work.read(read)

    async def relay(self) -> Relay:
        return await self.work.read(lambda session: session.get_one(Relay, self.relay_id))


@pytest.fixture
async def street(work: Work, database: Database) -> Street:
    place = await work.write(build_neighbourhood)
    return Street(work, RelayDesk(database, after_commit=lambda: None), place)


async def test_first_press_of_the_source_is_number_one(street: Street) -> None:
    await street.opens_relay()

    outcome = await street.press(4, seconds=40)

    assert (outcome.kind, outcome.place, outcome.quantity) == ("joined", 1, 1)
    assert outcome.ordered_at == OPENING + timedelta(seconds=40)
    assert outcome.time_zone == "Asia/Shanghai"


@pytest.mark.parametrize(
    ("seconds", "code"), [(-0.001, "relay_not_open"), (24 * 3600, "relay_closed")]
)
async def test_presses_outside_the_window_are_refused_to_the_second(
    street: Street, seconds: float, code: str
) -> None:
    await street.opens_relay()

    with pytest.raises(RuleError) as refusal:
        await street.press(0, seconds=seconds)

    assert refusal.value.code == code
    assert await street.doors() == []


async def test_second_press_returns_the_first_answer(street: Street) -> None:
    await street.opens_relay()
    await street.press(0)
    first = await street.press(1)

    again = await street.press(1, seconds=90)

    assert (again.kind, again.place, again.number) == ("already", 2, first.number)
    assert again.by_family is None
    assert await street.doors() == ["1-101", "2-101"]


async def test_second_of_the_family_is_told_who_holds_the_place(street: Street) -> None:
    await street.opens_relay()
    await street.work.write(add_family_member, street.place, 3, 7)
    await street.press(3)

    told = await street.press(3, person=7, seconds=41, quantity=2, may_change=True)

    assert (told.kind, told.by_family, told.quantity) == ("already", "住户3", 1)


async def test_family_pressing_in_one_batch_gets_one_place(street: Street) -> None:
    await street.opens_relay()
    await street.work.write(add_family_member, street.place, 3, 7)

    first, second = await asyncio.gather(
        street.press(3, update=20), street.press(3, person=7, update=10)
    )

    assert (second.kind, first.kind) == ("joined", "already")
    assert first.by_family == "家人7"


async def test_resent_update_is_answered_as_before_and_changes_nothing(street: Street) -> None:
    await street.opens_relay()
    await street.press(0, update=10)
    await street.press(0, update=11, kind=PressKind.LEAVE)
    back = await street.press(0, update=12)
    await street.press(1, update=13)

    resent = [await street.press(0, update=number) for number in (10, 12)]
    resent.append(await street.press(0, update=11, kind=PressKind.LEAVE))

    assert [outcome.kind for outcome in resent] == ["left", "joined", "left"]
    assert resent[1].number == back.number
    assert await street.doors() == ["1-101", "2-101"]


async def test_changed_quantity_keeps_the_place(street: Street) -> None:
    await street.opens_relay()
    await street.press(0)
    await street.press(1)

    changed = await street.press(0, quantity=2, may_change=True)
    plus_one = await street.press(0, quantity=1)

    assert (changed.kind, changed.place, changed.quantity) == ("changed", 1, 2)
    assert (plus_one.kind, plus_one.quantity) == ("already", 2)


async def test_full_relay_queues_and_a_leaver_promotes_the_next(street: Street) -> None:
    await street.opens_relay(capacity=2)
    for household in range(4):
        last = await street.press(household)
    assert (last.place, last.waiting_place) == (4, 2)

    await street.press(0, kind=PressKind.LEAVE)

    assert await street.states() == ["admitted", "admitted", "waiting"]
    assert await street.notices() == [(street.place.person(2), "relay/promoted")]
    relay = await street.relay()
    assert (relay.admitted, relay.waiting) == (2, 1)


async def test_full_relay_without_waiting_list_refuses(street: Street) -> None:
    await street.opens_relay(capacity=1, waiting_list=False)
    await street.press(0)

    with pytest.raises(RuleError) as refusal:
        await street.press(1)

    assert (refusal.value.code, refusal.value.params) == ("relay_full", {"capacity": 1})


async def test_stall_entries_are_merged_in_strict_order_of_time(street: Street) -> None:
    """S14: the same order for all, whichever channel they came by."""
    await street.opens_relay()
    await street.press(0, seconds=40)
    await street.press(1, seconds=20 * 60)

    entered = await street.enters(5, minute=10)

    assert entered.place == 2
    assert await street.doors() == ["1-101", "2-103", "2-101"]
    events = await street.work.read(list_events, street.relay_id)
    assert events[0].actor_id == STAFF
    assert events[0].claimed_at == OPENING + timedelta(minutes=10)


async def test_earlier_paper_sends_the_last_admitted_to_the_waiting_list(street: Street) -> None:
    await street.opens_relay(capacity=2, waiting_list=False)
    await street.press(0)
    await street.press(1, seconds=1800)

    entered = await street.enters(5, minute=10)

    assert (entered.place, entered.waiting_place) == (2, None)
    assert await street.doors() == ["1-101", "2-103", "2-101"]
    assert await street.states() == ["admitted", "admitted", "waiting"]
    assert await street.notices() == [(street.place.person(1), "relay/demoted")]


async def test_paper_of_a_household_that_joined_online_is_pointed_out(street: Street) -> None:
    await street.opens_relay()
    await street.press(5)

    entered = await street.enters(5, minute=10)

    assert (entered.kind, entered.place) == ("already", 1)
    assert await street.doors() == ["2-103"]


@pytest.mark.parametrize("minute", [-1, 61])
async def test_paper_with_an_impossible_time_is_refused(street: Street, minute: int) -> None:
    await street.opens_relay()

    with pytest.raises(RuleError) as refusal:
        await street.enters(5, minute=minute, now=3600)

    assert refusal.value.code == "entry_time_outside"


async def test_refusals_name_what_is_wrong(street: Street) -> None:
    await street.opens_relay()

    async def code(**press: Any) -> str:
        with pytest.raises(RuleError) as refusal:
            await street.press(0, **press)
        return refusal.value.code

    assert await code(person=5) == "not_tied"
    assert await code(quantity=3) == "wrong_quantity"
    assert await code(quantity=-1) == "wrong_quantity"
    assert await code(household_id=2) == "other_door"
    assert await code(kind=PressKind.LEAVE) == "not_joined"
    street.relay_id = 99
    assert await code() == "relay_unknown"


async def test_other_buildings_are_not_eligible(street: Street) -> None:
    from storage.relay.tables import RelayBuilding

    await street.opens_relay()

    def restrict(session: Session) -> None:
        building_id = street.place.buildings[0]
        session.add(RelayBuilding(relay_id=street.relay_id, building_id=building_id))

    await street.work.write(restrict)

    assert (await street.press(0)).kind == "joined"
    with pytest.raises(RuleError) as refusal:
        await street.press(1)
    assert refusal.value.code == "not_eligible"


async def test_one_refused_press_does_not_touch_the_rest_of_its_batch(street: Street) -> None:
    await street.opens_relay()

    answers = await asyncio.gather(
        *(street.press(household) for household in range(3)),
        street.press(0, person=5),
        return_exceptions=True,
    )

    assert [answer.place for answer in answers[:3] if isinstance(answer, Outcome)] == [1, 2, 3]
    assert isinstance(answers[3], RuleError)


async def test_cards_are_touched_once_a_batch(street: Street) -> None:
    await street.opens_relay()

    await asyncio.gather(*(street.press(household) for household in range(10)))

    def version(session: Session) -> int:
        return session.exec(select(Card.version)).one()

    assert await street.work.read(version) == 2


async def test_left_household_comes_back_at_the_end(street: Street) -> None:
    await street.opens_relay()
    await street.press(0)
    await street.press(1)

    left = await street.press(0, kind=PressKind.LEAVE)
    back = await street.press(0)

    assert (left.kind, back.place) == ("left", 2)
    states = {EntryState.ADMITTED.value}
    assert set(await street.states()) == states


async def test_place_given_back_by_the_family_is_told_to_who_pressed(street: Street) -> None:
    await street.opens_relay()
    await street.work.write(add_family_member, street.place, 3, 7)
    await street.press(3)

    await street.press(3, person=7, kind=PressKind.LEAVE)

    assert await street.notices() == [(street.place.person(3), "relay/left_by_family")]


async def test_line_that_is_still_looked_up_is_not_overtaken(street: Street) -> None:
    await street.opens_relay()

    with street.desk.hold(10):
        later = asyncio.create_task(street.press(1, update=20))
        await asyncio.sleep(0.05)
        assert not later.done()
        first = await street.press(0, update=10)

    assert (first.place, (await later).place) == (1, 2)


async def test_held_place_that_is_not_taken_lets_the_others_pass(street: Street) -> None:
    await street.opens_relay()

    with street.desk.hold(10):
        later = asyncio.create_task(street.press(1, update=20))
        await asyncio.sleep(0.05)

    assert (await later).place == 1


async def test_held_place_that_takes_too_long_is_lost(
    street: Street, monkeypatch: pytest.MonkeyPatch
) -> None:
    await street.opens_relay()
    monkeypatch.setattr("storage.desk.LONGEST_HOLD", 0.05)

    with street.desk.hold(10):
        assert (await street.press(1, update=20)).place == 1


async def test_held_place_that_is_stuck_does_not_live_on_others(
    street: Street, monkeypatch: pytest.MonkeyPatch
) -> None:
    await street.opens_relay()
    monkeypatch.setattr("storage.desk.LONGEST_HOLD", 0.2)
    begun = asyncio.get_running_loop().time()

    with street.desk.hold(10):
        waiting = asyncio.create_task(street.press(1, update=20))
        for other in range(30, 40):
            with street.desk.hold(other):
                await asyncio.sleep(0.03)
        assert (await waiting).place == 1

    assert asyncio.get_running_loop().time() - begun < 1.0


async def test_family_is_told_of_a_promotion_after_the_presser_erased_themselves(
    street: Street,
) -> None:
    await street.opens_relay(capacity=1)
    await street.work.write(add_family_member, street.place, 1, 7)
    await street.press(0)
    await street.press(1)

    def forget(session: Session) -> None:
        entry = session.get_one(RelayEntry, (street.relay_id, 2))
        entry.person_id = None
        session.add(entry)

    await street.work.write(forget)
    await street.press(0, kind=PressKind.LEAVE)

    told = {(street.place.person(1), "relay/promoted"), (7, "relay/promoted")}
    assert set(await street.notices()) == told

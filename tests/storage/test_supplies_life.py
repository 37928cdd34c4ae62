"""The life of a round: published, ordered, shortened, at the gate, carried to the last door."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlmodel import Session, select

from storage.audit.tables import AuditRecord
from storage.community.actions import (
    bind_chat,
    forget_person,
    grant_role,
    join_household,
    meet_person,
    note_chat,
)
from storage.community.kinds import RoleKind
from storage.community.tables import Person
from storage.engine import Database
from storage.errors import RuleError
from storage.outbox.tables import Card
from storage.supplies import actions
from storage.supplies.desk import SupplyDesk
from storage.supplies.drafts import PackageDraft, RoundDraft
from storage.supplies.kinds import DoorState, Light, RoundState
from storage.supplies.queries import (
    find_order,
    find_round,
    list_building_doors,
    list_orders,
    list_picking,
    list_readings,
    list_rounds,
    list_statuses,
)
from storage.supplies.tables import SupplyOrder, SupplyRound, SupplySupplier
from storage.supplies.upkeep import drop_orders
from storage.volunteers.actions import claim_task, read_handbook
from storage.volunteers.kinds import TaskKind, TaskState
from storage.volunteers.queries import TaskView, list_tasks_about
from storage.work import Work
from tests.builders import OPENING, STAFF, add_family_member, build_neighbourhood
from tests.storage.supplies_world import MILK, VEGETABLES, Shop

DEADLINE = OPENING + timedelta(hours=24)
LATER = DEADLINE + timedelta(hours=12)
VOLUNTEER, STRANGER = 1_000, 77_777
DRAFT = RoundDraft(
    estate_id=1,
    title="第四轮团菜",
    supplier="奉贤百联",
    arrives="北门",
    opens_at=OPENING,
    closes_at=DEADLINE,
    packages=(PackageDraft("蔬菜包", "青菜 2kg", 5000, 2), PackageDraft("米", "", 3990, 1, 100)),
)


@pytest.fixture
async def shop(work: Work, database: Database) -> Shop:
    place = await work.write(build_neighbourhood)
    opened = Shop(work, SupplyDesk(database, after_commit=lambda: None), place)
    await opened.opens()
    return opened


async def _close(shop: Shop) -> None:
    await shop.work.write(actions.turn_due_rounds, DEADLINE)


async def _arrive(shop: Shop) -> None:
    await _close(shop)
    await shop.work.write(actions.arrive, shop.round_id, by=STAFF, now=LATER)


async def _tasks(shop: Shop) -> tuple[TaskView, ...]:
    return await shop.work.read(list_tasks_about, "supplies", shop.round_id)


async def _volunteer(shop: Shop, task: TaskView, person: int = VOLUNTEER) -> int:
    """Somebody who may, and does, take the task."""

    def accept(session: Session) -> None:
        grant_role(
            session,
            person,
            shop.place.committee_id,
            RoleKind.VOLUNTEER,
            now=LATER,
            expires_at=LATER + timedelta(days=7),
        )
        read_handbook(session, by=person, now=LATER)
        claim_task(session, task.id, by=person, now=LATER)

    await shop.work.write(accept)
    return person


async def _state(shop: Shop) -> RoundState:
    return (await shop.row()).state


async def _door(shop: Shop, household: int) -> DoorState:
    home = shop.place.households[household]
    order = await shop.work.read(find_order, shop.round_id, home)
    assert order is not None
    return order.state


async def _deliver_task(shop: Shop, building: int) -> TaskView:
    wanted = shop.place.buildings[building]
    return next(
        task
        for task in await _tasks(shop)
        if task.kind is TaskKind.DELIVER and task.building_id == wanted
    )


async def _tick(shop: Shop, task: TaskView, household: int, state: DoorState, **who: int) -> None:
    await shop.work.write(
        actions.tick_door,
        task.id,
        shop.place.households[household],
        state,
        by=who.get("by", VOLUNTEER),
        now=LATER,
    )


async def test_published_round_stands_in_the_bound_groups_and_can_be_ordered(shop: Shop) -> None:
    await shop.work.write(note_chat, -500, now=OPENING)
    await shop.work.write(bind_chat, -500, shop.place.estate_id, by=STAFF, now=OPENING)

    shop.round_id = await shop.work.write(actions.publish_round, DRAFT, by=STAFF, now=OPENING)
    view = await shop.work.read(find_round, shop.round_id)

    assert view is not None
    assert [(each.name, each.price, each.left) for each in view.packages] == [
        ("蔬菜包", 5000, None),
        ("米", 3990, 100),
    ]
    assert (view.supplier, view.is_checked, view.state) == ("奉贤百联", False, "scheduled")
    cards = await shop.work.read(lambda s: s.exec(select(Card.chat_id, Card.subject_id)).all())
    assert (-500, shop.round_id) in cards
    await shop.work.write(actions.turn_due_rounds, OPENING)
    assert await _state(shop) is RoundState.OPEN


async def test_supplier_that_was_checked_is_marked_in_all_its_rounds(shop: Shop) -> None:
    second = await shop.work.write(actions.publish_round, DRAFT, by=STAFF, now=OPENING)

    await shop.work.write(actions.vouch_for_supplier, second, True, by=STAFF, now=OPENING)

    rounds = await shop.work.read(list_rounds, [shop.place.estate_id])
    assert [each.is_checked for each in rounds] == [True, True]
    await shop.work.write(actions.vouch_for_supplier, second, False, by=STAFF, now=OPENING)
    rounds = await shop.work.read(list_rounds, [shop.place.estate_id])
    assert [each.is_checked for each in rounds] == [False, False]


async def test_round_closes_by_itself_at_the_deadline(shop: Shop) -> None:
    await shop.work.write(actions.turn_due_rounds, DEADLINE - timedelta(microseconds=1))
    assert await _state(shop) is RoundState.OPEN

    await _close(shop)

    assert await _state(shop) is RoundState.CLOSED
    assert (await shop.row()).closed_at == DEADLINE


async def test_picking_list_adds_up_by_package_and_building(shop: Shop) -> None:
    for household in (0, 1, 2):
        await shop.press(household, VEGETABLES, quantity=2)
    await shop.press(2, MILK, quantity=3)
    await shop.press(4, VEGETABLES)
    await shop.press(4, None)

    picking = await shop.work.read(list_picking, shop.round_id)

    vegetables, milk = shop.packages
    assert [(each.label, each.pieces) for each in picking] == [
        ("1", {vegetables: 4, milk: 3}),
        ("2", {vegetables: 2}),
    ]
    assert [order.door for order in picking[0].orders] == ["1-101", "1-102"]
    assert [line.name for line in picking[0].orders[1].lines] == ["婴儿奶粉", "蔬菜包"]


async def test_last_who_asked_go_without_and_are_told(shop: Shop) -> None:
    await shop.work.write(add_family_member, shop.place, 2, 7)
    for seconds, household in enumerate((0, 1, 2)):
        await shop.press(household, VEGETABLES, quantity=2, seconds=seconds)
    await shop.press(0, VEGETABLES, -1, seconds=60)
    await _close(shop)

    changed = await shop.work.write(
        actions.record_supplied, shop.packages[VEGETABLES], 4, by=STAFF, now=LATER
    )

    assert changed == 1
    orders = await shop.work.read(list_orders, shop.round_id)
    assert {order.door: order.pieces for order in orders} == {"1-101": 1, "1-102": 1, "2-101": 2}
    told = await shop.told("supplies/shortened")
    assert {person for person, _ in told} == {shop.place.person(2), 7}
    assert (told[0][1]["ordered"], told[0][1]["given"], told[0][1]["price"]) == (2, 1, 5000)


async def test_correction_of_what_came_is_told_to_those_it_changes(shop: Shop) -> None:
    for household in (0, 1, 2):
        await shop.press(household)
    await _close(shop)

    def supplied(pieces: int, minutes: int) -> Any:
        now = LATER + timedelta(minutes=minutes)
        package = shop.packages[VEGETABLES]
        return shop.work.write(actions.record_supplied, package, pieces, by=STAFF, now=now)

    assert [await supplied(2, 0), await supplied(2, 1), await supplied(1, 2)] == [1, 0, 1]
    assert await supplied(3, 3) == 2
    told = [(person, params["given"]) for person, params in await shop.told("supplies/shortened")]
    second, third = shop.place.person(1), shop.place.person(2)
    assert told == [(third, 0), (second, 0), (third, 1), (second, 1)]


@pytest.mark.parametrize("pieces", [-1, 2])
async def test_more_than_was_ordered_cannot_have_come(shop: Shop, pieces: int) -> None:
    await shop.press(0)
    await _close(shop)

    with pytest.raises(RuleError, match="supply_supplied_wrong"):
        await shop.work.write(
            actions.record_supplied, shop.packages[VEGETABLES], pieces, by=STAFF, now=LATER
        )


async def test_arrival_reaches_every_member_and_opens_a_task_a_building(shop: Shop) -> None:
    await shop.work.write(add_family_member, shop.place, 0, 7)
    for household in (0, 1, 2):
        await shop.press(household)

    await _arrive(shop)
    await _arrive(shop)

    told = [person for person, _ in await shop.told("supplies/at_gate")]
    people = [shop.place.person(household) for household in range(3)]
    assert sorted(told) == sorted([*people, 7])
    tasks = [(task.kind, task.building, task.household_id) for task in await _tasks(shop)]
    assert tasks == [(TaskKind.DELIVER, "1", None), (TaskKind.DELIVER, "2", None)]
    assert await _state(shop) is RoundState.AT_GATE


async def test_door_where_nobody_can_be_reached_is_knocked_at(shop: Shop) -> None:
    await shop.press(0)
    await shop.press(1)

    def block(session: Session) -> None:
        session.get_one(Person, shop.place.person(1)).reachable = False

    await shop.work.write(block)
    await _arrive(shop)

    knocks = [task for task in await _tasks(shop) if task.kind is TaskKind.KNOCK]
    assert [task.household_id for task in knocks] == [shop.place.households[1]]
    await _volunteer(shop, knocks[0])
    await _tick(shop, knocks[0], 1, DoorState.HANDED_OVER)
    assert await _door(shop, 1) is DoorState.HANDED_OVER
    done = next(task for task in await _tasks(shop) if task.id == knocks[0].id)
    assert done.state is TaskState.DONE


async def test_doors_are_ticked_until_the_round_is_done(shop: Shop) -> None:
    for household in (0, 1, 2):
        await shop.press(household)
    await _arrive(shop)
    first = await _deliver_task(shop, 0)
    await _volunteer(shop, first)

    await _tick(shop, first, 0, DoorState.HANDED_OVER)
    assert await _state(shop) is RoundState.DELIVERING
    await _tick(shop, first, 2, DoorState.AGAIN)
    doors = await shop.work.read(list_building_doors, shop.round_id)
    assert [(each.label, each.doors, each.arrived, each.again) for each in doors] == [
        ("1", 2, 1, 1),
        ("2", 1, 0, 0),
    ]
    await _tick(shop, first, 2, DoorState.LEFT)
    assert (await _deliver_task(shop, 0)).state is TaskState.DONE

    await shop.work.write(
        actions.confirm_receipt, shop.round_id, by=shop.place.person(1), now=LATER
    )

    assert (await _deliver_task(shop, 1)).state is TaskState.DONE
    assert await _state(shop) is RoundState.DONE
    told = {person for person, _ in await shop.told("supplies/delivered")}
    assert told == {shop.place.person(0), shop.place.person(2)}
    assert [person for person, _ in await shop.told("supplies/missed")] == [shop.place.person(2)]


async def test_same_bag_is_never_delivered_twice(shop: Shop) -> None:
    await shop.press(0)
    await shop.press(2)
    await _arrive(shop)
    task = await _deliver_task(shop, 0)
    await _volunteer(shop, task)
    await _tick(shop, task, 0, DoorState.HANDED_OVER)

    await _tick(shop, task, 0, DoorState.HANDED_OVER)
    for state in (DoorState.LEFT, DoorState.AGAIN):
        with pytest.raises(RuleError, match="supply_delivered"):
            await _tick(shop, task, 0, state)

    assert len(await shop.told("supplies/delivered")) == 1


async def test_household_confirms_once_whoever_carries(shop: Shop) -> None:
    await shop.press(0)
    await shop.press(2)
    await _arrive(shop)
    task = await _deliver_task(shop, 0)
    await _volunteer(shop, task)
    person = shop.place.person(0)

    for _ in range(2):
        await shop.work.write(actions.confirm_receipt, shop.round_id, by=person, now=LATER)

    with pytest.raises(RuleError, match="supply_delivered"):
        await _tick(shop, task, 0, DoorState.HANDED_OVER)
    confirmed = select(AuditRecord.actor_id).where(AuditRecord.action == "supply.confirmed")
    assert await shop.work.read(lambda s: list(s.exec(confirmed))) == [person]


async def test_household_that_misses_something_reaches_the_duty_once(shop: Shop) -> None:
    await shop.press(0)
    await shop.press(1)
    await _arrive(shop)

    for _ in range(2):
        await shop.work.write(
            actions.report_missing, shop.round_id, by=shop.place.person(0), now=LATER
        )

    told = await shop.told("supplies/missing")
    assert [(person, params["door"]) for person, params in told] == [(STAFF, "1-101")]


async def test_household_that_misses_something_after_all_reaches_the_duty_again(
    shop: Shop,
) -> None:
    await shop.press(0)
    await _arrive(shop)
    person = shop.place.person(0)

    await shop.work.write(actions.report_missing, shop.round_id, by=person, now=LATER)
    await shop.work.write(actions.confirm_receipt, shop.round_id, by=person, now=LATER)
    later = LATER + timedelta(hours=1)
    await shop.work.write(actions.report_missing, shop.round_id, by=person, now=later)

    assert [who for who, _ in await shop.told("supplies/missing")] == [STAFF, STAFF]


async def test_bag_that_is_not_at_the_door_is_looked_after_again(shop: Shop) -> None:
    await shop.press(0)
    await _arrive(shop)
    first = await _deliver_task(shop, 0)
    await _volunteer(shop, first)
    await _tick(shop, first, 0, DoorState.LEFT)
    assert await _state(shop) is RoundState.DONE

    await shop.work.write(actions.report_missing, shop.round_id, by=shop.place.person(0), now=LATER)

    assert await _door(shop, 0) is DoorState.AGAIN
    assert await _state(shop) is RoundState.DELIVERING
    (knock,) = [task for task in await _tasks(shop) if task.state is TaskState.OPEN]
    assert (knock.kind, knock.household_id) == (TaskKind.KNOCK, shop.place.households[0])
    await _volunteer(shop, knock)
    await _tick(shop, knock, 0, DoorState.HANDED_OVER)
    assert await _state(shop) is RoundState.DONE
    assert all(task.state is TaskState.DONE for task in await _tasks(shop))


async def test_what_was_handed_over_is_not_taken_back(shop: Shop) -> None:
    for household in (0, 1, 2):
        await shop.press(household, seconds=household)
    await _arrive(shop)
    task = await _deliver_task(shop, 0)
    await _volunteer(shop, task)
    await _tick(shop, task, 2, DoorState.HANDED_OVER)

    package = shop.packages[VEGETABLES]
    changed = await shop.work.write(actions.record_supplied, package, 2, by=STAFF, now=LATER)

    assert changed == 1
    orders = await shop.work.read(list_orders, shop.round_id)
    assert {order.door: order.pieces for order in orders} == {"1-101": 1, "1-102": 1, "2-101": 0}
    await shop.work.write(actions.record_supplied, package, 0, by=STAFF, now=LATER)
    view = await shop.work.read(find_round, shop.round_id)
    assert view is not None
    assert view.packages[1].supplied == 1


async def test_door_of_another_building_is_not_ticked(shop: Shop) -> None:
    await shop.press(0)
    await shop.press(1)
    await _arrive(shop)
    task = await _deliver_task(shop, 0)
    await _volunteer(shop, task)

    with pytest.raises(RuleError, match="stale_button"):
        await _tick(shop, task, 1, DoorState.HANDED_OVER)
    with pytest.raises(RuleError, match="task_not_yours"):
        await _tick(shop, task, 0, DoorState.HANDED_OVER, by=shop.place.person(2))


async def test_round_that_is_called_off_is_told_to_all_who_ordered(shop: Shop) -> None:
    await shop.press(0)
    await shop.press(1)
    await shop.press(1, None)

    for _ in range(2):
        await shop.work.write(actions.cancel_round, shop.round_id, by=STAFF, now=OPENING)

    told = [person for person, _ in await shop.told("supplies/cancelled")]
    assert told == [shop.place.person(0)]
    with pytest.raises(RuleError, match="supply_wrong_state"):
        await shop.work.write(actions.arrive, shop.round_id, by=STAFF, now=LATER)


async def test_round_that_staff_end_takes_its_tasks_along(shop: Shop) -> None:
    await shop.press(0)
    await _arrive(shop)

    await shop.work.write(actions.finish_round, shop.round_id, by=STAFF, now=LATER)

    assert [task.state for task in await _tasks(shop)] == [TaskState.CANCELLED]
    assert await _state(shop) is RoundState.DONE


STAFF_ACTS: list[Callable[[Shop, int], Any]] = [
    lambda shop, by: (actions.publish_round, replace(DRAFT, estate_id=shop.place.estate_id)),
    lambda shop, by: (actions.close_round, shop.round_id),
    lambda shop, by: (actions.begin_picking, shop.round_id),
    lambda shop, by: (actions.cancel_round, shop.round_id),
    lambda shop, by: (actions.vouch_for_supplier, shop.round_id, True),
    lambda shop, by: (actions.record_supplied, shop.packages[0], 0),
    lambda shop, by: (actions.arrive, shop.round_id),
    lambda shop, by: (actions.finish_round, shop.round_id),
    lambda shop, by: (
        actions.set_light,
        shop.place.committee_id,
        "蔬菜",
        Light.GREEN,
        "3 天",
        "农工商",
    ),
    lambda shop, by: (actions.withdraw_status, 1),
]


@pytest.mark.parametrize("role", ["resident", "stranger", "lead", "volunteer", "former staff"])
async def test_nobody_but_staff_does_what_is_staffs(shop: Shop, role: str) -> None:
    await shop.work.write(
        actions.set_light,
        shop.place.committee_id,
        "米",
        Light.RED,
        "0",
        "x",
        by=STAFF,
        now=OPENING,
    )
    by = STRANGER if role == "stranger" else shop.place.person(3)
    kinds = {
        "lead": RoleKind.LEAD,
        "volunteer": RoleKind.VOLUNTEER,
        "former staff": RoleKind.STAFF,
    }
    if kind := kinds.get(role):
        await shop.work.write(
            grant_role,
            by,
            shop.place.committee_id,
            kind,
            now=OPENING,
            expires_at=OPENING + timedelta(minutes=1),
        )
    now = OPENING + timedelta(minutes=2 if role == "former staff" else 0)

    for act in STAFF_ACTS:
        action, *args = act(shop, by)
        with pytest.raises(RuleError, match="not_staff"):
            await shop.work.write(action, *args, by=by, now=now)

    assert await _state(shop) is RoundState.OPEN


@pytest.mark.parametrize("act", [actions.confirm_receipt, actions.report_missing])
async def test_only_the_household_speaks_for_its_bag(shop: Shop, act: Any) -> None:
    await shop.press(0)
    await _arrive(shop)

    for by, code in (
        (STAFF, "not_tied"),
        (STRANGER, "not_tied"),
        (shop.place.person(1), "supply_no_order"),
    ):
        with pytest.raises(RuleError, match=code):
            await shop.work.write(act, shop.round_id, by=by, now=LATER)


async def test_light_keeps_its_number_source_time_and_history(shop: Shop) -> None:
    async def sets(light: Light, amount: str, now: datetime) -> None:
        await shop.work.write(
            actions.set_light,
            shop.place.committee_id,
            "蔬菜",
            light,
            amount,
            "农工商，电话",
            by=STAFF,
            now=now,
        )

    await sets(Light.GREEN, "12 吨", OPENING)
    await sets(Light.YELLOW, "3 吨", OPENING + timedelta(hours=1))

    async def line(hours: int) -> Any:
        now = OPENING + timedelta(hours=hours)
        (found,) = await shop.work.read(list_statuses, shop.place.committee_id, now)
        return found

    found = await line(25)
    assert (found.light, found.amount, found.source) == (Light.YELLOW, "3 吨", "农工商，电话")
    assert (found.as_of, found.is_old) == (OPENING + timedelta(hours=1), False)
    assert (await line(26)).is_old
    history = await shop.work.read(list_readings, found.id)
    assert [each.amount for each in history] == ["3 吨", "12 吨"]
    await shop.work.write(actions.withdraw_status, found.id, by=STAFF, now=OPENING)
    assert await shop.work.read(list_statuses, shop.place.committee_id, OPENING) == ()


async def test_who_is_forgotten_leaves_the_order_to_the_household(shop: Shop) -> None:
    await shop.press(0)

    await shop.work.write(forget_person, shop.place.person(0), now=OPENING)

    persons = await shop.work.read(lambda s: s.exec(select(SupplyOrder.person_id)).all())
    assert persons == [None]
    assert await shop.lines() == [(0, VEGETABLES, 1)]


async def test_staff_who_are_forgotten_leave_no_number_behind(shop: Shop) -> None:
    second = 900_077

    def join(session: Session) -> None:
        meet_person(session, second, "二", None, now=OPENING, reachable=True)
        grant_role(session, second, shop.place.committee_id, RoleKind.STAFF, now=OPENING)

    await shop.work.write(join)
    await shop.enters(0)
    await shop.work.write(actions.vouch_for_supplier, shop.round_id, True, by=STAFF, now=OPENING)

    await shop.work.write(forget_person, STAFF, now=OPENING)

    def who(session: Session) -> list[int | None]:
        columns = (SupplyOrder.entered_by, SupplyRound.created_by, SupplySupplier.checked_by)
        return [session.exec(select(column)).one() for column in columns]

    assert await shop.work.read(who) == [None, None, None]


async def test_one_account_does_not_order_for_a_second_door_by_forgetting_itself(
    shop: Shop,
) -> None:
    person = shop.place.person(0)
    await shop.press(0)

    await shop.work.write(forget_person, person, now=OPENING)
    await shop.work.write(meet_person, person, "住户", None, now=OPENING, reachable=True)

    with pytest.raises(RuleError, match="tie_removed"):
        await shop.work.write(join_household, person, shop.place.households[5], now=OPENING)


async def test_building_for_which_nothing_came_needs_nobody(shop: Shop) -> None:
    await shop.press(0)
    await shop.press(1)
    await _arrive(shop)

    await shop.work.write(
        actions.record_supplied, shop.packages[VEGETABLES], 1, by=STAFF, now=LATER
    )

    states = {task.building: task.state for task in await _tasks(shop)}
    assert states == {"1": TaskState.OPEN, "2": TaskState.DONE}
    assert [each.label for each in await shop.work.read(list_building_doors, shop.round_id)] == [
        "1"
    ]
    with pytest.raises(RuleError, match="supply_no_order"):
        await shop.work.write(
            actions.confirm_receipt, shop.round_id, by=shop.place.person(1), now=LATER
        )


async def test_orders_of_a_round_that_ended_long_ago_go(shop: Shop) -> None:
    await shop.press(0)
    await shop.work.write(actions.cancel_round, shop.round_id, by=STAFF, now=OPENING)

    assert await shop.work.write(drop_orders, OPENING) == 0
    assert await shop.work.write(drop_orders, OPENING + timedelta(seconds=1)) == 1

    assert await shop.lines() == []
    assert (await shop.row()).households == 1

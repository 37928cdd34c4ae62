"""Door by door: what the volunteer ticks and the household confirms (S62, S67)."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from storage.community.queries import find_actor, find_duty
from storage.errors import RuleError
from storage.outbox.actions import leave
from storage.supplies.actions._ending import SUBJECT, end_where_all_arrived
from storage.supplies.actions._families import list_families, tell_household
from storage.supplies.actions._locks import lock_round, note
from storage.supplies.actions._tasks import open_round_task
from storage.supplies.kinds import DoorState, RoundState
from storage.supplies.queries import OrderView, find_order
from storage.supplies.rules import CARRIED, HAS_ARRIVED, to_stamp
from storage.supplies.tables import SupplyOrder, SupplyRound
from storage.volunteers.actions import check_holds, settle_task
from storage.volunteers.kinds import TaskKind
from storage.volunteers.queries import TaskView

_TOLD = {
    DoorState.HANDED_OVER: "supplies/delivered",
    DoorState.LEFT: "supplies/delivered",
    DoorState.AGAIN: "supplies/missed",
}


def tick_door(
    session: Session,
    task_id: int,
    household_id: int,
    state: DoorState,
    *,
    by: int,
    now: datetime,
) -> OrderView:
    """Put down what came of one door: handed over, left at the door, or to be tried again.

    Who holds the building's task may, or the task to knock at this door. The household is told.
    Ticking the same again changes nothing.

    Raises:
        RuleError: `task_not_yours`, `stale_button` for a door that the task is not about,
            `supply_wrong_state`, `supply_delivered` for a bag that has arrived otherwise.
    """
    task = check_holds(session, task_id, by=by, now=now)
    if task.subject != SUBJECT or task.subject_id is None or state not in _TOLD:
        raise RuleError("stale_button")
    supplies = lock_round(session, task.subject_id)
    order = _find_door(session, task, household_id)
    row = session.get_one(SupplyOrder, (order.round_id, order.number), populate_existing=True)
    if row.door is state:
        return order
    if row.door in HAS_ARRIVED:
        raise RuleError("supply_delivered")
    if supplies.state not in CARRIED:
        raise RuleError("supply_wrong_state", state=supplies.state.value)
    row.door, row.carried_by, row.carried_at = state, by, now
    session.add(row)
    supplies.state = RoundState.DELIVERING
    note(session, supplies, f"door_{state.value}", by, now, order=order.number)
    people = list_families(session, [household_id])[household_id]
    key = f"{state.value}:{to_stamp(now)}"
    params = {"left": state is DoorState.LEFT}
    tell_household(session, people, _TOLD[state], supplies, order, now=now, key=key, **params)
    session.flush()
    if task.household_id is not None and state in HAS_ARRIVED:
        settle_task(session, task_id, by=by, now=now)
    end_where_all_arrived(session, supplies, order.building_id, by, now)
    return _found(session, order.round_id, household_id)


def _find_door(session: Session, task: TaskView, household_id: int) -> OrderView:
    assert task.subject_id is not None
    order = _find_bag(session, task.subject_id, household_id)
    is_knock = task.household_id is not None
    if order.building_id != task.building_id or (is_knock and task.household_id != household_id):
        raise RuleError("stale_button")
    return order


def _find_bag(session: Session, round_id: int, household_id: int) -> OrderView:
    """An order of which something came."""
    order = _found(session, round_id, household_id)
    if not order.pieces:
        raise RuleError("supply_no_order")
    return order


def _found(session: Session, round_id: int, household_id: int) -> OrderView:
    order = find_order(session, round_id, household_id)
    if order is None:
        raise RuleError("supply_no_order")
    return order


def confirm_receipt(session: Session, round_id: int, *, by: int, now: datetime) -> OrderView:
    """A member of the household says that the bag is there; closes the loop (S67). Once.

    Raises:
        RuleError: `supply_unknown`, `not_tied`, `supply_no_order`, `supply_wrong_state` before
            the goods have arrived.
    """
    supplies, order = _own_order(session, round_id, by, now)
    row = session.get_one(SupplyOrder, (round_id, order.number), populate_existing=True)
    if row.confirmed_at is not None:
        return order
    row.door, row.confirmed_at, row.missing_at = DoorState.CONFIRMED, now, None
    session.add(row)
    note(session, supplies, "confirmed", by, now, order=order.number)
    session.flush()
    end_where_all_arrived(session, supplies, order.building_id, by, now)
    return _found(session, round_id, order.household_id)


def report_missing(session: Session, round_id: int, *, by: int, now: datetime) -> OrderView:
    """A member of the household says that something is missing; whoever is on duty is told. Once.

    A bag that was left at the door is to be looked after again, by a task of its own; a round that
    had ended goes on for it.

    Raises:
        RuleError: as `confirm_receipt`.
    """
    supplies, order = _own_order(session, round_id, by, now)
    row = session.get_one(SupplyOrder, (round_id, order.number), populate_existing=True)
    if row.missing_at is not None:
        return order
    row.missing_at = now
    if row.door is DoorState.LEFT:
        row.door, supplies.state, supplies.ended_at = DoorState.AGAIN, RoundState.DELIVERING, None
        stamp = to_stamp(now)
        open_round_task(session, supplies, TaskKind.KNOCK, order, by, now, again=stamp)
    session.add(row)
    note(session, supplies, "missing", by, now, order=order.number)
    session.flush()
    for staff_id in find_duty(session, supplies.committee_id, now).people:
        leave(
            session,
            staff_id,
            "supplies/missing",
            {"round_id": round_id, "title": supplies.title, "door": order.door},
            now=now,
            dedupe_key=f"supply:{round_id}:{order.number}:missing:{to_stamp(now)}:{staff_id}",
        )
    return _found(session, round_id, order.household_id)


def _own_order(
    session: Session, round_id: int, by: int, now: datetime
) -> tuple[SupplyRound, OrderView]:
    supplies = lock_round(session, round_id)
    tie = find_actor(session, by, now).tie(supplies.estate_id)
    if tie is None or not tie.is_active:
        raise RuleError("not_tied")
    order = _find_bag(session, round_id, tie.household_id)
    if supplies.state not in CARRIED | {RoundState.DONE}:
        raise RuleError("supply_wrong_state", state=supplies.state.value)
    return supplies, order

"""From the deadline to the gate: what the supplier sends, its arrival, the end of a round."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from storage.errors import RuleError
from storage.supplies.actions._ending import SUBJECT, end_where_all_arrived
from storage.supplies.actions._families import list_families, tell_household
from storage.supplies.actions._locks import lock_own_round, note
from storage.supplies.kinds import RoundState
from storage.supplies.queries import OrderView, find_package_round, list_orders
from storage.supplies.rules import (
    CARRIED,
    SHORTENED,
    Claim,
    check_turn,
    share_out,
    to_stamp,
)
from storage.supplies.tables import SupplyOrderLine, SupplyPackage, SupplyRound
from storage.volunteers.actions import NewTask, cancel_tasks, open_task
from storage.volunteers.kinds import TaskKind

# Fresh food stands at the gate; what a baby needs goes first (S70).
DELIVER_WITHIN = timedelta(hours=4)
URGENT_WITHIN = timedelta(hours=2)


def record_supplied(
    session: Session, package_id: int, supplied: int, *, by: int, now: datetime
) -> int:
    """Put down how many pieces came. Who asked last goes without; who gets another number is told.

    Returns:
        How many households get another number than before. The same number again changes none.

    Raises:
        RuleError: `supply_package_unknown`, `not_staff`, `supply_wrong_state` before the deadline
            or once bags are carried, `supply_supplied_wrong` (limit).
    """
    round_id = find_package_round(session, package_id)
    if round_id is None:
        raise RuleError("supply_package_unknown")
    supplies = lock_own_round(session, round_id, by, now)
    if supplies.state not in SHORTENED:
        raise RuleError("supply_wrong_state", state=supplies.state.value)
    package = session.get_one(SupplyPackage, package_id)
    if not 0 <= supplied <= package.ordered:
        raise RuleError("supply_supplied_wrong", limit=package.ordered)
    package.supplied = supplied
    session.add(package)
    changed = _share_out(session, package)
    session.flush()
    if changed:
        note(session, supplies, "supplied", by, now, package=package_id, pieces=supplied)
        _follow_up(session, supplies, package, changed, by, now)
    return len(changed)


def _share_out(session: Session, package: SupplyPackage) -> set[int]:
    """Write what everybody gets; the numbers of the orders for which that is news."""
    query = select(SupplyOrderLine).where(
        SupplyOrderLine.package_id == package.id, SupplyOrderLine.quantity > 0
    )
    lines = {line.order_number: line for line in session.exec(query)}
    claims = [Claim(number, each.quantity, each.ordered_at) for number, each in lines.items()]
    assert package.supplied is not None
    given = share_out(claims, package.supplied)
    changed = set()
    for number, line in lines.items():
        before = line.quantity if line.given is None else line.given
        if given[number] != before:
            changed.add(number)
        line.given = given[number]
        session.add(line)
    return changed


def _follow_up(
    session: Session,
    supplies: SupplyRound,
    package: SupplyPackage,
    numbers: set[int],
    by: int,
    now: datetime,
) -> None:
    assert supplies.id is not None
    orders = [order for order in list_orders(session, supplies.id) if order.number in numbers]
    families = list_families(session, [order.household_id for order in orders])
    for order in orders:
        line = next(line for line in order.lines if line.package_id == package.id)
        tell_household(
            session,
            families[order.household_id],
            "supplies/shortened",
            supplies,
            order,
            now=now,
            key=f"short:{package.id}:{to_stamp(now)}",
            package=package.name,
            ordered=line.quantity,
            given=line.given,
            price=order.price,
        )
    if supplies.state in CARRIED:
        # Where nothing at all came for a building, nobody has to go there.
        for building_id in {order.building_id for order in orders}:
            end_where_all_arrived(session, supplies, building_id, by, now)


def arrive(session: Session, round_id: int, *, by: int, now: datetime) -> None:
    """The goods stand at the gate: tell every household, open the tasks. Again changes nothing.

    Every linked member of an ordering household is told (S62). Each building gets a task for
    volunteers; a household in which nobody can be written to gets a knock at its door.

    Raises:
        RuleError: `supply_unknown`, `not_staff`, `supply_wrong_state`.
    """
    supplies = lock_own_round(session, round_id, by, now)
    if supplies.state in CARRIED or supplies.state is RoundState.DONE:
        return
    check_turn(supplies.state, RoundState.AT_GATE)
    orders = [order for order in list_orders(session, round_id) if order.pieces]
    # With nothing to carry no door would ever end the round.
    supplies.state = RoundState.AT_GATE if orders else RoundState.DONE
    supplies.arrived_at = now
    supplies.ended_at = None if orders else now
    note(session, supplies, "at_gate", by, now, doors=len(orders))
    families = list_families(session, [order.household_id for order in orders])
    for order in orders:
        people = families[order.household_id]
        tell_household(session, people, "supplies/at_gate", supplies, order, now=now, key="gate")
        if not people:
            _open_task(session, supplies, TaskKind.KNOCK, order, by, now)
    for order in {order.building_id: order for order in orders}.values():
        _open_task(session, supplies, TaskKind.DELIVER, order, by, now)


def _open_task(
    session: Session,
    supplies: SupplyRound,
    kind: TaskKind,
    order: OrderView,
    by: int,
    now: datetime,
) -> None:
    is_knock = kind is TaskKind.KNOCK
    place = f"knock:{order.household_id}" if is_knock else f"building:{order.building_id}"
    open_task(
        session,
        NewTask(
            kind=kind,
            committee_id=supplies.committee_id,
            key=f"{SUBJECT}:{supplies.id}:{place}",
            title=supplies.title,
            building_id=order.building_id,
            household_id=order.household_id if is_knock else None,
            subject=SUBJECT,
            subject_id=supplies.id,
            due_at=now + (URGENT_WITHIN if _has_urgent(session, supplies) else DELIVER_WITHIN),
        ),
        now=now,
        by=by,
    )


def _has_urgent(session: Session, supplies: SupplyRound) -> bool:
    query = select(SupplyPackage.id).where(
        SupplyPackage.round_id == supplies.id,
        col(SupplyPackage.is_urgent),
        SupplyPackage.ordered > 0,
    )
    return session.exec(query.limit(1)).first() is not None


def finish_round(session: Session, round_id: int, *, by: int, now: datetime) -> None:
    """End a round although doors are left; their tasks end with it. Again changes nothing.

    Raises:
        RuleError: `supply_unknown`, `not_staff`, `supply_wrong_state`.
    """
    supplies = lock_own_round(session, round_id, by, now)
    if supplies.state is RoundState.DONE:
        return
    check_turn(supplies.state, RoundState.DONE)
    supplies.state, supplies.ended_at = RoundState.DONE, now
    note(session, supplies, "done", by, now)
    cancel_tasks(session, SUBJECT, round_id, by=by, now=now)

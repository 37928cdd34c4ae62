"""From the deadline to the gate: what the supplier sends, its arrival, the end of a round."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session, col, select

from storage.errors import RuleError
from storage.supplies.actions._ending import SUBJECT, end_where_all_arrived
from storage.supplies.actions._families import list_families, tell_household
from storage.supplies.actions._locks import lock_own_round, note
from storage.supplies.actions._tasks import open_round_task
from storage.supplies.kinds import RoundState
from storage.supplies.queries import find_package_round, list_orders
from storage.supplies.rules import (
    CARRIED,
    HAS_ARRIVED,
    SHORTENED,
    Claim,
    check_turn,
    share_out,
    to_stamp,
)
from storage.supplies.tables import SupplyOrder, SupplyOrderLine, SupplyPackage, SupplyRound
from storage.volunteers.actions import cancel_tasks
from storage.volunteers.kinds import TaskKind


def record_supplied(
    session: Session, package_id: int, supplied: int, *, by: int, now: datetime
) -> int:
    """Put down how many pieces came. Who asked last goes without; who gets another number is told.

    What was handed over already stays with its household, so no fewer pieces have come than that.

    Returns:
        How many households get another number than before. The same number again changes none.

    Raises:
        RuleError: `supply_package_unknown`, `not_staff`, `supply_wrong_state` before the deadline
            or once the round is over, `supply_supplied_wrong` (limit).
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
    changed = _share_out(session, package, supplied)
    session.flush()
    if changed:
        note(session, supplies, "supplied", by, now, package=package_id, pieces=supplied)
        _follow_up(session, supplies, package, changed, by, now)
    return len(changed)


def _share_out(session: Session, package: SupplyPackage, supplied: int) -> set[int]:
    """Write what everybody gets; the numbers of the orders for which that is news."""
    query = select(SupplyOrderLine).where(
        SupplyOrderLine.package_id == package.id, SupplyOrderLine.quantity > 0
    )
    lines = {line.order_number: line for line in session.exec(query)}
    handed = _list_handed(session, package.round_id) & lines.keys()
    kept = sum(_given(lines.pop(number)) for number in handed)
    package.supplied = max(supplied, kept)
    session.add(package)
    claims = [Claim(number, each.quantity, each.ordered_at) for number, each in lines.items()]
    given = share_out(claims, package.supplied - kept)
    changed = set()
    for number, line in lines.items():
        if given[number] != _given(line):
            changed.add(number)
        line.given = given[number]
        session.add(line)
    return changed


def _list_handed(session: Session, round_id: int) -> set[int]:
    """Numbers of the orders whose bag has arrived."""
    query = select(SupplyOrder.number).where(
        SupplyOrder.round_id == round_id, col(SupplyOrder.door).in_(HAS_ARRIVED)
    )
    return set(session.exec(query))


def _given(line: SupplyOrderLine) -> int:
    return line.quantity if line.given is None else line.given


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
            open_round_task(session, supplies, TaskKind.KNOCK, order, by, now)
    for order in {order.building_id: order for order in orders}.values():
        open_round_task(session, supplies, TaskKind.DELIVER, order, by, now)


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

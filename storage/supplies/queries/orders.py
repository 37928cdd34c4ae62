"""Orders: a household's own, the picking list, and the doors of a building."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from itertools import groupby
from typing import Any

from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from storage.community.tables import Building, Household
from storage.supplies.kinds import DoorState
from storage.supplies.queries.views import BuildingDoors, LineView, OrderView, PickedBuilding
from storage.supplies.tables import SupplyOrder, SupplyOrderLine, SupplyPackage

_DIGITS = re.compile(r"(\d+)")


def find_order(session: Session, round_id: int, household_id: int) -> OrderView | None:
    """A household's order; None where it has none, or took all back."""
    mine = _orders().where(
        SupplyOrder.round_id == round_id, SupplyOrder.household_id == household_id
    )
    return next(_read(session, mine), None)


def list_own_orders(
    session: Session, household_ids: Collection[int], *, most: int = 5
) -> tuple[OrderView, ...]:
    """The newest orders of some households, those of the newest round first."""
    mine = _orders().where(col(SupplyOrder.household_id).in_(household_ids))
    found = sorted(_read(session, mine), key=lambda order: -order.round_id)
    return tuple(found[:most])


def list_orders(
    session: Session, round_id: int, *, building_id: int | None = None
) -> tuple[OrderView, ...]:
    """Every order with pieces in it, door after door as one walks along them."""
    query = _orders().where(SupplyOrder.round_id == round_id)
    if building_id is not None:
        query = query.where(Household.building_id == building_id)
    return tuple(_read(session, query))


def list_picking(session: Session, round_id: int) -> tuple[PickedBuilding, ...]:
    """What every building gets, building after building."""
    orders = [order for order in list_orders(session, round_id) if order.pieces]
    return tuple(
        _picked(tuple(group)) for _, group in groupby(orders, key=lambda order: order.building_id)
    )


def list_building_doors(session: Session, round_id: int) -> tuple[BuildingDoors, ...]:
    """How far the doors of each building have come."""
    return tuple(
        BuildingDoors(
            building_id=picked.building_id,
            label=picked.label,
            doors=len(picked.orders),
            arrived=sum(order.has_arrived for order in picked.orders),
            again=sum(order.state is DoorState.AGAIN for order in picked.orders),
        )
        for picked in list_picking(session, round_id)
    )


def _picked(orders: tuple[OrderView, ...]) -> PickedBuilding:
    pieces: Counter[int] = Counter()
    for order in orders:
        for line in order.lines:
            pieces[line.package_id] += line.given
    return PickedBuilding(orders[0].building_id, orders[0].building, dict(pieces), orders)


def _orders() -> SelectOfScalar[Any]:
    columns: Any = (SupplyOrder, SupplyOrderLine, SupplyPackage, Household, Building)
    query: SelectOfScalar[Any] = (
        select(*columns)
        .join(
            SupplyOrderLine,
            (col(SupplyOrderLine.round_id) == col(SupplyOrder.round_id))
            & (col(SupplyOrderLine.order_number) == col(SupplyOrder.number)),
        )
        .join(SupplyPackage, col(SupplyPackage.id) == col(SupplyOrderLine.package_id))
        .join(Household, col(Household.id) == col(SupplyOrder.household_id))
        .join(Building, col(Building.id) == col(Household.building_id))
        .where(col(SupplyOrderLine.quantity) > 0)
    )
    return query


def _read(session: Session, query: SelectOfScalar[Any]) -> Iterator[OrderView]:
    rows = sorted(session.exec(query).all(), key=_walk)
    for _, group in groupby(rows, key=lambda row: (row[0].round_id, row[0].number)):
        yield _view(list(group))


def _walk(row: Any) -> tuple[Any, ...]:
    order, _, package, household, building = row
    door = (building.position, _natural(household.unit), _natural(household.room))
    return (*door, order.round_id, order.number, not package.is_urgent, package.position)


def _natural(label: str) -> list[tuple[bool, int, str]]:
    """Room 1101 comes behind room 901."""
    parts = [part for part in _DIGITS.split(label) if part]
    return [(part.isdecimal(), int(part) if part.isdecimal() else 0, part) for part in parts]


def _view(rows: list[Any]) -> OrderView:
    order, _, _, household, building = rows[0]
    return OrderView(
        round_id=order.round_id,
        number=order.number,
        household_id=household.id,
        building_id=building.id,
        building=building.label,
        door=household.door,
        channel=order.channel,
        state=order.door,
        is_missing=order.missing_at is not None,
        lines=tuple(_lines(rows)),
    )


def _lines(rows: Iterable[Any]) -> Iterator[LineView]:
    for _, line, package, *_ in rows:
        yield LineView(
            package_id=package.id,
            name=package.name,
            price=package.price,
            is_urgent=package.is_urgent,
            quantity=line.quantity,
            given=line.quantity if line.given is None else line.given,
        )

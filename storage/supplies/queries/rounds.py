"""Rounds as people look at them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ColumnElement, and_, or_
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import Select

from storage.community.tables import Building, Committee, Estate
from storage.supplies.kinds import RoundState
from storage.supplies.queries.views import PackageView, RoundView
from storage.supplies.tables import (
    SupplyBuilding,
    SupplyPackage,
    SupplyRound,
    SupplySupplier,
)

_Row = tuple[SupplyRound, SupplySupplier, Estate, Committee]


def find_round(session: Session, round_id: int) -> RoundView | None:
    """The round, whatever its state."""
    row = session.exec(_rounds().where(SupplyRound.id == round_id)).first()
    return _view(session, row) if row else None


def list_rounds(
    session: Session, estate_ids: Collection[int], *, now: datetime | None = None, most: int = 10
) -> tuple[RoundView, ...]:
    """Rounds of some estates, newest first; with `now` only those that still take orders."""
    query = _rounds().where(col(SupplyRound.estate_id).in_(estate_ids))
    if now is not None:
        running = col(SupplyRound.state).in_([RoundState.SCHEDULED, RoundState.OPEN])
        query = query.where(running, col(SupplyRound.closes_at) > now)
    rows = session.exec(query.order_by(col(SupplyRound.id).desc()).limit(most)).all()
    return tuple(_view(session, row) for row in rows)


def has_due_rounds(session: Session, now: datetime) -> bool:
    """Whether a round's second to open or to close has come."""
    due = or_(is_due(RoundState.SCHEDULED, now), is_due(RoundState.OPEN, now))
    return session.exec(select(SupplyRound.id).where(due).limit(1)).first() is not None


def is_due(state: RoundState, now: datetime) -> ColumnElement[bool]:
    """A round stands in `state` and the time to leave it has come."""
    end = SupplyRound.opens_at if state is RoundState.SCHEDULED else SupplyRound.closes_at
    return and_(col(SupplyRound.state) == state, col(end) <= now)


def find_package_round(session: Session, package_id: int) -> int | None:
    """The round that a package belongs to."""
    query = select(SupplyPackage.round_id).where(SupplyPackage.id == package_id)
    return session.exec(query).first()


def _rounds() -> Select[SupplyRound, SupplySupplier, Estate, Committee]:
    return (
        select(SupplyRound, SupplySupplier, Estate, Committee)
        .join(SupplySupplier, col(SupplySupplier.id) == col(SupplyRound.supplier_id))
        .join(Estate, col(Estate.id) == col(SupplyRound.estate_id))
        .join(Committee, col(Committee.id) == col(SupplyRound.committee_id))
    )


def _view(session: Session, row: _Row) -> RoundView:
    supplies, supplier, estate, committee = row
    assert supplies.id is not None
    return RoundView(
        id=supplies.id,
        committee_id=supplies.committee_id,
        estate_id=supplies.estate_id,
        estate=estate.name,
        time_zone=committee.time_zone,
        state=supplies.state,
        title=supplies.title,
        supplier=supplier.name,
        is_checked=supplier.checked_at is not None,
        arrives=supplies.arrives,
        opens_at=supplies.opens_at,
        closes_at=supplies.closes_at,
        households=supplies.households,
        packages=_packages(session, supplies.id),
        buildings=_labels(session, supplies.id),
    )


def _packages(session: Session, round_id: int) -> tuple[PackageView, ...]:
    query = (
        select(SupplyPackage)
        .where(SupplyPackage.round_id == round_id)
        # What mothers and babies need stands first (S70).
        .order_by(col(SupplyPackage.is_urgent).desc(), col(SupplyPackage.position))
    )
    return tuple(
        PackageView(
            id=package.id or 0,
            name=package.name,
            contents=package.contents,
            price=package.price,
            per_household=package.per_household,
            stock=package.stock,
            is_urgent=package.is_urgent,
            ordered=package.ordered,
            supplied=package.supplied,
        )
        for package in session.exec(query)
    )


def _labels(session: Session, round_id: int) -> tuple[str, ...]:
    query = (
        select(Building.label)
        .join(SupplyBuilding, col(SupplyBuilding.building_id) == col(Building.id))
        .where(SupplyBuilding.round_id == round_id)
        .order_by(col(Building.position))
    )
    return tuple(session.exec(query))

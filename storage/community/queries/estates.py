"""Committees, estates, buildings, households, and the doors of an estate."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, Select, func, select
from sqlmodel import Session, col

from storage.community.doors import Door, DoorBook, DoorMatch
from storage.community.queries.views import (
    BuildingView,
    CommitteeView,
    EstateView,
    HouseholdView,
)
from storage.community.tables import Building, Committee, Estate, Household


def list_committees(session: Session) -> tuple[CommitteeView, ...]:
    """Every committee, oldest first."""
    rows = session.execute(_committees())
    return tuple(CommitteeView(*row) for row in rows)


def find_committee(session: Session, committee_id: int) -> CommitteeView | None:
    """One committee."""
    row = session.execute(_committees().where(col(Committee.id) == committee_id)).first()
    return CommitteeView(*row) if row else None


def list_estates(session: Session, committee_id: int | None = None) -> tuple[EstateView, ...]:
    """Every estate, or those of one committee, oldest first; without those of rehearsals."""
    query = _estates().where(col(Estate.is_rehearsal).is_(False))
    if committee_id is not None:
        query = query.where(col(Estate.committee_id) == committee_id)
    return tuple(EstateView(*row) for row in session.execute(query))


def find_estate(session: Session, estate_id: int) -> EstateView | None:
    """One estate."""
    row = session.execute(_estates().where(col(Estate.id) == estate_id)).first()
    return EstateView(*row) if row else None


def list_buildings(session: Session, estate_id: int) -> tuple[BuildingView, ...]:
    """An estate's buildings in their order."""
    query = _buildings().where(col(Building.estate_id) == estate_id)
    return tuple(BuildingView(*row) for row in session.execute(query))


def find_building_by_code(session: Session, link_code: str) -> BuildingView | None:
    """The building that a deep link names."""
    row = session.execute(_buildings().where(col(Building.link_code) == link_code)).first()
    return BuildingView(*row) if row else None


def find_household(session: Session, household_id: int) -> HouseholdView | None:
    """One household."""
    query = (
        select(
            col(Household.id),
            col(Household.estate_id),
            col(Household.building_id),
            col(Building.label),
            col(Household.unit),
            col(Household.room),
            col(Household.door),
        )
        .join(Building, col(Building.id) == Household.building_id)
        .where(col(Household.id) == household_id)
    )
    row = session.execute(query).first()
    return HouseholdView(*row) if row else None


def count_households(
    session: Session, estate_id: int, building_ids: Collection[int] | None = None
) -> int:
    """How many households an estate has, or some of its buildings."""
    query = select(func.count()).where(col(Household.estate_id) == estate_id)
    if building_ids:
        query = query.where(col(Household.building_id).in_(building_ids))
    counted: int = session.execute(query).scalar_one()
    return counted


def find_door(
    session: Session, estate_id: int, text: str, building: str | None = None
) -> DoorMatch:
    """What a written door means in an estate.

    Args:
        building: the label known from a deep link or a bound group, for a bare room.
    """
    return find_book(session, estate_id).find(text, building)


# A book lives as long as the connections to its database do.
_books: WeakKeyDictionary[Engine, dict[int, tuple[tuple[int, str | None], DoorBook]]] = (
    WeakKeyDictionary()
)


def find_book(session: Session, estate_id: int) -> DoorBook:
    """The doors of an estate, read again only when its roster has grown.

    An estate that does not exist has an empty book. Households are never deleted and doors
    never rewritten, so how many there are tells whether a book still holds.
    """
    name = select(col(Estate.name)).where(col(Estate.id) == estate_id)
    seen = (count_households(session, estate_id), session.execute(name).scalar())
    books = _books.setdefault(session.get_bind().engine, {})
    kept = books.get(estate_id)
    if kept is None or kept[0] != seen:
        kept = books[estate_id] = (seen, _read_book(session, estate_id, seen[-1]))
    return kept[1]


def _read_book(session: Session, estate_id: int, name: str | None) -> DoorBook:
    columns = (Household.id, Building.label, Household.unit, Household.room)
    query = (
        select(*(col(column) for column in columns))
        .join(Building, col(Building.id) == Household.building_id)
        .where(col(Household.estate_id) == estate_id)
        .order_by(col(Building.position), col(Household.id))
    )
    return DoorBook((Door(*row) for row in session.execute(query)), name)


def _committees() -> Select[*tuple[Any, ...]]:
    columns = (Committee.id, Committee.name, Committee.time_zone, Committee.language)
    return select(*(col(column) for column in columns)).order_by(col(Committee.id))


def _estates() -> Select[*tuple[Any, ...]]:
    households = (
        select(func.count()).where(col(Household.estate_id) == col(Estate.id)).scalar_subquery()
    )
    return select(col(Estate.id), col(Estate.committee_id), col(Estate.name), households).order_by(
        col(Estate.id)
    )


def _buildings() -> Select[*tuple[Any, ...]]:
    households = (
        select(func.count()).where(col(Household.building_id) == col(Building.id)).scalar_subquery()
    )
    return select(
        col(Building.id),
        col(Building.estate_id),
        col(Building.label),
        col(Building.position),
        col(Building.link_code),
        households,
    ).order_by(col(Building.position), col(Building.id))

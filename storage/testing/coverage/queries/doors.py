"""The doors of a day, one by one: for leads, staff and the squad, never for a group."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlmodel import Session, col

from storage.community.kinds import ResidentState
from storage.community.tables import Building, Estate, Household, Resident
from storage.community.walking import walk
from storage.testing.coverage.kinds import MarkState
from storage.testing.coverage.queries.days import find_day_facts, slot_buildings
from storage.testing.coverage.queries.views import DoorView, MarkView
from storage.testing.coverage.rules import OFF, Place
from storage.testing.coverage.tables import HomeVisit, Mark
from storage.testing.tables import Day, Slot


def find_mark(session: Session, day_id: int, household_id: int) -> MarkView | None:
    """What is put down of a household on a day."""
    query = select(Mark).where(col(Mark.day_id) == day_id, col(Mark.household_id) == household_id)
    mark = session.execute(query).scalar()
    if mark is None:
        return None
    return MarkView(mark.state, mark.how, mark.person_id, mark.reason, mark.at)


def find_place(session: Session, household_id: int) -> Place | None:
    """The building of a household, and its committee."""
    query = (
        select(col(Estate.committee_id), col(Household.building_id))
        .join(Estate, col(Estate.id) == col(Household.estate_id))
        .where(col(Household.id) == household_id)
    )
    row = session.execute(query).first()
    return Place(*row) if row is not None else None


def find_building_place(session: Session, building_id: int) -> Place | None:
    """A building, and its committee."""
    query = (
        select(col(Estate.committee_id), col(Building.id))
        .join(Estate, col(Estate.id) == col(Building.estate_id))
        .where(col(Building.id) == building_id)
    )
    row = session.execute(query).first()
    return Place(*row) if row is not None else None


def list_doors(
    session: Session, day_id: int, building_ids: Collection[int] | None = None
) -> tuple[DoorView, ...]:
    """The doors of a day's buildings, house after house, in the order in which they are walked.

    Within a house those that were missed on an earlier day of the round come first (S57).

    Args:
        building_ids: these buildings only; None: all of the day.
    """
    day = find_day_facts(session, day_id)
    if day is None:
        return ()
    query = _doors(day_id, day.round_id, day.number, _is_home_then(day.day)).where(
        col(Building.id).in_(slot_buildings(day_id))
    )
    if building_ids is not None:
        query = query.where(col(Building.id).in_(building_ids))
    houses: dict[int, list[DoorView]] = {}
    for row in session.execute(query):
        houses.setdefault(row.building_id, []).append(_door(row))
    return tuple(door for house in houses.values() for door in _order(house))


def is_expected(session: Session, day_id: int, household_id: int) -> bool:
    """Whether a day is about this household."""
    query = select(col(Household.id)).where(
        col(Household.id) == household_id, col(Household.building_id).in_(slot_buildings(day_id))
    )
    return session.execute(query).first() is not None


def _order(house: list[DoorView]) -> list[DoorView]:
    return sorted(walk(house), key=lambda door: not door.was_missed)


def _door(row: Any) -> DoorView:
    return DoorView(
        household_id=row.id,
        building_id=row.building_id,
        building=row.label,
        unit=row.unit,
        room=row.room,
        door=row.door,
        is_linked=bool(row.is_linked),
        is_home=bool(row.is_home),
        was_missed=row.done_before < row.days_before,
        mark=row.state,
        how=row.how,
    )


def _doors(day_id: int, round_id: int, number: int, is_home: ColumnElement[bool]) -> Any:
    is_linked = exists().where(
        col(Resident.household_id) == col(Household.id),
        col(Resident.state) == ResidentState.ACTIVE,
    )
    earlier = and_(
        col(Day.round_id) == round_id, col(Day.ordinal) < number, col(Day.state).not_in(OFF)
    )
    return (
        select(
            col(Household.id),
            col(Household.building_id),
            col(Building.label),
            col(Household.unit),
            col(Household.room),
            col(Household.door),
            is_linked.label("is_linked"),
            is_home.label("is_home"),
            _count_days(earlier).label("days_before"),
            _count_done(earlier).label("done_before"),
            col(Mark.state),
            col(Mark.how),
        )
        .join(Building, col(Building.id) == col(Household.building_id))
        .outerjoin(
            Mark, and_(col(Mark.household_id) == col(Household.id), col(Mark.day_id) == day_id)
        )
        .order_by(col(Building.position), col(Building.id), col(Household.id))
    )


def _is_home_then(day: Any) -> ColumnElement[bool]:
    return exists().where(
        col(HomeVisit.household_id) == col(Household.id),
        or_(col(HomeVisit.until).is_(None), col(HomeVisit.until) >= day),
    )


def _count_days(earlier: ColumnElement[bool]) -> Any:
    """On how many of the earlier days a household's building was called."""
    return (
        select(func.count(func.distinct(col(Day.id))))
        .join(Slot, col(Slot.day_id) == col(Day.id))
        .where(earlier, col(Slot.building_id) == col(Building.id))
        .scalar_subquery()
    )


def _count_done(earlier: ColumnElement[bool]) -> Any:
    """On how many of them the household was done."""
    return (
        select(func.count(col(Mark.id)))
        .join(Day, col(Day.id) == col(Mark.day_id))
        .where(
            earlier,
            col(Mark.household_id) == col(Household.id),
            col(Mark.state) == MarkState.DONE,
        )
        .correlate(Household)
        .scalar_subquery()
    )

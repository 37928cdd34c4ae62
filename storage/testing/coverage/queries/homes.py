"""Households that are sampled at home, and who goes there (S54)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlmodel import Session, col

from storage.community.kinds import ResidentState, RoleKind
from storage.community.queries import list_roles
from storage.community.tables import Building, Estate, Household, Person, Resident
from storage.community.walking import walk
from storage.testing.coverage.queries.views import DayFacts, Helper, HomeView, Stop
from storage.testing.coverage.tables import HomeVisit, Mark, SquadMember
from storage.testing.kinds import SlotKind
from storage.testing.tables import Slot


def count_home_visits(session: Session, estate_id: int, day: date) -> dict[int, int]:
    """How many households are sampled at home on a day, by building."""
    query = (
        select(col(Household.building_id), func.count())
        .join(HomeVisit, col(HomeVisit.household_id) == col(Household.id))
        .where(col(Household.estate_id) == estate_id, _is_on(day))
        .group_by(col(Household.building_id))
    )
    return {row[0]: row[1] for row in session.execute(query)}


def list_home_people(
    session: Session, building_ids: Collection[int], day: date
) -> dict[int, list[int]]:
    """Who can be written to in the households that are sampled at home on a day, by building."""
    query = (
        select(col(Household.building_id), col(Resident.person_id))
        .join(HomeVisit, col(HomeVisit.household_id) == col(Household.id))
        .join(Resident, col(Resident.household_id) == col(Household.id))
        .join(Person, col(Person.id) == col(Resident.person_id))
        .where(
            col(Household.building_id).in_(building_ids),
            col(Resident.state) == ResidentState.ACTIVE,
            col(Person.reachable),
            _is_on(day),
        )
        .order_by(col(Resident.id))
    )
    people: dict[int, list[int]] = {}
    for building_id, person_id in session.execute(query):
        people.setdefault(building_id, []).append(person_id)
    return people


def find_home(session: Session, household_id: int) -> HomeView | None:
    """One household of the list."""
    row = session.execute(_homes().where(col(Household.id) == household_id)).first()
    return HomeView(*row) if row is not None else None


def list_homes(session: Session, estate_id: int, day: date) -> tuple[HomeView, ...]:
    """The households of an estate that are sampled at home on a day, house after house."""
    query = _homes().where(col(Household.estate_id) == estate_id, _is_on(day))
    return _walked(HomeView(*row) for row in session.execute(query))


def list_stops(session: Session, day: DayFacts) -> tuple[Stop, ...]:
    """The squad's round: in the order of its slots, each house from the top down."""
    slots = select(col(Slot.building_id), func.min(col(Slot.starts_at))).where(
        col(Slot.day_id) == day.id, col(Slot.kind) == SlotKind.HOME
    )
    rows = session.execute(slots.group_by(col(Slot.building_id)))
    begins: dict[int, datetime] = {row[0]: row[1] for row in rows}
    on_day = select(col(Slot.building_id)).where(col(Slot.day_id) == day.id)
    query = _homes().where(col(Building.id).in_(on_day), _is_on(day.day))
    homes = _walked(HomeView(*row) for row in session.execute(query))
    marks = _list_marks(session, day.id)
    stops = [
        Stop(home, begins.get(home.building_id), marks.get(home.household_id)) for home in homes
    ]
    return tuple(sorted(stops, key=lambda stop: stop.starts_at or day.starts_at))


def list_helpers(
    session: Session, committee_id: int, day_id: int, now: datetime
) -> tuple[Helper, ...]:
    """Volunteers, leads and staff who can be sent round on a day, those who are first."""
    named = set(
        session.execute(
            select(col(SquadMember.person_id)).where(col(SquadMember.day_id) == day_id)
        ).scalars()
    )
    roles = list_roles(session, committee_id, now)
    # A volunteer's offer is what it is for; others help out.
    roles = tuple(sorted(roles, key=lambda role: role.kind is not RoleKind.VOLUNTEER))
    names = {role.person_id: role.name for role in roles}
    helpers = [Helper(person_id, name, person_id in named) for person_id, name in names.items()]
    return tuple(sorted(helpers, key=lambda helper: not helper.is_named))


def _list_marks(session: Session, day_id: int) -> dict[int, Any]:
    query = select(col(Mark.household_id), col(Mark.state)).where(col(Mark.day_id) == day_id)
    return {row[0]: row[1] for row in session.execute(query)}


def _walked(homes: Any) -> tuple[HomeView, ...]:
    houses: dict[int, list[HomeView]] = {}
    for home in homes:
        houses.setdefault(home.building_id, []).append(home)
    return tuple(home for house in houses.values() for home in walk(house))


def _is_on(day: date) -> ColumnElement[bool]:
    return or_(col(HomeVisit.until).is_(None), col(HomeVisit.until) >= day)


def _homes() -> Select[*tuple[Any, ...]]:
    return (
        select(
            col(Household.id),
            col(Estate.committee_id),
            col(Household.estate_id),
            col(Household.building_id),
            col(Building.label),
            col(Household.unit),
            col(Household.room),
            col(Household.door),
            col(HomeVisit.note),
            col(HomeVisit.until),
        )
        .join(HomeVisit, col(HomeVisit.household_id) == col(Household.id))
        .join(Building, col(Building.id) == col(Household.building_id))
        .join(Estate, col(Estate.id) == col(Household.estate_id))
        .order_by(col(Building.position), col(Building.id), col(Household.id))
    )

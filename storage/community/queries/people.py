"""Persons, their ties to households, and their roles."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, and_, bindparam, or_, select
from sqlmodel import Session, col

from storage.columns import Moment
from storage.community.actor import Actor, Right, Tie
from storage.community.kinds import ResidentState
from storage.community.queries.views import MemberView, PersonView, ResidentView, RoleView
from storage.community.tables import (
    DEFAULT_ZONE,
    Building,
    Committee,
    Estate,
    Household,
    Person,
    Resident,
    Role,
)

# Built once: every update asks for its actor.
_PERSON_AND_TIES: Select[*tuple[Any, ...]] = (
    select(
        col(Person.name),
        col(Person.language),
        col(Person.telegram_language),
        col(Person.reachable),
        col(Resident.id).label("resident_id"),
        col(Resident.household_id),
        col(Resident.estate_id),
        col(Estate.committee_id),
        col(Household.building_id),
        col(Building.label),
        col(Household.door),
        col(Resident.state),
        col(Committee.time_zone),
    )
    .select_from(Person)
    .outerjoin(
        Resident,
        and_(
            col(Resident.person_id) == col(Person.id),
            col(Resident.state) != ResidentState.REMOVED,
        ),
    )
    .outerjoin(Household, col(Household.id) == col(Resident.household_id))
    .outerjoin(Building, col(Building.id) == col(Household.building_id))
    .outerjoin(Estate, col(Estate.id) == col(Resident.estate_id))
    .outerjoin(Committee, col(Committee.id) == col(Estate.committee_id))
    .where(col(Person.id) == bindparam("person_id"))
    .order_by(col(Resident.id))
)

_IS_VALID = and_(
    col(Role.revoked_at).is_(None),
    or_(col(Role.expires_at).is_(None), col(Role.expires_at) > bindparam("now", type_=Moment)),
)

_RIGHTS = (
    select(
        col(Role.id),
        col(Role.committee_id),
        col(Role.kind),
        col(Role.building_id),
        col(Role.expires_at),
        col(Committee.time_zone),
    )
    .join(Committee, col(Committee.id) == col(Role.committee_id))
    .where(col(Role.person_id) == bindparam("person_id"), _IS_VALID)
    .order_by(col(Role.id))
)

_ROLES = (
    select(
        col(Role.id),
        col(Role.person_id),
        col(Person.name),
        col(Role.kind),
        col(Role.building_id),
        col(Building.label),
        col(Role.expires_at),
    )
    .join(Person, col(Person.id) == col(Role.person_id))
    .outerjoin(Building, col(Building.id) == col(Role.building_id))
    .where(col(Role.committee_id) == bindparam("committee_id"), _IS_VALID)
    .order_by(col(Role.id))
)


def find_actor(session: Session, person_id: int, now: datetime) -> Actor:
    """A person's ties and valid rights. An unknown person has none.

    Two statements; for somebody without ties and rights one more, for the clock.
    """
    rows = session.execute(_PERSON_AND_TIES, {"person_id": person_id}).all()
    if not rows:
        return Actor(person_id, time_zone=find_common_zone(session))
    rights = session.execute(_RIGHTS, {"person_id": person_id, "now": now}).all()
    person = rows[0]
    zones = [row.time_zone for row in (*rows, *rights) if row.time_zone is not None]
    return Actor(
        person_id=person_id,
        name=person.name,
        language=person.language,
        telegram_language=person.telegram_language,
        reachable=person.reachable,
        time_zone=zones[0] if zones else find_common_zone(session),
        residents=tuple(_tie(row) for row in rows if row.resident_id is not None),
        roles=tuple(Right(*row[:-1]) for row in rights),
    )


def find_common_zone(session: Session) -> str:
    """The clock of somebody whom no committee knows: the one that all committees share."""
    zones = session.execute(select(col(Committee.time_zone)).distinct().limit(2)).scalars().all()
    return zones[0] if len(zones) == 1 else DEFAULT_ZONE


def _tie(row: Row[Any]) -> Tie:
    return Tie(
        resident_id=row.resident_id,
        household_id=row.household_id,
        estate_id=row.estate_id,
        committee_id=row.committee_id,
        building_id=row.building_id,
        building=row.label,
        door=row.door,
        state=row.state,
    )


def find_person(session: Session, person_id: int) -> PersonView | None:
    """One Telegram account that has spoken to the bot."""
    columns = (
        Person.id,
        Person.name,
        Person.language,
        Person.telegram_language,
        Person.reachable,
    )
    query = select(*(col(column) for column in columns)).where(col(Person.id) == person_id)
    row = session.execute(query).first()
    return PersonView(*row) if row else None


def list_household_members(session: Session, household_id: int) -> tuple[MemberView, ...]:
    """Who is tied to a household, disputed ties included, in the order in which they came."""
    query = (
        select(
            col(Resident.id),
            col(Resident.person_id),
            col(Person.name),
            col(Resident.state),
            col(Resident.confirmed_by).is_not(None),
        )
        .join(Person, col(Person.id) == col(Resident.person_id))
        .where(
            col(Resident.household_id) == household_id,
            col(Resident.state) != ResidentState.REMOVED,
        )
        .order_by(col(Resident.joined_at), col(Resident.id))
    )
    return tuple(MemberView(*row) for row in session.execute(query))


def find_resident(session: Session, resident_id: int) -> ResidentView | None:
    """One tie, removed ones included."""
    row = session.execute(_residents().where(col(Resident.id) == resident_id)).first()
    return ResidentView(*row) if row else None


def list_residents(
    session: Session, estate_id: int, state: ResidentState | None = None
) -> tuple[ResidentView, ...]:
    """The ties of an estate, for staff: all, or those in one state."""
    query = _residents().where(col(Resident.estate_id) == estate_id)
    if state is not None:
        query = query.where(col(Resident.state) == state)
    return tuple(ResidentView(*row) for row in session.execute(query))


def list_roles(session: Session, committee_id: int, now: datetime) -> tuple[RoleView, ...]:
    """The roles of a committee that are valid now."""
    rows = session.execute(_ROLES, {"committee_id": committee_id, "now": now})
    return tuple(RoleView(*row) for row in rows)


def _residents() -> Select[*tuple[Any, ...]]:
    return (
        select(
            col(Resident.id),
            col(Resident.person_id),
            col(Person.name),
            col(Resident.household_id),
            col(Resident.estate_id),
            col(Estate.committee_id),
            col(Household.door),
            col(Resident.state),
        )
        .join(Person, col(Person.id) == col(Resident.person_id))
        .join(Household, col(Household.id) == col(Resident.household_id))
        .join(Estate, col(Estate.id) == col(Resident.estate_id))
        .order_by(col(Resident.id))
    )

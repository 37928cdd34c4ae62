"""Volunteers, with the right that they have now."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from storage.community.kinds import RoleKind
from storage.community.queries import RoleView, list_roles
from storage.community.tables import Person
from storage.volunteers.kinds import HANDBOOK_VERSION
from storage.volunteers.queries.views import VolunteerView
from storage.volunteers.tables import HandbookReading, Volunteer


def find_volunteer(session: Session, volunteer_id: int, now: datetime) -> VolunteerView | None:
    """One offer, whatever became of it."""
    query = select(Volunteer).where(Volunteer.id == volunteer_id)
    return next(iter(_views(session, query, now)), None)


def find_volunteer_of(
    session: Session, person_id: int, committee_id: int, now: datetime
) -> VolunteerView | None:
    """What a person offered a committee."""
    query = select(Volunteer).where(
        Volunteer.person_id == person_id, Volunteer.committee_id == committee_id
    )
    return next(iter(_views(session, query, now)), None)


def list_volunteers(
    session: Session, committee_id: int, now: datetime
) -> tuple[VolunteerView, ...]:
    """Everybody who offered a committee help, those first who came first."""
    query = select(Volunteer).where(Volunteer.committee_id == committee_id)
    query = query.order_by(col(Volunteer.offered_at), col(Volunteer.id))
    return tuple(_views(session, query, now))


def count_offers(session: Session, person_id: int) -> int:
    """To how many committees a person has offered help, whatever became of it."""
    query = select(Volunteer.id).where(Volunteer.person_id == person_id)
    return len(session.exec(query).all())


def has_read_handbook(session: Session, person_id: int) -> bool:
    """Whether somebody ticked the version of the handbook that holds now (S107)."""
    return session.get(HandbookReading, (person_id, HANDBOOK_VERSION)) is not None


def list_own_roles(
    session: Session, person_id: int, committee_id: int, now: datetime
) -> list[RoleView]:
    """A person's valid rights as a volunteer of a committee."""
    return [
        role for _, role in _list_roles(session, committee_id, now) if role.person_id == person_id
    ]


def _views(
    session: Session, query: SelectOfScalar[Volunteer], now: datetime
) -> Iterator[VolunteerView]:
    rows = session.exec(query).all()
    committees = {volunteer.committee_id for volunteer in rows}
    roles = [role for each in committees for role in _list_roles(session, each, now)]
    for volunteer in rows:
        own = [
            role
            for committee_id, role in roles
            if (committee_id, role.person_id) == (volunteer.committee_id, volunteer.person_id)
        ]
        yield _view(session, volunteer, own)


def _list_roles(
    session: Session, committee_id: int, now: datetime
) -> Iterator[tuple[int, RoleView]]:
    for role in list_roles(session, committee_id, now):
        if role.kind is RoleKind.VOLUNTEER:
            yield committee_id, role


def _view(session: Session, volunteer: Volunteer, roles: list[RoleView]) -> VolunteerView:
    assert volunteer.id is not None
    ends = [role.expires_at for role in roles if role.expires_at is not None]
    is_wide = any(role.building_id is None for role in roles)
    return VolunteerView(
        id=volunteer.id,
        person_id=volunteer.person_id,
        name=session.get_one(Person, volunteer.person_id).name,
        committee_id=volunteer.committee_id,
        buildings=tuple(volunteer.buildings),
        skills=tuple(volunteer.skills),
        vehicle=volunteer.vehicle,
        state=volunteer.state,
        is_paused=volunteer.is_paused,
        offered_at=volunteer.offered_at,
        has_read=has_read_handbook(session, volunteer.person_id),
        has_right=bool(roles),
        until=max(ends) if ends and len(ends) == len(roles) else None,
        scope=() if is_wide else tuple(role.building_id for role in roles if role.building_id),
    )

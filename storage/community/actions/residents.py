"""Ties between persons and households: joined, objected to, confirmed, moved, removed.

A household trusts whoever joins it at once (S13, S40: thirty seconds to an entry), and hears of
it at once, so that it can object. Staff have the last word.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from storage.audit.actions import record
from storage.community.actions._locks import lock_household, lock_person, lock_resident
from storage.community.actions.people import new_member_key
from storage.community.kinds import ResidentState
from storage.community.queries import ResidentView, find_actor, find_resident
from storage.community.rules import Standing, check_may_join, check_may_object, check_staff
from storage.community.tables import Household, Person, Resident
from storage.errors import RuleError
from storage.outbox.actions import tell


@dataclass(frozen=True)
class Joined:
    """A person's tie after joining.

    Attributes:
        is_new: False where they were tied to this household already.
        told: members of the household who are told of it.
    """

    resident_id: int
    household_id: int
    estate_id: int
    door: str
    state: ResidentState
    is_new: bool
    told: int


def join_household(session: Session, person_id: int, household_id: int, *, now: datetime) -> Joined:
    """Tie a person to a household, active at once (S13, S40), and tell its other members.

    Joining again is harmless and tells nobody; a disputed tie stays disputed.

    Raises:
        RuleError: `not_found`, or what `check_may_join` raises.
    """
    person = lock_person(session, person_id)
    household = lock_household(session, household_id)
    mine = Resident.person_id == person_id, Resident.estate_id == household.estate_id
    resident = session.exec(select(Resident).where(*mine)).first()
    check_may_join(_standing(session, resident) if resident else None, household_id)
    is_new = resident is None
    told = 0
    if resident is None:
        resident = Resident(
            person_id=person_id,
            household_id=household_id,
            estate_id=household.estate_id,
            joined_at=now,
        )
        session.add(resident)
        session.flush()
        _audit(session, resident, "resident.joined", person_id, now)
        told = _tell_members(session, resident, person, household.door, now)
    assert resident.id is not None
    return Joined(
        resident_id=resident.id,
        household_id=household_id,
        estate_id=household.estate_id,
        door=household.door,
        state=resident.state,
        is_new=is_new,
        told=told,
    )


def object_to_resident(
    session: Session, resident_id: int, *, by: int, now: datetime
) -> ResidentView:
    """Dispute a tie: its person cannot act for the household until staff confirm them.

    Args:
        by: a member of the same household.

    Raises:
        RuleError: `not_found`, or what `check_may_object` raises.
    """
    resident = lock_resident(session, resident_id)
    own = Resident.person_id == by, Resident.estate_id == resident.estate_id
    objector = session.exec(select(Resident).where(*own)).first()
    check_may_object(
        _standing(session, objector) if objector else None, _standing(session, resident)
    )
    if resident.state is ResidentState.ACTIVE:
        _turn(session, resident, ResidentState.DISPUTED, "disputed", by, now)
    return _view(session, resident_id)


def confirm_resident(session: Session, resident_id: int, *, by: int, now: datetime) -> ResidentView:
    """Vouch for a tie, as staff: disputed or removed, it is active again.

    Raises:
        RuleError: `not_found`, `not_staff`.
    """
    resident = _lock_for_staff(session, resident_id, by, now)
    if resident.state is not ResidentState.ACTIVE or resident.confirmed_by is None:
        resident.confirmed_by = by
        _turn(session, resident, ResidentState.ACTIVE, "confirmed", by, now)
    return _view(session, resident_id)


def move_resident(
    session: Session, resident_id: int, household_id: int, *, by: int, now: datetime
) -> ResidentView:
    """Tie a person to another household of the estate, as staff; its members are told.

    Raises:
        RuleError: `not_found`, `not_staff`.
    """
    resident = _lock_for_staff(session, resident_id, by, now)
    household = lock_household(session, household_id)
    if household.estate_id != resident.estate_id:
        raise RuleError("not_found", kind="household")
    if resident.household_id != household_id:
        resident.household_id = household_id
        resident.confirmed_by = by
        resident.joined_at = now
        _turn(session, resident, ResidentState.ACTIVE, "moved", by, now)
        person = session.get_one(Person, resident.person_id)
        _tell_members(session, resident, person, household.door, now)
    return _view(session, resident_id)


def remove_resident(session: Session, resident_id: int, *, by: int, now: datetime) -> ResidentView:
    """Untie a person from their household, as staff. They cannot tie themselves again.

    Raises:
        RuleError: `not_found`, `not_staff`.
    """
    resident = _lock_for_staff(session, resident_id, by, now)
    if resident.state is not ResidentState.REMOVED:
        resident.confirmed_by = None
        _turn(session, resident, ResidentState.REMOVED, "removed", by, now)
    return _view(session, resident_id)


def _turn(
    session: Session,
    resident: Resident,
    state: ResidentState,
    what: str,
    by: int,
    now: datetime,
) -> None:
    """Change a tie's state, note who did, and tell its person."""
    resident.state = state
    session.flush()
    _audit(session, resident, f"resident.{what}", by, now)
    household = session.get_one(Household, resident.household_id)
    tell(session, resident.person_id, f"community/resident_{what}", now=now, door=household.door)


def _tell_members(
    session: Session, resident: Resident, person: Person, door: str, now: datetime
) -> int:
    """Tell every other active member that somebody has joined; returns how many."""
    others = select(Resident.person_id).where(
        Resident.household_id == resident.household_id,
        Resident.state == ResidentState.ACTIVE,
        Resident.id != resident.id,
    )
    members = session.exec(others.order_by(col(Resident.id))).all()
    assert resident.id is not None
    for member in members:
        tell(
            session,
            member,
            "community/new_member",
            now=now,
            dedupe_key=f"{new_member_key(resident.id)}{resident.household_id}:{member}",
            name=person.name,
            door=door,
            resident_id=resident.id,
            household_id=resident.household_id,
        )
    return len(members)


def _audit(session: Session, resident: Resident, action: str, by: int, now: datetime) -> None:
    record(
        session,
        action,
        f"resident:{resident.id}",
        at=now,
        actor_id=by,
        person=resident.person_id,
        household=resident.household_id,
    )


def _standing(session: Session, resident: Resident) -> Standing:
    household = session.get_one(Household, resident.household_id)
    assert resident.id is not None
    return Standing(
        resident_id=resident.id,
        person_id=resident.person_id,
        household_id=resident.household_id,
        door=household.door,
        state=resident.state,
        is_confirmed=resident.confirmed_by is not None,
        joined_at=resident.joined_at,
    )


def _view(session: Session, resident_id: int) -> ResidentView:
    view = find_resident(session, resident_id)
    assert view is not None
    return view


def _lock_for_staff(session: Session, resident_id: int, by: int, now: datetime) -> Resident:
    resident = lock_resident(session, resident_id)
    view = _view(session, resident_id)
    check_staff(find_actor(session, by, now), view.committee_id)
    return resident

"""What a volunteer decides for themselves: to offer help, pause, leave, and that they have read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, select

from storage.audit.actions import record
from storage.community.queries import find_duty, find_person
from storage.community.tables import Committee, Role
from storage.errors import RuleError
from storage.outbox.actions import leave
from storage.upsert import insert_new
from storage.volunteers.actions.by_hand import check_buildings
from storage.volunteers.kinds import HANDBOOK_VERSION, Skill, Vehicle, VolunteerState
from storage.volunteers.queries import VolunteerView, find_volunteer, list_own_roles
from storage.volunteers.tables import HandbookReading, Volunteer
from storage.volunteers.upkeep import return_tasks


@dataclass(frozen=True)
class Offer:
    """What somebody offers. Without buildings they go wherever they are needed."""

    committee_id: int
    buildings: Sequence[int] = ()
    skills: Sequence[Skill] = ()
    vehicle: Vehicle = Vehicle.NONE


def offer_help(session: Session, offer: Offer, *, by: int, now: datetime) -> VolunteerView:
    """Offer help, or change what one offers (S65, S105). Nobody needs a door here for it.

    Those on duty hear of a new offer, once a day. A change grants nothing: the scope of an
    accepted volunteer is what staff gave.

    Raises:
        RuleError: `not_found` for a committee, a building or a person that is not known.
    """
    _check_known(session, offer, by)
    row = _row(offer, by, now)
    is_new = insert_new(session, Volunteer, [row], keys=["person_id", "committee_id"]) > 0
    volunteer = _lock_own(session, by, offer.committee_id)
    for name in ("buildings", "skills", "vehicle"):
        setattr(volunteer, name, row[name])
    if is_new or not _stands(session, volunteer, now):
        volunteer.state, volunteer.is_paused, volunteer.offered_at = (
            VolunteerState.OFFERED,
            False,
            now,
        )
        record(session, "volunteer.offered", f"volunteer:{volunteer.id}", at=now, actor_id=by)
        _tell_staff(session, volunteer, now)
    session.add(volunteer)
    session.flush()
    return _view(session, volunteer, now)


def pause_help(
    session: Session, committee_id: int, is_paused: bool, *, by: int, now: datetime
) -> VolunteerView:
    """Take no tasks for now, or take them again. What one holds stays.

    Raises:
        RuleError: `volunteer_unknown`.
    """
    volunteer = _lock_own(session, by, committee_id)
    if volunteer.is_paused != is_paused:
        volunteer.is_paused = is_paused
        session.add(volunteer)
        action = "volunteer.paused" if is_paused else "volunteer.resumed"
        record(session, action, f"volunteer:{volunteer.id}", at=now, actor_id=by)
    return _view(session, volunteer, now)


def leave_volunteers(
    session: Session, committee_id: int, *, by: int, now: datetime
) -> VolunteerView:
    """Be a volunteer no longer: the right ends, and what one holds is open again.

    Raises:
        RuleError: `volunteer_unknown`.
    """
    volunteer = _lock_own(session, by, committee_id)
    if volunteer.state is not VolunteerState.LEFT:
        volunteer.state = VolunteerState.LEFT
        session.add(volunteer)
        record(session, "volunteer.left", f"volunteer:{volunteer.id}", at=now, actor_id=by)
    for own in list_own_roles(session, by, committee_id, now):
        session.get_one(Role, own.id).revoked_at = now
        record(session, "role.revoked", f"role:{own.id}", at=now, actor_id=by)
    session.flush()
    return_tasks(session, now)
    return _view(session, volunteer, now)


def read_handbook(
    session: Session, *, by: int, now: datetime, version: int = HANDBOOK_VERSION
) -> None:
    """Note that somebody read the handbook to its end (S107). Again, it changes nothing.

    Args:
        version: the one whose last page they saw.

    Raises:
        RuleError: `handbook_newer`: another version holds by now.
    """
    if version != HANDBOOK_VERSION:
        raise RuleError("handbook_newer")
    row = {"person_id": by, "version": version, "read_at": now}
    if insert_new(session, HandbookReading, [row], keys=["person_id", "version"]):
        record(session, "handbook.read", f"handbook:{version}", at=now, actor_id=by)


def _check_known(session: Session, offer: Offer, by: int) -> None:
    if session.get(Committee, offer.committee_id) is None:
        raise RuleError("not_found", kind="committee")
    if find_person(session, by) is None:
        raise RuleError("not_found", kind="person")
    check_buildings(session, offer.committee_id, list(offer.buildings))


def _row(offer: Offer, by: int, now: datetime) -> dict[str, object]:
    return {
        "person_id": by,
        "committee_id": offer.committee_id,
        "buildings": list(dict.fromkeys(offer.buildings)),
        "skills": [skill.value for skill in Skill if skill in offer.skills],
        "vehicle": offer.vehicle,
        "state": VolunteerState.OFFERED,
        "is_paused": False,
        "offered_at": now,
    }


def _stands(session: Session, volunteer: Volunteer, now: datetime) -> bool:
    """Whether the offer waits for an answer still, or has one that holds."""
    if volunteer.state is VolunteerState.OFFERED:
        return True
    has_right = bool(list_own_roles(session, volunteer.person_id, volunteer.committee_id, now))
    return volunteer.state is VolunteerState.ACCEPTED and has_right


def _tell_staff(session: Session, volunteer: Volunteer, now: datetime) -> None:
    person = find_person(session, volunteer.person_id)
    assert person is not None
    for staff in find_duty(session, volunteer.committee_id, now).people:
        leave(
            session,
            staff,
            "volunteers/offered",
            {"volunteer_id": volunteer.id, "name": person.name},
            now=now,
            dedupe_key=f"volunteers:offered:{volunteer.id}:{now.date().isoformat()}:{staff}",
        )


def _lock_own(session: Session, person_id: int, committee_id: int) -> Volunteer:
    query = select(Volunteer).where(
        Volunteer.person_id == person_id, Volunteer.committee_id == committee_id
    )
    volunteer = session.exec(query.with_for_update()).first()
    if volunteer is None:
        raise RuleError("volunteer_unknown")
    return volunteer


def _view(session: Session, volunteer: Volunteer, now: datetime) -> VolunteerView:
    assert volunteer.id is not None
    view = find_volunteer(session, volunteer.id, now)
    assert view is not None
    return view

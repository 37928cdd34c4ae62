"""What staff decide about volunteers: a right with an end, or none (S65, S98)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlmodel import Session, select

from storage.audit.actions import record
from storage.community.actions import grant_role, revoke_role
from storage.community.kinds import RoleKind
from storage.community.queries import find_actor
from storage.community.rules import check_staff
from storage.errors import RuleError
from storage.outbox.actions import leave
from storage.volunteers import rules
from storage.volunteers.actions.by_hand import check_buildings
from storage.volunteers.kinds import VolunteerState
from storage.volunteers.queries import VolunteerView, find_volunteer, list_own_roles
from storage.volunteers.tables import Volunteer
from storage.volunteers.upkeep import return_tasks


def accept_volunteer(
    session: Session,
    volunteer_id: int,
    *,
    days: int,
    building_ids: Sequence[int],
    by: int,
    now: datetime,
) -> VolunteerView:
    """Give a volunteer their right for some days; it ends by itself. They are told.

    Accepting again takes the new end and the new buildings; a right for others ends.

    Args:
        days: 3, 7, 14 or 30.
        building_ids: where; none: in the whole committee.

    Raises:
        RuleError: `not_found`, `not_staff`, `volunteer_term_wrong`; `volunteer_gone` for one who
            has left: they can offer their help again.
    """
    volunteer = _lock(session, volunteer_id, by, now)
    rules.check_term(days)
    check_buildings(session, volunteer.committee_id, list(building_ids))
    if volunteer.state is VolunteerState.LEFT:
        raise RuleError("volunteer_gone")
    until = now + timedelta(days=days)
    _grant(session, volunteer, building_ids, until, by, now)
    _answer(session, volunteer, VolunteerState.ACCEPTED, by, now)
    return_tasks(session, now)
    view = _view(session, volunteer, now)
    params = {
        "committee_id": volunteer.committee_id,
        "until": until.isoformat(),
        "has_read": view.has_read,
    }
    key = f"volunteers:accepted:{volunteer.id}:{until.isoformat()}"
    leave(session, volunteer.person_id, "volunteers/accepted", params, now=now, dedupe_key=key)
    return view


def extend_volunteer(
    session: Session, volunteer_id: int, *, days: int, by: int, now: datetime
) -> VolunteerView:
    """Let a right last some days from now, where it was good for.

    Raises:
        RuleError: as `accept_volunteer`; `volunteer_no_right` where there is nothing to extend.
    """
    view = find_volunteer(session, volunteer_id, now)
    if view is not None and not view.has_right:
        raise RuleError("volunteer_no_right")
    scope = view.scope if view else ()
    return accept_volunteer(session, volunteer_id, days=days, building_ids=scope, by=by, now=now)


def decline_volunteer(
    session: Session, volunteer_id: int, *, by: int, now: datetime
) -> VolunteerView:
    """Thank somebody and do without their help for now. They are told; again changes nothing.

    Raises:
        RuleError: `not_found`, `not_staff`; `volunteer_accepted` for one who has a right: that
            is ended, not declined.
    """
    volunteer = _lock(session, volunteer_id, by, now)
    if volunteer.state is VolunteerState.ACCEPTED:
        raise RuleError("volunteer_accepted")
    if volunteer.state is VolunteerState.OFFERED:
        _answer(session, volunteer, VolunteerState.DECLINED, by, now)
        params = {"committee_id": volunteer.committee_id}
        leave(session, volunteer.person_id, "volunteers/declined", params, now=now)
    return _view(session, volunteer, now)


def end_volunteer(session: Session, volunteer_id: int, *, by: int, now: datetime) -> VolunteerView:
    """End a volunteer's right at once; what they hold is open again. Again changes nothing.

    Raises:
        RuleError: `not_found`, `not_staff`.
    """
    volunteer = _lock(session, volunteer_id, by, now)
    roles = list_own_roles(session, volunteer.person_id, volunteer.committee_id, now)
    for role in roles:
        revoke_role(session, role.id, by=by, now=now)
    if roles or volunteer.state is VolunteerState.ACCEPTED:
        _answer(session, volunteer, VolunteerState.LEFT, by, now)
        params = {"committee_id": volunteer.committee_id}
        leave(session, volunteer.person_id, "volunteers/ended", params, now=now)
        return_tasks(session, now)
    return _view(session, volunteer, now)


def _grant(
    session: Session,
    volunteer: Volunteer,
    building_ids: Sequence[int],
    until: datetime,
    by: int,
    now: datetime,
) -> None:
    wanted: tuple[int | None, ...] = tuple(dict.fromkeys(building_ids)) or (None,)
    person_id, committee_id = volunteer.person_id, volunteer.committee_id
    for building_id in wanted:
        grant_role(
            session,
            person_id,
            committee_id,
            RoleKind.VOLUNTEER,
            by=by,
            building_id=building_id,
            expires_at=until,
            now=now,
        )
    for role in list_own_roles(session, person_id, committee_id, now):
        if role.building_id not in wanted:
            revoke_role(session, role.id, by=by, now=now)


def _answer(
    session: Session, volunteer: Volunteer, state: VolunteerState, by: int, now: datetime
) -> None:
    volunteer.state, volunteer.answered_by, volunteer.answered_at = state, by, now
    session.add(volunteer)
    session.flush()
    record(session, f"volunteer.{state.value}", f"volunteer:{volunteer.id}", at=now, actor_id=by)


def _lock(session: Session, volunteer_id: int, by: int, now: datetime) -> Volunteer:
    query = select(Volunteer).where(Volunteer.id == volunteer_id)
    volunteer = session.exec(query.with_for_update()).first()
    if volunteer is None:
        raise RuleError("not_found", kind="volunteer")
    check_staff(find_actor(session, by, now), volunteer.committee_id)
    return volunteer


def _view(session: Session, volunteer: Volunteer, now: datetime) -> VolunteerView:
    assert volunteer.id is not None
    view = find_volunteer(session, volunteer.id, now)
    assert view is not None
    return view

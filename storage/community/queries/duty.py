"""Who answers for a committee now (S99)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import and_, or_, select
from sqlmodel import Session, col

from storage.community.kinds import RoleKind
from storage.community.queries.views import DutyView, OnDuty
from storage.community.tables import Duty, Person, Role


def find_duty(session: Session, committee_id: int, now: datetime) -> DutyView:
    """Staff who have the duty and can be reached; where nobody does, all staff who can be.

    A right that ended takes the duty with it.
    """
    query = (
        select(col(Person.id), col(Person.name), col(Duty.since), col(Duty.until))
        .join(Role, col(Role.person_id) == col(Person.id))
        .outerjoin(
            Duty,
            and_(
                col(Duty.person_id) == col(Person.id),
                col(Duty.committee_id) == col(Role.committee_id),
                or_(col(Duty.until).is_(None), col(Duty.until) > now),
            ),
        )
        .where(
            col(Role.committee_id) == committee_id,
            col(Role.kind) == RoleKind.STAFF,
            col(Role.revoked_at).is_(None),
            or_(col(Role.expires_at).is_(None), col(Role.expires_at) > now),
            col(Person.reachable),
        )
        .distinct()
        .order_by(col(Person.id))
    )
    reachable = tuple(OnDuty(*row) for row in session.execute(query))
    taken = tuple(person for person in reachable if person.since is not None)
    return DutyView(bool(taken), taken or reachable)

"""Rights for committees, and the one-time links that give them."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import CursorResult, update
from sqlmodel import Session, col, select

from storage.audit.actions import record
from storage.community.actions._locks import lock_committee
from storage.community.actions.estates import check_operator_or_staff
from storage.community.kinds import RoleKind
from storage.community.queries import RoleView, list_roles
from storage.community.rules import (
    check_expiry,
    check_invite,
    check_not_last_staff,
    digest_code,
)
from storage.community.tables import Building, Estate, Invite, Person, Role
from storage.errors import RuleError

_CODE_BYTES = 16
_INVITE_LASTS = timedelta(days=2)
# A volunteer's right ends by itself, however they came by it (S65).
_VOLUNTEER_LASTS = timedelta(days=30)


@dataclass(frozen=True)
class Accepted:
    """The right that an invite gave. `is_new` is False when its owner pressed it again."""

    role_id: int
    committee_id: int
    kind: RoleKind
    is_new: bool


def grant_role(
    session: Session,
    person_id: int,
    committee_id: int,
    kind: RoleKind,
    *,
    now: datetime,
    by: int | None = None,
    building_id: int | None = None,
    expires_at: datetime | None = None,
) -> int:
    """Give a person a right, for a while or until it is revoked (S09, S22).

    The same right given again takes the new end. Returns the role's number.

    Args:
        by: staff; None at the command line.
        building_id: limits the right to one building.

    Raises:
        RuleError: `not_staff`, `not_found`, `expiry_in_past`.
    """
    check_expiry(expires_at, now)
    lock_committee(session, committee_id)
    check_operator_or_staff(session, committee_id, by, now)
    if session.get(Person, person_id) is None:
        raise RuleError("not_found", kind="person")
    _check_building(session, building_id, committee_id)
    return _grant(session, person_id, committee_id, kind, building_id, expires_at, by, now)


def revoke_role(session: Session, role_id: int, *, by: int | None, now: datetime) -> None:
    """End a right at once. Ending it again changes nothing.

    Args:
        by: staff; None at the command line.

    Raises:
        RuleError: `not_staff`, `not_found`; `last_staff` where nobody would be left to grant
            rights but the command line.
    """
    role = session.get(Role, role_id)
    if role is None:
        raise RuleError("not_found", kind="role")
    lock_committee(session, role.committee_id)
    check_operator_or_staff(session, role.committee_id, by, now)
    # Read again under the lock: two who revoke each other at once must not both succeed.
    session.refresh(role)
    if role.revoked_at is not None:
        return
    if by is not None:
        staff = [view.id for view in _list_staff(session, role.committee_id, now)]
        check_not_last_staff(role_id, staff)
    role.revoked_at = now
    session.flush()
    record(session, "role.revoked", f"role:{role_id}", at=now, actor_id=by)


def create_invite(
    session: Session,
    committee_id: int,
    *,
    now: datetime,
    by: int | None = None,
    kind: RoleKind = RoleKind.STAFF,
    building_id: int | None = None,
    lasts: timedelta = _INVITE_LASTS,
) -> str:
    """Make a one-time code that gives its first user a role. Only its digest is kept.

    Args:
        by: staff; None at the command line.
        building_id: limits the role to one building (S98).

    Returns:
        22 characters of `A-Z a-z 0-9 _ -`, fit for a deep link.

    Raises:
        RuleError: `not_staff`, `not_found`, `expiry_in_past`.
    """
    check_expiry(now + lasts, now)
    lock_committee(session, committee_id)
    check_operator_or_staff(session, committee_id, by, now)
    _check_building(session, building_id, committee_id)
    code = secrets.token_urlsafe(_CODE_BYTES)
    invite = Invite(
        code_digest=digest_code(code),
        committee_id=committee_id,
        kind=kind,
        building_id=building_id,
        expires_at=now + lasts,
    )
    session.add(invite)
    session.flush()
    record(session, "invite.created", f"invite:{invite.id}", at=now, actor_id=by)
    return code


def accept_invite(session: Session, code: str, person_id: int, *, now: datetime) -> Accepted:
    """Take the role that a code gives. It works once; its owner may press it again.

    Raises:
        RuleError: `invite_unknown`, `invite_used`, `invite_expired`; `not_found` for a person
            that was never met.
    """
    digest = digest_code(code)
    invite = session.exec(select(Invite).where(Invite.code_digest == digest)).first()
    if invite is None:
        raise RuleError("invite_unknown")
    if session.get(Person, person_id) is None:
        raise RuleError("not_found", kind="person")
    if invite.used_by == person_id:
        return _accepted_before(session, invite, person_id, now)
    check_invite(invite.used_by, invite.expires_at, now)
    _claim(session, invite, person_id, now)
    lock_committee(session, invite.committee_id)
    until = now + _VOLUNTEER_LASTS if invite.kind is RoleKind.VOLUNTEER else None
    role_id = _grant(
        session,
        person_id,
        invite.committee_id,
        invite.kind,
        invite.building_id,
        until,
        person_id,
        now,
    )
    record(session, "invite.accepted", f"invite:{invite.id}", at=now, actor_id=person_id)
    return Accepted(role_id, invite.committee_id, invite.kind, is_new=True)


def _claim(session: Session, invite: Invite, person_id: int, now: datetime) -> None:
    """Use the invite up, unless somebody did since it was read."""
    unused = update(Invite).where(col(Invite.id) == invite.id, col(Invite.used_by).is_(None))
    result = session.execute(unused.values(used_by=person_id, used_at=now))
    if cast("CursorResult[Any]", result).rowcount == 0:
        raise RuleError("invite_used")


def _accepted_before(session: Session, invite: Invite, person_id: int, now: datetime) -> Accepted:
    """The role as it was given. One that was revoked since does not come back."""
    for view in list_roles(session, invite.committee_id, now):
        given = (view.person_id, view.kind, view.building_id)
        if given == (person_id, invite.kind, invite.building_id):
            return Accepted(view.id, invite.committee_id, invite.kind, is_new=False)
    raise RuleError("invite_used")


def _grant(
    session: Session,
    person_id: int,
    committee_id: int,
    kind: RoleKind,
    building_id: int | None,
    expires_at: datetime | None,
    by: int | None,
    now: datetime,
) -> int:
    for view in list_roles(session, committee_id, now):
        if (view.person_id, view.kind, view.building_id) == (person_id, kind, building_id):
            return _extend(session, view.id, expires_at, by, now)
    role = Role(
        person_id=person_id,
        committee_id=committee_id,
        kind=kind,
        building_id=building_id,
        granted_by=by,
        granted_at=now,
        expires_at=expires_at,
    )
    session.add(role)
    session.flush()
    assert role.id is not None
    record(session, "role.granted", f"role:{role.id}", at=now, actor_id=by, person=person_id)
    return role.id


def _extend(
    session: Session, role_id: int, expires_at: datetime | None, by: int | None, now: datetime
) -> int:
    role = session.get_one(Role, role_id)
    if role.expires_at != expires_at:
        role.expires_at = expires_at
        session.flush()
        record(session, "role.extended", f"role:{role_id}", at=now, actor_id=by)
    return role_id


def _list_staff(session: Session, committee_id: int, now: datetime) -> list[RoleView]:
    views = list_roles(session, committee_id, now)
    return [view for view in views if view.kind is RoleKind.STAFF]


def _check_building(session: Session, building_id: int | None, committee_id: int) -> None:
    if building_id is None:
        return
    owner = (
        select(Estate.committee_id)
        .join(Building, col(Building.estate_id) == col(Estate.id))
        .where(Building.id == building_id)
    )
    if session.exec(owner).first() != committee_id:
        raise RuleError("not_found", kind="building")

"""The duty (值班) of a committee: taken by staff, ended by themselves or by its time (S99)."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlmodel import Session, col

from storage.audit.actions import record
from storage.community.queries import DutyView, find_actor, find_duty
from storage.community.rules import check_duty_hours, check_staff
from storage.community.tables import Duty
from storage.faq.upkeep import tell_waiting
from storage.upsert import upsert


def take_duty(
    session: Session, committee_id: int, *, by: int, now: datetime, hours: int | None = None
) -> DutyView:
    """Answer for a committee from now on, beside those who do already.

    Whoever had not the duty before is told how many questions wait.

    Args:
        hours: how long; None: until handed over.

    Raises:
        RuleError: `not_staff`, `duty_hours_wrong`.
    """
    check_staff(find_actor(session, by, now), committee_id)
    check_duty_hours(hours)
    if not _has_duty(session, committee_id, by, now):
        tell_waiting(session, committee_id, by, now=now)
    until = None if hours is None else now + timedelta(hours=hours)
    row = {"person_id": by, "committee_id": committee_id, "since": now, "until": until}
    upsert(session, Duty, row, keys=["person_id", "committee_id"])
    record(session, "duty.taken", f"committee:{committee_id}", at=now, actor_id=by)
    return find_duty(session, committee_id, now)


def leave_duty(session: Session, committee_id: int, *, by: int, now: datetime) -> DutyView:
    """Answer for a committee no longer. Leaving twice changes nothing."""
    mine = col(Duty.person_id) == by, col(Duty.committee_id) == committee_id
    if session.scalar(delete(Duty).where(*mine).returning(col(Duty.person_id))) is not None:
        record(session, "duty.left", f"committee:{committee_id}", at=now, actor_id=by)
    return find_duty(session, committee_id, now)


def _has_duty(session: Session, committee_id: int, person_id: int, now: datetime) -> bool:
    duty = find_duty(session, committee_id, now)
    return duty.is_taken and person_id in duty.people

"""The duty (值班) of a committee: taken by staff, ended by themselves or by its time (S99)."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlmodel import Session, col

from storage.audit.actions import record
from storage.community.actions._locks import lock_committee
from storage.community.queries import DutyView, find_actor, find_duty
from storage.community.rules import check_duty_hours, check_note, check_phone, check_staff
from storage.community.tables import Duty, DutyNote
from storage.faq.upkeep import tell_waiting
from storage.outbox.actions import leave
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
    """Answer for a committee no longer. Leaving twice changes nothing.

    A shift is not ended by this: it is given up in the rota.
    """
    mine = col(Duty.person_id) == by, col(Duty.committee_id) == committee_id
    if session.scalar(delete(Duty).where(*mine).returning(col(Duty.person_id))) is not None:
        record(session, "duty.left", f"committee:{committee_id}", at=now, actor_id=by)
    return find_duty(session, committee_id, now)


def write_note(session: Session, committee_id: int, text: str, *, by: int, now: datetime) -> None:
    """Hand over what the next on duty must know (交接); whoever is on duty now reads it at once.

    Raises:
        RuleError: `not_staff`, `duty_note_empty`, `text_too_long`.
    """
    check_staff(find_actor(session, by, now), committee_id)
    cleaned = check_note(text)
    note = DutyNote(committee_id=committee_id, person_id=by, text=cleaned, written_at=now)
    session.add(note)
    session.flush()
    record(session, "duty.handed_over", f"duty_note:{note.id}", at=now, actor_id=by)
    duty = find_duty(session, committee_id, now)
    for person_id in duty.people if duty.is_taken else ():
        if person_id != by:
            params = {"committee_id": committee_id, "reply": cleaned}
            leave(session, person_id, "duty/note", params, now=now)


def set_duty_phone(
    session: Session, committee_id: int, phone: str, *, by: int, now: datetime
) -> str:
    """Set the telephone that whoever is in danger is told of; empty: none. Returns it.

    Raises:
        RuleError: `not_staff`, `duty_phone_wrong`.
    """
    check_staff(find_actor(session, by, now), committee_id)
    checked = check_phone(phone) if phone else ""
    committee = lock_committee(session, committee_id)
    if committee.duty_phone != checked:
        committee.duty_phone = checked
        session.add(committee)
        session.flush()
        record(session, "duty.phone_set", f"committee:{committee_id}", at=now, actor_id=by)
    return checked


def _has_duty(session: Session, committee_id: int, person_id: int, now: datetime) -> bool:
    duty = find_duty(session, committee_id, now)
    return duty.is_taken and person_id in duty.people

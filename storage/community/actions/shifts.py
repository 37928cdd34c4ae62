"""The duty rota (值班表): planned by staff for one another, given up, taken over (S99)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session, col, select

from storage.audit.actions import record
from storage.community.actions._locks import lock_committee
from storage.community.queries import (
    ShiftView,
    find_actor,
    find_duty_phone,
    find_shift,
    list_duty_staff,
    list_notes,
    list_shifts,
)
from storage.community.rules import check_shift, check_staff
from storage.community.tables import Person, Shift
from storage.errors import RuleError
from storage.faq.upkeep import tell_waiting
from storage.outbox.actions import leave
from storage.outbox.tables import Urgency

_BEFORE = timedelta(hours=1)
# What was to be said at a time that passed while nothing ran is not said any more.
_STALE = timedelta(hours=2)
# An older note is about people who have been helped since.
_NOTE_HOLDS = timedelta(hours=24)


def plan_shift(
    session: Session,
    committee_id: int,
    person_id: int,
    *,
    starts_at: datetime,
    ends_at: datetime,
    by: int,
    now: datetime,
) -> ShiftView:
    """Put somebody of staff on the rota; they are told. The same shift again changes nothing.

    Raises:
        RuleError: `not_staff`; `duty_person_not_staff`; `duty_shift_past`, `duty_shift_length`;
            `duty_shift_overlaps` another one of the same person.
    """
    check_staff(find_actor(session, by, now), committee_id)
    lock_committee(session, committee_id)
    if person_id not in dict(list_duty_staff(session, committee_id, now)):
        raise RuleError("duty_person_not_staff")
    check_shift(starts_at, ends_at, now)
    for other in list_shifts(session, committee_id, starts_at, ends_at):
        if (other.person_id, other.starts_at, other.ends_at) == (person_id, starts_at, ends_at):
            return other
    _check_free(session, committee_id, person_id, starts_at, ends_at)
    shift = Shift(
        committee_id=committee_id,
        person_id=person_id,
        starts_at=starts_at,
        ends_at=ends_at,
        planned_by=by,
        # Whoever is told of it now need not be reminded within the hour.
        reminded_at=now if starts_at - now <= _BEFORE else None,
    )
    session.add(shift)
    session.flush()
    record(session, "duty.planned", f"shift:{shift.id}", at=now, actor_id=by, person=person_id)
    if person_id != by:
        leave(session, person_id, "duty/planned", _params(shift), now=now)
    return _view(session, shift)


def give_up_shift(session: Session, shift_id: int, *, by: int, now: datetime) -> ShiftView:
    """Leave one's shift to whoever takes it; other staff are told. Again changes nothing.

    Raises:
        RuleError: `not_found`, `not_staff`, `duty_not_yours`, `duty_shift_past`.
    """
    shift = _lock(session, shift_id, by, now)
    if shift.person_id is None:
        return _view(session, shift)
    if shift.person_id != by:
        raise RuleError("duty_not_yours")
    shift.person_id = None
    session.add(shift)
    session.flush()
    record(session, "duty.given_up", f"shift:{shift.id}", at=now, actor_id=by)
    person = session.get(Person, by)
    params = {**_params(shift), "name": person.name if person else ""}
    for staff_id, _ in list_duty_staff(session, shift.committee_id, now):
        if staff_id != by:
            leave(session, staff_id, "duty/given_up", params, now=now, expires_at=shift.ends_at)
    return _view(session, shift)


def take_shift(session: Session, shift_id: int, *, by: int, now: datetime) -> ShiftView:
    """Take a shift that was given up. Of two at once one has it; one's own changes nothing.

    Raises:
        RuleError: `not_found`, `not_staff`, `duty_shift_taken`, `duty_shift_overlaps`,
            `duty_shift_past`.
    """
    shift = _lock(session, shift_id, by, now)
    if shift.person_id == by:
        return _view(session, shift)
    if shift.person_id is not None:
        raise RuleError("duty_shift_taken")
    _check_free(session, shift.committee_id, by, shift.starts_at, shift.ends_at)
    shift.person_id, shift.reminded_at, shift.began_told_at = by, None, None
    session.add(shift)
    session.flush()
    record(session, "duty.shift_taken", f"shift:{shift.id}", at=now, actor_id=by)
    return _view(session, shift)


def cancel_shift(session: Session, shift_id: int, *, by: int, now: datetime) -> None:
    """Take a shift off the rota; whoever had it is told. Of one that is gone: nothing.

    Raises:
        RuleError: `not_staff`, `duty_shift_past`.
    """
    if find_shift(session, shift_id) is None:
        return
    shift = _lock(session, shift_id, by, now)
    if shift.person_id not in (None, by):
        assert shift.person_id is not None
        leave(session, shift.person_id, "duty/cancelled", _params(shift), now=now)
    session.delete(shift)
    session.flush()
    record(session, "duty.cancelled", f"shift:{shift_id}", at=now, actor_id=by)


def tell_shifts(session: Session, now: datetime) -> int:
    """Remind an hour before a shift, greet at its beginning, ask for a note at its end; each once.

    Returns:
        How many messages were left.
    """
    query = select(Shift).where(
        col(Shift.person_id).is_not(None),
        col(Shift.starts_at) <= now + _BEFORE,
        col(Shift.ended_told_at).is_(None),
    )
    # Two processes tick at once: each shift is looked at by one of them.
    due = session.exec(query.order_by(col(Shift.id)).with_for_update(skip_locked=True)).all()
    return sum(_remind(session, shift, now) for shift in due)


def _remind(session: Session, shift: Shift, now: datetime) -> int:
    told = 0
    if shift.reminded_at is None:
        shift.reminded_at = now
        if shift.starts_at > now:
            told += _tell(session, shift, "duty/soon", shift.starts_at, now)
    if shift.began_told_at is None and shift.starts_at <= now:
        shift.began_told_at = now
        if now < shift.ends_at and now - shift.starts_at < _STALE:
            told += _greet(session, shift, now)
    if shift.ends_at <= now:
        shift.ended_told_at = now
        if now - shift.ends_at < _STALE:
            told += _tell(session, shift, "duty/over", shift.ends_at + _STALE, now)
    session.add(shift)
    session.flush()
    return told


def _greet(session: Session, shift: Shift, now: datetime) -> int:
    assert shift.person_id is not None
    notes = list_notes(session, shift.committee_id, most=1)
    fresh = [note for note in notes if now - note.written_at < _NOTE_HOLDS]
    more = {
        "reply": fresh[0].text if fresh else "",
        "phone": find_duty_phone(session, shift.committee_id),
    }
    told = _tell(session, shift, "duty/began", shift.ends_at, now, **more)
    tell_waiting(session, shift.committee_id, shift.person_id, now=now)
    return told


def _tell(
    session: Session, shift: Shift, template: str, expires_at: datetime, now: datetime, **more: Any
) -> int:
    assert shift.person_id is not None
    return leave(
        session,
        shift.person_id,
        template,
        {**_params(shift), **more},
        now=now,
        urgency=Urgency.URGENT,
        expires_at=expires_at,
    )


def _params(shift: Shift) -> dict[str, Any]:
    return {
        "committee_id": shift.committee_id,
        "shift_id": shift.id,
        "starts_at": shift.starts_at.isoformat(),
        "ends_at": shift.ends_at.isoformat(),
    }


def _check_free(
    session: Session, committee_id: int, person_id: int, starts_at: datetime, ends_at: datetime
) -> None:
    for other in list_shifts(session, committee_id, starts_at, ends_at):
        if other.person_id == person_id:
            raise RuleError("duty_shift_overlaps")


def _lock(session: Session, shift_id: int, by: int, now: datetime) -> Shift:
    """A shift that is not over, for staff; others who change the rota wait."""
    known = find_shift(session, shift_id)
    if known is None:
        raise RuleError("not_found", kind="shift")
    check_staff(find_actor(session, by, now), known.committee_id)
    lock_committee(session, known.committee_id)
    shift = session.get(Shift, shift_id, populate_existing=True)
    if shift is None:
        raise RuleError("not_found", kind="shift")
    if shift.ends_at <= now:
        raise RuleError("duty_shift_past")
    return shift


def _view(session: Session, shift: Shift) -> ShiftView:
    assert shift.id is not None
    view = find_shift(session, shift.id)
    assert view is not None
    return view

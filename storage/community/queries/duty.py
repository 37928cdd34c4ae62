"""Who answers for a committee, now and later (S99)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Select, or_, select
from sqlmodel import Session, col

from storage.community.kinds import RoleKind
from storage.community.queries.views import DutyView, NoteView, OnDuty, ShiftView
from storage.community.tables import Committee, Duty, DutyNote, Person, Role, Shift


def find_duty(session: Session, committee_id: int, now: datetime) -> DutyView:
    """Staff who have the duty and can be reached; where nobody does, all staff who can be.

    The duty is taken by hand or comes with a shift. A right that ended takes it away.
    """
    spans = _find_spans(session, committee_id, now)
    reachable = tuple(
        OnDuty(person_id, name, *spans.get(person_id, (None, None)))
        for person_id, name in _list_reachable(session, committee_id, now)
    )
    taken = tuple(person for person in reachable if person.since is not None)
    return DutyView(bool(taken), taken or reachable)


def find_next_on_duty(
    session: Session, committee_id: int, now: datetime, exclude: Collection[int]
) -> int | None:
    """Who is to be asked after those in `exclude` did not answer; None where nobody is left.

    First whoever is on duty, then whose shift begins next, then any staff who can be reached.
    """
    reachable = [person_id for person_id, _ in _list_reachable(session, committee_id, now)]
    coming = _shifts().where(col(Shift.committee_id) == committee_id, col(Shift.starts_at) > now)
    order = [
        *find_duty(session, committee_id, now).people,
        *(row.person_id for row in session.execute(coming)),
        *reachable,
    ]
    return next((each for each in order if each in reachable and each not in exclude), None)


def list_shifts(
    session: Session, committee_id: int, since: datetime, until: datetime
) -> tuple[ShiftView, ...]:
    """The rota between two instants: shifts that touch them, in order; one may have no person."""
    query = _shifts().where(
        col(Shift.committee_id) == committee_id,
        col(Shift.starts_at) < until,
        col(Shift.ends_at) > since,
    )
    return tuple(ShiftView(*row) for row in session.execute(query))


def find_shift(session: Session, shift_id: int) -> ShiftView | None:
    """One shift."""
    row = session.execute(_shifts().where(col(Shift.id) == shift_id)).first()
    return ShiftView(*row) if row else None


def list_notes(session: Session, committee_id: int, *, most: int = 3) -> tuple[NoteView, ...]:
    """The newest notes that were handed over, newest first."""
    query = (
        select(col(DutyNote.text), col(Person.name), col(DutyNote.written_at))
        .outerjoin(Person, col(Person.id) == col(DutyNote.person_id))
        .where(col(DutyNote.committee_id) == committee_id)
        .order_by(col(DutyNote.written_at).desc(), col(DutyNote.id).desc())
        .limit(most)
    )
    return tuple(NoteView(*row) for row in session.execute(query))


def find_duty_phone(session: Session, committee_id: int) -> str:
    """The telephone for whoever is in danger; empty where none was set."""
    committee = session.get(Committee, committee_id)
    return "" if committee is None else committee.duty_phone


def list_duty_staff(
    session: Session, committee_id: int, now: datetime
) -> tuple[tuple[int, str], ...]:
    """Staff whom a shift can be given: their numbers and names."""
    query = _staff(committee_id, now)
    return tuple((row.id, row.name) for row in session.execute(query))


def _find_spans(
    session: Session, committee_id: int, now: datetime
) -> dict[int, tuple[datetime, datetime | None]]:
    """Since when and until when people have the duty; by hand counts more than by rota."""
    shifts = select(col(Shift.person_id), col(Shift.starts_at), col(Shift.ends_at)).where(
        col(Shift.committee_id) == committee_id,
        col(Shift.person_id).is_not(None),
        col(Shift.starts_at) <= now,
        col(Shift.ends_at) > now,
    )
    taken = select(col(Duty.person_id), col(Duty.since), col(Duty.until)).where(
        col(Duty.committee_id) == committee_id,
        or_(col(Duty.until).is_(None), col(Duty.until) > now),
    )
    return {
        person_id: (since, until)
        for query in (shifts, taken)
        for person_id, since, until in session.execute(query)
    }


def _list_reachable(session: Session, committee_id: int, now: datetime) -> list[tuple[int, str]]:
    query = _staff(committee_id, now).where(col(Person.reachable))
    return [(row.id, row.name) for row in session.execute(query)]


def _staff(committee_id: int, now: datetime) -> Select[*tuple[Any, ...]]:
    return (
        select(col(Person.id), col(Person.name))
        .join(Role, col(Role.person_id) == col(Person.id))
        .where(
            col(Role.committee_id) == committee_id,
            col(Role.kind) == RoleKind.STAFF,
            col(Role.revoked_at).is_(None),
            or_(col(Role.expires_at).is_(None), col(Role.expires_at) > now),
        )
        .distinct()
        .order_by(col(Person.id))
    )


def _shifts() -> Select[*tuple[Any, ...]]:
    return (
        select(
            col(Shift.id),
            col(Shift.committee_id),
            col(Shift.person_id),
            col(Person.name),
            col(Shift.starts_at),
            col(Shift.ends_at),
        )
        .select_from(Shift)
        .outerjoin(Person, col(Person.id) == col(Shift.person_id))
        .order_by(col(Shift.starts_at), col(Shift.id))
    )

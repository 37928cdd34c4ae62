"""Nothing waits without an owner (S99): told to the duty, to the next one, then to everybody."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from storage.community.kinds import RoleKind
from storage.community.queries import find_duty, find_next_on_duty, find_person, list_roles
from storage.outbox.tables import OutboxMessage
from storage.requests.actions._requests import keepers, note
from storage.requests.kinds import EventKind, RequestState
from storage.requests.queries.board import is_late
from storage.requests.queries.requests import LIVE
from storage.requests.rules import MOST_LEVELS, escalation_at
from storage.requests.tables import Request, RequestKind
from storage.requests.telling import tell_people

_LEVEL_OF_ALL = 2


def announce(session: Session, row: Request, now: datetime, *, is_again: bool = False) -> bool:
    """Tell those on duty of a request that has no owner; False where nobody can be reached."""
    people = find_duty(session, row.committee_id, now).people
    since = row.waiting_since.isoformat()
    tell_people(session, row, people, "new", since, now, is_again=is_again)
    row.told_at = now if people else None
    session.add(row)
    session.flush()
    return bool(people)


def wait_anew(row: Request, now: datetime) -> None:
    """A request is without an owner from now on; its clocks begin again."""
    row.state, row.owner_id, row.claimed_at = RequestState.OPEN, None, None
    row.waiting_since, row.escalations, row.told_at = now, 0, None


def escalate_due(session: Session, now: datetime) -> int:
    """Bring on what nobody claimed in time, and what is late.

    Unclaimed after its kind's minutes it goes to the next one, after twice as long to all staff,
    and again each time that the wait has doubled. What is late is told once to its owner and to
    those on duty. Where nobody can be reached, it is tried again.

    Returns:
        How many requests somebody was told of.
    """
    waiting = select(Request).where(
        Request.state == RequestState.OPEN, Request.escalations < MOST_LEVELS
    )
    late = select(Request).where(
        col(Request.state).in_(LIVE), col(Request.overdue_told_at).is_(None), is_late(now)
    )
    # Two processes look at once: each request is told of by one of them.
    rows = session.exec(waiting.order_by("id").with_for_update(skip_locked=True)).all()
    escalated = sum(_escalate(session, row, now) for row in rows)
    rows = session.exec(late.order_by("id").with_for_update(skip_locked=True)).all()
    return escalated + sum(_tell_late(session, row, now) for row in rows)


def list_reachable_staff(session: Session, committee_id: int, now: datetime) -> tuple[int, ...]:
    """Everybody who is staff and can be written to."""
    found = []
    for role in list_roles(session, committee_id, now):
        person = find_person(session, role.person_id)
        if role.kind is RoleKind.STAFF and person is not None and person.reachable:
            found.append(role.person_id)
    return tuple(dict.fromkeys(found))


def _escalate(session: Session, row: Request, now: datetime) -> bool:
    if row.told_at is None:
        return announce(session, row, now)
    minutes = session.get_one(RequestKind, row.kind_id).respond_minutes
    level = row.escalations
    while level < MOST_LEVELS and escalation_at(row.waiting_since, minutes, level + 1) <= now:
        level += 1
    people = _next_people(session, row, level, now) if level > row.escalations else ()
    if not people:
        return False
    row.escalations = level
    waited = (now - row.waiting_since) // timedelta(minutes=1)
    key = f"{row.waiting_since.isoformat()}:{level}"
    tell_people(session, row, people, "escalated", key, now, minutes=waited, level=level)
    ids = {"level": level, "told": list(people)}
    note(session, row, EventKind.ESCALATED, None, now, ids=ids)
    session.add(row)
    return True


def _next_people(session: Session, row: Request, level: int, now: datetime) -> tuple[int, ...]:
    """At first the next on duty who was not told yet; all staff after that."""
    if level < _LEVEL_OF_ALL:
        told = _told(session, row)
        following = find_next_on_duty(session, row.committee_id, now, told)
        if following is not None:
            return (following,)
    return list_reachable_staff(session, row.committee_id, now)


def _told(session: Session, row: Request) -> set[int]:
    prefix = f"need:{row.id}:new:{row.waiting_since.isoformat()}:"
    query = select(OutboxMessage.chat_id).where(
        col(OutboxMessage.dedupe_key).startswith(prefix, autoescape=True)
    )
    return set(session.exec(query))


def _tell_late(session: Session, row: Request, now: datetime) -> bool:
    people = dict.fromkeys(
        (*keepers(session, row, now), *find_duty(session, row.committee_id, now).people)
    )
    if not people:
        return False
    row.overdue_told_at = now
    due = row.due_at.isoformat()
    tell_people(session, row, people, "overdue", due, now, due_at=due)
    session.add(row)
    return True

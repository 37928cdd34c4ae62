"""Nothing waits without an owner (S99): told to the duty, to the next one, then to everybody."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import and_, or_, select
from sqlmodel import Session, col

from storage.community.kinds import RoleKind
from storage.community.queries import find_duty, find_next_on_duty, find_person, list_roles
from storage.outbox.tables import OutboxMessage
from storage.requests.actions._requests import keepers, note, visit
from storage.requests.kinds import EventKind, RequestState
from storage.requests.queries.board import is_brought, is_late
from storage.requests.queries.requests import LIVE
from storage.requests.rules import MOST_LEVELS, TELL_AGAIN_AFTER, find_level
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
    and again each time that the wait has doubled; in the end once a day to those on duty. What is
    late is told to its owner and to those on duty, and to its owner again every day. Where nobody
    can be reached, it is tried again.

    Returns:
        How many requests somebody was told of.
    """
    escalated = visit(
        session, _list_waiting(session, now), lambda row: _escalate(session, row, now)
    )
    late = visit(session, _list_late(session, now), lambda row: _tell_late(session, row, now))
    return escalated + late


def list_reachable_staff(session: Session, committee_id: int, now: datetime) -> tuple[int, ...]:
    """Everybody who is staff and can be written to."""
    found = []
    for role in list_roles(session, committee_id, now):
        person = find_person(session, role.person_id)
        if role.kind is RoleKind.STAFF and person is not None and person.reachable:
            found.append(role.person_id)
    return tuple(dict.fromkeys(found))


# Two processes look at once: each request is told of by one of them.
def _list_waiting(session: Session, now: datetime) -> list[int | None]:
    """Requests without an owner that have to go further."""
    minutes = col(RequestKind.respond_minutes)
    query = (
        select(
            col(Request.id),
            col(Request.told_at),
            col(Request.waiting_since),
            col(Request.escalations),
            minutes,
        )
        .join(RequestKind, col(RequestKind.id) == col(Request.kind_id))
        .where(col(Request.state) == RequestState.OPEN, ~is_brought())
        .order_by(col(Request.id))
        .with_for_update(skip_locked=True, of=Request)
    )
    return [
        request_id
        for request_id, told_at, since, level, minutes in session.execute(query)
        if told_at is None or find_level(since, minutes, now) > level
    ]


def _list_late(session: Session, now: datetime) -> list[int | None]:
    """Requests that are late and were not told of yet, or not for a day."""
    told_at = col(Request.overdue_told_at)
    is_again = and_(col(Request.state) == RequestState.CLAIMED, told_at <= now - TELL_AGAIN_AFTER)
    query = (
        select(col(Request.id))
        .where(col(Request.state).in_(LIVE), is_late(now), or_(told_at.is_(None), is_again))
        .order_by(col(Request.id))
        .with_for_update(skip_locked=True)
    )
    return list(session.execute(query).scalars())


def _escalate(session: Session, row: Request, now: datetime) -> bool:
    if row.told_at is None:
        return announce(session, row, now)
    minutes = session.get_one(RequestKind, row.kind_id).respond_minutes
    level = find_level(row.waiting_since, minutes, now)
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
    """At first the next on duty who was not told yet, then all staff, then the duty."""
    if level > MOST_LEVELS:
        return find_duty(session, row.committee_id, now).people
    if level < _LEVEL_OF_ALL:
        told = _told(session, row)
        following = find_next_on_duty(session, row.committee_id, now, told)
        if following is not None:
            return (following,)
    return list_reachable_staff(session, row.committee_id, now)


def _told(session: Session, row: Request) -> set[int]:
    prefix = f"need:{row.id}:new:{row.waiting_since.isoformat()}:"
    query = select(col(OutboxMessage.chat_id)).where(
        col(OutboxMessage.dedupe_key).startswith(prefix, autoescape=True)
    )
    return set(session.execute(query).scalars())


def _tell_late(session: Session, row: Request, now: datetime) -> bool:
    duty = () if row.overdue_told_at else find_duty(session, row.committee_id, now).people
    people = dict.fromkeys((*keepers(session, row, now), *duty))
    if not people:
        return False
    row.overdue_told_at = now
    due = row.due_at.replace(second=0, microsecond=0).isoformat()
    tell_people(session, row, people, "overdue", now.isoformat(), now, due_at=due)
    session.add(row)
    return True

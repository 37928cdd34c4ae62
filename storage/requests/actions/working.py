"""Staff work on requests: read, claimed, assigned, asked back, looked for."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from sqlmodel import Session, col, select

from storage.audit.actions import record
from storage.community.queries import find_actor
from storage.community.rules import check_staff
from storage.errors import RuleError
from storage.requests.actions._requests import (
    form_of,
    is_kept,
    lock_request,
    may_work,
    note,
    tell_requester,
    view,
    zone_of,
)
from storage.requests.actions.escalating import announce, wait_anew
from storage.requests.kinds import EventKind, RequestState
from storage.requests.queries import RequestView
from storage.requests.rights import Act
from storage.requests.rules import at_clock, check_live, check_text
from storage.requests.tables import Request, RequestReading
from storage.requests.telling import tell_people
from storage.upsert import upsert

_SETTLED_AT = time(12)


def open_request(session: Session, request_id: int, *, by: int, now: datetime) -> RequestView:
    """Read the details of a request; that they were read is noted, and shown to its requester.

    Raises:
        RuleError: `need_unknown`, `not_staff`, `need_erased`.
    """
    row = lock_request(session, request_id, Act.OPEN, by, now)
    if row.erased_at is not None:
        raise RuleError("need_erased")
    reading = {"request_id": request_id, "person_id": by, "first_at": now, "last_at": now}
    kept = frozenset({"first_at"})
    upsert(session, RequestReading, reading, keys=["request_id", "person_id"], kept=kept)
    record(session, "request.read", f"request:{request_id}", at=now, actor_id=by)
    return view(session, row)


def claim(session: Session, request_id: int, *, by: int, now: datetime) -> RequestView:
    """Take a request; its requester is told. Claimed again by the same, nothing changes.

    One whose owner may not work on it any more, or cannot be reached, can be taken over.

    Raises:
        RuleError: `need_unknown`, `not_staff`, `need_closed`, `need_erased`, `need_claimed`.
    """
    row = lock_work(session, request_id, by, now)
    if row.owner_id == by:
        return view(session, row)
    if is_kept(session, row, now):
        raise RuleError("need_claimed")
    take(session, row, by, by=by, now=now)
    return view(session, row)


def claim_all(session: Session, committee_id: int, kind_id: int, *, by: int, now: datetime) -> int:
    """Take every request of a kind that has no owner (S121); returns how many.

    Raises:
        RuleError: `not_staff`.
    """
    check_staff(find_actor(session, by, now), committee_id)
    query = select(Request).where(
        Request.committee_id == committee_id,
        Request.kind_id == kind_id,
        Request.state == RequestState.OPEN,
    )
    rows = session.exec(query.order_by(col(Request.id)).with_for_update(skip_locked=True)).all()
    for row in rows:
        take(session, row, by, by=by, now=now)
    return len(rows)


def release(session: Session, request_id: int, *, by: int, now: datetime) -> RequestView:
    """Give a request back; those on duty hear of it as of a new one.

    Raises:
        RuleError: `need_unknown`, `not_staff`, `need_closed`, `need_erased`, `need_not_claimed`.
    """
    row = lock_work(session, request_id, by, now)
    if row.owner_id is None:
        raise RuleError("need_not_claimed")
    wait_anew(row, now)
    note(session, row, EventKind.RELEASED, by, now)
    announce(session, row, now, is_again=True)
    return view(session, row)


def assign(session: Session, request_id: int, to: int, *, by: int, now: datetime) -> RequestView:
    """Give a request to somebody who may work on it. Given to its owner, nothing changes.

    Raises:
        RuleError: `need_unknown`, `not_staff`, `need_closed`, `need_erased`,
            `need_not_assignable`.
    """
    row = lock_work(session, request_id, by, now)
    if row.owner_id != to:
        _check_assignable(session, row, to, now)
        event = take(session, row, to, by=by, now=now)
        _tell_assigned(session, row, to, by, event, now, has_note=False)
    return view(session, row)


def hand_over(
    session: Session, request_id: int, to: int, text: str, *, by: int, now: datetime
) -> RequestView:
    """Give a request to somebody else with a note (S99), which is sealed.

    Raises:
        RuleError: as `assign`, or what `check_text` raises.
    """
    row = lock_work(session, request_id, by, now)
    words = check_text(text)
    _check_assignable(session, row, to, now)
    _own(session, row, to, now)
    event = note(session, row, EventKind.HANDED_OVER, by, now, ids={"to": to}, reply=words)
    _tell_first_claim(session, row, event, now)
    _tell_assigned(session, row, to, by, event, now, has_note=True)
    return view(session, row)


def ask_back(
    session: Session, request_id: int, text: str, *, by: int, now: datetime
) -> RequestView:
    """Ask the requester something; until they answer, nobody is late. Unclaimed, it is taken.

    Raises:
        RuleError: `need_unknown`, `not_staff`, `need_closed`, `need_erased`, or what
            `check_text` raises; `need_nobody_to_ask` where nobody asked in the chat.
    """
    row = lock_work(session, request_id, by, now)
    words = check_text(text)
    if row.person_id is None:
        raise RuleError("need_nobody_to_ask")
    take_if_free(session, row, by, now)
    row.asked_at = now
    event = note(session, row, EventKind.QUESTION, by, now, reply=words)
    tell_requester(session, row, "told_question", event, now, reply=words)
    return view(session, row)


def add_note(
    session: Session, request_id: int, text: str, *, by: int, now: datetime
) -> RequestView:
    """Keep words for those who work on a request; also after it is closed.

    Raises:
        RuleError: `need_unknown`, `not_staff`, `need_erased`, or what `check_text` raises.
    """
    row = lock_request(session, request_id, Act.WORK, by, now)
    if row.erased_at is not None:
        raise RuleError("need_erased")
    note(session, row, EventKind.NOTE, by, now, reply=check_text(text))
    return view(session, row)


def take(session: Session, row: Request, owner: int, *, by: int, now: datetime) -> int:
    """Make somebody the owner, and tell the requester of the first one; returns the event."""
    _own(session, row, owner, now)
    if owner == by:
        event = note(session, row, EventKind.CLAIMED, by, now)
    else:
        event = note(session, row, EventKind.ASSIGNED, by, now, ids={"to": owner})
    _tell_first_claim(session, row, event, now)
    return event


def follow_session(session: Session, row: Request, now: datetime) -> None:
    """A register is due the day after its next session, as long as somebody keeps it."""
    if row.session_on is None or row.owner_id is None or not form_of(row).has_sessions:
        return
    zone = zone_of(session, row.committee_id)
    settled = at_clock(row.session_on + timedelta(days=1), _SETTLED_AT, zone)
    if settled > max(row.due_at, now):
        row.due_at, row.overdue_told_at = settled, None


def lock_work(session: Session, request_id: int, by: int, now: datetime) -> Request:
    """A live request, for somebody who may work on it.

    Raises:
        RuleError: `need_unknown`, `not_staff`, `need_closed`, `need_erased`.
    """
    row = lock_request(session, request_id, Act.WORK, by, now)
    check_live(row.state, row.erased_at)
    return row


def _own(session: Session, row: Request, owner: int, now: datetime) -> None:
    row.state, row.owner_id, row.claimed_at = RequestState.CLAIMED, owner, now
    row.escalations = 0
    follow_session(session, row, now)
    session.add(row)


def take_if_free(session: Session, row: Request, by: int, now: datetime) -> None:
    """Whoever does something with a request that has no owner becomes it."""
    if row.owner_id is None:
        take(session, row, by, by=by, now=now)


def _tell_first_claim(session: Session, row: Request, event: int, now: datetime) -> None:
    """The requester hears once that somebody looks after it, not of every change of hands."""
    if row.first_claimed_at is None:
        row.first_claimed_at = now
        tell_requester(session, row, "told_claimed", event, now)


def _check_assignable(session: Session, row: Request, to: int, now: datetime) -> None:
    if not may_work(session, row, to, now):
        raise RuleError("need_not_assignable")


def _tell_assigned(
    session: Session, row: Request, to: int, by: int, event: int, now: datetime, *, has_note: bool
) -> None:
    if to != by:
        tell_people(session, row, [to], "assigned", event, now, has_note=has_note)

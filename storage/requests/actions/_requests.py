"""What every action on a request needs: the locked row, its history, and who is told."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any

from sqlmodel import Session, select

from storage.audit.actions import record
from storage.community.queries import find_actor, find_committee, find_duty
from storage.errors import RuleError
from storage.local_time import local_day
from storage.requests.codec import from_values
from storage.requests.forms import Answer, Form
from storage.requests.kinds import EventKind, Purpose
from storage.requests.queries import RequestView, find_request
from storage.requests.rights import Act, RequestFacts, check_may, is_allowed
from storage.requests.tables import Request, RequestEvent, RequestKind
from storage.requests.telling import tell_people
from storage.sealing import SealedError

_log = logging.getLogger(__name__)


def lock_row(session: Session, request_id: int) -> Request:
    """A request, whatever its state; others who change it wait.

    Raises:
        RuleError: `need_unknown`.
    """
    query = select(Request).where(Request.id == request_id).with_for_update()
    row = session.exec(query.execution_options(populate_existing=True)).first()
    if row is None:
        raise RuleError("need_unknown")
    return row


def visit(
    session: Session, ids: Iterable[int | None], look: Callable[[Request], bool | None]
) -> int:
    """Look at requests one by one; one that cannot be opened holds up none of the others.

    Returns:
        At how many `look` did something.
    """
    done = 0
    for request_id in ids:
        assert request_id is not None
        try:
            with session.begin_nested():
                done += bool(look(lock_row(session, request_id)))
        except SealedError:
            _log.error("Request %d cannot be opened with the keys at hand", request_id)
    return done


def lock_request(session: Session, request_id: int, act: Act, by: int, now: datetime) -> Request:
    """A request, for somebody who may do `act` with it.

    Raises:
        RuleError: `need_unknown`, or what `check_may` raises.
    """
    row = lock_row(session, request_id)
    check_may(find_actor(session, by, now), act, facts_of(session, row))
    return row


def lock_either(session: Session, request_id: int, by: int, now: datetime) -> Request:
    """A request, for whoever works on it or asked for it.

    Raises:
        RuleError: `need_unknown`, `need_not_yours`.
    """
    try:
        return lock_request(session, request_id, Act.WORK, by, now)
    except RuleError as refusal:
        if refusal.code != "not_staff":
            raise
        return lock_request(session, request_id, Act.RESPOND, by, now)


def facts_of(session: Session, row: Request) -> RequestFacts:
    """What decides about rights to a request."""
    is_sensitive = session.get_one(RequestKind, row.kind_id).is_sensitive
    return RequestFacts(
        row.committee_id, row.building_id, row.household_id, row.person_id, is_sensitive
    )


def may_work(session: Session, row: Request, person_id: int, now: datetime) -> bool:
    """Whether somebody may work on a request now."""
    return is_allowed(find_actor(session, person_id, now), Act.WORK, facts_of(session, row))


def is_kept(session: Session, row: Request, now: datetime) -> bool:
    """Whether a request has an owner who may work on it and can be reached."""
    if row.owner_id is None:
        return False
    owner = find_actor(session, row.owner_id, now)
    return owner.reachable and is_allowed(owner, Act.WORK, facts_of(session, row))


def view(session: Session, row: Request) -> RequestView:
    """A request with what this transaction changed."""
    session.add(row)
    session.flush()
    assert row.id is not None
    found = find_request(session, row.id)
    assert found is not None
    return found


def form_of(row: Request) -> Form:
    """The questions as they were answered."""
    return from_values(row.questions)


def answer_to(row: Request, purpose: Purpose) -> Answer | None:
    """The answer to the question of this purpose."""
    question = form_of(row).find(purpose)
    answer: Answer | None = row.answers.get(question.name) if question is not None else None
    return answer


def zone_of(session: Session, committee_id: int) -> str:
    """The clock of a committee."""
    committee = find_committee(session, committee_id)
    assert committee is not None
    return committee.time_zone


def today_of(session: Session, committee_id: int, now: datetime) -> date:
    """The day that it is there."""
    return local_day(now, zone_of(session, committee_id))


def note(
    session: Session,
    row: Request,
    kind: EventKind,
    by: int | None,
    now: datetime,
    *,
    ids: dict[str, Any] | None = None,
    **details: Any,
) -> int:
    """Add to the history, sealed, and to the audit, by numbers; returns the event's number.

    Args:
        ids: numbers that the audit keeps, and the history too.
    """
    assert row.id is not None
    numbers = ids or {}
    event = RequestEvent(request_id=row.id, kind=kind, by=by, at=now, details=numbers | details)
    session.add(event)
    session.flush()
    record(session, f"request.{kind.value}", f"request:{row.id}", at=now, actor_id=by, **numbers)
    assert event.id is not None
    return event.id


def tell_requester(
    session: Session, row: Request, template: str, key: object, now: datetime, **params: Any
) -> bool:
    """Tell whoever asked; nobody where staff entered it. Returns whether there is somebody."""
    if row.person_id is None:
        return False
    tell_people(session, row, [row.person_id], template, key, now, **params)
    return True


def tell_owner(
    session: Session, row: Request, template: str, key: object, now: datetime, **params: Any
) -> None:
    """Tell whoever works on a request, or those on duty where nobody does any more."""
    tell_people(session, row, keepers(session, row, now), template, key, now, **params)


def keepers(session: Session, row: Request, now: datetime) -> tuple[int, ...]:
    """The owner, as long as they may work on it and can be reached; otherwise the duty."""
    if row.owner_id is not None and is_kept(session, row, now):
        return (row.owner_id,)
    return find_duty(session, row.committee_id, now).people

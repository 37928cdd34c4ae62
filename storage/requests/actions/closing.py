"""Brought to the household, once and never twice; closed with words."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session, col, select

from storage.community.queries import find_actor
from storage.community.rules import check_staff
from storage.errors import RuleError
from storage.requests.actions._requests import (
    form_of,
    lock_request,
    lock_row,
    note,
    tell_requester,
    today_of,
    view,
)
from storage.requests.actions.working import take
from storage.requests.kinds import EventKind, Handover, Outcome, RequestState
from storage.requests.queries import RequestView
from storage.requests.queries.requests import LIVE
from storage.requests.rights import Act
from storage.requests.rules import check_live, check_outcome, check_text, refill_day
from storage.requests.tables import Request


def deliver(
    session: Session, request_id: int, how: Handover, *, by: int, now: datetime
) -> RequestView:
    """Note that it was brought or picked up; the requester is asked to confirm. Once ever.

    Raises:
        RuleError: `need_unknown`, `not_staff`, `need_delivered`, `need_closed`, `need_erased`.
    """
    row = lock_request(session, request_id, Act.WORK, by, now)
    return _deliver(session, row, how, by, now)


def record_delivery(
    session: Session, request_id: int, how: Handover, *, by: int, now: datetime
) -> RequestView:
    """As `deliver`, for a runner: the caller has checked that they hold the run. Once ever.

    Raises:
        RuleError: `need_unknown`, `need_delivered`, `need_closed`, `need_erased`.
    """
    return _deliver(session, lock_row(session, request_id), how, by, now)


def record_gathered(
    session: Session, request_id: int, run_id: int, *, by: int, now: datetime
) -> RequestView:
    """Note that a request goes into a run; one without an owner is taken by whoever opens it.

    Raises:
        RuleError: `need_unknown`, `need_delivered`, `need_closed`, `need_erased`.
    """
    row = lock_row(session, request_id)
    check_undelivered(row)
    if row.owner_id is None:
        take(session, row, by, by=by, now=now)
    note(session, row, EventKind.GATHERED, by, now, ids={"run": run_id})
    return view(session, row)


def close(
    session: Session,
    request_id: int,
    outcome: Outcome,
    text: str = "",
    *,
    by: int,
    now: datetime,
) -> RequestView:
    """End a request with a word to its requester, who is asked whether it is solved (S119).

    Raises:
        RuleError: `need_unknown`, `not_staff`, `need_closed`, `need_erased`,
            `need_outcome_wrong`, `need_text_long`.
    """
    row = lock_request(session, request_id, Act.WORK, by, now)
    check_live(row.state, row.erased_at)
    check_outcome(outcome, row.delivered_at)
    words = check_text(text) if text.strip() else ""
    close_row(session, row, outcome, by, now, words=words)
    return view(session, row)


def close_delivered(session: Session, committee_id: int, *, by: int, now: datetime) -> int:
    """Close all that was delivered (S121); returns how many.

    Raises:
        RuleError: `not_staff`.
    """
    check_staff(find_actor(session, by, now), committee_id)
    query = select(Request.id).where(
        Request.committee_id == committee_id,
        col(Request.state).in_(LIVE),
        col(Request.delivered_at).is_not(None),
        col(Request.reopened_at).is_(None),
    )
    # A household's tap at this moment closes its own before they are counted.
    locked = query.order_by(col(Request.id)).with_for_update(key_share=True)
    ids = [each for each in session.exec(locked) if each is not None]
    for request_id in ids:
        close(session, request_id, Outcome.DELIVERED, by=by, now=now)
    return len(ids)


def check_undelivered(row: Request) -> None:
    """Something can still be brought.

    Raises:
        RuleError: `need_delivered`, `need_closed`, `need_erased`.
    """
    if row.delivered_at is not None:
        raise RuleError("need_delivered")
    check_live(row.state, row.erased_at)


def bring(session: Session, row: Request, how: Handover, by: int, now: datetime) -> int:
    """Keep that a request was brought, and when to ask again (S82); returns the event."""
    check_undelivered(row)
    row.delivered_at, row.delivered_by, row.delivered_how = now, by, how
    row.reopened_at = row.asked_at = None
    today = today_of(session, row.committee_id, now)
    row.refill_on = refill_day(form_of(row), row.answers, today)
    session.add(row)
    return note(session, row, EventKind.DELIVERED, by, now, ids={"how": how.value})


def close_row(
    session: Session,
    row: Request,
    outcome: Outcome,
    by: int | None,
    now: datetime,
    *,
    words: str = "",
) -> None:
    """A request ends; whoever asked is asked whether it is solved."""
    end(row, outcome, by, now)
    event = note(
        session, row, EventKind.CLOSED, by, now, ids={"outcome": outcome.value}, reply=words
    )
    tell_requester(session, row, "told_closed", event, now, outcome=outcome.value, reply=words)
    session.add(row)


def end(row: Request, outcome: Outcome, by: int | None, now: datetime) -> None:
    """A request is over."""
    is_withdrawn = outcome is Outcome.WITHDRAWN
    row.state = RequestState.WITHDRAWN if is_withdrawn else RequestState.DONE
    row.outcome, row.closed_at, row.closed_by = outcome, now, by
    row.asked_at = None


def _deliver(session: Session, row: Request, how: Handover, by: int, now: datetime) -> RequestView:
    event = bring(session, row, how, by, now)
    tell_requester(session, row, "told_delivered", event, now, how=how.value)
    return view(session, row)

"""What nobody sees to any more ends, or finds somebody else, by itself."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session, col, func, select

from storage.requests.actions._requests import is_kept, note, tell_requester, visit
from storage.requests.actions.closing import close_row
from storage.requests.actions.escalating import announce, wait_anew
from storage.requests.kinds import EventKind, Outcome, RequestState
from storage.requests.queries.board import is_brought
from storage.requests.queries.requests import LIVE
from storage.requests.rules import ANSWER_WITHIN, CONFIRM_WITHIN, KEEP_OPEN, REMIND_ASKED_AFTER
from storage.requests.tables import Request, RequestEvent


def settle_requests(session: Session, now: datetime) -> int:
    """See to what waits for nobody.

    What has an owner who is gone, or cannot be reached, is told of anew. Whoever was asked back
    and does not answer is asked once more. What was brought ends three days later without a word
    from its household; what nobody has touched for half a year ends too, so that retention
    empties both.

    Returns:
        How many requests changed.
    """
    found = _free_left(session, now) + _ask_once_more(session, now)
    return found + _close_brought(session, now) + _close_forgotten(session, now)


def _free_left(session: Session, now: datetime) -> int:
    query = select(Request.id).where(Request.state == RequestState.CLAIMED, ~is_brought())
    ids = session.exec(query.order_by("id").with_for_update(skip_locked=True)).all()

    def free(row: Request) -> bool:
        if is_kept(session, row, now):
            return False
        wait_anew(row, now)
        note(session, row, EventKind.RELEASED, None, now)
        announce(session, row, now, is_again=True)
        return True

    return visit(session, ids, free)


def _ask_once_more(session: Session, now: datetime) -> int:
    query = select(Request.id).where(
        col(Request.state).in_(LIVE),
        col(Request.asked_at) <= now - REMIND_ASKED_AFTER,
        col(Request.asked_at) > now - ANSWER_WITHIN,
    )
    ids = session.exec(query.order_by("id").with_for_update(skip_locked=True)).all()
    return visit(session, ids, lambda row: _remind(session, row, now))


def _remind(session: Session, row: Request, now: datetime) -> bool:
    assert row.asked_at is not None
    asked = (RequestEvent.request_id == row.id, RequestEvent.kind == EventKind.QUESTION)
    query = select(RequestEvent).where(*asked).order_by(col(RequestEvent.id).desc())
    question = session.exec(query).first()
    if question is None:
        return False
    reply = question.details.get("reply", "")
    key = f"again:{question.id}"
    return tell_requester(session, row, "told_question", key, now, reply=reply)


def _close_brought(session: Session, now: datetime) -> int:
    query = select(Request.id).where(
        col(Request.state).in_(LIVE),
        is_brought(),
        col(Request.delivered_at) <= now - CONFIRM_WITHIN,
    )
    ids = session.exec(query.with_for_update(skip_locked=True)).all()

    def end(row: Request) -> bool:
        close_row(session, row, Outcome.DELIVERED, None, now)
        return True

    return visit(session, ids, end)


def _close_forgotten(session: Session, now: datetime) -> int:
    """What the clock itself notes of a request is no sign that anybody sees to it."""
    touched = (
        select(func.max(RequestEvent.at))
        .where(RequestEvent.request_id == Request.id, col(RequestEvent.by).is_not(None))
        .correlate(Request)
        .scalar_subquery()
    )
    query = select(Request.id).where(
        col(Request.state).in_(LIVE),
        col(Request.opened_at) <= now - KEEP_OPEN,
        func.coalesce(touched, col(Request.opened_at)) <= now - KEEP_OPEN,
    )
    ids = session.exec(query.with_for_update(skip_locked=True)).all()

    def end(row: Request) -> bool:
        close_row(session, row, Outcome.IMPOSSIBLE, None, now)
        return True

    return visit(session, ids, end)

"""What nobody sees to any more ends, or finds somebody else, by itself."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session, col, func, select

from storage.requests.actions._requests import visit
from storage.requests.actions.closing import close_row
from storage.requests.kinds import Outcome
from storage.requests.queries.board import is_brought
from storage.requests.queries.requests import LIVE
from storage.requests.rules import CONFIRM_WITHIN, KEEP_OPEN
from storage.requests.tables import Request, RequestEvent


def settle_requests(session: Session, now: datetime) -> int:
    """See to what waits for nobody.

    What was brought ends three days later without a word from its household; what nobody has
    touched for half a year ends too, so that retention empties both.

    Returns:
        How many requests changed.
    """
    return _close_brought(session, now) + _close_forgotten(session, now)


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

"""What becomes of requests when their requester, their time or somebody's account goes.

Called by the features that these belong to; it stands apart from the actions, which read those.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, or_, select, update
from sqlmodel import Session, col

from storage.outbox.tables import OutboxMessage
from storage.requests.kinds import Outcome, RequestState
from storage.requests.tables import (
    Request,
    RequestEvent,
    RequestPhoto,
    RequestReading,
    ShownPhoto,
)
from storage.requests.telling import tell_people

KEEP_CLOSED = timedelta(days=30)
KEEP_FOR_REFILL = timedelta(days=14)
"""How long after the question whether it is needed again the answers still stand."""
_LIVE = (RequestState.OPEN, RequestState.CLAIMED)


def erase_rows(session: Session, ids: Collection[int], *, now: datetime) -> None:
    """Erase everything that requests say, and who asked: only bare rows for counts stay."""
    rows = session.execute(select(Request).where(col(Request.id).in_(ids))).scalars().all()
    for row in rows:
        row.person_id, row.erased_at = None, row.erased_at or now
        row.update_id = None
        session.add(row)
    session.execute(delete(RequestReading).where(col(RequestReading.request_id).in_(ids)))
    _empty(session, ids, now)
    _drop_messages(session, ids)


def forget_requester(session: Session, person_id: int, *, now: datetime) -> int:
    """Erase a person's requests, and their number wherever they worked on others'.

    What they had asked for and is open ends; what they worked on waits for somebody else.

    Returns:
        How many requests were erased.
    """
    mine = col(Request.person_id) == person_id
    live = select(Request).where(mine, col(Request.state).in_(_LIVE)).with_for_update()
    for row in session.execute(live).scalars():
        _withdraw(session, row, now)
    ids = list(session.execute(select(col(Request.id)).where(mine)).scalars())
    erase_rows(session, ids, now=now)
    session.execute(
        update(Request)
        .where(col(Request.owner_id) == person_id, col(Request.state) == RequestState.CLAIMED)
        .values(state=RequestState.OPEN, claimed_at=None, waiting_since=now, escalations=0)
        .values(told_at=None)
    )
    session.execute(delete(RequestReading).where(col(RequestReading.person_id) == person_id))
    for column in (
        Request.owner_id,
        Request.entered_by,
        Request.delivered_by,
        Request.closed_by,
        RequestEvent.by,
    ):
        _blank(session, col(column), person_id)
    session.execute(
        update(ShownPhoto).where(col(ShownPhoto.chat_id) == person_id).values(delete_at=now)
    )
    return len(ids)


def drop_old_requests(session: Session, now: datetime) -> int:
    """Empty requests that were closed long ago; their rows stay for counts.

    What is to be asked for again keeps its answers until that question has had its time.

    Returns:
        How many were emptied.
    """
    is_refilled = or_(
        col(Request.refill_on).is_(None), col(Request.refill_on) < (now - KEEP_FOR_REFILL).date()
    )
    query = select(col(Request.id)).where(
        col(Request.closed_at) < now - KEEP_CLOSED, col(Request.erased_at).is_(None), is_refilled
    )
    ids = list(session.execute(query).scalars())
    if ids:
        erase_rows(session, ids, now=now)
    return len(ids)


def _withdraw(session: Session, row: Request, now: datetime) -> None:
    row.state, row.outcome, row.closed_at = RequestState.WITHDRAWN, Outcome.WITHDRAWN, now
    session.add(row)
    if row.owner_id not in (None, row.person_id):
        tell_people(session, row, [row.owner_id], "withdrawn", "forgotten", now)


def _empty(session: Session, ids: Collection[int], now: datetime) -> None:
    wanted = col(Request.id).in_(ids)
    session.flush()
    session.execute(
        update(Request)
        .where(wanted)
        .values(answers={}, questions=[], caller=None, alternative=None)
        .values(refill_on=None, session_on=None)
    )
    session.execute(
        update(RequestEvent).where(col(RequestEvent.request_id).in_(ids)).values(details={})
    )
    session.execute(delete(RequestPhoto).where(col(RequestPhoto.request_id).in_(ids)))
    session.execute(
        update(ShownPhoto).where(col(ShownPhoto.request_id).in_(ids)).values(delete_at=now)
    )
    session.expire_all()


def _drop_messages(session: Session, ids: Collection[int]) -> None:
    """What was told to the requester goes too: it holds words. Staff's notices hold none."""
    about = col(OutboxMessage.template).startswith("requests/told_")
    for row in session.execute(select(OutboxMessage).where(about)).scalars():
        if row.params.get("request_id") in ids:
            session.delete(row)
    session.flush()


def _blank(session: Session, column: Any, person_id: int) -> None:
    session.execute(update(column.class_).where(column == person_id).values({column.key: None}))

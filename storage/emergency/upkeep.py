"""What becomes of alerts when their person or their time goes.

Called by the features that these belong to; it stands apart from the actions, which read those.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, or_, select, update
from sqlmodel import Session, col

from storage.emergency.calling import give_back
from storage.emergency.kinds import LIVE, AlertState
from storage.emergency.queries import find_alert, list_callable
from storage.emergency.tables import Alert, AlertCry
from storage.emergency.telling import find_called, tell_gone, untell

_BARE = {"person_id": None, "household_id": None, "words": "", "note": None}


def forget_caller(session: Session, person_id: int, *, now: datetime) -> int:
    """Erase who called, what they said and where they live; an alert that is open ends.

    Those who were called hear that it has ended. Where they helped others, their number goes;
    what they were on is open again.

    Returns:
        How many alerts they had raised.
    """
    mine = tuple(
        session.execute(select(col(Alert.id)).where(col(Alert.person_id) == person_id)).scalars()
    )
    for alert_id in mine:
        _take_away(session, alert_id, person_id, now)
    _leave_others(session, person_id, now)
    about = col(Alert.id).in_(mine)
    ended = {"state": AlertState.WITHDRAWN, "closed_at": now, "repeat_at": None}
    session.execute(update(Alert).where(about, col(Alert.state).in_(LIVE)).values(ended))
    session.execute(update(Alert).where(about).values(_BARE))
    for column in (col(Alert.taken_by), col(Alert.closed_by)):
        session.execute(update(Alert).where(column == person_id).values({column: None}))
    return len(mine)


def _take_away(session: Session, alert_id: int, person_id: int, now: datetime) -> None:
    """Take back what was told of an alert; who may be on their way hears that it is over."""
    view = find_alert(session, alert_id)
    called = find_called(session, alert_id)
    untell(session, alert_id)
    if view is not None and view.state in LIVE:
        callable_ones = set(list_callable(session, view.committee_id, now))
        tell_gone(session, view, sorted(called & callable_ones - {person_id}), now=now)


def _leave_others(session: Session, person_id: int, now: datetime) -> None:
    """Open again what somebody was on who is there no more."""
    is_theirs = (col(Alert.taken_by) == person_id) & (col(Alert.state) == AlertState.TAKEN)
    query = select(Alert).where(is_theirs, col(Alert.person_id) != person_id)
    for alert in session.execute(query.with_for_update()).scalars():
        give_back(session, alert, now)


def drop_words(session: Session, before: datetime) -> int:
    """Empty the alerts that ended before a time, or that nobody ended; returns how many."""
    is_kept = or_(col(Alert.person_id).is_not(None), col(Alert.household_id).is_not(None))
    is_old = or_(
        col(Alert.closed_at) < before,
        (col(Alert.closed_at).is_(None)) & (col(Alert.heard_at) < before),
    )
    old = tuple(session.execute(select(col(Alert.id)).where(is_kept, is_old)).scalars())
    for alert_id in old:
        untell(session, alert_id)
    session.execute(update(Alert).where(col(Alert.id).in_(old)).values(_BARE))
    session.execute(delete(AlertCry).where(col(AlertCry.alert_id).in_(old)))
    return len(old)

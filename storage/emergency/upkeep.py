"""What becomes of alerts when their person or their time goes.

Called by the features that these belong to; it stands apart from the actions, which read those.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import or_, select, update
from sqlmodel import Session, col

from storage.emergency.kinds import LIVE, AlertState
from storage.emergency.tables import Alert
from storage.emergency.telling import untell

_BARE = {"person_id": None, "household_id": None, "words": "", "note": None}


def forget_caller(session: Session, person_id: int, *, now: datetime) -> int:
    """Erase who called, what they said and where they live; an alert that is open ends.

    Where they helped others, their number goes.

    Returns:
        How many alerts they had raised.
    """
    mine = tuple(
        session.execute(select(col(Alert.id)).where(col(Alert.person_id) == person_id)).scalars()
    )
    for alert_id in mine:
        untell(session, alert_id)
    about = col(Alert.id).in_(mine)
    ended = {"state": AlertState.WITHDRAWN, "closed_at": now, "repeat_at": None}
    session.execute(update(Alert).where(about, col(Alert.state).in_(LIVE)).values(ended))
    session.execute(update(Alert).where(about).values(_BARE))
    for column in (col(Alert.taken_by), col(Alert.closed_by)):
        session.execute(update(Alert).where(column == person_id).values({column: None}))
    return len(mine)


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
    return len(old)

"""What becomes of checks and vouchers when their time or somebody's account goes."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, update
from sqlmodel import Session, col

from storage.relay.vouchers.tables import (
    RelayCheck,
    RelayCollector,
    RelayPhoto,
    RelayPhotoCopy,
    RelayVoucher,
    WrongCode,
)

KEEP_PHOTOS = timedelta(days=7)
"""For papers that nobody has looked at: whoever still wants the place sends them again."""
KEEP_TRIES = timedelta(days=1)


def drop_papers(session: Session, now: datetime) -> None:
    """Forget photos that waited too long, and codes tried long ago."""
    session.execute(delete(RelayPhoto).where(col(RelayPhoto.sent_at) < now - KEEP_PHOTOS))
    session.execute(delete(WrongCode).where(col(WrongCode.since) < now - KEEP_TRIES))


def forget_checker(session: Session, person_id: int, *, now: datetime) -> None:
    """Erase the photos that a person sent, and their number wherever they worked on others'.

    Their household's entry and voucher stay: they are the household's (S13).
    """
    session.execute(delete(RelayPhoto).where(col(RelayPhoto.sent_by) == person_id))
    session.execute(delete(WrongCode).where(col(WrongCode.person_id) == person_id))
    session.execute(
        update(RelayPhotoCopy).where(col(RelayPhotoCopy.chat_id) == person_id).values(delete_at=now)
    )
    session.execute(
        update(RelayCollector)
        .where(col(RelayCollector.person_id) == person_id)
        .values(person_id=None, revoked_at=now)
    )
    worked: tuple[tuple[type[Any], str], ...] = (
        (RelayCheck, "decided_by"),
        (RelayVoucher, "collected_by"),
        (RelayCollector, "invited_by"),
    )
    for table, column in worked:
        session.execute(
            update(table).where(col(getattr(table, column)) == person_id).values({column: None})
        )

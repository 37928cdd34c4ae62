"""The lights of supply lines and how they came about (S74)."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session, col, func, select

from storage.supplies.queries.views import ReadingView, StatusView
from storage.supplies.rules import LIGHT_HOLDS
from storage.supplies.tables import SupplyReading, SupplyStatus


def list_statuses(session: Session, committee_id: int, now: datetime) -> tuple[StatusView, ...]:
    """The lines that a committee watches, in the order in which they were added."""
    newest = (
        select(func.max(SupplyReading.id))
        .where(col(SupplyReading.status_id) == col(SupplyStatus.id))
        .correlate(SupplyStatus)
        .scalar_subquery()
    )
    query = (
        select(SupplyStatus, SupplyReading)
        .join(SupplyReading, col(SupplyReading.id) == newest)
        .where(SupplyStatus.committee_id == committee_id, col(SupplyStatus.withdrawn_at).is_(None))
        .order_by(col(SupplyStatus.id))
    )
    return tuple(
        StatusView(
            id=status.id or 0,
            committee_id=status.committee_id,
            name=status.name,
            light=reading.light,
            amount=reading.amount,
            source=reading.source,
            as_of=reading.as_of,
            is_old=now - reading.as_of > LIGHT_HOLDS,
        )
        for status, reading in session.exec(query)
    )


def find_status(session: Session, status_id: int, now: datetime) -> StatusView | None:
    """One line that is still watched."""
    status = session.get(SupplyStatus, status_id)
    if status is None:
        return None
    lines = list_statuses(session, status.committee_id, now)
    return next((line for line in lines if line.id == status_id), None)


def list_readings(session: Session, status_id: int, *, most: int = 8) -> tuple[ReadingView, ...]:
    """What was known of a line, newest first."""
    query = (
        select(SupplyReading)
        .where(SupplyReading.status_id == status_id)
        .order_by(col(SupplyReading.id).desc())
        .limit(most)
    )
    return tuple(
        ReadingView(row.light, row.amount, row.source, row.as_of) for row in session.exec(query)
    )

"""What is taken out of orders: for whoever asks to be forgotten, and once no longer needed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import delete, update
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from storage.supplies.kinds import RoundState
from storage.supplies.tables import (
    SupplyEvent,
    SupplyOrder,
    SupplyOrderLine,
    SupplyReading,
    SupplyRound,
    SupplySupplier,
)

_WHO: tuple[Any, ...] = (
    SupplyOrder.person_id,
    SupplyOrder.entered_by,
    SupplyOrder.carried_by,
    SupplyRound.created_by,
    SupplySupplier.checked_by,
    SupplyReading.set_by,
)


def forget_orderer(session: Session, person_id: int) -> None:
    """Leave orders to their households and rounds to the committee, without the person."""
    for column in _WHO:
        session.execute(update(column.class_).where(column == person_id).values({column: None}))


def ordering_households() -> SelectOfScalar[int]:
    """Households with an order in a round that still takes some."""
    return (
        select(SupplyOrder.household_id)
        .join(SupplyRound, col(SupplyRound.id) == col(SupplyOrder.round_id))
        .where(col(SupplyRound.state).in_([RoundState.SCHEDULED, RoundState.OPEN]))
    )


def drop_orders(session: Session, before: datetime) -> int:
    """Delete the orders of rounds that ended before then; the rounds and their counts stay.

    Returns:
        How many orders went.
    """
    ended = select(SupplyRound.id).where(col(SupplyRound.ended_at) < before)
    for table in (SupplyEvent, SupplyOrderLine):
        session.execute(delete(table).where(col(table.round_id).in_(ended)))
    gone = delete(SupplyOrder).where(col(SupplyOrder.round_id).in_(ended))
    return int(session.exec(gone).rowcount)

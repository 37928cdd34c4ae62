"""What ends by itself with the last door: a building's tasks, and the round."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from storage.supplies.actions._locks import note
from storage.supplies.kinds import RoundState
from storage.supplies.queries import list_orders
from storage.supplies.rules import CARRIED
from storage.supplies.tables import SupplyRound
from storage.volunteers.actions import settle_tasks

SUBJECT = "supplies"


def end_where_all_arrived(
    session: Session, supplies: SupplyRound, building_id: int, by: int, now: datetime
) -> None:
    """Settle the tasks of a building without open doors, and end a round without any.

    Args:
        supplies: its row, locked.
    """
    assert supplies.id is not None
    open_doors = [
        order
        for order in list_orders(session, supplies.id)
        if order.pieces and not order.has_arrived
    ]
    if not any(order.building_id == building_id for order in open_doors):
        settle_tasks(session, SUBJECT, supplies.id, by=by, now=now, building_id=building_id)
    if not open_doors and supplies.state in CARRIED:
        supplies.state, supplies.ended_at = RoundState.DONE, now
        note(session, supplies, "done", by, now)

"""The tasks of a round: a building's bags, and single doors."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from storage.supplies.actions._ending import SUBJECT
from storage.supplies.queries import OrderView
from storage.supplies.tables import SupplyPackage, SupplyRound
from storage.volunteers.actions import NewTask, open_task
from storage.volunteers.kinds import TaskKind

# Fresh food stands at the gate; what a baby needs goes first (S70).
DELIVER_WITHIN = timedelta(hours=4)
URGENT_WITHIN = timedelta(hours=2)


def open_round_task(
    session: Session,
    supplies: SupplyRound,
    kind: TaskKind,
    order: OrderView,
    by: int,
    now: datetime,
    *,
    again: int | None = None,
) -> None:
    """Open the task to carry a building's bags, or to knock at an order's door. Once.

    Args:
        again: what tells a later task about the same door from the first one.
    """
    is_knock = kind is TaskKind.KNOCK
    place = f"knock:{order.household_id}" if is_knock else f"building:{order.building_id}"
    key = f"{SUBJECT}:{supplies.id}:{place}"
    open_task(
        session,
        NewTask(
            kind=kind,
            committee_id=supplies.committee_id,
            key=key if again is None else f"{key}:{again}",
            title=supplies.title,
            building_id=order.building_id,
            household_id=order.household_id if is_knock else None,
            subject=SUBJECT,
            subject_id=supplies.id,
            due_at=now + (URGENT_WITHIN if _has_urgent(session, supplies) else DELIVER_WITHIN),
        ),
        now=now,
        by=by,
    )


def _has_urgent(session: Session, supplies: SupplyRound) -> bool:
    query = select(SupplyPackage.id).where(
        SupplyPackage.round_id == supplies.id,
        col(SupplyPackage.is_urgent),
        SupplyPackage.ordered > 0,
    )
    return session.exec(query.limit(1)).first() is not None

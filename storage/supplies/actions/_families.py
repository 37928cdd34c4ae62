"""Households are told through every linked member who can be written to (S62)."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from storage.community.kinds import ResidentState
from storage.community.tables import Person, Resident
from storage.outbox.actions import leave
from storage.outbox.tables import Urgency
from storage.supplies.queries import LineView, OrderView
from storage.supplies.tables import SupplyRound


def list_families(session: Session, households: Collection[int]) -> dict[int, list[int]]:
    """Members of each household who can be written to; a disputed tie hears nothing."""
    query = (
        select(Resident.household_id, Resident.person_id)
        .join(Person, col(Person.id) == col(Resident.person_id))
        .where(
            col(Resident.household_id).in_(households),
            Resident.state == ResidentState.ACTIVE,
            col(Person.reachable),
        )
        .order_by(col(Resident.id))
    )
    families: dict[int, list[int]] = {household: [] for household in households}
    for household_id, person_id in session.exec(query):
        families[household_id].append(person_id)
    return families


def tell_household(
    session: Session,
    people: Iterable[int],
    template: str,
    supplies: SupplyRound,
    order: OrderView,
    *,
    now: datetime,
    key: str,
    **params: Any,
) -> None:
    """Leave a message about an order for each of `people`; the same `key` once only."""
    for person_id in people:
        leave(
            session,
            person_id,
            template,
            {
                "round_id": supplies.id,
                "title": supplies.title,
                "arrives": supplies.arrives,
                "door": order.door,
                "lines": line_params(order.lines),
                **params,
            },
            now=now,
            urgency=Urgency.URGENT,
            dedupe_key=f"supply:{supplies.id}:{order.number}:{key}:{person_id}",
        )


def line_params(lines: Iterable[LineView]) -> list[dict[str, Any]]:
    """Lines of an order as JSON values."""
    return [
        {
            "name": line.name,
            "quantity": line.quantity,
            "given": line.given,
            "is_urgent": line.is_urgent,
        }
        for line in lines
    ]

"""When it is a resident's turn."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Row, select
from sqlmodel import Session, col

from storage.community.queries import find_actor
from storage.community.tables import Building
from storage.testing.kinds import DayState, SlotKind
from storage.testing.queries.rounds import count_round_days
from storage.testing.queries.views import NextSlot
from storage.testing.tables import Day, Listener, Round, Slot


def next_slot(session: Session, building_id: int, now: datetime) -> NextSlot | None:
    """The slot at the site in which a building is called, now or next."""
    return _list_next(session, [building_id], now).get(building_id)


def find_next_for(session: Session, person_id: int, now: datetime) -> tuple[NextSlot, ...]:
    """The next slot of each building in which a person lives."""
    ties = find_actor(session, person_id, now).residents
    found = _list_next(session, [tie.building_id for tie in ties], now)
    return tuple(found[tie.building_id] for tie in ties if tie.building_id in found)


def is_listening(session: Session, person_id: int, estate_id: int) -> bool:
    """Whether somebody wants the reminders of their building there in private."""
    return session.get(Listener, (person_id, estate_id)) is not None


def _list_next(
    session: Session, building_ids: Collection[int], now: datetime
) -> dict[int, NextSlot]:
    query = (
        select(Slot, Day, Round, col(Building.label))
        .join(Day, col(Day.id) == col(Slot.day_id))
        .join(Round, col(Round.id) == col(Day.round_id))
        .join(Building, col(Building.id) == col(Slot.building_id))
        .where(
            col(Slot.building_id).in_(building_ids),
            col(Slot.kind) == SlotKind.SITE,
            col(Slot.ends_at) > now,
            col(Day.state) == DayState.PLANNED,
        )
        .order_by(col(Slot.starts_at).desc(), col(Slot.id).desc())
    )
    rows = {row.Slot.building_id: row for row in session.execute(query)}
    of = count_round_days(session, {row.Round.id for row in rows.values()})
    return {building_id: _next(row, of) for building_id, row in rows.items()}


def _next(row: Row[*tuple[Any, ...]], of: dict[int, int]) -> NextSlot:
    slot, day, testing, label = row.Slot, row.Day, row.Round, row.label
    return NextSlot(
        round_id=testing.id,
        title=testing.title,
        site=slot.site or testing.site,
        lanes=testing.lanes,
        day_id=day.id,
        number=day.ordinal,
        of=of[testing.id],
        day=day.day,
        delay=day.delay,
        slot_id=slot.id,
        building_id=slot.building_id,
        building=label,
        estate_id=testing.estate_id,
        kind=slot.kind,
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
    )

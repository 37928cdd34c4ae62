"""When it is a resident's turn."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, exists, not_, or_, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from storage.community.queries import find_actor
from storage.community.tables import Building
from storage.testing.coverage.tables import HomeVisit
from storage.testing.kinds import DayState, SlotKind
from storage.testing.queries.rounds import count_round_days
from storage.testing.queries.views import NextSlot
from storage.testing.tables import Day, Listener, Round, Slot

_AT_SITE = col(Slot.kind) == SlotKind.SITE


def next_slot(session: Session, building_id: int, now: datetime) -> NextSlot | None:
    """The slot at the site in which a building is called, now or next."""
    return _find_next(session, building_id, now, _AT_SITE)


def find_next_for(session: Session, person_id: int, now: datetime) -> tuple[NextSlot, ...]:
    """The next turn of each household of a person: at the site, or the squad's visit (S54)."""
    ties = find_actor(session, person_id, now).residents
    turns = (
        _find_next(session, tie.building_id, now, _list_turns(session, tie.household_id))
        for tie in ties
    )
    return tuple(turn for turn in turns if turn is not None)


def is_listening(session: Session, person_id: int, estate_id: int) -> bool:
    """Whether somebody wants the reminders of their building there in private."""
    return session.get(Listener, (person_id, estate_id)) is not None


def _list_turns(session: Session, household_id: int) -> ColumnElement[bool]:
    """The slots that are for a household: visits for as long as it is sampled at home.

    On a day without a visit to its building it is called to the site.
    """
    listed = session.get(HomeVisit, household_id)
    if listed is None:
        return _AT_SITE
    visit = aliased(Slot)
    is_visited: ColumnElement[bool] = exists().where(
        col(visit.day_id) == col(Slot.day_id),
        col(visit.building_id) == col(Slot.building_id),
        col(visit.kind) == SlotKind.HOME,
    )
    if listed.until is not None:
        is_visited = and_(is_visited, col(Day.day) <= listed.until)
    return or_(and_(is_visited, ~_AT_SITE), and_(not_(is_visited), _AT_SITE))


def _find_next(
    session: Session, building_id: int, now: datetime, wanted: ColumnElement[bool]
) -> NextSlot | None:
    query = (
        select(Slot, Day, Round, col(Building.label))
        .join(Day, col(Day.id) == col(Slot.day_id))
        .join(Round, col(Round.id) == col(Day.round_id))
        .join(Building, col(Building.id) == col(Slot.building_id))
        .where(
            wanted,
            col(Slot.building_id) == building_id,
            col(Slot.ends_at) > now,
            col(Day.state) == DayState.PLANNED,
        )
        .order_by(col(Slot.starts_at), col(Slot.id))
        .limit(1)
    )
    row = session.execute(query).first()
    return None if row is None else _next(row, count_round_days(session, [row.Round.id]))


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

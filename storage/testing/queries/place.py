"""The estate that a round is planned for, and what is planned there already."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import select
from sqlmodel import Session, col

from storage.community.queries import find_committee, find_estate, list_buildings
from storage.errors import RuleError
from storage.testing.kinds import DayState
from storage.testing.plan import BuildingFact, Place, Taken
from storage.testing.tables import Day, Round, Slot


def find_place(
    session: Session, estate_id: int, *, but_round: int | None = None, day: date | None = None
) -> Place:
    """What a plan is checked against.

    Args:
        but_round: a round whose own times do not count, because it is being changed.
        day: the only one that matters, with what of its neighbours runs past midnight.

    Raises:
        RuleError: `not_found`.
    """
    estate = find_estate(session, estate_id)
    committee = find_committee(session, estate.committee_id) if estate else None
    if committee is None:
        raise RuleError("not_found", kind="estate")
    buildings = {
        building.id: BuildingFact(building.label, building.households)
        for building in list_buildings(session, estate_id)
    }
    taken = _list_taken(session, estate_id, but_round, day)
    return Place(estate_id, committee.time_zone, buildings, taken)


def _list_taken(
    session: Session, estate_id: int, but_round: int | None, day: date | None
) -> tuple[Taken, ...]:
    query = (
        select(
            col(Round.id),
            col(Round.title),
            col(Day.day),
            col(Slot.building_id),
            col(Slot.starts_minute),
            col(Slot.ends_minute),
        )
        .join(Day, col(Day.round_id) == col(Round.id))
        .join(Slot, col(Slot.day_id) == col(Day.id))
        .where(col(Round.estate_id) == estate_id, col(Day.state) == DayState.PLANNED)
    )
    if but_round is not None:
        query = query.where(col(Round.id) != but_round)
    if day is not None:
        a_day = timedelta(days=1)
        query = query.where(col(Day.day).between(day - a_day, day + a_day))
    return tuple(Taken(*row) for row in session.execute(query))

"""Days of rounds as coverage sees them, and whose doors they are about."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Select, case, func, select
from sqlmodel import Session, col

from storage.community.actor import Actor
from storage.community.kinds import RoleKind
from storage.community.tables import Building, Committee, Estate, Household
from storage.testing.coverage.kinds import MarkState
from storage.testing.coverage.queries.views import BuildingCount, DayFacts
from storage.testing.coverage.rules import MARKED_AFTER, OFF, Place, is_lead, is_staff
from storage.testing.coverage.tables import Mark, SquadMember
from storage.testing.tables import Day, Round, Slot


def find_day_facts(session: Session, day_id: int) -> DayFacts | None:
    """One day."""
    row = session.execute(_days().where(col(Day.id) == day_id)).first()
    return DayFacts(*row) if row is not None else None


def find_building_day(session: Session, building_id: int, today: date) -> DayFacts | None:
    """The day of testing that a building has today; None where it has none."""
    on_day = select(col(Slot.day_id)).where(col(Slot.building_id) == building_id)
    query = _days().where(
        col(Day.day) == today, col(Day.state).not_in(OFF), col(Day.id).in_(on_day)
    )
    row = session.execute(query.order_by(col(Day.starts_at))).first()
    return DayFacts(*row) if row is not None else None


def list_work_days(session: Session, committees: Collection[int], today: date) -> list[DayFacts]:
    """The days whose doors are gone to now: begun, and not long over; the newest first.

    Where none has begun, the next one, so that its lists can be printed the evening before.
    """
    query = _days().where(
        col(Round.committee_id).in_(committees),
        col(Day.state).not_in(OFF),
        col(Day.day) >= today - MARKED_AFTER,
    )
    days = [DayFacts(*row) for row in session.execute(query.order_by(col(Day.day).desc()))]
    begun = [day for day in days if day.day <= today]
    return begun or days[-1:]


def list_squad_days(session: Session, person_id: int, today: date) -> list[DayFacts]:
    """The days on which somebody goes round to households; the newest first."""
    query = (
        _days()
        .join(SquadMember, col(SquadMember.day_id) == col(Day.id))
        .where(
            col(SquadMember.person_id) == person_id,
            col(Day.state).not_in(OFF),
            col(Day.day) >= today - timedelta(days=1),
        )
    )
    return [DayFacts(*row) for row in session.execute(query.order_by(col(Day.day).desc()))]


def list_work_committees(actor: Actor) -> tuple[int, ...]:
    """The committees for which somebody goes from door to door, as staff or as a lead."""
    kinds = (RoleKind.STAFF, RoleKind.LEAD)
    own = (right.committee_id for right in actor.roles if right.kind in kinds)
    return tuple(dict.fromkeys(own))


def count_done(session: Session, day_id: int) -> dict[int, BuildingCount]:
    """How far each building of a day is, by its number, in the roster's order.

    Counts are of households; who shows them to a group keeps to its floor.
    """

    def marked(state: MarkState) -> Any:
        return func.coalesce(func.sum(case((col(Mark.state) == state, 1), else_=0)), 0)

    query = (
        select(
            col(Building.id),
            col(Building.label),
            func.count(col(Household.id)),
            marked(MarkState.DONE),
            marked(MarkState.CANNOT),
            marked(MarkState.ABSENT),
        )
        .join(Household, col(Household.building_id) == col(Building.id))
        .outerjoin(
            Mark, (col(Mark.household_id) == col(Household.id)) & (col(Mark.day_id) == day_id)
        )
        .where(col(Building.id).in_(slot_buildings(day_id)))
        .group_by(col(Building.id), col(Building.label), col(Building.position))
        .order_by(col(Building.position), col(Building.id))
    )
    return {row[0]: BuildingCount(*row) for row in session.execute(query)}


def list_own_counts(session: Session, day: DayFacts, actor: Actor) -> tuple[BuildingCount, ...]:
    """How far those buildings of a day are that somebody is responsible for."""

    def is_own(building_id: int) -> bool:
        place = Place(day.committee_id, building_id)
        return is_staff(actor, place) or is_lead(actor, place)

    counts = count_done(session, day.id)
    return tuple(count for building_id, count in counts.items() if is_own(building_id))


def is_in_squad(session: Session, day_id: int, person_id: int) -> bool:
    """Whether somebody goes round to the households of a day."""
    return session.get(SquadMember, (day_id, person_id)) is not None


def slot_buildings(day_id: int) -> Any:
    """A subquery: the buildings that a day is about."""
    return select(col(Slot.building_id)).where(col(Slot.day_id) == day_id)


def _days() -> Select[*tuple[Any, ...]]:
    return (
        select(
            col(Day.id),
            col(Day.round_id),
            col(Round.committee_id),
            col(Round.estate_id),
            col(Estate.name),
            col(Round.title),
            col(Day.ordinal),
            col(Day.day),
            col(Day.state),
            col(Day.starts_at),
            col(Day.ends_at),
            col(Committee.time_zone),
        )
        .join(Round, col(Round.id) == col(Day.round_id))
        .join(Estate, col(Estate.id) == col(Round.estate_id))
        .join(Committee, col(Committee.id) == col(Round.committee_id))
    )

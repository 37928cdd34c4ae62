"""The ledger: which households a notice reached, and which doors remain (S59)."""

from __future__ import annotations

import re
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, or_, select
from sqlmodel import Session, col

from storage.community.kinds import ResidentState
from storage.community.tables import Building, Estate, Household, Resident
from storage.notices.kinds import Reach
from storage.notices.queries.views import BuildingReach, Counts, DoorLine, ReachView
from storage.notices.rules import floor_count
from storage.notices.tables import Notice, NoticeHouse, NoticeReach

_IS_DELIVERED = col(NoticeReach.delivered_at).is_not(None)
_IS_BLOCKED = and_(col(NoticeReach.blocked_at).is_not(None), ~_IS_DELIVERED)


def find_reach(session: Session, notice_id: int) -> ReachView:
    """The ledger as numbers of households, the buildings with most left to do first."""
    notice = session.get_one(Notice, notice_id)
    rows = session.execute(_by_building(notice)).all()
    buildings = [BuildingReach(row[0], row[1], row[2], Counts(*row[3:])) for row in rows]
    buildings.sort(key=lambda building: -building.counts.remaining)
    total = Counts(*(sum(column) for column in zip(*(row[3:] for row in rows), strict=True)))
    return ReachView(notice.asks_ack, total, tuple(buildings))


def _by_building(notice: Notice) -> Select[*tuple[Any, ...]]:
    """Counts in the order of `Counts`."""
    return (
        select(
            col(Building.id),
            col(Building.label),
            col(Estate.name),
            func.count(),
            _count(_IS_DELIVERED),
            _count(_IS_BLOCKED),
            *(_count(col(NoticeReach.how) == how) for how in Reach),
            _count(is_remaining(notice)),
        )
        .select_from(NoticeHouse)
        .join(Household, col(Household.building_id) == col(NoticeHouse.building_id))
        .join(Building, col(Building.id) == col(NoticeHouse.building_id))
        .join(Estate, col(Estate.id) == col(Building.estate_id))
        .outerjoin(NoticeReach, _line_of(notice.id))
        .where(col(NoticeHouse.notice_id) == notice.id)
        .group_by(
            col(Building.id), col(Building.label), col(Building.position), col(Estate.name),
            col(Estate.id),
        )
        .order_by(col(Estate.id), col(Building.position), col(Building.id))
    )  # fmt: skip


def _count(is_counted: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((is_counted, 1), else_=0)), 0)


def _line_of(notice_id: int | None) -> ColumnElement[bool]:
    return and_(
        col(NoticeReach.household_id) == col(Household.id),
        col(NoticeReach.notice_id) == notice_id,
    )


def is_remaining(notice: Notice) -> ColumnElement[bool]:
    """`rules.is_reached`, turned round, of a household beside its line of the ledger, if any."""
    has_no_answer = col(NoticeReach.how).is_(None)
    if notice.asks_ack:
        return has_no_answer
    return and_(has_no_answer, or_(col(NoticeReach.id).is_(None), ~_IS_DELIVERED))


def list_remaining(
    session: Session,
    notice_id: int,
    building_id: int,
    *,
    most: int | None = None,
    offset: int = 0,
) -> tuple[DoorLine, ...]:
    """Doors of a building that were not reached: unit by unit, the top floor first."""
    notice = session.get_one(Notice, notice_id)
    doors = _list_doors(session, notice, building_id, is_remaining(notice))
    return tuple(doors[offset : None if most is None else offset + most])


def count_remaining(session: Session, notice_id: int, building_id: int) -> int:
    """How many doors `list_remaining` pages through."""
    return len(list_remaining(session, notice_id, building_id))


def has_remaining(session: Session, notice: Notice, building_id: int) -> bool:
    """Whether a door of a building was not reached yet."""
    query = (
        select(col(Household.id))
        .outerjoin(NoticeReach, _line_of(notice.id))
        .where(col(Household.building_id) == building_id, is_remaining(notice))
    )
    return session.execute(query.limit(1)).first() is not None


def list_ticked(session: Session, notice_id: int, building_id: int) -> tuple[DoorLine, ...]:
    """Doors of a building that were told on paper or by knocking, to take ticks back."""
    notice = session.get_one(Notice, notice_id)
    is_ticked = col(NoticeReach.how).in_((Reach.PAPER, Reach.KNOCKED))
    return tuple(_list_doors(session, notice, building_id, is_ticked))


def _list_doors(
    session: Session, notice: Notice, building_id: int, which: ColumnElement[bool]
) -> list[DoorLine]:
    is_linked = exists().where(
        col(Resident.household_id) == col(Household.id),
        col(Resident.state) == ResidentState.ACTIVE,
    )
    query = (
        select(
            col(Household.id),
            col(Household.door),
            col(Household.unit),
            col(Household.room),
            is_linked,
            func.coalesce(_IS_DELIVERED, False),
            func.coalesce(_IS_BLOCKED, False),
            col(NoticeReach.how),
        )
        .join(NoticeHouse, col(NoticeHouse.building_id) == col(Household.building_id))
        .outerjoin(NoticeReach, _line_of(notice.id))
        .where(
            col(NoticeHouse.notice_id) == notice.id,
            col(Household.building_id) == building_id,
            which,
        )
    )
    doors = [
        DoorLine(household, door, unit, room, bool(linked), bool(delivered), bool(blocked), how)
        for household, door, unit, room, linked, delivered, blocked, how in session.execute(query)
    ]
    return sorted(doors, key=_walking_order)


_DIGITS = re.compile(r"\d+")


def _walking_order(door: DoorLine) -> tuple[int, str, int, str]:
    number = _DIGITS.search(door.room)
    unit = _DIGITS.search(door.unit)
    return (
        int(unit.group()) if unit else 0,
        door.unit,
        -int(number.group()) if number else 0,
        door.room,
    )


def find_acknowledged(session: Session, notice_id: int) -> int | None:
    """How many households have acknowledged, for a group; None below the floor of five."""
    query = select(func.count()).where(
        col(NoticeReach.notice_id) == notice_id,
        col(NoticeReach.how) == Reach.ACKNOWLEDGED,
    )
    return floor_count(session.execute(query).scalar_one())

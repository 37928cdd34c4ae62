"""Rounds, their days and slots, as staff and cards see them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, case, distinct, func, select
from sqlmodel import Session, col

from storage.community.tables import Building, Estate, Household
from storage.local_time import local_day
from storage.schedules.queries import find_schedule
from storage.testing.kinds import DayState, RoundState, SlotKind
from storage.testing.queries.views import DayView, RoundLine, RoundView, SlotView
from storage.testing.rules import Manner
from storage.testing.slots import Pace
from storage.testing.tables import Day, Round, Slot

_FIRST_DAY = 6


def list_rounds(
    session: Session, committee_id: int, *, is_over: bool = False, most: int = 50
) -> tuple[RoundLine, ...]:
    """The committee's rounds that go on or lie ahead, the next one first; or those that are over,
    the newest first.
    """
    is_planned = col(Round.state) == RoundState.PLANNED
    first = func.min(col(Day.day))
    query = (
        _lines()
        .where(col(Round.committee_id) == committee_id, ~is_planned if is_over else is_planned)
        .order_by(first.desc() if is_over else first, col(Round.id))
        .limit(most)
    )
    return tuple(_line(session, row) for row in session.execute(query))


def find_round(session: Session, round_id: int, *, with_slots: bool = True) -> RoundView | None:
    """One round with all its days; and their slots, of which there may be thousands."""
    query = (
        select(Round, col(Estate.name))
        .join(Estate, col(Estate.id) == col(Round.estate_id))
        .where(col(Round.id) == round_id)
    )
    row = session.execute(query).first()
    if row is None:
        return None
    testing, estate = row
    days = _list_days(session, col(Day.round_id) == round_id, with_slots=with_slots)
    return _round_view(testing, estate, days)


def find_day(session: Session, day_id: int) -> DayView | None:
    """One day with its slots."""
    days = _list_days(session, col(Day.id) == day_id)
    return days[0] if days else None


def list_slots(session: Session, day_id: int) -> tuple[SlotView, ...]:
    """A day's slots in the order in which they begin, visits at home first."""
    return _list_slots(session, [day_id]).get(day_id, ())


def list_card_days(
    session: Session, round_id: int, building_id: int | None, since: date
) -> tuple[DayView, ...]:
    """The days of a round from `since` on, with the slots of one building or of all at the site.

    Visits at home are left out: by their house and their length neighbours could tell whose they
    are. So is a day on which the building is not called to the site.
    """
    wanted = col(Day.round_id) == round_id, col(Day.day) >= since
    days = _list_days(session, *wanted, building_id=building_id)
    called = (replace(day, slots=tuple(filter(_is_at_site, day.slots))) for day in days)
    return tuple(day for day in called if day.slots)


def _is_at_site(slot: SlotView) -> bool:
    return slot.kind is SlotKind.SITE


def manner_of(testing: Round) -> Manner:
    """How the buildings of a round are reminded."""
    return Manner(
        testing.evening_at,
        tuple(testing.before_minutes),
        testing.last_call_minutes,
        testing.quiet_from,
        testing.quiet_until,
    )


def pace_of(testing: Round) -> Pace:
    """How quickly the site of a round works."""
    return Pace(
        testing.lanes, testing.seconds_per_person, testing.people_tenths, testing.home_minutes
    )


def count_round_days(session: Session, round_ids: Collection[int]) -> dict[int, int]:
    """The m of "day n of m" by round; 0 for a round without an end."""
    endless = case((col(Round.schedule_id).is_not(None), 0), else_=func.count())
    query = (
        select(col(Round.id), endless)
        .join(Day, col(Day.round_id) == col(Round.id))
        .where(col(Round.id).in_(round_ids))
        .group_by(col(Round.id))
    )
    return dict(iter(session.execute(query)))


def _lines() -> Select[*tuple[Any, ...]]:
    is_ahead = col(Day.state) == DayState.PLANNED
    return (
        select(
            col(Round.id),
            col(Round.estate_id),
            col(Estate.name),
            col(Round.title),
            col(Round.site),
            col(Round.state),
            func.min(col(Day.day)),
            func.max(col(Day.day)),
            func.count(distinct(col(Day.id))),
            func.count(distinct(col(Slot.building_id))),
            func.min(case((is_ahead, col(Day.day)))),
        )
        .join(Estate, col(Estate.id) == col(Round.estate_id))
        .outerjoin(Day, col(Day.round_id) == col(Round.id))
        .outerjoin(Slot, col(Slot.day_id) == col(Day.id))
        .group_by(col(Round.id), col(Estate.name))
    )


def _line(session: Session, row: Row[*tuple[Any, ...]]) -> RoundLine:
    """A line of `_lines`. A round without an end may have its first day beyond the horizon."""
    values = list(row)
    if values[_FIRST_DAY] is None:
        testing = session.get_one(Round, values[0])
        schedule = find_schedule(session, testing.schedule_id or 0)
        day = (schedule and schedule.next_on) or local_day(testing.made_at, testing.zone)
        values[_FIRST_DAY : _FIRST_DAY + 2] = day, day
    return RoundLine(*values)


def _list_days(
    session: Session,
    *wanted: ColumnElement[bool],
    building_id: int | None = None,
    with_slots: bool = True,
) -> tuple[DayView, ...]:
    query = select(Day).where(*wanted).order_by(col(Day.day), col(Day.ordinal))
    days = session.execute(query).scalars().all()
    shown = [day.id for day in days if day.id] if with_slots else []
    slots = _list_slots(session, shown, building_id) if shown else {}
    of = count_round_days(session, {day.round_id for day in days})
    return tuple(_day_view(day, of[day.round_id], slots.get(day.id or 0, ())) for day in days)


def _list_slots(
    session: Session, day_ids: Collection[int], building_id: int | None = None
) -> dict[int, tuple[SlotView, ...]]:
    households = (
        select(func.count()).where(col(Household.building_id) == col(Building.id)).scalar_subquery()
    )
    query = (
        select(Slot, col(Building.label), households, col(Round.site))
        .join(Building, col(Building.id) == col(Slot.building_id))
        .join(Day, col(Day.id) == col(Slot.day_id))
        .join(Round, col(Round.id) == col(Day.round_id))
        .where(col(Slot.day_id).in_(day_ids))
        .order_by(
            col(Slot.starts_at),
            case((col(Slot.kind) == SlotKind.HOME, 0), else_=1),
            col(Slot.batch),
            col(Building.position),
        )
    )
    if building_id is not None:
        query = query.where(col(Slot.building_id) == building_id)
    return _by_day(_slot_view(*row) for row in session.execute(query))


def _by_day(slots: Iterable[SlotView]) -> dict[int, tuple[SlotView, ...]]:
    found: dict[int, list[SlotView]] = {}
    for slot in slots:
        found.setdefault(slot.day_id, []).append(slot)
    return {day_id: tuple(views) for day_id, views in found.items()}


def _slot_view(slot: Slot, label: str, households: int, site: str) -> SlotView:
    assert slot.id is not None
    return SlotView(
        id=slot.id,
        day_id=slot.day_id,
        building_id=slot.building_id,
        building=label,
        households=households,
        kind=slot.kind,
        batch=slot.batch,
        lane=slot.lane,
        site=slot.site or site,
        planned=slot.planned_minute,
        begins=slot.starts_minute,
        ends=slot.ends_minute,
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
    )


def _day_view(day: Day, of: int, slots: tuple[SlotView, ...]) -> DayView:
    assert day.id is not None
    return DayView(
        id=day.id,
        round_id=day.round_id,
        number=day.ordinal,
        of=of,
        day=day.day,
        state=day.state,
        delay=day.delay,
        starts_at=day.starts_at,
        ends_at=day.ends_at,
        slots=slots,
    )


def _round_view(testing: Round, estate: str, days: tuple[DayView, ...]) -> RoundView:
    assert testing.id is not None
    return RoundView(
        id=testing.id,
        committee_id=testing.committee_id,
        estate_id=testing.estate_id,
        estate=estate,
        title=testing.title,
        site=testing.site,
        pace=pace_of(testing),
        manner=manner_of(testing),
        zone=testing.zone,
        state=testing.state,
        rule=testing.rule,
        schedule_id=testing.schedule_id,
        version=testing.version,
        can_undo=testing.last_change["kind"] if testing.last_change else None,
        made_by=testing.made_by,
        days=days,
    )

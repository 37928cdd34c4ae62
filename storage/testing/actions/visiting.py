"""Visits to buildings in which a household is sampled at home since the round was planned (S54)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session, col, select

from storage.testing.actions._locks import lock_round, note
from storage.testing.actions.moving import follow_wall, is_free, list_day_slots
from storage.testing.actions.reminding import plan_reminders
from storage.testing.coverage.queries import count_home_visits
from storage.testing.kinds import DayState, SlotKind
from storage.testing.queries.rounds import pace_of
from storage.testing.rules import slot_span
from storage.testing.slots import visit_minutes
from storage.testing.tables import Day, Round, Slot

_CAN_COME = (DayState.PLANNED, DayState.PAUSED, DayState.SKIPPED)


def add_visits(session: Session, building_id: int, *, by: int, now: datetime) -> int:
    """Have the squad come to a building on each day that has not begun and has no visit to it.

    Only on days on which a household of it is listed. Where another round calls the building at
    that time there is none, and its people are called to the site as before.

    Returns:
        On how many days it comes now in addition.
    """
    ahead = (
        select(Day.round_id)
        .join(Slot, col(Slot.day_id) == col(Day.id))
        .where(Slot.building_id == building_id, Day.starts_at > now, col(Day.state).in_(_CAN_COME))
    )
    rounds = sorted(set(session.exec(ahead)))
    return sum(_add_to_round(session, each, building_id, by, now) for each in rounds)


def repeat_visits(session: Session, testing: Round, days: Sequence[Day]) -> None:
    """Have the squad come on new days to the buildings to which it has come in the round."""
    visited = (
        select(Slot.building_id)
        .join(Day, col(Day.id) == col(Slot.day_id))
        .where(Day.round_id == testing.id, Slot.kind == SlotKind.HOME)
    )
    buildings = sorted(set(session.exec(visited)))
    for day in days:
        for building_id in buildings:
            _add_to_day(session, testing, day, building_id)


def _add_to_round(session: Session, round_id: int, building_id: int, by: int, now: datetime) -> int:
    testing = lock_round(session, round_id)
    query = select(Day).where(
        Day.round_id == round_id, Day.starts_at > now, col(Day.state).in_(_CAN_COME)
    )
    days = session.exec(query.execution_options(populate_existing=True)).all()
    visited = [day for day in days if _add_to_day(session, testing, day, building_id)]
    if visited:
        plan_reminders(session, [day.id for day in visited if day.id is not None], now)
        testing.version += 1
        session.add(testing)
        note(session, testing, "visits_added", by, now, days=len(visited))
    return len(visited)


def _add_to_day(session: Session, testing: Round, day: Day, building_id: int) -> bool:
    slots = list_day_slots(session, day)
    own = {slot.kind: slot for slot in slots if slot.building_id == building_id}
    homes = count_home_visits(session, testing.estate_id, day.day).get(building_id, 0)
    if not homes or set(own) != {SlotKind.SITE}:
        return False
    minutes = visit_minutes(homes, pace_of(testing))
    begins = _find_begin(slots, own[SlotKind.SITE], minutes)
    visit = _visit(testing, day, building_id, begins, begins + minutes)
    session.add(visit)
    session.flush()
    if not is_free(session, testing, day):
        session.delete(visit)
        return False
    follow_wall(session, day, [*slots, visit], testing.zone)
    return True


def _find_begin(slots: Sequence[Slot], called: Slot, minutes: int) -> int:
    """After the visits that are planned; nobody of the building waits for both at once."""
    visits = [slot.ends_minute for slot in slots if slot.kind is SlotKind.HOME]
    begins = max(visits, default=min(slot.starts_minute for slot in slots))
    meets = begins < called.ends_minute and called.starts_minute < begins + minutes
    return called.ends_minute if meets else begins


def _visit(testing: Round, day: Day, building_id: int, begins: int, ends: int) -> Slot:
    assert day.id is not None
    starts_at, ends_at = slot_span(day.day, begins, ends, testing.zone)
    return Slot(
        day_id=day.id,
        building_id=building_id,
        kind=SlotKind.HOME,
        batch=0,
        planned_minute=begins,
        starts_minute=begins,
        ends_minute=ends,
        starts_at=starts_at,
        ends_at=ends_at,
    )

"""What the clock does to rounds: days end, and they follow a committee that moves its clock."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import update
from sqlmodel import Session, col, select

from storage.community.tables import Committee
from storage.schedules.queries import find_schedule
from storage.testing.actions._locks import lock_round, note
from storage.testing.actions.moving import follow_wall, list_day_slots
from storage.testing.actions.reminding import plan_reminders
from storage.testing.kinds import DayState, RoundState
from storage.testing.tables import Day, Round


def turn_rounds(session: Session, now: datetime) -> int:
    """End the days whose last slot is over, and rounds without a day ahead; how many days."""
    over = col(Day.state) == DayState.PLANNED, col(Day.ends_at) <= now
    ended = session.exec(select(Day.round_id).where(*over)).all()
    # A round whose last days were skipped ends as well, once nobody can take that back.
    has_time = (
        select(Day.id).where(col(Day.round_id) == col(Round.id), col(Day.ends_at) > now).exists()
    )
    past = select(Round.id).where(col(Round.state) == RoundState.PLANNED, ~has_time)
    for round_id in sorted({*ended, *session.exec(past)}):
        testing = lock_round(session, round_id)
        session.execute(
            update(Day).where(*over, col(Day.round_id) == round_id).values(state=DayState.DONE)
        )
        if is_over := _is_over(session, testing, now):
            testing.state = RoundState.DONE
            session.add(testing)
        if is_over or round_id in ended:
            note(session, testing, "day_ended", None, now)
    return len(ended)


def follow_zone(session: Session, now: datetime) -> int:
    """Have rounds whose committee changed its time zone keep their times on the wall; how many.

    Nobody is told: what the clock shows stays as it was said.
    """
    moved = (
        select(Round.id, Committee.time_zone)
        .join(Committee, col(Committee.id) == col(Round.committee_id))
        .where(
            col(Round.state) == RoundState.PLANNED,
            col(Round.zone) != col(Committee.time_zone),
        )
        .order_by(col(Round.id))
    )
    rounds = session.exec(moved).all()
    for round_id, zone in rounds:
        assert round_id is not None
        _move_zone(session, round_id, zone, now)
    return len(rounds)


def _move_zone(session: Session, round_id: int, zone: str, now: datetime) -> None:
    testing = lock_round(session, round_id)
    testing.zone = zone
    session.add(testing)
    ahead = col(Day.round_id) == round_id, col(Day.state) != DayState.DONE
    days = session.exec(select(Day).where(*ahead)).all()
    for day in days:
        follow_wall(session, day, list_day_slots(session, day), zone)
    plan_reminders(session, [day.id for day in days if day.id is not None], now)
    note(session, testing, "zone_followed", None, now)


def _is_over(session: Session, testing: Round, now: datetime) -> bool:
    if testing.schedule_id is not None:
        schedule = find_schedule(session, testing.schedule_id)
        if schedule is not None and schedule.is_live:
            return False
    ahead = col(Day.round_id) == testing.id, col(Day.ends_at) > now
    return session.exec(select(Day.id).where(*ahead)).first() is None

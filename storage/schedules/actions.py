"""What recurs is paused, skipped and ended here; made in `making`, claimed in `claims`."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlalchemy import delete, or_
from sqlmodel import Session, col, select

from storage.community.queries import find_actor
from storage.community.rules import check_staff
from storage.community.tables import Committee
from storage.errors import RuleError
from storage.local_time import at_local, local_day
from storage.schedules._rows import end, keep, show
from storage.schedules.claims import claim_due, find_next, list_due, set_next
from storage.schedules.kinds import ScheduleView
from storage.schedules.making import lock_schedule_of, make_schedule
from storage.schedules.queries import list_skips
from storage.schedules.rules import Calendar, Rule, from_json
from storage.schedules.tables import Schedule, ScheduleSkip
from storage.upsert import insert_new

__all__ = [
    "claim_due",
    "end_schedule",
    "end_spent",
    "lock_schedule_of",
    "make_schedule",
    "pause_schedule",
    "resume_schedule",
    "skip_day",
    "unskip_day",
]

_DAY = timedelta(days=1)


def pause_schedule(session: Session, schedule_id: int, *, by: int, now: datetime) -> ScheduleView:
    """Let nothing of it happen until somebody resumes it. Again changes nothing.

    Raises:
        RuleError: `not_found`, `not_staff`, `schedule_ended`.
    """
    schedule = _lock(session, schedule_id, by, now)
    if schedule.paused_at is None:
        schedule.paused_at = now
        keep(session, schedule, "schedule.paused", by, now)
    return show(session, schedule)


def resume_schedule(
    session: Session, schedule_id: int, *, by: int, now: datetime, calendar: Calendar
) -> ScheduleView:
    """Go on from now: what would have come meanwhile was not missed but left out.

    Raises:
        RuleError: `not_found`, `not_staff`, `schedule_ended`; `schedule_never` where no day is
            left.
    """
    schedule = _lock(session, schedule_id, by, now)
    if schedule.paused_at is None:
        return show(session, schedule)
    schedule.paused_at = None
    schedule.zone = _zone(session, schedule.committee_id)
    for gone in list_due(schedule, calendar, now):
        schedule.done_on, schedule.done = gone.day, gone.number
    set_next(schedule, find_next(schedule, _skips(session, schedule), calendar))
    if schedule.next_on is None:
        raise RuleError("schedule_never")
    keep(session, schedule, "schedule.resumed", by, now)
    return show(session, schedule)


def skip_day(
    session: Session, schedule_id: int, day: date, *, by: int, now: datetime, calendar: Calendar
) -> ScheduleView:
    """Leave one day out (跳过一次). Again changes nothing.

    Raises:
        RuleError: `not_found`, `not_staff`, `schedule_ended`; `schedule_not_a_day` for a day on
            which nothing is due, `schedule_day_gone` for one that was done or lies behind.
    """
    schedule = _lock(session, schedule_id, by, now)
    _check_ahead(schedule, day, now)
    if calendar.days(*_span(schedule), day - _DAY, 1) != (day,):
        raise RuleError("schedule_not_a_day")
    row = {"schedule_id": schedule.id, "day": day, "skipped_by": by, "skipped_at": now}
    if insert_new(session, ScheduleSkip, [row], keys=["schedule_id", "day"]):
        set_next(schedule, find_next(schedule, _skips(session, schedule), calendar))
        keep(session, schedule, "schedule.day_skipped", by, now, day=day.isoformat())
    return show(session, schedule)


def unskip_day(
    session: Session, schedule_id: int, day: date, *, by: int, now: datetime, calendar: Calendar
) -> ScheduleView:
    """Let a day that was left out happen after all. Again changes nothing.

    Raises:
        RuleError: `not_found`, `not_staff`, `schedule_ended`, `schedule_day_gone`.
    """
    schedule = _lock(session, schedule_id, by, now)
    _check_ahead(schedule, day, now)
    mine = col(ScheduleSkip.schedule_id) == schedule.id, col(ScheduleSkip.day) == day
    if session.exec(delete(ScheduleSkip).where(*mine)).rowcount:
        set_next(schedule, find_next(schedule, _skips(session, schedule), calendar))
        keep(session, schedule, "schedule.day_back", by, now, day=day.isoformat())
    return show(session, schedule)


def end_schedule(
    session: Session, schedule_id: int, *, by: int | None, now: datetime
) -> ScheduleView:
    """Let it happen no more. Again changes nothing.

    Args:
        by: None where the action of what recurs has checked the right itself.

    Raises:
        RuleError: `not_found`, `not_staff`.
    """
    schedule = _lock(session, schedule_id, by, now, live=False)
    if schedule.ended_at is None:
        end(schedule, now)
        keep(session, schedule, "schedule.ended", by, now)
    return show(session, schedule)


def end_spent(session: Session, now: datetime, calendar: Calendar) -> int:
    """End what has no day ahead any more, because the last was skipped or came in a pause.

    Until then a skip of the last day could be taken back.

    Returns:
        How many ended.
    """
    is_still = or_(col(Schedule.next_at).is_(None), col(Schedule.paused_at).is_not(None))
    query = select(Schedule).where(col(Schedule.ended_at).is_(None), is_still)
    ended = 0
    for schedule in session.exec(query.with_for_update(skip_locked=True)).all():
        if _is_spent(schedule, now, calendar):
            end(schedule, now)
            keep(session, schedule, "schedule.ended", None, now)
            ended += 1
    return ended


def _is_spent(schedule: Schedule, now: datetime, calendar: Calendar) -> bool:
    yesterday = local_day(now, schedule.zone) - _DAY
    # Today's time may be over, so two days are asked for.
    ahead = calendar.days(*_span(schedule), yesterday, 2)
    return not any(at_local(day, schedule.minute, schedule.zone) > now for day in ahead)


def _check_ahead(schedule: Schedule, day: date, now: datetime) -> None:
    if day <= schedule.done_on or at_local(day, schedule.minute, schedule.zone) <= now:
        raise RuleError("schedule_day_gone")


def _span(schedule: Schedule) -> tuple[Rule, date, date | None]:
    return from_json(schedule.rule), schedule.starts_on, schedule.until_on


def _skips(session: Session, schedule: Schedule) -> tuple[date, ...]:
    assert schedule.id is not None
    return list_skips(session, [schedule.id]).get(schedule.id, ())


def _zone(session: Session, committee_id: int) -> str:
    committee = session.get(Committee, committee_id)
    assert committee is not None
    return committee.time_zone


def _lock(
    session: Session, schedule_id: int, by: int | None, now: datetime, *, live: bool = True
) -> Schedule:
    query = select(Schedule).where(col(Schedule.id) == schedule_id).with_for_update()
    schedule = session.exec(query.execution_options(populate_existing=True)).first()
    if schedule is None:
        raise RuleError("not_found", kind="schedule")
    if by is not None:
        check_staff(find_actor(session, by, now), schedule.committee_id)
    if live and schedule.ended_at is not None:
        raise RuleError("schedule_ended")
    return schedule

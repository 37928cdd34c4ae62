"""What recurs is made, paused, skipped and ended here; what is due is claimed in `claims`."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlalchemy import delete
from sqlmodel import Session, col, select

from storage.audit.actions import record
from storage.community.actions import lock_committee
from storage.community.queries import find_actor
from storage.community.rules import check_staff
from storage.community.tables import Committee
from storage.errors import RuleError
from storage.local_time import at_local, local_day
from storage.schedules.claims import claim_due, find_next, list_due, set_next
from storage.schedules.kinds import ScheduleKind, ScheduleView
from storage.schedules.queries import find_schedule, list_skips
from storage.schedules.rules import (
    Calendar,
    Once,
    Rule,
    check_minute,
    check_rule,
    from_json,
    to_json,
)
from storage.schedules.tables import Schedule, ScheduleSkip
from storage.upsert import insert_new

__all__ = [
    "claim_due",
    "end_schedule",
    "lock_schedule_of",
    "make_schedule",
    "pause_schedule",
    "resume_schedule",
    "skip_day",
    "unskip_day",
]

_DAY = timedelta(days=1)


def make_schedule(
    session: Session,
    *,
    committee_id: int,
    kind: ScheduleKind,
    subject_id: int,
    rule: Rule,
    minute: int,
    starts_on: date,
    until_on: date | None = None,
    by: int,
    now: datetime,
    calendar: Calendar,
) -> ScheduleView:
    """Have something recur. A subject has one live schedule: another one takes its place.

    Where the minute has gone by on `starts_on`, it begins the day after. The same again changes
    nothing.

    Args:
        minute: past midnight on the committee's wall clock, 0 to 1439.

    Raises:
        RuleError: `not_staff`, what `check_rule` and `check_minute` raise, `schedule_past` for a
            single day whose minute has gone by, `schedule_never` where no day is ahead.
    """
    check_staff(find_actor(session, by, now), committee_id)
    zone = lock_committee(session, committee_id).time_zone
    known = _find_live(session, kind, subject_id)
    if known is not None and _says_the_same(known, rule, minute, starts_on, until_on):
        return _view(session, known)
    check_minute(minute)
    check_rule(rule, starts_on, until_on, local_day(now, zone))
    first = _first_day(rule, starts_on, minute, zone, now)
    wanted = Schedule(
        committee_id=committee_id,
        kind=kind,
        subject_id=subject_id,
        rule=to_json(rule),
        minute=minute,
        starts_on=first,
        until_on=until_on,
        done_on=first - _DAY,
        zone=zone,
        made_by=by,
        made_at=now,
    )
    set_next(wanted, find_next(wanted, (), calendar))
    if wanted.next_on is None:
        raise RuleError("schedule_never")
    return _replace(session, known, wanted, by, now)


def pause_schedule(session: Session, schedule_id: int, *, by: int, now: datetime) -> ScheduleView:
    """Let nothing of it happen until somebody resumes it. Again changes nothing.

    Raises:
        RuleError: `not_found`, `not_staff`, `schedule_ended`.
    """
    schedule = _lock(session, schedule_id, by, now)
    if schedule.paused_at is None:
        schedule.paused_at = now
        _keep(session, schedule, "schedule.paused", by, now)
    return _view(session, schedule)


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
        return _view(session, schedule)
    schedule.paused_at = None
    schedule.zone = _zone(session, schedule.committee_id)
    for gone in list_due(schedule, calendar, now):
        schedule.done_on, schedule.done = gone.day, gone.number
    set_next(schedule, find_next(schedule, _skips(session, schedule), calendar))
    if schedule.next_on is None:
        raise RuleError("schedule_never")
    _keep(session, schedule, "schedule.resumed", by, now)
    return _view(session, schedule)


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
        _keep(session, schedule, "schedule.day_skipped", by, now, day=day.isoformat())
    return _view(session, schedule)


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
        _keep(session, schedule, "schedule.day_back", by, now, day=day.isoformat())
    return _view(session, schedule)


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
        _end(schedule, now)
        _keep(session, schedule, "schedule.ended", by, now)
    return _view(session, schedule)


def lock_schedule_of(session: Session, kind: ScheduleKind, subject_id: int) -> None:
    """Take the live schedule of a notice or a round, before its own row is taken.

    Whoever claims holds the schedule first and its subject then: in the other order two who meet
    would wait for each other.
    """
    _find_live(session, kind, subject_id)


def _first_day(rule: Rule, starts_on: date, minute: int, zone: str, now: datetime) -> date:
    """The day from which the rule counts: never one on which the minute has gone by."""
    if isinstance(rule, Once):
        first = min(rule.days)
        if at_local(first, minute, zone) <= now:
            raise RuleError("schedule_past", day=first.isoformat())
        return first
    return starts_on if at_local(starts_on, minute, zone) > now else starts_on + _DAY


def _find_live(session: Session, kind: ScheduleKind, subject_id: int) -> Schedule | None:
    live = select(Schedule).where(
        col(Schedule.kind) == kind,
        col(Schedule.subject_id) == subject_id,
        col(Schedule.ended_at).is_(None),
    )
    return session.exec(live.with_for_update()).first()


def _says_the_same(
    known: Schedule, rule: Rule, minute: int, starts_on: date, until_on: date | None
) -> bool:
    if (known.rule, known.minute, known.until_on) != (to_json(rule), minute, until_on):
        return False
    return known.starts_on == _first_day(rule, starts_on, minute, known.zone, known.made_at)


def _replace(
    session: Session, known: Schedule | None, wanted: Schedule, by: int, now: datetime
) -> ScheduleView:
    if known is not None:
        _end(known, now)
        session.add(known)
        session.flush()
    session.add(wanted)
    session.flush()
    _keep(session, wanted, "schedule.made", by, now, of=wanted.subject_id)
    return _view(session, wanted)


def _end(schedule: Schedule, now: datetime) -> None:
    schedule.ended_at = now
    schedule.next_on = schedule.next_at = None


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


def _keep(
    session: Session,
    schedule: Schedule,
    action: str,
    by: int | None,
    now: datetime,
    **details: int | str,
) -> None:
    session.add(schedule)
    session.flush()
    record(session, action, f"schedule:{schedule.id}", at=now, actor_id=by, **details)


def _view(session: Session, schedule: Schedule) -> ScheduleView:
    assert schedule.id is not None
    view = find_schedule(session, schedule.id)
    assert view is not None
    return view

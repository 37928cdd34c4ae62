"""Something is made to recur."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlmodel import Session, col, select

from storage.community.actions import lock_committee
from storage.community.queries import find_actor
from storage.community.rules import check_staff
from storage.errors import RuleError
from storage.local_time import at_local, local_day
from storage.schedules._rows import end, keep, show
from storage.schedules.claims import find_next, set_next
from storage.schedules.kinds import ScheduleKind, ScheduleView
from storage.schedules.rules import Calendar, Once, Rule, check_minute, check_rule, to_json
from storage.schedules.tables import Schedule


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
        return show(session, known)
    first = _check(rule, minute, starts_on, until_on, zone, now)
    wanted = Schedule(
        committee_id=committee_id,
        kind=kind,
        subject_id=subject_id,
        rule=to_json(rule),
        minute=minute,
        starts_on=first,
        until_on=until_on,
        done_on=first - timedelta(days=1),
        zone=zone,
        made_by=by,
        made_at=now,
    )
    set_next(wanted, find_next(wanted, (), calendar))
    if wanted.next_on is None:
        raise RuleError("schedule_never")
    return _replace(session, known, wanted, by, now)


def lock_schedule_of(session: Session, kind: ScheduleKind, subject_id: int) -> None:
    """Take the live schedule of a notice or a round, before its own row is taken.

    Whoever claims holds the schedule first and its subject then: in the other order two who meet
    would wait for each other.
    """
    _find_live(session, kind, subject_id)


def _check(
    rule: Rule, minute: int, starts_on: date, until_on: date | None, zone: str, now: datetime
) -> date:
    check_minute(minute)
    check_rule(rule, starts_on, until_on, local_day(now, zone))
    return _first_day(rule, starts_on, minute, zone, now)


def _first_day(rule: Rule, starts_on: date, minute: int, zone: str, now: datetime) -> date:
    """The day from which the rule counts: never one on which the minute has gone by."""
    if isinstance(rule, Once):
        first = min(rule.days)
        if at_local(first, minute, zone) <= now:
            raise RuleError("schedule_past", day=first.isoformat())
        return first
    return starts_on if at_local(starts_on, minute, zone) > now else starts_on + timedelta(days=1)


def _find_live(session: Session, kind: ScheduleKind, subject_id: int) -> Schedule | None:
    live = select(Schedule).where(
        col(Schedule.kind) == kind,
        col(Schedule.subject_id) == subject_id,
        col(Schedule.ended_at).is_(None),
    )
    locked = live.with_for_update().execution_options(populate_existing=True)
    return session.exec(locked).first()


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
        end(known, now)
        session.add(known)
        session.flush()
    session.add(wanted)
    session.flush()
    keep(session, wanted, "schedule.made", by, now, of=wanted.subject_id)
    return show(session, wanted)

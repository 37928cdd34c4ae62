"""What is due is claimed once, and what was missed meanwhile is kept and told."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta

from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from storage.audit.actions import record
from storage.community.queries import find_actor, find_duty
from storage.community.tables import Committee
from storage.local_time import at_local, local_day
from storage.outbox.actions import leave
from storage.outbox.tables import Urgency
from storage.schedules.kinds import Occurrence, ScheduleKind
from storage.schedules.passing import Due, pass_days
from storage.schedules.queries import list_skips, moved_zones
from storage.schedules.rules import Calendar, from_json
from storage.schedules.tables import Schedule, ScheduleMiss
from storage.upsert import insert_new

USEFUL = timedelta(hours=2)

# Days looked at in one go; after a longer standstill the next tick goes on.
AT_ONCE = 400
# Days named in a message; the page of the schedule shows the rest.
_NAMED = 10
_TOLD_UNTIL = timedelta(days=3)

Next = tuple[date, int] | None


def claim_due(
    session: Session,
    kind: ScheduleKind,
    now: datetime,
    calendar: Calendar,
    *,
    lead: timedelta = timedelta(0),
    useful: timedelta = USEFUL,
) -> tuple[Occurrence, ...]:
    """Take every time of `kind` that has come, and move its schedule on, in one transaction.

    Of two processes that ask at once each row goes to one. After a standstill the newest time of
    a schedule is still to be done if it lies no more than `useful` back; the others, and older
    ones, are kept as missed and told to whoever made the schedule.

    Args:
        lead: how far ahead times are taken, each day as an occurrence of its own.

    Returns:
        What is to be done, schedule by schedule, oldest first.
    """
    _follow_zones(session, kind)
    rows = session.exec(due_schedules(kind, now + lead)).all()
    skips = list_skips(session, [row.id for row in rows if row.id is not None])
    claimed: list[Occurrence] = []
    for row in rows:
        assert row.id is not None
        due = list_due(row, calendar, now + lead)
        passed = pass_days(due, skips.get(row.id, ()), now, useful)
        _move_on(row, due, skips.get(row.id, ()), calendar, now)
        _keep_missed(session, row, passed.missed, now)
        session.add(row)
        claimed += _occurrences(row, passed.now, passed.missed)
    session.flush()
    return tuple(claimed)


def find_next(schedule: Schedule, skips: Collection[date], calendar: Calendar) -> Next:
    """The first day ahead that is not left out, and how manieth of the rule it is."""
    span = from_json(schedule.rule), schedule.starts_on, schedule.until_on
    ahead = sum(day > schedule.done_on for day in skips)
    days = calendar.days(*span, schedule.done_on, ahead + 1)
    numbered = enumerate(days, schedule.done + 1)
    return next(((day, number) for number, day in numbered if day not in skips), None)


def list_due(schedule: Schedule, calendar: Calendar, until: datetime) -> tuple[Due, ...]:
    """The days ahead whose time comes no later than `until`; those left out are among them."""
    last = local_day(until, schedule.zone)
    if schedule.until_on is not None:
        last = min(last, schedule.until_on)
    rule = from_json(schedule.rule)
    days = calendar.days(rule, schedule.starts_on, last, schedule.done_on, AT_ONCE)
    instants = ((day, at_local(day, schedule.minute, schedule.zone)) for day in days)
    numbered = enumerate(instants, schedule.done + 1)
    return tuple(Due(number, day, at) for number, (day, at) in numbered if at <= until)


def set_next(schedule: Schedule, following: Next) -> None:
    """Note when it is next, in the schedule's zone."""
    if following is None:
        schedule.next_on = schedule.next_at = None
        return
    schedule.next_on, schedule.number = following
    schedule.next_at = at_local(schedule.next_on, schedule.minute, schedule.zone)


def _follow_zones(session: Session, kind: ScheduleKind) -> None:
    """A committee that keeps another clock now means the same minute on that one."""
    for row in session.exec(moved_zones(kind).with_for_update(of=Schedule, skip_locked=True)):
        committee = session.get(Committee, row.committee_id)
        assert committee is not None
        row.zone = committee.time_zone
        if row.next_on is not None:
            set_next(row, (row.next_on, row.number))
        session.add(row)
    session.flush()


def due_schedules(kind: ScheduleKind, until: datetime) -> SelectOfScalar[Schedule]:
    """Locked as they are read; what another process has locked it takes itself."""
    query = select(Schedule).where(
        col(Schedule.kind) == kind,
        col(Schedule.ended_at).is_(None),
        col(Schedule.paused_at).is_(None),
        col(Schedule.next_at) <= until,
    )
    ordered = query.order_by(col(Schedule.next_at), col(Schedule.id))
    return ordered.with_for_update(skip_locked=True).execution_options(populate_existing=True)


def _move_on(
    schedule: Schedule,
    due: Sequence[Due],
    skips: Collection[date],
    calendar: Calendar,
    now: datetime,
) -> None:
    schedule.done_on, schedule.done = due[-1].day, due[-1].number
    set_next(schedule, find_next(schedule, skips, calendar))
    if schedule.next_on is None:
        schedule.ended_at = now


def _keep_missed(
    session: Session, schedule: Schedule, missed: tuple[date, ...], now: datetime
) -> None:
    if not missed:
        return
    rows = [{"schedule_id": schedule.id, "day": day, "noticed_at": now} for day in missed]
    insert_new(session, ScheduleMiss, rows, keys=["schedule_id", "day"])
    subject = f"schedule:{schedule.id}"
    record(session, "schedule.missed", subject, at=now, actor_id=None, days=len(missed))
    params = {
        "schedule_id": schedule.id,
        "kind": schedule.kind,
        "days": [day.isoformat() for day in missed[-_NAMED:]],
        "missed": len(missed),
    }
    for person_id in _whom_to_tell(session, schedule, now):
        leave(
            session,
            person_id,
            "schedules/missed",
            params,
            now=now,
            urgency=Urgency.URGENT,
            dedupe_key=f"schedule_missed:{schedule.id}:{missed[-1]}:{person_id}",
            expires_at=now + _TOLD_UNTIL,
        )


def _whom_to_tell(session: Session, schedule: Schedule, now: datetime) -> tuple[int, ...]:
    """Whoever made it, while they are staff; else who answers for the committee now."""
    maker = schedule.made_by
    if maker is not None and find_actor(session, maker, now).is_staff(schedule.committee_id):
        return (maker,)
    return find_duty(session, schedule.committee_id, now).people


def _occurrences(
    schedule: Schedule, due: Sequence[Due], missed: tuple[date, ...]
) -> list[Occurrence]:
    assert schedule.id is not None
    return [
        Occurrence(
            schedule_id=schedule.id,
            committee_id=schedule.committee_id,
            subject_id=schedule.subject_id,
            number=each.number,
            day=each.day,
            at=each.at,
            missed=missed if index == 0 else (),
        )
        for index, each in enumerate(due)
    ]

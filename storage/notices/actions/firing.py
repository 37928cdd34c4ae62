"""What the clock does: notices leave when their time has come."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import exists
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from storage.notices.actions._rows import lock_notice, note, title_of
from storage.notices.actions.running import keep_late_run, start_run
from storage.notices.kinds import NoticeState
from storage.notices.queries.targets import list_staff
from storage.notices.rules import USEFUL_FOR, is_still_useful
from storage.notices.tables import Notice
from storage.outbox.actions import leave
from storage.schedules import actions as schedules
from storage.schedules import queries as scheduled
from storage.schedules.kinds import Occurrence, ScheduleKind
from storage.schedules.rules import Calendar, count_days
from storage.schedules.tables import Schedule


def has_due_notices(session: Session, now: datetime) -> bool:
    """Whether a notice is to leave now. Only a read."""
    is_due = session.exec(_due(now).limit(1)).first() is not None
    return is_due or scheduled.has_due(session, ScheduleKind.NOTICE, now)


def _due(now: datetime) -> SelectOfScalar[Notice]:
    return select(Notice).where(Notice.state == NoticeState.SCHEDULED, col(Notice.send_at) <= now)


def lock_due(now: datetime) -> SelectOfScalar[Notice]:
    """Due notices, locked as they are read; what another process has locked it sends itself."""
    return _due(now).order_by(col(Notice.id)).with_for_update(skip_locked=True)


def send_due_notices(session: Session, now: datetime, calendar: Calendar) -> None:
    """Let every notice leave whose time has come. Two processes at once let each leave once.

    What is found more than two hours late leaves no more: it is a draft again and its committee
    is told. Of what recurs, `claim_due` says the same.
    """
    for notice in session.exec(lock_due(now)).all():
        _send_once(session, notice, now)
    for occurrence in schedules.claim_due(
        session, ScheduleKind.NOTICE, now, calendar, useful=USEFUL_FOR
    ):
        _send_again(session, occurrence, now)


def _send_once(session: Session, notice: Notice, now: datetime) -> None:
    assert notice.send_at is not None
    planned_at, notice.send_at = notice.send_at, None
    if is_still_useful(planned_at, now):
        notice.state = NoticeState.SENT
        start_run(session, notice, planned_at=planned_at, now=now)
        note(session, notice, "sent", None, now)
        return
    notice.state, notice.confirmed_by = NoticeState.DRAFT, None
    keep_late_run(session, notice, planned_at)
    note(session, notice, "late", None, now)
    params = {
        "notice_id": notice.id,
        "number": notice.number,
        "title": title_of(session, notice),
        "planned_at": planned_at.isoformat(),
    }
    for person in list_staff(session, notice.committee_id, now):
        key = f"notice:{notice.id}:late:{int(planned_at.timestamp())}:{person}"
        leave(session, person, "notices/late", params, now=now, dedupe_key=key)


def _send_again(session: Session, occurrence: Occurrence, now: datetime) -> None:
    """One time of what recurs. After the last one a notice is sent for good."""
    notice = lock_notice(session, occurrence.subject_id)
    if notice.state is not NoticeState.SCHEDULED:
        return
    schedule = scheduled.find_schedule(session, occurrence.schedule_id)
    days = count_days(schedule.rule) if schedule else None
    day = occurrence.number if days else None
    start_run(session, notice, planned_at=occurrence.at, now=now, day=day, days=days)
    if schedule is None or schedule.next_at is None:
        notice.state = NoticeState.SENT
    note(session, notice, "sent", None, now)


def settle_ended(session: Session, now: datetime) -> None:
    """Let no notice stand as planned whose last time has passed without it. Repeatable.

    That last time was missed, and `claim_due` has told of it. What left before is sent for good;
    what never left is a draft again.
    """
    is_live = exists().where(
        col(Schedule.kind) == ScheduleKind.NOTICE,
        col(Schedule.subject_id) == col(Notice.id),
        col(Schedule.ended_at).is_(None),
    )
    query = select(Notice).where(
        Notice.state == NoticeState.SCHEDULED, col(Notice.send_at).is_(None), ~is_live
    )
    for notice in session.exec(query.with_for_update(skip_locked=True)).all():
        notice.state = NoticeState.SENT if notice.sent_at else NoticeState.DRAFT
        if notice.state is NoticeState.DRAFT:
            notice.confirmed_by = None
        note(session, notice, "ended", None, now)

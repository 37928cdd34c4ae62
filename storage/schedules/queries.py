"""Schedules as they stand, with what is left out and what was missed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime, timedelta

from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from storage.community.tables import Committee
from storage.schedules.kinds import ScheduleKind, ScheduleView
from storage.schedules.rules import from_json
from storage.schedules.tables import Schedule, ScheduleMiss, ScheduleSkip

Days = dict[int, tuple[date, ...]]

# Days a missed one is shown beside its schedule.
_SHOWN = timedelta(days=14)


def find_schedule(session: Session, schedule_id: int) -> ScheduleView | None:
    """One schedule, also one that has ended."""
    return _first(session, select(Schedule).where(col(Schedule.id) == schedule_id))


def find_schedule_of(session: Session, kind: ScheduleKind, subject_id: int) -> ScheduleView | None:
    """The live schedule of a notice or a round, else its newest."""
    query = select(Schedule).where(
        col(Schedule.kind) == kind, col(Schedule.subject_id) == subject_id
    )
    newest = (col(Schedule.ended_at).is_not(None), col(Schedule.id).desc())
    return _first(session, query.order_by(*newest).limit(1))


def list_schedules(session: Session, committee_id: int) -> tuple[ScheduleView, ...]:
    """What recurs in a committee: what comes next first, what is paused last."""
    query = select(Schedule).where(
        col(Schedule.committee_id) == committee_id, col(Schedule.ended_at).is_(None)
    )
    order = (col(Schedule.paused_at).is_not(None), col(Schedule.next_at), col(Schedule.id))
    return _views(session, session.exec(query.order_by(*order)).all())


def has_due(
    session: Session, kind: ScheduleKind, now: datetime, *, lead: timedelta = timedelta(0)
) -> bool:
    """Whether `claim_due` would find anything: a time that has come, or a zone that changed."""
    due = select(Schedule.id).where(
        col(Schedule.kind) == kind,
        col(Schedule.ended_at).is_(None),
        col(Schedule.paused_at).is_(None),
        col(Schedule.next_at) <= now + lead,
    )
    if session.exec(due.limit(1)).first() is not None:
        return True
    return session.exec(moved_zones(kind).limit(1)).first() is not None


def moved_zones(kind: ScheduleKind) -> SelectOfScalar[Schedule]:
    """Live schedules whose committee keeps another time zone than they were computed in."""
    return (
        select(Schedule)
        .join(Committee, col(Committee.id) == col(Schedule.committee_id))
        .where(
            col(Schedule.kind) == kind,
            col(Schedule.ended_at).is_(None),
            col(Committee.time_zone) != col(Schedule.zone),
        )
    )


def list_skips(session: Session, schedule_ids: Collection[int]) -> Days:
    """The days that are left out, past ones too."""
    columns = select(col(ScheduleSkip.schedule_id), col(ScheduleSkip.day))
    mine = columns.where(col(ScheduleSkip.schedule_id).in_(schedule_ids))
    return _by_schedule(session.exec(mine.order_by(col(ScheduleSkip.day))))


def _list_missed(session: Session, schedule_ids: Collection[int]) -> Days:
    columns = select(col(ScheduleMiss.schedule_id), col(ScheduleMiss.day))
    mine = columns.where(col(ScheduleMiss.schedule_id).in_(schedule_ids))
    return _by_schedule(session.exec(mine.order_by(col(ScheduleMiss.day))))


def _by_schedule(rows: Iterable[tuple[int, date]]) -> Days:
    found: dict[int, list[date]] = defaultdict(list)
    for schedule_id, day in rows:
        found[schedule_id].append(day)
    return {schedule_id: tuple(days) for schedule_id, days in found.items()}


def _first(session: Session, query: SelectOfScalar[Schedule]) -> ScheduleView | None:
    return next(iter(_views(session, session.exec(query).all())), None)


def _views(session: Session, rows: Sequence[Schedule]) -> tuple[ScheduleView, ...]:
    ids = [row.id for row in rows if row.id is not None]
    skips, missed = list_skips(session, ids), _list_missed(session, ids)
    return tuple(
        _view(row, skips.get(row.id or 0, ()), missed.get(row.id or 0, ())) for row in rows
    )


def _view(row: Schedule, skips: tuple[date, ...], missed: tuple[date, ...]) -> ScheduleView:
    assert row.id is not None
    return ScheduleView(
        id=row.id,
        committee_id=row.committee_id,
        kind=row.kind,
        subject_id=row.subject_id,
        rule=from_json(row.rule),
        minute=row.minute,
        starts_on=row.starts_on,
        until_on=row.until_on,
        zone=row.zone,
        next_on=row.next_on,
        next_at=row.next_at,
        number=row.number,
        paused_at=row.paused_at,
        ended_at=row.ended_at,
        skips=tuple(day for day in skips if day > row.done_on),
        missed=tuple(day for day in missed if day > row.done_on - _SHOWN),
    )

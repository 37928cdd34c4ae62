"""What became of the copies of a notice, chat by chat."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, case, func, select
from sqlmodel import Session, col

from storage.community.tables import Building, Chat, Estate
from storage.notices.audience import Audience
from storage.notices.kinds import CopyState
from storage.notices.queries.targets import list_groups
from storage.notices.queries.views import CopyLine, ReportView, RunView, Tally
from storage.notices.tables import Notice, NoticeCopy, NoticeRun
from storage.outbox.tables import OutboxMessage

_IS_GROUP = col(NoticeCopy.chat_id) < 0
# Problems first: what failed, then what is out of reach, what is under way, what arrived.
_RANK = case(
    (col(NoticeCopy.state) == CopyState.FAILED, 0),
    (col(NoticeCopy.state).in_((CopyState.UNREACHABLE, CopyState.LATE)), 1),
    (col(NoticeCopy.state) == CopyState.WAITING, 2),
    else_=3,
)


def list_runs(session: Session, notice_id: int) -> tuple[RunView, ...]:
    """Every time that a notice left, or should have, the newest first."""
    columns = (
        NoticeRun.id,
        NoticeRun.number,
        NoticeRun.planned_at,
        NoticeRun.started_at,
        NoticeRun.ended_at,
        NoticeRun.day,
        NoticeRun.days,
    )
    query = select(*(col(column) for column in columns)).where(
        col(NoticeRun.notice_id) == notice_id
    )
    rows = session.execute(query.order_by(col(NoticeRun.number).desc()))
    return tuple(RunView(*row) for row in rows)


def find_report(session: Session, notice_id: int, run_id: int | None = None) -> ReportView | None:
    """The report of a run, by default the newest; None where none was yet."""
    runs = list_runs(session, notice_id)
    run = next((run for run in runs if run_id in (None, run.id)), None)
    notice = session.get(Notice, notice_id)
    if run is None or notice is None:
        return None
    audience = Audience.from_json(notice.audience)
    return ReportView(
        run=run,
        runs=runs,
        groups=_tally(session, run.id, _IS_GROUP),
        private=_tally(session, run.id, ~_IS_GROUP),
        changes=_tally_changes(session, run.id),
        unbound=list_groups(session, notice.committee_id, audience)[1],
        doubts=_count_doubts(session, run.id),
    )


def _tally(session: Session, run_id: int, which: ColumnElement[bool]) -> Tally:
    state = col(NoticeCopy.state)
    query = select(state, func.count()).where(col(NoticeCopy.run_id) == run_id, which)
    return Tally.of({word.value: count for word, count in session.execute(query.group_by(state))})


def _tally_changes(session: Session, run_id: int) -> Tally:
    state = col(OutboxMessage.state)
    query = (
        select(state, func.count())
        .join(NoticeCopy, col(NoticeCopy.change_id) == col(OutboxMessage.id))
        .where(col(NoticeCopy.run_id) == run_id)
        .group_by(state)
    )
    return Tally.of({word.value: count for word, count in session.execute(query)})


def _count_doubts(session: Session, run_id: int) -> int:
    query = (
        select(func.count())
        .select_from(NoticeCopy)
        .join(OutboxMessage, col(OutboxMessage.id) == col(NoticeCopy.outbox_id))
        .where(col(NoticeCopy.run_id) == run_id, col(OutboxMessage.doubts) > 0)
    )
    counted: int = session.execute(query).scalar_one()
    return counted


def list_copies(
    session: Session, run_id: int, *, most: int = 10, offset: int = 0
) -> tuple[CopyLine, ...]:
    """The groups of a run, problems first. People's copies are only counted."""
    columns: tuple[Any, ...] = (
        NoticeCopy.chat_id,
        Building.label,
        Estate.name,
        NoticeCopy.language,
        NoticeCopy.state,
        NoticeCopy.failure,
        NoticeCopy.settled_at,
    )
    query = (
        select(*(col(column) for column in columns))
        .select_from(NoticeCopy)
        .outerjoin(Building, col(Building.id) == col(NoticeCopy.building_id))
        .outerjoin(Chat, col(Chat.telegram_id) == col(NoticeCopy.chat_id))
        .outerjoin(Estate, col(Estate.id) == func.coalesce(Building.estate_id, Chat.estate_id))
        .where(col(NoticeCopy.run_id) == run_id, _IS_GROUP)
        .order_by(_RANK, col(NoticeCopy.id))
    )
    return tuple(CopyLine(*row) for row in session.execute(query.limit(most).offset(offset)))


def count_copies(session: Session, run_id: int) -> int:
    """How many `list_copies` pages through."""
    query = select(func.count()).where(col(NoticeCopy.run_id) == run_id, _IS_GROUP)
    counted: int = session.execute(query).scalar_one()
    return counted

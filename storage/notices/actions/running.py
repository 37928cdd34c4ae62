"""The times that a notice leaves: when it is to, and again to whoever was not reached."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select, update
from sqlmodel import Session, col

from storage.community.tables import Committee
from storage.errors import RuleError
from storage.local_time import local_day
from storage.notices.actions._copies import Target, leave_copies, list_newest, list_targets
from storage.notices.actions._rows import lock_own, note
from storage.notices.actions.addressing import settle_houses
from storage.notices.kinds import CopyState, NoticeState
from storage.notices.rules import check_state, count_day
from storage.notices.tables import Notice, NoticeCopy, NoticeRun
from storage.notices.upkeep import KEEP_COPIES


def start_run(
    session: Session,
    notice: Notice,
    *,
    planned_at: datetime,
    now: datetime,
    day: int | None = None,
    days: int | None = None,
) -> NoticeRun | None:
    """Let a notice leave, whose row is locked; None where it left for this time already.

    Args:
        day, days: the counter of what recurs, where the notice has none of its own.
    """
    if _has_run(session, notice, planned_at):
        return None
    settle_houses(session, notice)
    run = _add_run(session, notice, planned_at, now, day, days)
    notice.sent_at = notice.sent_at or now
    leave_copies(session, notice, run, list_targets(session, notice, now), now)
    return run


def _has_run(session: Session, notice: Notice, planned_at: datetime) -> bool:
    query = select(col(NoticeRun.id)).where(
        col(NoticeRun.notice_id) == notice.id, col(NoticeRun.planned_at) == planned_at
    )
    return session.execute(query).first() is not None


def _add_run(
    session: Session,
    notice: Notice,
    planned_at: datetime,
    now: datetime | None,
    day: int | None,
    days: int | None,
) -> NoticeRun:
    """Another run; without `now` one that came too late."""
    assert notice.id is not None
    highest = select(func.max(NoticeRun.number)).where(col(NoticeRun.notice_id) == notice.id)
    zone = session.get_one(Committee, notice.committee_id).time_zone
    if notice.days:
        days = notice.days
        day = count_day(notice.starts_on, days, local_day(planned_at, zone))
    run = NoticeRun(
        notice_id=notice.id,
        number=(session.execute(highest).scalar_one() or 0) + 1,
        planned_at=planned_at,
        started_at=now,
        day=day,
        days=days if day else None,
    )
    session.add(run)
    session.flush()
    return run


def keep_late_run(session: Session, notice: Notice, planned_at: datetime) -> None:
    """Record a time that came while nothing ran and went by; once."""
    if not _has_run(session, notice, planned_at):
        _add_run(session, notice, planned_at, None, None, None)


def send_again(session: Session, notice_id: int, *, by: int, now: datetime) -> int:
    """Send a notice once more where its newest copy did not arrive, or there was none, and now may.

    Once people's copies are dropped, only those are written to whose copy is known to have failed.

    Returns:
        How many chats are tried.

    Raises:
        RuleError: `notice_unknown`, `not_staff`, `notice_recalled`, `notice_wrong_state`
            (state), `notice_no_more` where nobody is left whom a message could reach.
    """
    notice = lock_own(session, notice_id, by, now)
    check_state(notice.state, NoticeState.SENT, NoticeState.SCHEDULED)
    last = _find_last_run(session, notice)
    missed = _list_missed(session, notice, now)
    if last is None or not missed:
        raise RuleError("notice_no_more")
    run = _add_run(session, notice, now, now, last.day, last.days)
    leave_copies(session, notice, run, missed, now)
    note(session, notice, "sent_again", by, now, chats=len(missed))
    return len(missed)


def _list_missed(session: Session, notice: Notice, now: datetime) -> list[Target]:
    """Reachable targets whose newest copy is neither there nor on its way.

    Whoever has none was not tried, as long as nobody's copy is so old that it is dropped. From
    then on it is not known, and to be told twice is worse.
    """
    newest = list_newest(session, notice)
    is_forgotten = notice.sent_at is not None and notice.sent_at < now - KEEP_COPIES

    def is_missed(target: Target) -> bool:
        state = newest.get((target.chat_id, target.language))
        if state is None and target.chat_id > 0:
            return not is_forgotten
        return state not in (CopyState.SENT, CopyState.WAITING)

    targets = list_targets(session, notice, now)
    return [target for target in targets if target.is_reachable and is_missed(target)]


def _find_last_run(session: Session, notice: Notice) -> NoticeRun | None:
    query = (
        select(NoticeRun)
        .where(col(NoticeRun.notice_id) == notice.id, col(NoticeRun.started_at).is_not(None))
        .order_by(col(NoticeRun.number).desc())
    )
    return session.execute(query.limit(1)).scalars().first()


def end_runs(session: Session, notice: Notice, now: datetime) -> None:
    """A run of which no copy is under way any more has ended."""
    waiting = select(col(NoticeCopy.id)).where(
        col(NoticeCopy.run_id) == col(NoticeRun.id), col(NoticeCopy.state) == CopyState.WAITING
    )
    session.execute(
        update(NoticeRun)
        .where(
            col(NoticeRun.notice_id) == notice.id,
            col(NoticeRun.ended_at).is_(None),
            col(NoticeRun.started_at).is_not(None),
            ~waiting.exists(),
        )
        .values(ended_at=now)
        .execution_options(synchronize_session=False)
    )

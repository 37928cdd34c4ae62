"""A notice leaves: a copy for every chat, and a message for every copy, thousands at once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import func, select, update
from sqlmodel import Session, col

from storage.community.tables import Committee, Person
from storage.errors import RuleError
from storage.local_time import local_day
from storage.notices.actions._rows import list_rows, lock_own, note
from storage.notices.actions.addressing import settle_houses
from storage.notices.audience import Audience
from storage.notices.kinds import CopyState, NoticeState
from storage.notices.queries.targets import list_groups, list_houses, select_readers
from storage.notices.queries.views import ChatLine
from storage.notices.rules import check_state, count_day
from storage.notices.statements import key_of, point_at_messages
from storage.notices.tables import Notice, NoticeCopy, NoticeRun
from storage.outbox.actions import NewMessage, leave_many
from storage.outbox.tables import Urgency
from storage.upsert import insert_thousands

TEMPLATE = "notices/notice"
_COPY_KEYS = ["run_id", "chat_id", "language"]
Row = dict[str, Any]


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
    audience = Audience.from_json(notice.audience)
    chats, _ = list_groups(session, notice.committee_id, audience)
    written = {row.language for row in list_rows(session, notice)}
    threads = {chat.chat_id: chat.thread_id for chat in chats}
    rows = [_copy(notice, run, chat, language, now) for chat, language in _speak(chats, written)]
    houses = list_houses(session, notice.committee_id, audience)
    readers = select_readers(notice.committee_id, audience, houses, now)
    rows += [
        _private_copy(notice, run, person, reachable, now)
        for person, reachable, _ in session.execute(readers)
    ]
    _leave_copies(session, run, rows, threads, now)
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


def _speak(chats: Iterable[ChatLine], written: set[str]) -> list[tuple[ChatLine, str]]:
    """Each group once a language that it speaks; where none of them is written, once."""
    spoken = []
    for chat in chats:
        known = [language for language in chat.languages if language in written]
        spoken += [(chat, language) for language in known or chat.languages[:1]]
    return spoken


def _copy(notice: Notice, run: NoticeRun, chat: ChatLine, language: str, now: datetime) -> Row:
    row = _private_copy(notice, run, chat.chat_id, True, now)
    return row | {"building_id": chat.building_id, "language": language}


def _private_copy(
    notice: Notice, run: NoticeRun, chat_id: int, reachable: bool, now: datetime
) -> Row:
    """A copy in a chat; whom Telegram cannot reach is not tried, and known as blocked."""
    return {
        "run_id": run.id,
        "notice_id": notice.id,
        "chat_id": chat_id,
        "building_id": None,
        "language": "",
        "state": CopyState.WAITING if reachable else CopyState.UNREACHABLE,
        "version": notice.version,
        "settled_at": None if reachable else now,
        "is_booked": False,
    }


def _leave_copies(
    session: Session,
    run: NoticeRun,
    rows: list[Row],
    threads: dict[int, int | None],
    now: datetime,
) -> None:
    """Groups first: what hangs there is read by many. Blocked people get a copy, no message."""
    added = insert_thousands(session, NoticeCopy, rows, keys=_COPY_KEYS)
    waiting = {row["chat_id"] for row in rows if row["state"] is CopyState.WAITING}
    shared = {"notice_id": run.notice_id, "run_id": run.id}
    for_group, for_person = shared | {"is_group": True}, shared | {"is_group": False}
    messages = [
        NewMessage(
            chat_id=row.chat_id,
            template=TEMPLATE,
            params=for_group if row.chat_id < 0 else for_person,
            dedupe_key=key_of(row.id),
            urgency=Urgency.BULK,
            language=row.language or None,
            thread_id=threads.get(row.chat_id),
        )
        for row in sorted(added, key=lambda row: row.id)
        if row.chat_id in waiting
    ]
    leave_many(session, messages, now=now)
    assert run.id is not None
    session.execute(point_at_messages(run.id))
    if not messages:
        run.ended_at = now
        session.add(run)


def send_again(session: Session, notice_id: int, *, by: int, now: datetime) -> int:
    """Send a notice once more where its newest run did not arrive and now may.

    Returns:
        How many chats are tried.

    Raises:
        RuleError: `notice_unknown`, `not_staff`, `notice_recalled`, `notice_wrong_state`
            (state), `notice_no_more` where nobody is left whom a message could reach.
    """
    notice = lock_own(session, notice_id, by, now)
    check_state(notice.state, NoticeState.SENT, NoticeState.SCHEDULED)
    missed = _list_missed(session, notice)
    if not missed:
        raise RuleError("notice_no_more")
    last = session.get_one(NoticeRun, missed[0].run_id)
    run = _add_run(session, notice, now, now, last.day, last.days)
    chats, _ = list_groups(session, notice.committee_id, Audience.from_json(notice.audience))
    threads = {chat.chat_id: chat.thread_id for chat in chats}
    rows = [
        _private_copy(notice, run, copy.chat_id, True, now)
        | {"building_id": copy.building_id, "language": copy.language}
        for copy in missed
        if copy.chat_id > 0 or copy.chat_id in threads
    ]
    _leave_copies(session, run, rows, threads, now)
    note(session, notice, "sent_again", by, now, chats=len(rows))
    return len(rows)


def _list_missed(session: Session, notice: Notice) -> list[NoticeCopy]:
    """Newest copies that did not arrive, of groups and of people who can be written to now."""
    newest = (
        select(func.max(NoticeCopy.id))
        .where(col(NoticeCopy.notice_id) == notice.id)
        .group_by(col(NoticeCopy.chat_id), col(NoticeCopy.language))
    )
    query = (
        select(NoticeCopy)
        .outerjoin(Person, col(Person.id) == col(NoticeCopy.chat_id))
        .where(
            col(NoticeCopy.id).in_(newest),
            col(NoticeCopy.state).in_((CopyState.FAILED, CopyState.UNREACHABLE, CopyState.LATE)),
            (col(NoticeCopy.chat_id) < 0) | col(Person.reachable),
        )
        .order_by(col(NoticeCopy.id))
    )
    return list(session.execute(query).scalars())


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

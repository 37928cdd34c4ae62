"""Whom a notice goes to now, and the copies and messages that are left for them at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select, update
from sqlmodel import Session, col

from storage.batch import Insert
from storage.notices.actions._rows import list_rows
from storage.notices.audience import Audience
from storage.notices.kinds import CopyState
from storage.notices.queries.targets import list_groups, list_houses, select_readers
from storage.notices.queries.views import ChatLine
from storage.notices.statements import key_of, point_at_messages
from storage.notices.tables import Notice, NoticeCopy, NoticeRun
from storage.outbox.actions import NewMessage, leave_many
from storage.outbox.tables import Urgency

TEMPLATE = "notices/notice"
_INSERT = Insert(
    NoticeCopy.__table__,  # type: ignore[attr-defined]
    (
        "run_id",
        "notice_id",
        "chat_id",
        "building_id",
        "language",
        "state",
        "version",
        "is_booked",
    ),
)


@dataclass(frozen=True)
class Target:
    """A chat that a notice goes to, in one language; empty for a person: their own."""

    chat_id: int
    language: str = ""
    building_id: int | None = None
    thread_id: int | None = None
    is_reachable: bool = True


def list_targets(session: Session, notice: Notice, now: datetime) -> list[Target]:
    """Groups first, for what hangs there is read by many; each person once."""
    audience = Audience.from_json(notice.audience)
    chats, _ = list_groups(session, notice.committee_id, audience)
    written = {row.language for row in list_rows(session, notice)}
    houses = list_houses(session, notice.committee_id, audience)
    readers = select_readers(notice.committee_id, audience, houses, now)
    return [target for chat in chats for target in _speak(chat, written)] + [
        Target(person, is_reachable=reachable) for person, reachable, _ in session.execute(readers)
    ]


def _speak(chat: ChatLine, written: set[str]) -> list[Target]:
    """A group once a language that it speaks; where none of them is written, once."""
    known = [language for language in chat.languages if language in written]
    return [
        Target(chat.chat_id, language, chat.building_id, chat.thread_id)
        for language in known or chat.languages[:1]
    ]


def list_newest(session: Session, notice: Notice) -> dict[tuple[int, str], CopyState]:
    """How the newest copy fared, by chat and language."""
    newest = (
        select(func.max(NoticeCopy.id))
        .where(col(NoticeCopy.notice_id) == notice.id)
        .group_by(col(NoticeCopy.chat_id), col(NoticeCopy.language))
    )
    columns = (NoticeCopy.chat_id, NoticeCopy.language, NoticeCopy.state)
    query = select(*(col(column) for column in columns)).where(col(NoticeCopy.id).in_(newest))
    return {(chat_id, language): state for chat_id, language, state in session.execute(query)}


def leave_copies(
    session: Session, notice: Notice, run: NoticeRun, targets: Sequence[Target], now: datetime
) -> None:
    """A copy for each; whom Telegram cannot reach is not tried, and known as blocked."""
    _insert_copies(session, notice, run, targets, now)
    own = col(NoticeCopy.run_id) == run.id
    query = select(col(NoticeCopy.id), col(NoticeCopy.chat_id), col(NoticeCopy.language))
    ids = {(chat, language): copy for copy, chat, language in session.execute(query.where(own))}
    shared = {"notice_id": notice.id, "run_id": run.id}
    # One object for all who read the same: it is sealed once.
    for_group, for_person = shared | {"is_group": True}, shared | {"is_group": False}
    messages = [
        NewMessage(
            chat_id=target.chat_id,
            template=TEMPLATE,
            params=for_group if target.chat_id < 0 else for_person,
            dedupe_key=key_of(ids[target.chat_id, target.language]),
            urgency=Urgency.BULK,
            language=target.language or None,
            thread_id=target.thread_id,
        )
        for target in targets
        if target.is_reachable
    ]
    leave_many(session, messages, now=now)
    assert run.id is not None
    session.execute(point_at_messages(run.id))
    if not messages:
        run.ended_at = now
        session.add(run)


def _insert_copies(
    session: Session, notice: Notice, run: NoticeRun, targets: Sequence[Target], now: datetime
) -> None:
    states = {True: CopyState.WAITING.value, False: CopyState.UNREACHABLE.value}
    rows = [
        (
            run.id,
            notice.id,
            target.chat_id,
            target.building_id,
            target.language,
            states[target.is_reachable],
            notice.version,
            False,
        )
        for target in targets
    ]
    _INSERT.run(session.connection(), rows)
    blocked = (
        col(NoticeCopy.run_id) == run.id,
        col(NoticeCopy.state) == CopyState.UNREACHABLE,
    )
    session.execute(update(NoticeCopy).where(*blocked).values(settled_at=now))

"""Whom a notice goes to now, and the copies and messages that are left for them at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlmodel import Session, col

from storage.notices.actions._rows import list_rows
from storage.notices.audience import Audience
from storage.notices.kinds import CopyState
from storage.notices.queries.targets import list_groups, list_houses, select_readers
from storage.notices.queries.views import ChatLine
from storage.notices.statements import key_of, point_at_messages
from storage.notices.tables import Notice, NoticeCopy, NoticeRun
from storage.outbox.actions import NewMessage, leave_many
from storage.outbox.tables import Urgency
from storage.upsert import insert_thousands

TEMPLATE = "notices/notice"
_KEYS = ["run_id", "chat_id", "language"]


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


def list_arrived(session: Session, notice: Notice) -> set[tuple[int, str]]:
    """Chats and languages whose newest copy is there or on its way."""
    newest = (
        select(func.max(NoticeCopy.id))
        .where(col(NoticeCopy.notice_id) == notice.id)
        .group_by(col(NoticeCopy.chat_id), col(NoticeCopy.language))
    )
    query = select(col(NoticeCopy.chat_id), col(NoticeCopy.language)).where(
        col(NoticeCopy.id).in_(newest),
        col(NoticeCopy.state).in_((CopyState.SENT, CopyState.WAITING)),
    )
    return {(chat_id, language) for chat_id, language in session.execute(query)}


def leave_copies(
    session: Session, notice: Notice, run: NoticeRun, targets: Sequence[Target], now: datetime
) -> None:
    """A copy for each; whom Telegram cannot reach is not tried, and known as blocked."""
    rows = [
        {
            "run_id": run.id,
            "notice_id": notice.id,
            "chat_id": target.chat_id,
            "building_id": target.building_id,
            "language": target.language,
            "state": CopyState.WAITING if target.is_reachable else CopyState.UNREACHABLE,
            "version": notice.version,
            "settled_at": None if target.is_reachable else now,
            "is_booked": False,
        }
        for target in targets
    ]
    added = insert_thousands(session, NoticeCopy, rows, keys=_KEYS)
    ids = {(row.chat_id, row.language): row.id for row in added}
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

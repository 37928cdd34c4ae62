"""Copies follow what happens: how they fared in the outbox, and what their notice says now."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Update, or_, select, true, update
from sqlmodel import Session, col

from storage.community.tables import Committee
from storage.notices.actions._copies import TEMPLATE
from storage.notices.actions.running import end_runs
from storage.notices.audience import Audience
from storage.notices.kinds import CopyState, NoticeState
from storage.notices.queries.targets import list_houses, select_readers
from storage.notices.statements import book, change_key, follow, point_at_changes
from storage.notices.tables import Notice, NoticeCopy
from storage.outbox.actions import NewMessage, leave_many
from storage.outbox.tables import Deed, OutboxMessage, SendState, Urgency

# What one statement may name by number.
_AT_ONCE = 10_000


def bring_up(session: Session, notice: Notice, now: datetime) -> int:
    """Make this the notice's newest version, and have every copy show it."""
    notice.version += 1
    session.add(notice)
    session.flush()
    _mark_unsent(session, notice)
    return _follow(session, notice, now)


def _mark_unsent(session: Session, notice: Notice) -> None:
    """Copies that nobody is sending yet will be read anew when they leave.

    Their messages are locked, so that none is claimed before this version is there to be read;
    one that was claimed already may show the old one, and is brought up after it has arrived.
    """
    query = (
        select(col(NoticeCopy.id))
        .join(OutboxMessage, col(OutboxMessage.id) == col(NoticeCopy.outbox_id))
        .where(
            col(NoticeCopy.notice_id) == notice.id,
            col(NoticeCopy.state) == CopyState.WAITING,
            col(OutboxMessage.state) == SendState.WAITING,
        )
        .with_for_update(of=OutboxMessage)
    )
    unsent = session.execute(query).scalars().all()
    for start in range(0, len(unsent), _AT_ONCE):
        is_one = col(NoticeCopy.id).in_(unsent[start : start + _AT_ONCE])
        session.execute(_quietly(update(NoticeCopy).where(is_one)).values(version=notice.version))


def _leave_changes(session: Session, notice: Notice, now: datetime) -> int:
    """Leave an edit or a deletion for every copy that arrived and shows less than is known.

    Whoever moved out keeps the words that they got.
    """
    assert notice.id is not None
    columns = (
        NoticeCopy.id,
        NoticeCopy.run_id,
        NoticeCopy.chat_id,
        NoticeCopy.language,
        NoticeCopy.message_id,
    )
    outdated = (
        col(NoticeCopy.notice_id) == notice.id,
        col(NoticeCopy.state) == CopyState.SENT,
        col(NoticeCopy.version) < notice.version,
    )
    may_see = _may_see(session, notice, now)
    query = select(*(col(column) for column in columns)).where(*outdated, may_see)
    copies = session.execute(query.order_by(col(NoticeCopy.id))).all()
    if not copies:
        return 0
    change = _Change(session, notice)
    leave_many(session, [change.for_copy(*copy) for copy in copies], now=now)
    session.execute(point_at_changes(notice.id, notice.version, may_see))
    if notice.state is not NoticeState.RECALLED:
        # What was said anew in a group that moved is a copy that is under way.
        anew = *outdated[:2], col(NoticeCopy.message_id).is_(None)
        again = {"state": CopyState.WAITING, "outbox_id": NoticeCopy.change_id, "is_booked": False}
        session.execute(_quietly(update(NoticeCopy).where(*anew)).values(again))
    return len(copies)


def _may_see(session: Session, notice: Notice, now: datetime) -> ColumnElement[bool]:
    """Which copies are changed: new words are for whom the notice is now, taken back is all."""
    if notice.state is NoticeState.RECALLED:
        return true()
    audience = Audience.from_json(notice.audience)
    houses = list_houses(session, notice.committee_id, audience)
    readers = select_readers(notice.committee_id, audience, houses, now).subquery()
    return or_(col(NoticeCopy.chat_id) < 0, col(NoticeCopy.chat_id).in_(select(readers.c.id)))


def _quietly(statement: Update) -> Update:
    return statement.execution_options(synchronize_session=False)


class _Change:
    """What is left for the copies of one notice to bring them up to its newest version."""

    def __init__(self, session: Session, notice: Notice) -> None:
        self._notice_id, self._version = notice.id, notice.version
        self._is_recalled = notice.state is NoticeState.RECALLED
        self._is_deleted = self._is_recalled and notice.media_kind is not None
        self._template = "notices/recalled" if self._is_recalled else TEMPLATE
        committee = session.get_one(Committee, notice.committee_id)
        self._recalled = {
            "notice_id": notice.id,
            "number": notice.number,
            "committee": committee.name,
        }
        self._params: dict[tuple[int, bool], dict[str, Any]] = {}

    def for_copy(
        self, copy_id: int, run_id: int, chat_id: int, language: str, message_id: int | None
    ) -> NewMessage:
        is_group = chat_id < 0
        return NewMessage(
            chat_id=chat_id,
            template=self._template,
            params=self._recalled if self._is_recalled else self._of_run(run_id, is_group),
            dedupe_key=change_key(copy_id, self._version),
            urgency=Urgency.REMINDER,
            language=language or None,
            deed=self._deed(message_id),
            target_id=message_id,
        )

    def _deed(self, message_id: int | None) -> Deed:
        """A group that moved has lost its message: what is to be said is said there anew."""
        if message_id is None:
            return Deed.SEND
        return Deed.DELETE if self._is_deleted else Deed.EDIT

    def _of_run(self, run_id: int, is_group: bool) -> dict[str, Any]:
        """One object for all who read the same: it is sealed once."""
        shown = {"notice_id": self._notice_id, "run_id": run_id, "is_group": is_group}
        return self._params.setdefault((run_id, is_group), shown)


def follow_copies(session: Session, now: datetime) -> None:
    """Take over from the outbox how copies fared, and do what follows from it. Repeatable.

    Households get their line of the ledger, groups their pin; a copy that arrived after its
    notice was edited or recalled is changed. What another process has locked it follows itself.
    """
    open_ones = select(col(NoticeCopy.notice_id)).where(~col(NoticeCopy.is_booked))
    query = select(Notice).where(col(Notice.id).in_(open_ones)).order_by(col(Notice.id))
    for notice in session.execute(query.with_for_update(skip_locked=True)).scalars().all():
        _follow(session, notice, now)


def _follow(session: Session, notice: Notice, now: datetime) -> int:
    """The same for one notice, whose row is locked; how many copies are changed."""
    assert notice.id is not None
    own = col(NoticeCopy.notice_id) == notice.id
    session.execute(follow(own))
    book(session, own)
    if notice.pin and notice.state is not NoticeState.RECALLED:
        _pin(session, notice, now)
    changed = _leave_changes(session, notice, now)
    settled = own, ~col(NoticeCopy.is_booked), col(NoticeCopy.state) != CopyState.WAITING
    session.execute(_quietly(update(NoticeCopy).where(*settled)).values(is_booked=True))
    end_runs(session, notice, now)
    return changed


def _pin(session: Session, notice: Notice, now: datetime) -> None:
    query = select(col(NoticeCopy.id), col(NoticeCopy.chat_id), col(NoticeCopy.message_id)).where(
        col(NoticeCopy.notice_id) == notice.id,
        ~col(NoticeCopy.is_booked),
        col(NoticeCopy.state) == CopyState.SENT,
        col(NoticeCopy.chat_id) < 0,
        col(NoticeCopy.message_id).is_not(None),
    )
    pins = [
        NewMessage(
            chat_id=chat_id,
            template=TEMPLATE,
            params={"notice_id": notice.id, "is_group": True},
            dedupe_key=f"notice:{copy_id}:pin",
            deed=Deed.PIN,
            target_id=message_id,
            silent=True,
        )
        for copy_id, chat_id, message_id in session.execute(query)
    ]
    leave_many(session, pins, now=now)

"""What was sent is edited and recalled, in every chat at once; and what became of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Update, select, update
from sqlmodel import Session, col

from storage.community.tables import Committee
from storage.notices.actions._copies import TEMPLATE
from storage.notices.actions._rows import (
    SUBJECT,
    list_rows,
    lock_own,
    lock_with_schedule,
    note,
    put_text,
    title_of,
)
from storage.notices.actions.running import end_runs
from storage.notices.kinds import CopyState, NoticeState
from storage.notices.queries.targets import list_staff
from storage.notices.rules import check_facts, check_state
from storage.notices.statements import book, change_key, follow, point_at_changes
from storage.notices.tables import Notice, NoticeCopy
from storage.outbox.actions import NewMessage, leave, leave_many
from storage.outbox.tables import Deed, OutboxMessage, SendState, Urgency
from storage.schedules.actions import end_schedule
from storage.schedules.kinds import ScheduleKind
from storage.schedules.queries import find_schedule_of
from storage.volunteers.actions import cancel_tasks

# What one statement may name by number.
_AT_ONCE = 10_000


def edit_sent(
    session: Session,
    notice_id: int,
    language: str,
    text: str,
    *,
    by: int,
    now: datetime,
    facts: Mapping[str, str] | None = None,
) -> int:
    """Change a notice that was sent, in every chat; a language may be new to it.

    What has not left yet leaves with the new text. The other staff are told when it is one that
    needed two of them.

    Returns:
        How many copies are edited now. The same text again: none.

    Raises:
        RuleError: `notice_unknown`, `not_staff`, `notice_recalled`, `notice_wrong_state`
            (state) for one that never left, and what `change_text` says of texts.
    """
    notice = lock_own(session, notice_id, by, now)
    allowed = [NoticeState.SENT] + [NoticeState.SCHEDULED] * (notice.sent_at is not None)
    check_state(notice.state, *allowed)
    if not put_text(session, notice, language, text, facts, by=by, now=now):
        return 0
    _check_facts(session, notice)
    edits = _bring_up(session, notice, now)
    note(session, notice, "edited", by, now, edits=edits)
    if notice.is_mass:
        _tell_staff(session, notice, by, now)
    return edits


def recall_notice(session: Session, notice_id: int, *, by: int, now: datetime) -> int:
    """Take a notice back wherever it is, and send it nowhere any more. Again: changes nothing.

    Nobody has to knock for it any more. Texts are edited into a line that says so; what has a
    picture is deleted, or edited where Telegram does not let it be.

    Returns:
        How many copies are changed now.

    Raises:
        RuleError: `notice_unknown`, `not_staff`, `notice_wrong_state` (state).
    """
    notice = lock_with_schedule(session, notice_id, by, now)
    if notice.state is NoticeState.RECALLED:
        return 0
    check_state(notice.state, NoticeState.SENT, NoticeState.SCHEDULED)
    stop_recurring(session, notice, by, now)
    cancel_tasks(session, SUBJECT, notice_id, by=by, now=now)
    notice.state, notice.recalled_at, notice.send_at = NoticeState.RECALLED, now, None
    changed = _bring_up(session, notice, now)
    note(session, notice, "recalled", by, now, copies=changed)
    return changed


def stop_recurring(session: Session, notice: Notice, by: int, now: datetime) -> None:
    """End the schedule of a notice, where it has one."""
    assert notice.id is not None
    schedule = find_schedule_of(session, ScheduleKind.NOTICE, notice.id)
    if schedule is not None and schedule.is_live:
        end_schedule(session, schedule.id, by=by, now=now)


def _check_facts(session: Session, notice: Notice) -> None:
    for row in list_rows(session, notice):
        check_facts(notice.kind, row.facts, row.language)


def _tell_staff(session: Session, notice: Notice, by: int, now: datetime) -> None:
    params = {"notice_id": notice.id, "number": notice.number, "title": title_of(session, notice)}
    for person in list_staff(session, notice.committee_id, now):
        if person != by:
            leave(
                session,
                person,
                "notices/changed",
                params,
                now=now,
                dedupe_key=f"notice:{notice.id}:changed:{notice.version}:{person}",
            )


def _bring_up(session: Session, notice: Notice, now: datetime) -> int:
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
    """Leave an edit or a deletion for every copy that arrived and shows less than is known."""
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
    query = select(*(col(column) for column in columns)).where(*outdated)
    copies = session.execute(query.order_by(col(NoticeCopy.id))).all()
    if not copies:
        return 0
    change = _Change(session, notice)
    leave_many(session, [change.for_copy(*copy) for copy in copies], now=now)
    session.execute(point_at_changes(notice.id, notice.version))
    if notice.state is not NoticeState.RECALLED:
        # What was said anew in a group that moved is a copy that is under way.
        anew = *outdated[:2], col(NoticeCopy.message_id).is_(None)
        again = {"state": CopyState.WAITING, "outbox_id": NoticeCopy.change_id, "is_booked": False}
        session.execute(_quietly(update(NoticeCopy).where(*anew)).values(again))
    return len(copies)


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
            params={},
            dedupe_key=f"notice:{copy_id}:pin",
            deed=Deed.PIN,
            target_id=message_id,
            silent=True,
        )
        for copy_id, chat_id, message_id in session.execute(query)
    ]
    leave_many(session, pins, now=now)

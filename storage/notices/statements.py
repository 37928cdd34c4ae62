"""Statements over many copies at once, spelled for both databases."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    ScalarSelect,
    Select,
    String,
    Text,
    Update,
    and_,
    case,
    cast,
    func,
    literal,
    select,
    type_coerce,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col

from storage.community.kinds import ResidentState
from storage.community.tables import Household, Resident
from storage.notices.kinds import CopyState
from storage.notices.tables import NoticeCopy, NoticeHouse, NoticeReach
from storage.outbox.tables import OutboxMessage, SendState

SETTLED = tuple(state for state in SendState if state not in (SendState.WAITING, SendState.SENDING))


def key_of(copy_id: int) -> str:
    """Under which key a copy's message stands in the outbox."""
    return f"notice:{copy_id}"


def change_key(copy_id: int, version: int) -> str:
    """Under which key the message stands that brings a copy to a version."""
    return f"notice:{copy_id}:v{version}"


def _message(after: str = "") -> ScalarSelect[int | None]:
    """The outbox row under a copy's key, as `key_of` and `change_key` make it."""
    key = literal("notice:", String).concat(cast(col(NoticeCopy.id), Text)).concat(after)
    row = select(col(OutboxMessage.id)).where(col(OutboxMessage.dedupe_key) == key)
    return row.scalar_subquery()


def point_at_messages(run_id: int) -> Update:
    """Note in a run's copies which rows of the outbox send them."""
    return (
        update(NoticeCopy)
        .where(
            col(NoticeCopy.run_id) == run_id,
            col(NoticeCopy.state) == CopyState.WAITING,
            col(NoticeCopy.outbox_id).is_(None),
        )
        .values(outbox_id=_message())
        .execution_options(synchronize_session=False)
    )


def point_at_changes(notice_id: int, version: int, *which: ColumnElement[bool]) -> Update:
    """Note in the copies that arrived which version they come to show, and which row does it."""
    return (
        update(NoticeCopy)
        .where(
            col(NoticeCopy.notice_id) == notice_id,
            col(NoticeCopy.state) == CopyState.SENT,
            col(NoticeCopy.version) < version,
            *which,
        )
        .values(version=version, change_id=_message(f":v{version}"))
        .execution_options(synchronize_session=False)
    )


def follow(*which: ColumnElement[bool]) -> Update:
    """Let copies take over how their message was settled."""
    return _FOLLOW.where(*which)


_FOLLOW = (
    update(NoticeCopy)
    .where(
        ~col(NoticeCopy.is_booked),
        col(NoticeCopy.state) == CopyState.WAITING,
        col(OutboxMessage.id) == col(NoticeCopy.outbox_id),
        col(OutboxMessage.state).in_(SETTLED),
    )
    .values(
        state=type_coerce(col(OutboxMessage.state), NoticeCopy.__table__.c.state.type),  # type: ignore[attr-defined]
        failure=col(OutboxMessage.failure),
        message_id=func.coalesce(OutboxMessage.message_id, NoticeCopy.message_id),
        settled_at=col(OutboxMessage.settled_at),
    )
    .execution_options(synchronize_session=False)
)


def book(session: Session, *which: ColumnElement[bool]) -> None:
    """Write into the ledger what became of private copies that were not booked yet.

    Every household of theirs that the notice is for gets a line: a person with two homes may
    have two. What a line says already stays.
    """
    names = ["notice_id", "household_id", "delivered_at", "blocked_at"]
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    statement = (sqlite.insert if is_sqlite else postgresql.insert)(NoticeReach)
    filled = statement.from_select(names, _reached(*which))
    kept = {
        name: func.coalesce(getattr(NoticeReach, name), filled.excluded[name]) for name in names[2:]
    }
    keys = ["notice_id", "household_id"]
    session.execute(filled.on_conflict_do_update(index_elements=keys, set_=kept))


def _reached(*which: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    """Notice, household, and when it was reached or found out of reach."""
    return (
        select(
            col(NoticeCopy.notice_id),
            col(Resident.household_id),
            _moment(CopyState.SENT),
            _moment(CopyState.UNREACHABLE),
        )
        .join(Resident, col(Resident.person_id) == col(NoticeCopy.chat_id))
        .join(Household, col(Household.id) == col(Resident.household_id))
        .join(
            NoticeHouse,
            and_(
                col(NoticeHouse.notice_id) == col(NoticeCopy.notice_id),
                col(NoticeHouse.building_id) == col(Household.building_id),
            ),
        )
        .where(
            ~col(NoticeCopy.is_booked),
            col(NoticeCopy.state).in_((CopyState.SENT, CopyState.UNREACHABLE)),
            col(Resident.state) == ResidentState.ACTIVE,
            *which,
        )
        .group_by(col(NoticeCopy.notice_id), col(Resident.household_id))
        # Whoever ticks many doors at once takes them in this order too.
        .order_by(col(NoticeCopy.notice_id), col(Resident.household_id))
    )


def _moment(state: CopyState) -> ColumnElement[datetime | None]:
    return func.min(case((col(NoticeCopy.state) == state, col(NoticeCopy.settled_at)), else_=None))

"""Notices, the words they are written in, and what became of every copy.

Nothing here names a resident but a Telegram number: of a private copy, and of who acknowledged.
The ledger of households outlives both.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Column, Index, Text, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from storage.columns import key, moment, telegram_id, word
from storage.notices.kinds import CopyState, MediaKind, NoticeKind, NoticeState, Reach
from storage.sealing import sealed_text

_DUE = "state = 'scheduled' and send_at is not null"
_OPEN = "is_booked = {}"


def _json() -> Any:
    return Field(default_factory=dict, sa_column=Column(JSON, nullable=False))


class Notice(SQLModel, table=True):
    """A notice (公告): written once, sent to many chats, edited and recalled in all of them.

    `version` grows with each change; a copy that shows less is brought up to it.
    """

    __table_args__ = (
        UniqueConstraint("committee_id", "number"),
        # Asked each second.
        Index("ix_notice_due", "send_at", sqlite_where=text(_DUE), postgresql_where=text(_DUE)),
    )

    id: int | None = key()
    committee_id: int = Field(foreign_key="committee.id")
    number: int = Field(description="as staff and residents call it, from 1 in each committee")
    kind: NoticeKind = word(NoticeKind, default=NoticeKind.PLAIN)
    state: NoticeState = word(NoticeState, default=NoticeState.DRAFT)
    language: str = Field(max_length=10, description="the one that it was written in")
    audience: dict[str, Any] = _json()
    media_kind: MediaKind | None = word(MediaKind, nullable=True)
    file_id: str | None = sealed_text(nullable=True)
    pin: bool = False
    asks_ack: bool = False
    is_mass: bool = False
    starts_on: date | None = Field(default=None, description="day 1 of the counter (S59)")
    days: int | None = None
    plan: dict[str, Any] = _json()
    send_at: datetime | None = moment(nullable=True)
    written_by: int | None = Field(default=None, sa_type=BigInteger)
    asked_by: int | None = Field(default=None, sa_type=BigInteger)
    confirmed_by: int | None = Field(default=None, sa_type=BigInteger)
    version: int = 1
    proposed: dict[str, Any] = _json()
    proposed_by: int | None = Field(default=None, sa_type=BigInteger)
    proposals: int = Field(default=0, description="how often new words were proposed")
    update_id: int | None = Field(default=None, sa_type=BigInteger, unique=True)
    created_at: datetime = moment()
    sent_at: datetime | None = moment(nullable=True)
    recalled_at: datetime | None = moment(nullable=True)


class NoticeText(SQLModel, table=True):
    """A notice in one language, with its facts in that language (S11, S19)."""

    __tablename__ = "notice_text"
    __table_args__ = (UniqueConstraint("notice_id", "language"),)

    id: int | None = key()
    notice_id: int = Field(foreign_key="notice.id")
    language: str = Field(max_length=10)
    text: str = Field(sa_type=Text)
    facts: dict[str, str] = _json()
    written_by: int | None = Field(default=None, sa_type=BigInteger)
    written_at: datetime = moment()


class NoticeHouse(SQLModel, table=True):
    """A building that a notice is for, as its audience was when it was last looked at."""

    __tablename__ = "notice_house"

    notice_id: int = Field(primary_key=True, foreign_key="notice.id")
    building_id: int = Field(primary_key=True, foreign_key="building.id", index=True)


class NoticeSelection(SQLModel, table=True):
    """An audience that staff gave a name, to choose it again."""

    __tablename__ = "notice_selection"
    __table_args__ = (UniqueConstraint("committee_id", "name"),)

    id: int | None = key()
    committee_id: int = Field(foreign_key="committee.id")
    name: str = Field(max_length=40)
    audience: dict[str, Any] = _json()
    saved_by: int | None = Field(default=None, sa_type=BigInteger)
    saved_at: datetime = moment()


class NoticeRun(SQLModel, table=True):
    """One time that a notice left. Without `started_at` it came too late, and did not."""

    __tablename__ = "notice_run"
    __table_args__ = (
        UniqueConstraint("notice_id", "number"),
        # Two processes that fire the same time send once.
        UniqueConstraint("notice_id", "planned_at"),
    )

    id: int | None = key()
    notice_id: int = Field(foreign_key="notice.id")
    number: int
    planned_at: datetime = moment()
    started_at: datetime | None = moment(nullable=True)
    ended_at: datetime | None = moment(nullable=True)
    day: int | None = None
    days: int | None = None


class NoticeCopy(SQLModel, table=True):
    """A notice in one chat, in one language; in private an empty one: the reader's own.

    Attributes:
        version: what the message shows, or will show once what was left for it has arrived.
        outbox_id: the row that sends it. Those rows go after a while, so it points at nothing.
        change_id: the row of the newest edit or deletion.
        is_booked: what followed from its fate was done: ledger, pin, later changes.
    """

    __tablename__ = "notice_copy"
    __table_args__ = (
        UniqueConstraint("run_id", "chat_id", "language"),
        # What is still under way is looked at every few seconds, the rest never again.
        Index(
            "ix_notice_copy_open",
            "id",
            sqlite_where=text(_OPEN.format(0)),
            postgresql_where=text(_OPEN.format("false")),
        ),
    )

    id: int | None = key()
    run_id: int = Field(foreign_key="notice_run.id")
    notice_id: int = Field(foreign_key="notice.id", index=True)
    chat_id: int = telegram_id(index=True)
    building_id: int | None = Field(default=None, foreign_key="building.id")
    language: str = Field(default="", max_length=10)
    state: CopyState = word(CopyState, default=CopyState.WAITING)
    outbox_id: int | None = Field(default=None, sa_type=BigInteger)
    change_id: int | None = Field(default=None, sa_type=BigInteger)
    failure: str | None = Field(default=None, max_length=200)
    message_id: int | None = None
    version: int = 1
    settled_at: datetime | None = moment(nullable=True)
    is_booked: bool = False


class NoticeReach(SQLModel, table=True):
    """A line of the ledger: what is known of one household and one notice (S59)."""

    __tablename__ = "notice_reach"
    __table_args__ = (UniqueConstraint("notice_id", "household_id"),)

    id: int | None = key()
    notice_id: int = Field(foreign_key="notice.id")
    household_id: int = Field(foreign_key="household.id", index=True)
    delivered_at: datetime | None = moment(nullable=True)
    blocked_at: datetime | None = moment(nullable=True)
    how: Reach | None = word(Reach, nullable=True)
    person_id: int | None = Field(default=None, sa_type=BigInteger)
    at: datetime | None = moment(nullable=True)

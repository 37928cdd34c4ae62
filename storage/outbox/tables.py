"""Rows that delivery drains. They hold template keys and values, never finished sentences."""

from __future__ import annotations

from datetime import datetime
from enum import IntEnum, StrEnum
from typing import Any

from sqlalchemy import BigInteger, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from storage.columns import key, moment, telegram_id, word
from storage.sealing import sealed_json


class Urgency(IntEnum):
    """What goes first when Telegram's limits make something wait."""

    INTERACTIVE = 0
    URGENT = 1
    REMINDER = 2
    BULK = 3


class SendState(StrEnum):
    """The life of one message."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    LATE = "late"
    UNREACHABLE = "unreachable"
    FAILED = "failed"
    WITHDRAWN = "withdrawn"


class Deed(StrEnum):
    """What a row has done: a new message, or something done to one that was sent before."""

    SEND = "send"
    EDIT = "edit"
    DELETE = "delete"
    PIN = "pin"


_OPEN = "state in ('waiting', 'sending')"
_DOUBTFUL = "doubts > 0"
_DIRTY = "shown_version < version and gone_at is null"


class OutboxMessage(SQLModel, table=True):
    """One message to one chat, rendered when it leaves, in its reader's language.

    `dedupe_key` makes telling twice the same as telling once. A row found in `sending` after
    its lease is sent again: at least once is all that Telegram allows. While any open row's
    `lease_until` lies ahead, its whole chat waits: that keeps the order within a chat, and is
    how a pause that Telegram asked for outlives the process.

    `doubts` counts how often nobody knew whether the message had arrived. It is raised before a
    request leaves and taken back with Telegram's answer, so that a killed process leaves it raised.
    """

    __tablename__ = "outbox_message"
    __table_args__ = (
        # Delivery asks for the most urgent open rows, oldest first.
        Index(
            "ix_outbox_message_open",
            "urgency",
            "id",
            sqlite_where=text(_OPEN),
            postgresql_where=text(_OPEN),
        ),
        # A row is first in its lane when no other open row of the chat stands before it. What
        # was sent long ago must not be walked over to see that.
        Index(
            "ix_outbox_message_lane",
            "chat_id",
            "urgency",
            "id",
            sqlite_where=text(_OPEN),
            postgresql_where=text(_OPEN),
        ),
        # Staff ask how many may have come twice; nearly no row is one of them.
        Index(
            "ix_outbox_message_doubtful",
            "created_at",
            sqlite_where=text(_DOUBTFUL),
            postgresql_where=text(_DOUBTFUL),
        ),
    )

    id: int | None = key()
    dedupe_key: str | None = Field(default=None, max_length=120, unique=True)
    chat_id: int = Field(sa_type=BigInteger)
    thread_id: int | None = None
    reply_to: int | None = None
    deed: Deed = word(Deed, default=Deed.SEND)
    target_id: int | None = Field(default=None, description="edited, deleted or pinned")
    silent: bool = False
    template: str = Field(max_length=60)
    params: dict[str, Any] = sealed_json()
    language: str | None = Field(default=None, max_length=10, description="None: the chat's own")
    urgency: int = Urgency.REMINDER
    due_at: datetime = moment()
    expires_at: datetime | None = moment(nullable=True)
    state: SendState = word(SendState, default=SendState.WAITING)
    lease_until: datetime | None = moment(nullable=True)
    attempts: int = 0
    doubts: int = 0
    message_id: int | None = None
    failure: str | None = Field(default=None, max_length=200)
    created_at: datetime = moment()
    settled_at: datetime | None = moment(nullable=True)


class Card(SQLModel, table=True):
    """A living message (卡片): edited while `shown_version` lags behind `version`."""

    __table_args__ = (
        UniqueConstraint("kind", "subject_id", "chat_id"),
        # Delivery asks after every commit; the cards of closed relays stay in the table.
        Index("ix_card_dirty", "id", sqlite_where=text(_DIRTY), postgresql_where=text(_DIRTY)),
    )

    id: int | None = key()
    kind: str = Field(max_length=20)
    subject_id: int
    chat_id: int = Field(sa_type=BigInteger, index=True)
    thread_id: int | None = None
    message_id: int | None = None
    version: int = 1
    shown_version: int = 0
    shown_digest: str | None = Field(default=None, max_length=64)
    lease_until: datetime | None = moment(nullable=True)
    not_before: datetime | None = moment(nullable=True)
    gone_at: datetime | None = moment(nullable=True)
    failure: str | None = Field(default=None, max_length=200)


class Pace(SQLModel, table=True):
    """When the next message of the whole bot may leave, shared by all processes."""

    id: int = telegram_id(primary_key=True)
    free_at: int = Field(sa_type=BigInteger, description="microseconds since 1970")

"""Needs of households: what is asked, by whom it is worked on, and what became of it.

What tells of somebody's health or life is sealed: answers, callers, words of the history, photos.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Column, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from storage.columns import key, moment, telegram_id, word
from storage.requests.kinds import Channel, EventKind, Handover, Outcome, RequestState, Source
from storage.sealing import sealed_json, sealed_text


def _json() -> Any:
    return Field(default_factory=dict, sa_column=Column(JSON, nullable=False))


class RequestKind(SQLModel, table=True):
    """A kind of need of a committee: data, so that it can be changed in the chat."""

    __tablename__ = "request_kind"
    __table_args__ = (UniqueConstraint("committee_id", "slug"),)

    id: int | None = key()
    committee_id: int = Field(foreign_key="committee.id")
    slug: str = Field(max_length=30)
    icon: str = Field(max_length=16)
    title: dict[str, str] = _json()
    hint: dict[str, str] = _json()
    questions: list[dict[str, Any]] = Field(
        default_factory=list, sa_column=Column(JSON, nullable=False)
    )
    keywords: dict[str, list[str]] = _json()
    priority: int = Field(default=5, description="0 comes first (S89)")
    respond_minutes: int = Field(default=60, description="until somebody has to claim it")
    hours: int = Field(default=24, description="until it has to be done")
    is_sensitive: bool = False
    is_offered: bool = True
    language: str = Field(max_length=10)
    position: int = 0
    changed_at: datetime | None = moment(nullable=True)
    withdrawn_at: datetime | None = moment(nullable=True)


class Request(SQLModel, table=True):
    """One need of one household. Erased, it stays as a bare row, so that counts keep right."""

    __table_args__ = (
        UniqueConstraint("committee_id", "number"),
        Index("ix_request_board", "committee_id", "state", "due_at"),
        Index("ix_request_opened", "committee_id", "opened_at"),
    )

    id: int | None = key()
    committee_id: int = Field(foreign_key="committee.id")
    number: int = Field(description="among its committee's, from 1, without gaps")
    kind_id: int = Field(foreign_key="request_kind.id")
    household_id: int = Field(foreign_key="household.id", index=True)
    building_id: int = Field(foreign_key="building.id")
    person_id: int | None = Field(default=None, sa_type=BigInteger, index=True)
    entered_by: int | None = Field(default=None, sa_type=BigInteger)
    channel: Channel = word(Channel, default=Channel.CHAT)
    caller: str | None = sealed_text(nullable=True)
    language: str = Field(max_length=10)
    # The questions as they stood when they were answered: a kind may change.
    questions: list[dict[str, Any]] = Field(
        default_factory=list, sa_column=Column(JSON, nullable=False)
    )
    answers: dict[str, Any] = sealed_json()
    state: RequestState = word(RequestState, default=RequestState.OPEN)
    source: Source | None = word(Source, nullable=True)
    alternative: str | None = sealed_text(nullable=True)
    owner_id: int | None = Field(default=None, sa_type=BigInteger, index=True)
    needed_by: date | None = None
    session_on: date | None = Field(default=None, description="day of the next session (S86)")
    # Days of the session that was last reminded of, asked about, answered for, alarmed about.
    session_reminded: date | None = None
    session_asked: date | None = None
    session_answered: date | None = None
    session_alarmed: date | None = None
    refill_on: date | None = Field(default=None, description="day to ask again (S82)")
    refill_told_at: datetime | None = moment(nullable=True)
    again_of: int | None = Field(default=None, sa_type=BigInteger, description="asked once more")
    priority: int = 5
    due_at: datetime = moment()
    update_id: int | None = Field(default=None, sa_type=BigInteger, unique=True)
    opened_at: datetime = moment()
    waiting_since: datetime = moment()
    told_at: datetime | None = moment(nullable=True)
    claimed_at: datetime | None = moment(nullable=True)
    first_claimed_at: datetime | None = moment(nullable=True)
    asked_at: datetime | None = moment(nullable=True)
    overdue_told_at: datetime | None = moment(nullable=True)
    escalations: int = 0
    delivered_at: datetime | None = moment(nullable=True)
    delivered_by: int | None = Field(default=None, sa_type=BigInteger)
    delivered_how: Handover | None = word(Handover, nullable=True)
    confirmed_at: datetime | None = moment(nullable=True)
    # Brought, and yet not in order: whoever reopened it waits again.
    reopened_at: datetime | None = moment(nullable=True)
    closed_at: datetime | None = moment(nullable=True)
    closed_by: int | None = Field(default=None, sa_type=BigInteger)
    outcome: Outcome | None = word(Outcome, nullable=True)
    solved: bool | None = None
    erased_at: datetime | None = moment(nullable=True)


class RequestEvent(SQLModel, table=True):
    """One thing that happened to a request; its words are sealed and go with the request's."""

    __tablename__ = "request_event"

    id: int | None = key()
    request_id: int = Field(foreign_key="request.id", index=True)
    kind: EventKind = word(EventKind)
    by: int | None = Field(default=None, sa_type=BigInteger, description="None: the clock")
    at: datetime = moment()
    details: dict[str, Any] = sealed_json()


class RequestReading(SQLModel, table=True):
    """Who has read the details of a request, told to its requester."""

    __tablename__ = "request_reading"

    request_id: int = Field(foreign_key="request.id", primary_key=True)
    person_id: int = telegram_id(primary_key=True)
    first_at: datetime = moment()
    last_at: datetime = moment()


class RequestPhoto(SQLModel, table=True):
    """A prescription or a box: Telegram keeps the picture, only its handle is here, sealed."""

    __tablename__ = "request_photo"

    id: int | None = key()
    request_id: int = Field(foreign_key="request.id", index=True)
    file_id: str = sealed_text()
    size: int = Field(default=0, description="bytes")
    added_at: datetime = moment()


class ShownPhoto(SQLModel, table=True):
    """What stands of a request in somebody's chat, until it is taken away again.

    A message about several requests has a row for each.
    """

    __tablename__ = "request_shown_photo"

    chat_id: int = telegram_id(primary_key=True)
    message_id: int = Field(primary_key=True)
    request_id: int = Field(primary_key=True, foreign_key="request.id", index=True)
    delete_at: datetime = moment(index=True)


class RequestDigest(SQLModel, table=True):
    """A day of which a committee's staff were told."""

    __tablename__ = "request_digest"

    committee_id: int = Field(primary_key=True, foreign_key="committee.id")
    day: date = Field(primary_key=True)
    sent_at: datetime = moment()

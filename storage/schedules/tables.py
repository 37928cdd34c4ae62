"""What recurs, and on which days it did not. The clock's only memory (docs/adr/0007).

A schedule knows how often and when; what is sent belongs to the notice or the round that recurs.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Column, Index, text
from sqlmodel import Field, SQLModel

from storage.columns import key, moment, word
from storage.schedules.kinds import ScheduleKind

_LIVE = "ended_at is null"
_RUNNING = "ended_at is null and paused_at is null"


class Schedule(SQLModel, table=True):
    """Something that recurs (定时), and when it does next.

    `done_on` is the last day that lies behind: claimed, skipped, or passed while nothing ran.
    `next_on` is the first one after it that is not skipped.
    """

    __table_args__ = (
        # One live schedule a subject: nothing is sent by two at once.
        Index(
            "uq_schedule_live",
            "kind",
            "subject_id",
            unique=True,
            sqlite_where=text(_LIVE),
            postgresql_where=text(_LIVE),
        ),
        # The clock asks each second for what is due.
        Index(
            "ix_schedule_next_at",
            "kind",
            "next_at",
            sqlite_where=text(_RUNNING),
            postgresql_where=text(_RUNNING),
        ),
    )

    id: int | None = key()
    committee_id: int = Field(foreign_key="committee.id", index=True)
    kind: ScheduleKind = word(ScheduleKind)
    subject_id: int
    rule: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    minute: int = Field(description="past midnight on the committee's wall clock")
    starts_on: date
    until_on: date | None = None
    done_on: date
    done: int = Field(default=0, description="how many days of the rule lie behind")
    next_on: date | None = None
    next_at: datetime | None = moment(nullable=True)
    number: int = Field(default=1, description="how manieth day of the rule `next_on` is")
    zone: str = Field(max_length=40, description="in which `next_at` was computed")
    made_by: int | None = Field(default=None, sa_type=BigInteger)
    made_at: datetime = moment()
    paused_at: datetime | None = moment(nullable=True)
    ended_at: datetime | None = moment(nullable=True)


class ScheduleSkip(SQLModel, table=True):
    """A day that is left out (跳过一次)."""

    __tablename__ = "schedule_skip"

    schedule_id: int = Field(primary_key=True, foreign_key="schedule.id")
    day: date = Field(primary_key=True)
    skipped_by: int | None = Field(default=None, sa_type=BigInteger)
    skipped_at: datetime = moment()


class ScheduleMiss(SQLModel, table=True):
    """A day that passed while nothing ran, and was of no use any more when that was noticed."""

    __tablename__ = "schedule_miss"

    schedule_id: int = Field(primary_key=True, foreign_key="schedule.id")
    day: date = Field(primary_key=True)
    noticed_at: datetime = moment()

"""Rounds of testing, their days, the slots of the buildings, and what is told when.

Wall-clock times are minutes past the committee's midnight, so that a change of its time zone
leaves them as they were said; the instants beside them are computed from these.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Column, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from storage.columns import key, moment, telegram_id, word
from storage.testing.kinds import DayState, ReminderKind, ReminderState, RoundState, SlotKind

_WAITING = "state = 'waiting'"


class Round(SQLModel, table=True):
    """A round of testing (轮次) in one estate: one day or several, at one site."""

    __tablename__ = "testing_round"

    id: int | None = key()
    committee_id: int = Field(foreign_key="committee.id", index=True)
    estate_id: int = Field(foreign_key="estate.id", index=True)
    title: str = Field(max_length=80)
    site: str = Field(max_length=120)
    lanes: int
    seconds_per_person: int
    people_tenths: int = Field(description="people a household, in tenths: 25 is 2.5")
    home_minutes: int = Field(description="for one household that is sampled at home")
    evening_at: int | None = Field(default=None, description="minute of the day before")
    before_minutes: list[int] = Field(sa_column=Column(JSON, nullable=False))
    last_call_minutes: int | None = Field(default=None, description="before a slot ends")
    quiet_from: int | None = None
    quiet_until: int | None = None
    zone: str = Field(max_length=40, description="IANA name that the instants were computed by")
    state: RoundState = word(RoundState, default=RoundState.PLANNED)
    rule: dict[str, Any] | None = Field(default=None, sa_column=Column(JSON(none_as_null=True)))
    schedule_id: int | None = Field(default=None, description="of a round without an end")
    pattern: list[list[Any]] | None = Field(
        default=None,
        sa_column=Column(JSON(none_as_null=True)),
        description="slots of each day, without an end",
    )
    version: int = 1
    last_change: dict[str, Any] | None = Field(
        default=None,
        sa_column=Column(JSON(none_as_null=True)),
        description="what stood before it, to undo it",
    )
    last_update_id: int | None = Field(default=None, sa_type=BigInteger)
    update_id: int | None = Field(default=None, sa_type=BigInteger, unique=True)
    made_by: int | None = Field(default=None, sa_type=BigInteger)
    made_at: datetime = moment()


class Day(SQLModel, table=True):
    """One day of a round, numbered from 1: "day 2 of 3"."""

    __tablename__ = "testing_day"
    __table_args__ = (
        UniqueConstraint("round_id", "ordinal"),
        # Coverage asks which days have just ended.
        Index("ix_testing_day_ends_at", "ends_at"),
    )

    id: int | None = key()
    round_id: int = Field(foreign_key="testing_round.id")
    ordinal: int
    day: date
    state: DayState = word(DayState, default=DayState.PLANNED)
    delay: int = Field(default=0, description="minutes that the whole day was put off by")
    starts_at: datetime = moment()
    ends_at: datetime = moment()


class Slot(SQLModel, table=True):
    """When one building is called on one day (时段), or when the squad goes round in it."""

    __tablename__ = "testing_slot"
    __table_args__ = (
        UniqueConstraint("day_id", "building_id", "kind"),
        Index("ix_testing_slot_building_id", "building_id", "ends_at"),
    )

    id: int | None = key()
    day_id: int = Field(foreign_key="testing_day.id")
    building_id: int = Field(foreign_key="building.id")
    kind: SlotKind = word(SlotKind, default=SlotKind.SITE)
    batch: int = Field(description="buildings of one batch (批次) are called together; 0 at home")
    lane: int | None = Field(default=None, description="where the plan names one")
    site: str | None = Field(default=None, max_length=120, description="where not the round's own")
    planned_minute: int = Field(description="begin as first planned")
    starts_minute: int
    ends_minute: int
    starts_at: datetime = moment()
    ends_at: datetime = moment()


class Reminder(SQLModel, table=True):
    """Something to be told about a slot, once.

    `turn` counts how often a reminder that was told waits again, because its slot was put off:
    what was told in an earlier turn and has not left yet is then withdrawn.
    """

    __tablename__ = "testing_reminder"
    __table_args__ = (
        UniqueConstraint("slot_id", "kind", "minutes"),
        # The clock asks each second; what was told long ago must not be walked over for that.
        Index(
            "ix_testing_reminder_waiting",
            "due_at",
            sqlite_where=text(_WAITING),
            postgresql_where=text(_WAITING),
        ),
    )

    id: int | None = key()
    slot_id: int = Field(foreign_key="testing_slot.id")
    kind: ReminderKind = word(ReminderKind)
    minutes: int = Field(description="before the begin, or the end; 0 where it is no offset")
    turn: int = 1
    due_at: datetime = moment()
    expires_at: datetime = moment()
    state: ReminderState = word(ReminderState, default=ReminderState.WAITING)
    told_at: datetime | None = moment(nullable=True)


class Listener(SQLModel, table=True):
    """Somebody who wants the reminders of their building in private."""

    __tablename__ = "testing_listener"

    person_id: int = telegram_id(primary_key=True)
    estate_id: int = Field(foreign_key="estate.id", primary_key=True)

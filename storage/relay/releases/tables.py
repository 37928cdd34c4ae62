"""How a relay is handed out: its plan, points, releases, and the slot of each number called."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import JSON, BigInteger, Column, Index, text
from sqlmodel import Field, SQLModel

from storage.columns import moment, word
from storage.relay.releases.kinds import SlotState
from storage.relay.releases.slots import SECONDS_PER_PERSON


class RelayPlan(SQLModel, table=True):
    """The pace that slots are made by, and what the clock last did about it."""

    __tablename__ = "relay_plan"

    relay_id: int = Field(foreign_key="relay.id", primary_key=True)
    seconds_per_person: int = SECONDS_PER_PERSON
    last_release: int = Field(default=0, description="number of the last release")
    paused_at: datetime | None = moment(nullable=True)
    shifted_at: datetime | None = moment(nullable=True)
    held_until: datetime | None = moment(nullable=True)
    alerted_at: datetime | None = moment(nullable=True)
    reported_on: date | None = Field(default=None, description="local day of the last report")


class RelayPoint(SQLModel, table=True):
    """A place where things are handed out; the columns mean what `slots.Point` says."""

    __tablename__ = "relay_point"

    relay_id: int = Field(foreign_key="relay.id", primary_key=True)
    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    place: str = Field(max_length=80)
    desks: int = 1
    hours: list[list[int]] = Field(sa_column=Column(JSON, nullable=False))
    starts_on: date
    ends_on: date
    buildings: list[int] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))


class RelayRelease(SQLModel, table=True):
    """The next so many in order were called, once (S15)."""

    __tablename__ = "relay_release"
    __table_args__ = (
        Index(
            "uq_relay_release_update",
            "relay_id",
            "update_id",
            unique=True,
            sqlite_where=text("update_id is not null"),
            postgresql_where=text("update_id is not null"),
        ),
    )

    relay_id: int = Field(foreign_key="relay.id", primary_key=True)
    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    called: int
    by: int = Field(sa_type=BigInteger)
    at: datetime = moment()
    update_id: int | None = Field(default=None, sa_type=BigInteger)
    cancelled_at: datetime | None = moment(nullable=True)


class RelaySlot(SQLModel, table=True):
    """When and where an entry is to come.

    `told_at` is the time that its household was told last, `before_at` the one expected before
    the last shift.
    """

    __tablename__ = "relay_slot"
    __table_args__ = (Index("ix_relay_slot_time", "relay_id", "starts_at"),)

    relay_id: int = Field(foreign_key="relay.id", primary_key=True)
    entry_number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    release_number: int
    point_number: int
    starts_at: datetime = moment()
    told_at: datetime = moment()
    before_at: datetime | None = moment(nullable=True)
    state: SlotState = word(SlotState, default=SlotState.CALLED)

"""Who lives where, who may do what, and which chat belongs to which houses.

The roster's names, telephones and remarks are read at import and not kept: nothing here needs
them. A person's Telegram name is kept only to be shown inside their own household and to staff.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Column, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from storage.columns import key, moment, telegram_id, word
from storage.community.kinds import ResidentState, RoleKind
from storage.sealing import sealed_json, sealed_text

DEFAULT_ZONE = "Asia/Shanghai"


class Committee(SQLModel, table=True):
    """The tenant: a residents' committee (居委会)."""

    id: int | None = key()
    name: str = Field(max_length=80)
    time_zone: str = Field(default=DEFAULT_ZONE, max_length=40)
    language: str = Field(default="zh-hans", max_length=10)
    duty_phone: str = Field(default="", max_length=40, description="shown to whoever is in danger")


class Estate(SQLModel, table=True):
    """A housing estate (小区) with one roster of doors."""

    __table_args__ = (UniqueConstraint("committee_id", "name"),)

    id: int | None = key()
    committee_id: int = Field(foreign_key="committee.id")
    name: str = Field(max_length=80)
    is_rehearsal: bool = Field(default=False, description="演练: its houses are made up (S43)")


class Building(SQLModel, table=True):
    """A building (楼栋). `label` is what stands on it: `3`, `12乙`, `A`."""

    __table_args__ = (UniqueConstraint("estate_id", "label"),)

    id: int | None = key()
    estate_id: int = Field(foreign_key="estate.id")
    label: str = Field(max_length=20)
    position: int = Field(description="order among the estate's buildings, from 1")
    link_code: str = Field(max_length=16, unique=True, description="what its deep link carries")


class Household(SQLModel, table=True):
    """A household (户): what one entry, one voucher, one turn belongs to (S01, S13).

    `door` is the one key that every way of writing an address leads to: building, unit where
    the building has units, and room, joined by `-`.
    """

    __table_args__ = (UniqueConstraint("estate_id", "door"),)

    id: int | None = key()
    estate_id: int = Field(foreign_key="estate.id")
    building_id: int = Field(foreign_key="building.id", index=True)
    unit: str = Field(default="", max_length=10)
    room: str = Field(max_length=20)
    door: str = Field(max_length=50)


class Person(SQLModel, table=True):
    """A Telegram account that has spoken to the bot."""

    id: int = telegram_id(primary_key=True)
    name: str = Field(default="", max_length=64, description="first name, for their household")
    language: str | None = Field(default=None, max_length=10, description="their own choice")
    telegram_language: str | None = Field(default=None, max_length=10)
    reachable: bool = Field(default=False, description="has started the bot and not blocked it")
    seen_at: datetime = moment()


class Resident(SQLModel, table=True):
    """A person's tie to a household (居民): one an estate, several people a household."""

    __table_args__ = (UniqueConstraint("person_id", "estate_id"),)

    id: int | None = key()
    person_id: int = Field(foreign_key="person.id", sa_type=BigInteger)
    household_id: int = Field(foreign_key="household.id", index=True)
    estate_id: int = Field(foreign_key="estate.id")
    state: ResidentState = word(ResidentState, default=ResidentState.ACTIVE)
    confirmed_by: int | None = Field(default=None, sa_type=BigInteger)
    joined_at: datetime = moment()


class Role(SQLModel, table=True):
    """A right with a scope and an end (S09, S22). No row, no right."""

    id: int | None = key()
    person_id: int = Field(foreign_key="person.id", sa_type=BigInteger, index=True)
    committee_id: int = Field(foreign_key="committee.id")
    kind: RoleKind = word(RoleKind)
    building_id: int | None = Field(default=None, foreign_key="building.id")
    granted_by: int | None = Field(default=None, sa_type=BigInteger)
    granted_at: datetime = moment()
    expires_at: datetime | None = moment(nullable=True)
    revoked_at: datetime | None = moment(nullable=True)


class Invite(SQLModel, table=True):
    """A deep link that makes its first user staff. Only a digest of the code is kept."""

    id: int | None = key()
    code_digest: str = Field(max_length=64, unique=True)
    committee_id: int = Field(foreign_key="committee.id")
    kind: RoleKind = word(RoleKind)
    building_id: int | None = Field(default=None, foreign_key="building.id")
    expires_at: datetime = moment()
    used_by: int | None = Field(default=None, sa_type=BigInteger)
    used_at: datetime | None = moment(nullable=True)


class Duty(SQLModel, table=True):
    """Who answers for a committee now (S99): staff who took the duty, until they hand it over."""

    person_id: int = telegram_id(primary_key=True)
    committee_id: int = Field(primary_key=True, foreign_key="committee.id")
    since: datetime = moment()
    until: datetime | None = moment(nullable=True)


class Shift(SQLModel, table=True):
    """A turn of the duty rota (值班表): staff answer for a committee from one instant to another.

    Without a person it was given up, and waits for somebody to take it (S99).
    """

    __table_args__ = (
        UniqueConstraint("committee_id", "person_id", "starts_at"),
        # The rota is read by day, and the clock looks for what begins and ends.
        Index("ix_shift_committee_id_ends_at", "committee_id", "ends_at"),
    )

    id: int | None = key()
    committee_id: int = Field(foreign_key="committee.id")
    person_id: int | None = Field(default=None, sa_type=BigInteger)
    starts_at: datetime = moment()
    ends_at: datetime = moment()
    planned_by: int | None = Field(default=None, sa_type=BigInteger)
    reminded_at: datetime | None = moment(nullable=True)
    began_told_at: datetime | None = moment(nullable=True)
    ended_told_at: datetime | None = moment(nullable=True)


class DutyNote(SQLModel, table=True):
    """What whoever ends a duty leaves for the next (交接). It may name people: it is sealed."""

    __tablename__ = "duty_note"

    id: int | None = key()
    committee_id: int = Field(foreign_key="committee.id", index=True)
    person_id: int | None = Field(default=None, sa_type=BigInteger)
    text: str = sealed_text()
    written_at: datetime = moment()


class Chat(SQLModel, table=True):
    """A group that the bot was added to, and the houses it speaks for once bound.

    `also_languages` are those that notices and reminders come in besides `language`. Reminders
    make no sound between the minutes `quiet_from` and `quiet_until`. The `former` houses are those
    it spoke for when the bot was removed from it.
    """

    id: int | None = key()
    telegram_id: int = telegram_id(unique=True)
    thread_id: int | None = Field(default=None, description="forum topic that cards go to")
    estate_id: int | None = Field(default=None, foreign_key="estate.id", index=True)
    building_id: int | None = Field(default=None, foreign_key="building.id")
    language: str | None = Field(default=None, max_length=10)
    also_languages: list[str] = Field(
        default_factory=list, sa_column=Column(JSON, nullable=False, server_default=text("'[]'"))
    )
    quiet_from: int | None = None
    quiet_until: int | None = None
    reads_all: bool = Field(default=False, description="Telegram shows the bot every message")
    bound_by: int | None = Field(default=None, sa_type=BigInteger)
    bound_at: datetime | None = moment(nullable=True)
    left_at: datetime | None = moment(nullable=True)
    former_estate_id: int | None = None
    former_building_id: int | None = None


class Conversation(SQLModel, table=True):
    """A half-finished dialogue of one person in one chat; outlives a restart."""

    person_id: int = telegram_id(primary_key=True)
    chat_id: int = telegram_id(primary_key=True)
    step: str = Field(max_length=60, description="feature and step: `relay.title`")
    data: dict[str, Any] = sealed_json()
    updated_at: datetime = moment()

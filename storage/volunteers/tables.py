"""Who offers help, what they have read, and the tasks that they take on.

What a volunteer may do is a `Role` row of the community, with its scope and its end.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, BigInteger, Column, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from storage.columns import key, moment, telegram_id, word
from storage.sealing import sealed_text
from storage.volunteers.kinds import TaskKind, TaskState, Vehicle, VolunteerState


class Volunteer(SQLModel, table=True):
    """A person's offer to help a committee (S65, S98, S105): one row each, kept up to date."""

    __table_args__ = (UniqueConstraint("person_id", "committee_id"),)

    id: int | None = key()
    person_id: int = Field(foreign_key="person.id", sa_type=BigInteger)
    committee_id: int = Field(foreign_key="committee.id", index=True)
    buildings: list[int] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    skills: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    vehicle: Vehicle = word(Vehicle, default=Vehicle.NONE)
    state: VolunteerState = word(VolunteerState, default=VolunteerState.OFFERED)
    is_paused: bool = Field(default=False, description="wants no tasks for now")
    offered_at: datetime = moment()
    answered_by: int | None = Field(default=None, sa_type=BigInteger)
    answered_at: datetime | None = moment(nullable=True)


class HandbookReading(SQLModel, table=True):
    """Somebody read a version of the handbook to its end, and said so (S107)."""

    __tablename__ = "handbook_reading"

    person_id: int = telegram_id(primary_key=True)
    version: int = Field(primary_key=True)
    read_at: datetime = moment()


class Task(SQLModel, table=True):
    """Something to be done by one person: a run, the doors of a building, an errand.

    `subject` and `subject_id` name the row of the feature that it is about. A task for several
    people is several rows: `place` of `places`.
    """

    __table_args__ = (
        # The board asks for what is live in a committee.
        Index("ix_task_committee_id_state", "committee_id", "state"),
        Index("ix_task_subject_subject_id", "subject", "subject_id"),
    )

    id: int | None = key()
    committee_id: int = Field(foreign_key="committee.id")
    unique_key: str = Field(max_length=80, unique=True, description="opening twice makes one")
    kind: TaskKind = word(TaskKind)
    building_id: int | None = Field(default=None, foreign_key="building.id")
    household_id: int | None = Field(default=None, foreign_key="household.id")
    subject: str = Field(default="", max_length=20)
    subject_id: int | None = None
    needs_vehicle: bool = False
    title: str = sealed_text()
    place: int = 1
    places: int = 1
    state: TaskState = word(TaskState, default=TaskState.OPEN)
    claimed_by: int | None = Field(default=None, sa_type=BigInteger, index=True)
    claimed_at: datetime | None = moment(nullable=True)
    due_at: datetime | None = moment(nullable=True)
    late_told_at: datetime | None = moment(nullable=True)
    opened_by: int | None = Field(default=None, sa_type=BigInteger)
    opened_at: datetime = moment()
    ended_by: int | None = Field(default=None, sa_type=BigInteger)
    ended_at: datetime | None = moment(nullable=True)
    reason: str | None = sealed_text(nullable=True)
    erased_at: datetime | None = moment(nullable=True)

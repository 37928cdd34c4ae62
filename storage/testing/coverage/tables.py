"""Which doors a testing day has seen, and what households report of themselves.

Reasons, remarks and results are sealed: only the committee's staff read them, in private.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import BigInteger, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from storage.columns import key, moment, telegram_id, word
from storage.sealing import sealed_text
from storage.testing.coverage.kinds import MarkState, SeenBy


class Mark(SQLModel, table=True):
    """What is known of one household on one day of a round (S55). No row: not seen yet."""

    __tablename__ = "testing_mark"
    __table_args__ = (UniqueConstraint("day_id", "household_id"),)

    id: int | None = key()
    day_id: int = Field(foreign_key="testing_day.id")
    household_id: int = Field(foreign_key="household.id", index=True)
    state: MarkState = word(MarkState)
    how: SeenBy = word(SeenBy)
    person_id: int | None = Field(default=None, sa_type=BigInteger)
    reason: str | None = sealed_text(nullable=True)
    at: datetime = moment(index=True)


class HomeVisit(SQLModel, table=True):
    """A household that is sampled at home, before the site opens (S54)."""

    __tablename__ = "testing_home"

    household_id: int = Field(primary_key=True, foreign_key="household.id")
    note: str | None = sealed_text(nullable=True)
    added_by: int | None = Field(default=None, sa_type=BigInteger)
    added_at: datetime = moment()
    until: date | None = Field(default=None, description="the last day; None: until taken off")


class SquadMember(SQLModel, table=True):
    """Who goes round to the households of a day (上门采样小分队): the right ends with the day."""

    __tablename__ = "testing_squad"

    day_id: int = Field(primary_key=True, foreign_key="testing_day.id")
    person_id: int = telegram_id(primary_key=True)
    named_by: int | None = Field(default=None, sa_type=BigInteger)
    named_at: datetime = moment()


class AntigenReport(SQLModel, table=True):
    """A self-test's result, told in private; one a person, household and day (S52)."""

    __tablename__ = "testing_antigen"
    __table_args__ = (UniqueConstraint("household_id", "person_id", "taken_on"),)

    id: int | None = key()
    household_id: int = Field(foreign_key="household.id")
    person_id: int = telegram_id(index=True)
    taken_on: date
    result: str = sealed_text()
    reported_at: datetime = moment(index=True)


_TO_TELL = "next_at is not null"


class Code(SQLModel, table=True):
    """When a person fetched their code (核酸码); `next_at` is when they are next told of it."""

    __tablename__ = "testing_code"
    __table_args__ = (
        Index(
            "ix_testing_code_next_at",
            "next_at",
            sqlite_where=text(_TO_TELL),
            postgresql_where=text(_TO_TELL),
        ),
    )

    person_id: int = telegram_id(primary_key=True)
    fetched_on: date
    time_zone: str = Field(max_length=40)
    next_at: datetime | None = moment(nullable=True)


class Chase(SQLModel, table=True):
    """A day whose missing households were asked, once it was over (S57)."""

    __tablename__ = "testing_chase"

    day_id: int = Field(primary_key=True, foreign_key="testing_day.id")
    at: datetime = moment()

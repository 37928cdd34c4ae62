"""Who called for help, who came, and how it ended."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, Index, text
from sqlmodel import Field, SQLModel

from storage.columns import key, moment, telegram_id, word
from storage.emergency.kinds import AlertKind, AlertState
from storage.sealing import sealed_text

_WAITING = "repeat_at is not null"


class Alert(SQLModel, table=True):
    """A call for help (S88, S102, S120): told to the people on duty until somebody takes it.

    `committee_id` is unknown until a stranger presses where they are. `told` counts the rounds
    in which staff heard of it; `heard_at` is when the caller last wrote, or it became open anew.
    """

    __table_args__ = (
        # Every minute is asked for the few that nobody has taken.
        Index(
            "ix_alert_repeat_at",
            "repeat_at",
            sqlite_where=text(_WAITING),
            postgresql_where=text(_WAITING),
        ),
    )

    id: int | None = key()
    kind: AlertKind = word(AlertKind)
    state: AlertState = word(AlertState, default=AlertState.OPEN)
    committee_id: int | None = Field(default=None, foreign_key="committee.id", index=True)
    estate_id: int | None = Field(default=None, foreign_key="estate.id")
    building_id: int | None = Field(default=None, foreign_key="building.id")
    household_id: int | None = Field(default=None, foreign_key="household.id")
    person_id: int | None = Field(default=None, sa_type=BigInteger, index=True)
    group_id: int | None = Field(
        default=None, sa_type=BigInteger, description="Telegram group; None: in private"
    )
    words: str = sealed_text()
    language: str = Field(max_length=10)
    raised_at: datetime = moment()
    heard_at: datetime = moment()
    told: int = 0
    repeat_at: datetime | None = moment(nullable=True)
    taken_by: int | None = Field(default=None, sa_type=BigInteger)
    taken_at: datetime | None = moment(nullable=True)
    closed_by: int | None = Field(default=None, sa_type=BigInteger)
    closed_at: datetime | None = moment(nullable=True)
    note: str | None = sealed_text(nullable=True)


class AlertCry(SQLModel, table=True):
    """An update that raised an alert or belongs to one: sent again, it changes nothing."""

    __tablename__ = "alert_cry"

    update_id: int = telegram_id(primary_key=True)
    alert_id: int = Field(foreign_key="alert.id", index=True)

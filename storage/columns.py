"""Column types and naming that every feature's tables share."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, Column, DateTime, Dialect, Enum, Integer, MetaData
from sqlalchemy.types import TypeDecorator
from sqlmodel import Field, SQLModel

SQLModel.metadata.naming_convention = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
).naming_convention

# SQLite numbers rows by itself only for plain INTEGER keys.
Identifier = BigInteger().with_variant(Integer(), "sqlite")


class Moment(TypeDecorator[datetime]):
    """An instant: aware UTC in Python, whichever way the database keeps it."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Refuse a naive time, keep an aware one as UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs its time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Make what was kept aware again: SQLite forgets the zone."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def key(**options: Any) -> Any:
    """A row's own number, given by the database."""
    return Field(default=None, sa_column=Column(Identifier, primary_key=True, **options))


def moment(*, nullable: bool = False, index: bool = False) -> Any:
    """A field that holds an instant."""
    default: Any = None if nullable else ...
    return Field(default, sa_type=Moment, nullable=nullable, index=index)


def telegram_id(*, primary_key: bool = False, unique: bool = False, index: bool = False) -> Any:
    """A Telegram user or chat id: more than 32 bits, never given by us."""
    return Field(
        sa_type=BigInteger,
        primary_key=primary_key,
        unique=unique,
        index=index,
        sa_column_kwargs={"autoincrement": False} if primary_key else {},
    )


def word(kind: type[StrEnum], *, default: StrEnum | None = None, nullable: bool = False) -> Any:
    """A field that holds one of a few words, kept as the word itself."""
    stored = Enum(
        kind,
        native_enum=False,
        create_constraint=False,
        length=20,
        values_callable=lambda words: [item.value for item in words],
    )
    required = default is None and not nullable
    return Field(default=... if required else default, sa_column=Column(stored, nullable=nullable))

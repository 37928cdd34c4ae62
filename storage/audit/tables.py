"""Rows that are only ever added."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Column, Index
from sqlmodel import Field, SQLModel

from storage.columns import key, moment
from storage.sealing import sealed_json


class AuditRecord(SQLModel, table=True):
    """One change, told by ids: who, what, to which row. Never a name or a door."""

    __tablename__ = "audit_record"
    __table_args__ = (Index("ix_audit_record_subject", "subject", "id"),)

    id: int | None = key()
    at: datetime = moment()
    actor_id: int | None = Field(default=None, sa_type=BigInteger)
    action: str = Field(max_length=60)
    subject: str = Field(max_length=60)
    details: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))


class FailedUpdate(SQLModel, table=True):
    """An update that raised, kept whole so that it can be looked at and sent through again."""

    __tablename__ = "failed_update"

    id: int | None = key()
    update_id: int = Field(sa_type=BigInteger, index=True)
    payload: dict[str, Any] = sealed_json()
    error: str = Field(max_length=200)
    at: datetime = moment()

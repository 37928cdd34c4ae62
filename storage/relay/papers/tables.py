"""Batches of papers: when each was read, what its lines did, and what undoing them needs.

Neither the text nor a name out of it is kept, only which households it named.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Column
from sqlmodel import Field, SQLModel

from storage.columns import key, moment, word
from storage.relay.papers.kinds import BatchKind, PaperAct


class PaperBatch(SQLModel, table=True):
    """Lines that staff or a building's lead brought at once (S06, S14, S24, S29).

    A pasted relay carries no times: a household that is in this copy and not in the one before
    came between the two.
    """

    __tablename__ = "relay_paper_batch"

    id: int | None = key()
    relay_id: int = Field(foreign_key="relay.id", index=True)
    kind: BatchKind = word(BatchKind)
    read_at: datetime = moment()
    entered_by: int = Field(sa_type=BigInteger)
    entered_at: datetime = moment()
    update_id: int = Field(sa_type=BigInteger, description="a resent press enters nothing again")
    follows_id: int | None = Field(default=None, description="the copy before, of the same list")
    standing: list[list[int]] = Field(
        default_factory=list,
        sa_column=Column(JSON, nullable=False),
        description="household and pieces of every row of a copy, in order",
    )
    gone: list[int] = Field(
        default_factory=list,
        sa_column=Column(JSON, nullable=False),
        description="households of earlier copies that are in this one no more",
    )
    undone_at: datetime | None = moment(nullable=True)
    undone_by: int | None = Field(default=None, sa_type=BigInteger)


class PaperLine(SQLModel, table=True):
    """What one line of a batch did, and how things stood before."""

    __tablename__ = "relay_paper_line"

    batch_id: int = Field(foreign_key="relay_paper_batch.id", primary_key=True)
    line: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    entry_number: int
    act: PaperAct = word(PaperAct)
    quantity: int
    former_quantity: int | None = None
    former: dict[str, Any] | None = Field(
        default=None,
        sa_column=Column(JSON, nullable=True),
        description="where an entry stood before its paper moved it",
    )

"""Medicine runs: which requests are fetched together, in which bags, and what became of each.

Who wants what stays with the requests. What people wrote for a run is sealed.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import BigInteger, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from storage.columns import key, moment, word
from storage.runs.kinds import LineState, RouteKind, RunState
from storage.sealing import sealed_text


class Run(SQLModel, table=True):
    """One drive to one hospital or pharmacy (S84). Whoever holds its task is its runner."""

    __tablename__ = "medicine_run"
    __table_args__ = (UniqueConstraint("committee_id", "number"),)

    id: int | None = key()
    committee_id: int = Field(foreign_key="committee.id")
    number: int = Field(description="among its committee's, from 1; stands on the bags")
    state: RunState = word(RunState, default=RunState.PLANNED)
    route: RouteKind = word(RouteKind)
    hospital: str = sealed_text()
    handover: str | None = sealed_text(nullable=True)
    place: str | None = Field(
        default=None, max_length=200, description="where bags are collected; None: at the door"
    )
    day: date | None = None
    created_by: int | None = Field(default=None, sa_type=BigInteger)
    created_at: datetime = moment()
    opened_at: datetime | None = moment(nullable=True)
    left_at: datetime | None = moment(nullable=True)
    ended_at: datetime | None = moment(nullable=True)
    blanked_at: datetime | None = moment(nullable=True)


class RunBag(SQLModel, table=True):
    """One bag: all that one requester gets. Its code is said by whoever collects it (S89)."""

    __tablename__ = "medicine_run_bag"
    __table_args__ = (UniqueConstraint("run_id", "number"),)

    id: int | None = key()
    run_id: int = Field(foreign_key="medicine_run.id")
    number: int = Field(description="within its run, from 1")
    code: str | None = sealed_text(nullable=True)


class RunLine(SQLModel, table=True):
    """One request in a run."""

    __tablename__ = "medicine_run_line"
    __table_args__ = (
        UniqueConstraint("run_id", "request_id"),
        # A request is in one run at a time, whoever plans at the same moment.
        Index(
            "uq_medicine_run_line_held",
            "request_id",
            unique=True,
            sqlite_where=text("is_held = 1"),
            postgresql_where=text("is_held"),
        ),
    )

    id: int | None = key()
    run_id: int = Field(foreign_key="medicine_run.id")
    request_id: int = Field(foreign_key="request.id")
    bag_id: int | None = Field(default=None, foreign_key="medicine_run_bag.id", index=True)
    state: LineState = word(LineState, default=LineState.WAITING)
    is_held: bool = Field(default=True, description="False: the request is free for another run")
    reason: str | None = sealed_text(nullable=True)
    ticked_by: int | None = Field(default=None, sa_type=BigInteger)
    ticked_at: datetime | None = moment(nullable=True)

"""The words that rows and rules of medicine runs share. No table is imported here."""

from __future__ import annotations

from enum import StrEnum


class RouteKind(StrEnum):
    """How far a run goes (S85): across districts somebody there hands the medicine over."""

    LOCAL = "local"
    CROSS = "cross"


class RunState(StrEnum):
    """How far a run has come."""

    PLANNED = "planned"
    OPEN = "open"
    ON_THE_WAY = "on_the_way"
    DONE = "done"
    CANCELLED = "cancelled"


class LineState(StrEnum):
    """What became of one request within a run."""

    WAITING = "waiting"
    BOUGHT = "bought"
    PARTLY = "partly"
    MISSING = "missing"
    DELIVERED = "delivered"
    OUT = "out"

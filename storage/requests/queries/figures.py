"""Counts of requests, as values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from storage.requests.forms import Words


@dataclass(frozen=True)
class NeedCount:
    """How many households have an open need of a kind; None below the floor."""

    kind_id: int
    icon: str
    title: Words
    households: int | None


@dataclass(frozen=True)
class KindCount:
    """Requests of one kind on one day."""

    kind_id: int
    icon: str
    title: Words
    asked: int
    closed: int


@dataclass(frozen=True)
class Digest:
    """A day of a committee's requests, midnight to midnight by its clock.

    Attributes:
        closed: done or withdrawn on this day.
        open: still open at its end, or now where it runs.
        overdue: of those, past their time.
        claim_minutes: median from asked to claimed, of those claimed first on this day.
        work_minutes: median from claimed to closed, of those closed on this day.
        by_hour: asked in each hour, 24 numbers.
    """

    committee_id: int
    day: date
    asked: int
    closed: int
    open: int
    overdue: int
    claim_minutes: int | None
    work_minutes: int | None
    by_kind: tuple[KindCount, ...]
    by_hour: tuple[int, ...]


@dataclass(frozen=True)
class RankedNeed:
    """A kind by how many households needed it (S101).

    Attributes:
        open: requests of it that are still open.
        before: households in the period of the same length before.
    """

    kind_id: int
    icon: str
    title: Words
    households: int
    open: int
    before: int

    @property
    def change(self) -> int:
        """Households more than in the period before."""
        return self.households - self.before


@dataclass(frozen=True)
class RankedDrug:
    """A medicine by how many households asked for it; for staff only."""

    drug: str
    households: int
    open: int
    before: int

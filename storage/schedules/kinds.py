"""The words that schedules share with those who have something recur. No table is imported here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from storage.schedules.rules import Rule


class ScheduleKind(StrEnum):
    """What recurs: a notice, or a round of testing."""

    NOTICE = "notice"
    TESTING = "testing"


@dataclass(frozen=True)
class Occurrence:
    """One time that has come.

    Attributes:
        subject_id: the notice or the round that recurs.
        number: how manieth day of the rule it is, from 1; skipped and missed days count too, so
            that "day 3 of 5" stays true.
        at: the instant, aware UTC.
        missed: the days before it that passed while nothing ran.
    """

    schedule_id: int
    committee_id: int
    subject_id: int
    number: int
    day: date
    at: datetime
    missed: tuple[date, ...] = ()


@dataclass(frozen=True)
class ScheduleView:
    """A schedule (定时) as it stands.

    Attributes:
        minute: minutes past midnight on the committee's wall clock.
        zone: IANA name of the zone that `next_at` was computed in.
        next_on: the next day that is not skipped; None where there is none any more.
        number: how manieth day of the rule `next_on` is, from 1.
        skips: days ahead that are left out.
        missed: days lately that passed while nothing ran.
    """

    id: int
    committee_id: int
    kind: ScheduleKind
    subject_id: int
    rule: Rule
    minute: int
    starts_on: date
    until_on: date | None
    zone: str
    next_on: date | None
    next_at: datetime | None
    number: int
    paused_at: datetime | None
    ended_at: datetime | None
    skips: tuple[date, ...] = ()
    missed: tuple[date, ...] = ()

    @property
    def is_live(self) -> bool:
        """Whether it still goes on, were it only paused."""
        return self.ended_at is None

"""Which of the days that have come are done, and which were missed. Pure."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta


@dataclass(frozen=True)
class Due:
    """A day of the rule whose time has come; `number` counts from 1."""

    number: int
    day: date
    at: datetime


@dataclass(frozen=True)
class Passed:
    """What is to be done now, oldest first, and the days that were missed."""

    now: tuple[Due, ...]
    missed: tuple[date, ...]


def pass_days(
    due: Sequence[Due], skips: Collection[date], now: datetime, useful: timedelta
) -> Passed:
    """Decide about days in order: those ahead of `now` (claimed early) are all to be done.

    Of those behind, the newest is made up for while it lies no more than `useful` back: what was
    not sent on two mornings is said once.
    """
    kept = [each for each in due if each.day not in skips]
    ahead = [each for each in kept if each.at > now]
    behind = [each for each in kept if each.at <= now]
    is_useful = bool(behind) and now - behind[-1].at <= useful
    done = behind[-1:] if is_useful else []
    return Passed((*done, *ahead), tuple(each.day for each in behind[: len(behind) - len(done)]))

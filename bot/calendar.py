"""On which days a rule falls: APScheduler's triggers, asked and never left to run by themselves.

Days are computed at noon of a clock that no daylight saving moves, so that none is passed over
or comes twice; at which instant a day's minute lies, `storage.local_time` says.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice, takewhile
from typing import Any

from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger

from storage.schedules.rules import Daily, Every, Monthly, Once, Rule, Weekly

_DAY = timedelta(days=1)
_NOON = time(12, tzinfo=UTC)


class TriggerCalendar:
    """`storage.schedules.rules.Calendar` as APScheduler understands one."""

    def days(
        self, rule: Rule, starts_on: date, until_on: date | None, after: date, most: int
    ) -> tuple[date, ...]:
        """The first `most` days of the rule after `after`, from `starts_on` to `until_on`."""
        last = _last(rule, starts_on, until_on)
        coming = _coming(rule, starts_on, max(after + _DAY, starts_on))
        return tuple(islice(takewhile(lambda day: last is None or day <= last, coming), most))


CALENDAR = TriggerCalendar()


def _last(rule: Rule, starts_on: date, until_on: date | None) -> date | None:
    if not isinstance(rule, Daily) or rule.count is None:
        return until_on
    last = starts_on + _DAY * (rule.count - 1)
    return last if until_on is None else min(last, until_on)


def _coming(rule: Rule, starts_on: date, first: date) -> Iterator[date]:
    """The rule's days from `first` on, without an end."""
    if isinstance(rule, Once):
        yield from sorted(day for day in set(rule.days) if day >= first)
        return
    trigger = _trigger(rule, starts_on)
    noon = datetime.combine(first, _NOON)
    # Rules of days that no month has come to an end by themselves.
    while (fire := trigger.get_next_fire_time(None, noon)) is not None:
        yield fire.date()
        noon = fire + _DAY


def _trigger(rule: Daily | Every | Weekly | Monthly, starts_on: date) -> Any:
    if isinstance(rule, Weekly):
        # Names, never numbers: APScheduler's 0 is Monday, cron's is Sunday.
        return CronTrigger(day_of_week=",".join(rule.days), hour=12, timezone=UTC)
    if isinstance(rule, Monthly):
        days = ",".join(str(day) for day in rule.days)
        return CronTrigger(day=days, hour=12, timezone=UTC)
    step = rule.days if isinstance(rule, Every) else 1
    return IntervalTrigger(days=step, start_date=datetime.combine(starts_on, _NOON), timezone=UTC)

"""What a schedule repeats: a notice or a round, by its title, and when it is next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlmodel import Session

from handlers.context import Context
from handlers.recurrence import rule_params
from storage.local_time import local_day
from storage.notices.queries import list_titles
from storage.schedules.kinds import ScheduleKind, ScheduleView
from storage.schedules.rules import count_days
from storage.testing.kinds import DayState
from storage.testing.queries import DayView, RoundView, find_round, list_rounds

# A page has room for so many days.
MOST_DAYS = 5
_MOST_ROUNDS = 500


async def find_titles(context: Context, schedules: Sequence[ScheduleView]) -> dict[int, str]:
    """What each of them repeats is called, in the acting person's language."""
    language = (await context.words()).language
    return await context.work.read(_read_titles, schedules, language)


async def find_round_of(context: Context, schedule: ScheduleView) -> RoundView | None:
    """The round that a schedule repeats; None where it repeats something else."""
    if schedule.kind is not ScheduleKind.TESTING:
        return None
    return await context.work.read(find_round, schedule.subject_id)


def schedule_params(schedule: ScheduleView, title: str) -> dict[str, Any]:
    """A schedule as lists and its page show it."""
    hours, minutes = divmod(schedule.minute, 60)
    return {
        "id": schedule.id,
        "number": schedule.subject_id,
        "kind": schedule.kind,
        "title": title,
        "rule": rule_params(schedule.rule, schedule.until_on),
        "time": f"{hours:02}:{minutes:02}",
        "next_on": schedule.next_on.isoformat() if schedule.next_on else None,
        "n": schedule.number,
        "m": count_days(schedule.rule) or 0,
        "is_paused": schedule.paused_at is not None,
        "is_ended": not schedule.is_live,
        "skips": _iso(schedule.skips),
        "missed": _iso(schedule.missed[-MOST_DAYS:]),
        "can_undo": False,
    }


def round_params(schedule: ScheduleView, testing: RoundView, now: datetime) -> dict[str, Any]:
    """What a round's own days say: they stand two weeks ahead of the schedule."""
    today = local_day(now, testing.zone)
    coming = [day for day in testing.days if _is_ahead(day, today, now)]
    planned = [day for day in coming if day.state is DayState.PLANNED]
    skipped = [day.day for day in coming if day.state is DayState.SKIPPED]
    following = planned[0] if planned else None
    return {
        **schedule_params(schedule, testing.title),
        "next_on": following.day.isoformat() if following else None,
        "n": following.number if following else 0,
        "skips": _iso(skipped),
        "can_undo": testing.can_undo == "skip",
    }


def find_day_of(testing: RoundView, day: date, now: datetime) -> DayView | None:
    """The round's day that is still ahead on that date, if it is to take place."""
    today = local_day(now, testing.zone)
    ahead = (each for each in testing.days if each.day == day and _is_ahead(each, today, now))
    return next((each for each in ahead if each.state is DayState.PLANNED), None)


def _is_ahead(day: DayView, today: date, now: datetime) -> bool:
    return day.day >= today and day.starts_at > now


def _iso(days: Sequence[date]) -> list[str]:
    return [day.isoformat() for day in days[:MOST_DAYS]]


def _read_titles(
    session: Session, schedules: Sequence[ScheduleView], language: str
) -> dict[int, str]:
    notices = [each.subject_id for each in schedules if each.kind is ScheduleKind.NOTICE]
    titles: dict[ScheduleKind, Mapping[Any, str]] = {
        ScheduleKind.NOTICE: list_titles(session, notices, language),
        ScheduleKind.TESTING: {
            line.id: line.title
            for committee_id in {each.committee_id for each in schedules}
            for line in list_rounds(session, committee_id, most=_MOST_ROUNDS)
        },
    }
    return {each.id: titles[each.kind].get(each.subject_id, "") for each in schedules}

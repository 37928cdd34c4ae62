"""The wall clock of a committee and the one line of instants, and how they meet. Pure."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

MINUTES_A_DAY = 24 * 60
# Years that somebody who writes a day can mean. Beyond them instants run out.
_YEARS = range(1900, 2200)


def local_day(now: datetime, time_zone: str) -> date:
    """The calendar day of an instant where the committee is; `time_zone` is an IANA name."""
    return now.astimezone(ZoneInfo(time_zone)).date()


def local_minute(now: datetime, time_zone: str) -> int:
    """Minutes since midnight on the committee's wall clock, 0 to 1439."""
    local = now.astimezone(ZoneInfo(time_zone))
    return local.hour * 60 + local.minute


def covers_minute(span: tuple[int, int], minute: int) -> bool:
    """Whether a span of minutes past midnight holds one; where it ends first it runs overnight."""
    begins, ends = span
    return begins <= minute < ends if begins <= ends else minute >= begins or minute < ends


def find_date(year: int, month: int, day: int) -> date | None:
    """The day of the calendar; None where there is none, or none that somebody can mean."""
    try:
        return date(year, month, day) if year in _YEARS else None
    except ValueError:
        return None


def at_local(day: date, minute: int, time_zone: str) -> datetime:
    """The instant, aware UTC, at which a wall clock shows `minute` minutes past midnight.

    A time that the clock shows twice (the hour is put back) is the first of the two. One that it
    leaves out (the hour is put forward) is as long after midnight as it would have been: a
    reminder at 02:30 leaves at 03:30. `minute` may pass 1439: 1440 is the next midnight.
    """
    days, rest = divmod(minute, MINUTES_A_DAY)
    wall = datetime.combine(day + timedelta(days=days), time(rest // 60, rest % 60))
    return wall.replace(tzinfo=ZoneInfo(time_zone)).astimezone(UTC)

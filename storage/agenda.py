"""What goes out by itself in a committee: what comes next, and what did not go out in time.

It reads every feature and belongs to none; nothing but the handlers reads it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlmodel import Session, col, select

from storage.community.queries import (
    CommitteeView,
    find_committee,
    find_duty,
    list_bound_chats,
    list_shifts,
)
from storage.community.tables import Estate
from storage.errors import RuleError
from storage.faq.actions.reminders import WEEK_AT
from storage.faq.queries import find_week
from storage.local_time import at_local, local_day
from storage.notices.kinds import NoticeState
from storage.notices.queries import count_groups, list_titles
from storage.notices.tables import Notice
from storage.relay.kinds import RelayState
from storage.relay.tables import Relay
from storage.requests.queries import find_digest
from storage.requests.rules import DIGEST_AT
from storage.schedules.kinds import ScheduleKind, ScheduleView
from storage.schedules.queries import list_schedules
from storage.schedules.rules import Calendar
from storage.schedules.tables import Schedule, ScheduleMiss
from storage.supplies.kinds import RoundState
from storage.supplies.tables import SupplyRound
from storage.testing.queries import ReminderLine, list_coming, list_late

_DAY = timedelta(days=1)
_MONDAY = 0


class What(StrEnum):
    """What goes out; testing's words are `testing_` and the kind of reminder."""

    TESTING_EVENING = "testing_evening"
    TESTING_BEFORE = "testing_before"
    TESTING_NOW = "testing_now"
    TESTING_LAST_CALL = "testing_last_call"
    NOTICE = "notice"
    RELAY = "relay"
    SUPPLIES = "supplies"
    DIGEST = "digest"
    FAQ_WEEK = "faq_week"
    SHIFT = "shift"


@dataclass(frozen=True)
class AgendaLine:
    """One thing that goes out at one time.

    Attributes:
        title: of the round, notice, relay; who has the shift, empty where nobody has.
        estate: empty where it concerns the committee.
        buildings: labels; none means all, or that it is no matter of buildings.
        chats: groups, or people where it goes to staff in private.
        schedule_id: what recurs, where it does.
    """

    at: datetime
    what: What
    title: str = ""
    estate: str = ""
    buildings: tuple[str, ...] = ()
    chats: int = 0
    schedule_id: int | None = None


def list_agenda(
    session: Session,
    committee_id: int,
    since: datetime,
    until: datetime,
    calendar: Calendar,
    *,
    language: str | None = None,
) -> tuple[AgendaLine, ...]:
    """What goes out from `since` to before `until`, in order of time.

    Args:
        language: in which a notice's title is preferred.

    Raises:
        RuleError: `not_found` with `kind`.
    """
    committee = _find(session, committee_id)
    lines = (
        *map(_testing_line, list_coming(session, committee_id, since, until)),
        *_list_notices(session, committee_id, since, until, language),
        *_list_recurring(session, committee_id, since, until, calendar, language),
        *_list_openings(session, committee_id, since, until),
        *_list_for_duty(session, committee, since, until),
        *_list_shifts(session, committee_id, since, until),
    )
    return tuple(sorted(lines, key=lambda line: (line.at, line.what, line.title)))


def list_passed_over(
    session: Session,
    committee_id: int,
    since: datetime,
    until: datetime,
    *,
    language: str | None = None,
) -> tuple[AgendaLine, ...]:
    """What should have gone out in that time and did not, because nothing ran."""
    late = map(_testing_line, list_late(session, committee_id, since, until))
    missed = _list_missed(session, committee_id, since, until, language)
    return tuple(sorted((*late, *missed), key=lambda line: (line.at, line.what, line.title)))


def _find(session: Session, committee_id: int) -> CommitteeView:
    committee = find_committee(session, committee_id)
    if committee is None:
        raise RuleError("not_found", kind="committee")
    return committee


def _testing_line(line: ReminderLine) -> AgendaLine:
    return AgendaLine(
        at=line.at,
        what=What(f"testing_{line.kind}"),
        title=line.title,
        estate=line.estate,
        buildings=line.buildings,
        chats=line.chats,
        schedule_id=line.schedule_id,
    )


def _list_notices(
    session: Session, committee_id: int, since: datetime, until: datetime, language: str | None
) -> Iterator[AgendaLine]:
    query = select(Notice.id, col(Notice.send_at)).where(
        col(Notice.committee_id) == committee_id,
        col(Notice.state) == NoticeState.SCHEDULED,
        col(Notice.send_at) >= since,
        col(Notice.send_at) < until,
    )
    due = {notice_id: at for notice_id, at in session.exec(query) if notice_id and at}
    titles = list_titles(session, due, language)
    for notice_id, at in due.items():
        groups = count_groups(session, notice_id)
        yield AgendaLine(at, What.NOTICE, titles.get(notice_id, ""), chats=groups)


def _list_recurring(
    session: Session,
    committee_id: int,
    since: datetime,
    until: datetime,
    calendar: Calendar,
    language: str | None,
) -> Iterator[AgendaLine]:
    """Notices that recur; a round that does has reminders of its own long before."""
    live = [
        schedule
        for schedule in list_schedules(session, committee_id)
        if schedule.kind is ScheduleKind.NOTICE and schedule.paused_at is None
    ]
    titles = list_titles(session, [schedule.subject_id for schedule in live], language)
    for schedule in live:
        title = titles.get(schedule.subject_id, "")
        for at in _instants(schedule, since, until, calendar):
            groups = count_groups(session, schedule.subject_id)
            yield AgendaLine(at, What.NOTICE, title, chats=groups, schedule_id=schedule.id)


def _instants(
    schedule: ScheduleView, since: datetime, until: datetime, calendar: Calendar
) -> Iterator[datetime]:
    if schedule.next_on is None:
        return
    last = local_day(until, schedule.zone)
    if schedule.until_on is not None:
        last = min(last, schedule.until_on)
    most = max((last - schedule.next_on).days + 1, 0)
    before = schedule.next_on - _DAY
    for day in calendar.days(schedule.rule, schedule.starts_on, last, before, most):
        at = at_local(day, schedule.minute, schedule.zone)
        if since <= at < until and day not in schedule.skips:
            yield at


def _list_openings(
    session: Session, committee_id: int, since: datetime, until: datetime
) -> Iterator[AgendaLine]:
    """Relays and supply rounds whose cards come alive."""
    estates = {
        row.id: row.name
        for row in session.exec(select(Estate).where(Estate.committee_id == committee_id))
    }
    for what, table, state in (
        (What.RELAY, Relay, RelayState.SCHEDULED),
        (What.SUPPLIES, SupplyRound, RoundState.SCHEDULED),
    ):
        query = select(col(table.opens_at), col(table.title), col(table.estate_id)).where(
            col(table.estate_id).in_(estates),
            col(table.state) == state,
            col(table.opens_at) >= since,
            col(table.opens_at) < until,
        )
        for at, title, estate_id in session.exec(query):
            groups = len(list_bound_chats(session, estate_id))
            yield AgendaLine(at, what, title, estates[estate_id], chats=groups)


def _list_for_duty(
    session: Session, committee: CommitteeView, since: datetime, until: datetime
) -> Iterator[AgendaLine]:
    """The evening's digest and Monday's week, where there is something to say."""
    people = len(find_duty(session, committee.id, since).people)
    for day in _days(since, until, committee.time_zone):
        evening = at_local(day, DIGEST_AT.hour * 60 + DIGEST_AT.minute, committee.time_zone)
        if since <= evening < until:
            digest = find_digest(session, committee.id, day, since)
            if digest.asked or digest.closed or digest.open:
                yield AgendaLine(evening, What.DIGEST, chats=people)
        morning = at_local(day, WEEK_AT.hour * 60 + WEEK_AT.minute, committee.time_zone)
        is_week = day.weekday() == _MONDAY and since <= morning < until
        if is_week and find_week(session, committee.id, morning, ago=1).asked:
            yield AgendaLine(morning, What.FAQ_WEEK, chats=people)


def _days(since: datetime, until: datetime, zone: str) -> Iterator[date]:
    day, last = local_day(since, zone), local_day(until, zone)
    while day <= last:
        yield day
        day += _DAY


def _list_shifts(
    session: Session, committee_id: int, since: datetime, until: datetime
) -> Iterator[AgendaLine]:
    for shift in list_shifts(session, committee_id, since, until):
        if shift.starts_at >= since:
            told = int(shift.person_id is not None)
            yield AgendaLine(shift.starts_at, What.SHIFT, shift.name or "", chats=told)


def _list_missed(
    session: Session, committee_id: int, since: datetime, until: datetime, language: str | None
) -> Iterator[AgendaLine]:
    query = (
        select(Schedule, col(ScheduleMiss.day))
        .join(ScheduleMiss, col(ScheduleMiss.schedule_id) == col(Schedule.id))
        .where(
            col(Schedule.committee_id) == committee_id,
            col(Schedule.kind) == ScheduleKind.NOTICE,
            col(ScheduleMiss.day) >= (since - _DAY).date(),
        )
    )
    rows = session.exec(query).all()
    titles = list_titles(session, [schedule.subject_id for schedule, _ in rows], language)
    for schedule, day in rows:
        at = at_local(day, schedule.minute, schedule.zone)
        if since <= at < until:
            title = titles.get(schedule.subject_id, "")
            yield AgendaLine(at, What.NOTICE, title, schedule_id=schedule.id)

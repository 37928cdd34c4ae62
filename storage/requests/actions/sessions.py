"""A register of sessions (S86): reminded before, asked after, looked after when missed."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from sqlmodel import Session, col, select

from storage.community.queries import find_duty
from storage.errors import RuleError
from storage.local_time import local_day
from storage.requests.actions._requests import (
    answer_to,
    form_of,
    keepers,
    lock_either,
    lock_request,
    note,
    tell_requester,
    today_of,
    view,
    visit,
    zone_of,
)
from storage.requests.actions.working import follow_session
from storage.requests.kinds import Alarm, EventKind, Purpose
from storage.requests.queries import RequestView
from storage.requests.queries.requests import LIVE
from storage.requests.rights import Act
from storage.requests.rules import (
    ALARM_SESSION_AT,
    ASK_SESSION_AT,
    REMIND_SESSION_AT,
    at_clock,
    check_live,
    next_session,
)
from storage.requests.tables import Request, RequestEvent
from storage.requests.telling import tell_people

_DAY = timedelta(days=1)


def answer_session(
    session: Session,
    request_id: int,
    took_place: bool,
    next_on: date | None = None,
    *,
    on: date | None = None,
    by: int,
    now: datetime,
) -> RequestView:
    """Say whether a session took place. A missed one raises an alarm; either way the next counts.

    Args:
        next_on: the next session; None: the next of its weekdays, or none that is known.
        on: the session that was asked about. The same answer again changes nothing; one held
            that was missed after all raises the alarm.

    Raises:
        RuleError: `need_unknown`, `need_not_yours`, `need_closed`, `need_erased`,
            `need_no_sessions`, `need_date_past`, `stale_button` where another session is meant
            or none is due.
    """
    row = lock_request(session, request_id, Act.RESPOND, by, now)
    check_live(row.state, row.erased_at)
    if on is not None and on == row.session_answered:
        return _correct(session, row, took_place, on, by, now)
    today = today_of(session, row.committee_id, now)
    # Those on duty were alarmed already, and the register has gone on to the next session.
    is_late = on is not None and on == row.session_alarmed != row.session_on
    past = on if on is not None and is_late else _check_due(row, on, today)
    _check_ahead(next_on, today)
    if not took_place:
        raise_alarm(session, row, Alarm.MISSED, now, past)
        row.session_alarmed = past
    row.session_answered = past
    if next_on is not None or not is_late:
        row.session_on = next_on or _next(row, past, today)
    follow_session(session, row, now)
    _note_session(session, row, took_place, past, by, now)
    return view(session, row)


def _correct(
    session: Session, row: Request, took_place: bool, on: date, by: int, now: datetime
) -> RequestView:
    """A wrong press on a small phone: who was not treated is looked after all the same."""
    asked = (RequestEvent.request_id == row.id, RequestEvent.kind == EventKind.SESSION)
    events = session.exec(select(RequestEvent).where(*asked).order_by(col(RequestEvent.id).desc()))
    said = next((each.details for each in events if each.details.get("on") == _iso(on)), {})
    if said.get("took_place") is took_place:
        return view(session, row)
    if not took_place:
        raise_alarm(session, row, Alarm.MISSED, now, on)
        row.session_alarmed = on
    _note_session(session, row, took_place, on, by, now)
    return view(session, row)


def _note_session(
    session: Session, row: Request, took_place: bool, on: date, by: int, now: datetime
) -> None:
    """In the sealed history only: what becomes of a treatment is nobody's else."""
    following = _iso(row.session_on)
    said: dict[str, Any] = {"took_place": took_place, "on": _iso(on), "next_on": following}
    note(session, row, EventKind.SESSION, by, now, **said)
    session.add(row)


def set_session(
    session: Session, request_id: int, on: date | None, *, by: int, now: datetime
) -> RequestView:
    """Set the day of the next session, by the requester or by whoever works on it.

    Raises:
        RuleError: `need_unknown`, `need_not_yours`, `need_closed`, `need_erased`,
            `need_no_sessions`, `need_date_past`.
    """
    row = lock_either(session, request_id, by, now)
    check_live(row.state, row.erased_at)
    if not form_of(row).has_sessions:
        raise RuleError("need_no_sessions")
    _check_ahead(on, today_of(session, row.committee_id, now))
    if row.session_on != on:
        row.session_on = on
        follow_session(session, row, now)
        note(session, row, EventKind.SESSION, by, now, next_on=_iso(on))
    return view(session, row)


def ask_after_sessions(session: Session, now: datetime) -> int:
    """Remind the evening before a session, ask on its evening, alarm the next morning.

    Whoever gave no answer by then, and whom nobody can ask, is looked after: a missed dialysis
    does not wait.

    Returns:
        How many registers somebody was told of.
    """
    query = select(Request.id).where(
        col(Request.state).in_(LIVE), col(Request.session_on).is_not(None)
    )
    ids = session.exec(query.order_by("id").with_for_update(skip_locked=True)).all()
    return visit(session, ids, lambda row: _look(session, row, now))


def raise_alarm(
    session: Session, row: Request, reason: Alarm, now: datetime, on: date | None = None
) -> bool:
    """Have somebody looked after; the owner and those on duty are told. False: nobody could be."""
    duty = find_duty(session, row.committee_id, now).people
    people = tuple(dict.fromkeys((*keepers(session, row, now), *duty)))
    if not people:
        return False
    day = _iso(on or row.session_on)
    event = note(session, row, EventKind.ALARMED, None, now, reason=reason.value)
    tell_people(session, row, people, "alarm", event, now, reason=reason.value, session_on=day)
    session.add(row)
    return True


def _look(session: Session, row: Request, now: datetime) -> bool:
    zone = zone_of(session, row.committee_id)
    assert row.session_on is not None
    day = row.session_on
    remind_at = at_clock(day - _DAY, REMIND_SESSION_AT, zone)
    ask_at = at_clock(day, ASK_SESSION_AT, zone)
    alarm_at = at_clock(day + _DAY, ALARM_SESSION_AT, zone)
    told = False
    if row.session_reminded != day and row.opened_at < remind_at <= now < ask_at:
        row.session_reminded = day
        told = _tell_of(session, row, "reminder", now)
    if row.session_asked != day and ask_at <= now:
        row.session_asked = day
        told = _tell_of(session, row, "session_check", now) or told
    if row.session_alarmed != day and alarm_at <= now:
        told = _miss(session, row, local_day(now, zone), now) or told
    session.add(row)
    return told


def _tell_of(session: Session, row: Request, template: str, now: datetime) -> bool:
    day = _iso(row.session_on)
    return tell_requester(session, row, template, day, now, session_on=day)


def _miss(session: Session, row: Request, today: date, now: datetime) -> bool:
    """Nobody answered: somebody is sent, and the register goes on to its next session."""
    assert row.session_on is not None
    reason = Alarm.NOBODY_TO_ASK if row.person_id is None else Alarm.UNANSWERED
    if not raise_alarm(session, row, reason, now):
        return False
    row.session_alarmed = row.session_on
    row.session_on = _next(row, row.session_on, today) or row.session_on
    return True


def _next(row: Request, past: date, today: date) -> date | None:
    """The next session of the weekly rhythm that is still to come."""
    return next_session(answer_to(row, Purpose.DAYS), max(past, today - _DAY))


def _check_due(row: Request, on: date | None, today: date) -> date:
    """The session that is answered for."""
    if not form_of(row).has_sessions:
        raise RuleError("need_no_sessions")
    if row.session_on is None or row.session_on > today or on not in (None, row.session_on):
        raise RuleError("stale_button")
    return row.session_on


def _check_ahead(day: date | None, today: date) -> None:
    if day is not None and day < today:
        raise RuleError("need_date_past")


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day is not None else None

"""A notice is sent: by one of the staff, or by two where it goes to very many."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlmodel import Session

from storage.community.queries import find_person
from storage.community.rules import clean_name
from storage.errors import RuleError
from storage.notices.actions._rows import list_rows, lock_own, lock_with_schedule, note, title_of
from storage.notices.actions.changing import stop_recurring
from storage.notices.actions.proposing import accept_proposal, drop_proposal
from storage.notices.actions.running import start_run
from storage.notices.audience import Audience
from storage.notices.kinds import NoticeState
from storage.notices.queries.targets import list_audience, list_staff
from storage.notices.queries.views import AudienceView
from storage.notices.rules import (
    REASON_LENGTH,
    When,
    check_facts,
    check_second,
    check_send_at,
    check_state,
    check_words,
    is_still_useful,
)
from storage.notices.tables import Notice
from storage.outbox.actions import leave
from storage.schedules.actions import make_schedule
from storage.schedules.kinds import ScheduleKind
from storage.schedules.rules import Calendar

_HAS_LEFT = (NoticeState.SCHEDULED, NoticeState.SENT)
_ON_ITS_WAY = (NoticeState.WAITING, NoticeState.SCHEDULED, NoticeState.SENT)


def send_notice(
    session: Session, notice_id: int, *, by: int, now: datetime, calendar: Calendar
) -> NoticeState:
    """Send a notice, at once or when it is to leave; one for very many is put before a second.

    Returns:
        WAITING where somebody else has to confirm it, SCHEDULED, or SENT. What was sent already
        stays as it is.

    Raises:
        RuleError: `notice_unknown`, `not_staff`, `notice_recalled`, `notice_wrong_state`
            (state), `notice_no_audience`, `notice_nobody`, `notice_fact_missing` (fact,
            language), `notice_past`, `notice_no_second`, and what `check_words` and
            `make_schedule` raise.
    """
    notice = lock_own(session, notice_id, by, now)
    if notice.state in _ON_ITS_WAY:
        return notice.state
    check_state(notice.state, NoticeState.DRAFT)
    check_send_at(notice.send_at, now)
    found = _check_ready(session, notice, now)
    notice.is_mass = found.is_mass
    if found.is_mass:
        _ask(session, notice, found, by, now)
    else:
        _release(session, notice, by, now, calendar)
    return notice.state


def _check_ready(session: Session, notice: Notice, now: datetime) -> AudienceView:
    for row in list_rows(session, notice):
        check_words(row.text, row.facts, row.language, notice.media_kind)
        check_facts(notice.kind, row.facts, row.language)
    audience = Audience.from_json(notice.audience)
    if audience.is_empty:
        raise RuleError("notice_no_audience")
    found = list_audience(session, notice.committee_id, audience, now)
    if not found.chats and not found.people:
        raise RuleError("notice_nobody")
    return found


def _ask(session: Session, notice: Notice, found: AudienceView, by: int, now: datetime) -> None:
    """Put a notice before everybody who may confirm it."""
    own = (notice.written_by, by)
    seconds = [p for p in list_staff(session, notice.committee_id, now) if p not in own]
    if not seconds:
        raise RuleError("notice_no_second")
    notice.state, notice.asked_by = NoticeState.WAITING, by
    writer = find_person(session, notice.written_by) if notice.written_by else None
    params = _params(session, notice) | {
        "version": notice.version,
        "writer": writer.name if writer else "",
        "chats": len(found.chats),
        "people": found.people,
        "households": found.households,
        "is_recurring": bool(notice.plan),
    }
    for person in seconds:
        key = f"notice:{notice.id}:confirm:{notice.version}:{person}"
        leave(session, person, "notices/to_confirm", params, now=now, dedupe_key=key)
    note(session, notice, "asked", by, now, chats=len(found.chats), people=found.people)


def _params(session: Session, notice: Notice) -> dict[str, Any]:
    return {
        "notice_id": notice.id,
        "number": notice.number,
        "title": title_of(session, notice),
        "send_at": notice.send_at.isoformat() if notice.send_at else None,
    }


def confirm_notice(
    session: Session, notice_id: int, version: int, *, by: int, now: datetime, calendar: Calendar
) -> NoticeState:
    """Let a mass notice leave, as a second person who has read it. Again: the same answer.

    Args:
        version: the one that was read; below zero the number of a proposal to change what was
            sent.

    Returns:
        SCHEDULED, or SENT; its time may have gone by meanwhile, but not by much.

    Raises:
        RuleError: `notice_unknown`, `not_staff`, `notice_changed`, `notice_own` for who wrote it
            or asked, `notice_past` where it would be too late to be of use, and what
            `send_notice` raises.
    """
    notice = lock_own(session, notice_id, by, now)
    if version < 0:
        check_state(notice.state, *_HAS_LEFT)
        accept_proposal(session, notice, -version, by=by, now=now)
        return notice.state
    if notice.confirmed_by == by and notice.state in _ON_ITS_WAY:
        return notice.state
    if notice.version != version:
        raise RuleError("notice_changed")
    check_state(notice.state, NoticeState.WAITING)
    check_second(by, notice.written_by, notice.asked_by)
    if notice.send_at is not None and not is_still_useful(notice.send_at, now):
        raise RuleError("notice_past")
    _check_ready(session, notice, now)
    notice.confirmed_by = by
    note(session, notice, "confirmed", by, now)
    _release(session, notice, by, now, calendar)
    if notice.asked_by is not None:
        params = _params(session, notice) | {"state": notice.state.value}
        key = f"notice:{notice.id}:confirmed:{version}"
        leave(session, notice.asked_by, "notices/confirmed", params, now=now, dedupe_key=key)
    return notice.state


def _release(session: Session, notice: Notice, by: int, now: datetime, calendar: Calendar) -> None:
    """Let a notice leave now, or have it leave when it is to."""
    when = When.from_json(notice.plan, notice.send_at)
    assert notice.id is not None
    if when.rule is not None and when.minute is not None and when.starts_on is not None:
        make_schedule(
            session,
            committee_id=notice.committee_id,
            kind=ScheduleKind.NOTICE,
            subject_id=notice.id,
            rule=when.rule,
            minute=when.minute,
            starts_on=when.starts_on,
            until_on=when.until_on,
            by=by,
            now=now,
            calendar=calendar,
        )
        notice.state, notice.send_at = NoticeState.SCHEDULED, None
        note(session, notice, "scheduled", by, now)
    elif when.send_at is not None and when.send_at > now:
        notice.state = NoticeState.SCHEDULED
        note(session, notice, "scheduled", by, now)
    else:
        notice.state, notice.send_at = NoticeState.SENT, None
        start_run(session, notice, planned_at=now, now=now)
        note(session, notice, "sent", by, now)


def send_back(
    session: Session, notice_id: int, *, by: int, now: datetime, reason: str = ""
) -> None:
    """Give a notice that waits for a second back to who asked, with what is wrong with it.

    Raises:
        RuleError: `notice_unknown`, `not_staff`, `notice_recalled`, `notice_wrong_state` (state).
    """
    notice = lock_own(session, notice_id, by, now)
    if notice.state is NoticeState.DRAFT:
        return
    if notice.proposed:
        drop_proposal(session, notice, clean_name(reason, REASON_LENGTH), by=by, now=now)
        return
    check_state(notice.state, NoticeState.WAITING)
    asked_by, notice.asked_by = notice.asked_by, None
    notice.state = NoticeState.DRAFT
    note(session, notice, "sent_back", by, now)
    if asked_by is not None and asked_by != by:
        params = _params(session, notice) | {"reason": clean_name(reason, REASON_LENGTH)}
        key = f"notice:{notice.id}:back:{notice.version}:{int(now.timestamp())}"
        leave(session, asked_by, "notices/sent_back", params, now=now, dedupe_key=key)


def unschedule(session: Session, notice_id: int, *, by: int, now: datetime) -> None:
    """Take back when a notice leaves: a draft again, or where it left before, sent for good.

    Again, it changes nothing.

    Raises:
        RuleError: `notice_unknown`, `not_staff`, `notice_recalled`, `notice_wrong_state` (state).
    """
    notice = lock_with_schedule(session, notice_id, by, now)
    if notice.state in (NoticeState.DRAFT, NoticeState.SENT):
        return
    check_state(notice.state, NoticeState.SCHEDULED)
    stop_recurring(session, notice, by, now)
    notice.send_at, notice.confirmed_by = None, None
    notice.state = NoticeState.DRAFT if notice.sent_at is None else NoticeState.SENT
    note(session, notice, "unscheduled", by, now)

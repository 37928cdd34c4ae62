"""What the clock does by itself: asks whether medicine is needed again, tells of the day."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from storage.community.queries import CommitteeView, find_duty, list_committees
from storage.outbox.actions import leave
from storage.outbox.tables import Urgency
from storage.requests.actions._requests import tell_requester, visit, zone_of
from storage.requests.actions.sessions import raise_alarm
from storage.requests.kinds import Alarm
from storage.requests.queries import Digest, find_digest
from storage.requests.rules import DIGEST_AT, REFILL_AT, at_clock
from storage.requests.tables import Request, RequestDigest
from storage.upsert import insert_new

_LATE_DIGEST_AT = time(8)
"""When the day before is told, if the evening passed without it."""


def remind_refills(session: Session, now: datetime) -> int:
    """Ask whether what runs out is needed again (S82), from nine in the morning, once.

    Where staff had entered it for somebody, those on duty are told instead.

    Returns:
        How many were asked about.
    """
    query = select(Request.id).where(
        col(Request.refill_on) <= now.date() + timedelta(days=1),
        col(Request.refill_told_at).is_(None),
        col(Request.erased_at).is_(None),
    )
    ids = session.exec(query.order_by("id").with_for_update(skip_locked=True)).all()
    return visit(session, ids, lambda row: _remind(session, row, now))


def send_digests(session: Session, now: datetime) -> int:
    """Tell those on duty of the day, from 20:00 by their committee's clock, once a day.

    After an evening on which the bot was down it is told the next morning. A day on which
    nothing was asked, closed or open is not told.

    Returns:
        To how many people.
    """
    return sum(_send_digest(session, committee, now) for committee in list_committees(session))


def _remind(session: Session, row: Request, now: datetime) -> bool:
    assert row.refill_on is not None
    if at_clock(row.refill_on, REFILL_AT, zone_of(session, row.committee_id)) > now:
        return False
    again = select(Request.id).where(Request.again_of == row.id)
    day = row.refill_on.isoformat()
    if session.exec(again).first() is None:
        is_told = tell_requester(session, row, "refill", day, now, refill_on=day)
        if not is_told and not raise_alarm(session, row, Alarm.REFILL, now):
            return False
    row.refill_told_at = now
    session.add(row)
    return True


def _send_digest(session: Session, committee: CommitteeView, now: datetime) -> int:
    day = _digest_day(now, committee.time_zone)
    people = find_duty(session, committee.id, now).people
    if day is None or not people:
        return 0
    told = {"committee_id": committee.id, "day": day, "sent_at": now}
    if session.get(RequestDigest, (committee.id, day)) is not None:
        return 0
    digest = find_digest(session, committee.id, day, now)
    if not digest.asked and not digest.closed and not digest.open:
        return 0
    # Two processes tick at once: one of them keeps the day.
    if not insert_new(session, RequestDigest, [told], keys=["committee_id", "day"]):
        return 0
    before = find_digest(session, committee.id, day - timedelta(days=1), now)
    params = digest_params(digest) | {"before": _short(before)}
    for person_id in people:
        leave(
            session,
            person_id,
            "requests/digest",
            params,
            now=now,
            urgency=Urgency.REMINDER,
            dedupe_key=f"need:digest:{committee.id}:{day.isoformat()}:{person_id}",
        )
    return len(people)


def digest_params(digest: Digest) -> dict[str, Any]:
    """A day as values for a message and its picture."""
    values = asdict(digest)
    kinds = [
        {name: kind[name] for name in ("icon", "title", "asked", "closed")}
        for kind in values["by_kind"]
    ]
    return values | {
        "day": digest.day.isoformat(),
        "by_kind": kinds,
        "by_hour": list(digest.by_hour),
    }


def _digest_day(now: datetime, zone: str) -> date | None:
    """The last day that is to be told of; None in the night, when nobody reads it."""
    local = now.astimezone(ZoneInfo(zone))
    if local.time() >= DIGEST_AT:
        return local.date()
    return local.date() - timedelta(days=1) if local.time() >= _LATE_DIGEST_AT else None


def _short(digest: Digest) -> dict[str, Any]:
    return {"day": digest.day.isoformat(), "asked": digest.asked, "closed": digest.closed}

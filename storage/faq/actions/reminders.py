"""What staff hear without asking: entries that end, and the week that was asked."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from storage.community.actions import lock_committee
from storage.community.queries import CommitteeView, find_actor, find_duty, list_committees
from storage.faq.queries import EntryView, Week, find_week, list_expiring, list_items
from storage.faq.tables import FaqEntry
from storage.outbox.actions import leave
from storage.outbox.tables import OutboxMessage, Urgency

_BEFORE_END = timedelta(days=7)
WEEK_AT = time(9)
_MONDAY = 0


def remind_expiring(session: Session, now: datetime) -> int:
    """Bring each entry that ends within a week to its owner, once an end date.

    Where the owner is no longer staff or cannot be reached, those on duty hear of it; where
    nobody can be reached, it waits.

    Returns:
        How many entries were brought to somebody.
    """
    reminded = 0
    for view in list_expiring(session, now, _BEFORE_END):
        people = _find_owners(session, view, now)
        entry = _claim(session, view) if people else None
        if entry is None:
            continue
        entry.reminded_until = view.valid_until
        session.add(entry)
        for person_id in people:
            _tell_of_end(session, view, person_id, now)
        reminded += 1
    return reminded


def send_week(session: Session, now: datetime) -> int:
    """Tell those on duty what was asked last week, from Monday 9:00 by the committee's clock.

    A Monday on which nothing ran is caught up with later in the week. A week in which nobody
    asked anything is not told.

    Returns:
        To how many people.
    """
    return sum(_send_week(session, committee, now) for committee in list_committees(session))


def _find_owners(session: Session, view: EntryView, now: datetime) -> tuple[int, ...]:
    if view.owner_id is not None:
        owner = find_actor(session, view.owner_id, now)
        if owner.reachable and owner.is_staff(view.committee_id):
            return (view.owner_id,)
    return find_duty(session, view.committee_id, now).people


def _claim(session: Session, view: EntryView) -> FaqEntry | None:
    """The entry, unless its end was told of already or another process is about to."""
    query = select(FaqEntry).where(
        FaqEntry.id == view.id,
        col(FaqEntry.reminded_until).is_distinct_from(view.valid_until),
    )
    return session.exec(query.with_for_update(skip_locked=True)).first()


def _tell_of_end(session: Session, view: EntryView, person_id: int, now: datetime) -> None:
    assert view.valid_until is not None
    end = view.valid_until.isoformat()
    leave(
        session,
        person_id,
        "faq/expiring",
        {"entry_id": view.id, "valid_until": end},
        now=now,
        urgency=Urgency.REMINDER,
        dedupe_key=f"faq:expiring:{view.id}:{end}:{person_id}",
    )


def _send_week(session: Session, committee: CommitteeView, now: datetime) -> int:
    local = now.astimezone(ZoneInfo(committee.time_zone))
    if local.weekday() == _MONDAY and local.time() < WEEK_AT:
        return 0
    monday = local.date() - timedelta(days=local.weekday())
    key = f"faq:week:{committee.id}:{monday.isoformat()}:"
    if _was_told(session, key):
        return 0
    # Two processes tick at once: the second one finds it told.
    lock_committee(session, committee.id)
    if _was_told(session, key):
        return 0
    week = find_week(session, committee.id, now, ago=1)
    if not week.asked:
        return 0
    people = find_duty(session, committee.id, now).people
    params = _week_params(session, committee.id, week)
    for person_id in people:
        leave(
            session,
            person_id,
            "faq/week",
            params,
            now=now,
            urgency=Urgency.REMINDER,
            dedupe_key=f"{key}{person_id}",
        )
    return len(people)


def _was_told(session: Session, key: str) -> bool:
    told = select(OutboxMessage.id).where(
        col(OutboxMessage.dedupe_key).startswith(key, autoescape=True)
    )
    return session.exec(told.limit(1)).first() is not None


def _week_params(session: Session, committee_id: int, week: Week) -> dict[str, int | str]:
    return {
        "committee_id": committee_id,
        "first_day": week.first_day.isoformat(),
        "last_day": week.last_day.isoformat(),
        "asked": week.asked,
        "answered": week.answered,
        "offered": week.offered,
        "unknown": week.unknown,
        "helpful": week.helpful,
        "not_helpful": week.not_helpful,
        "waiting": len(list_items(session, committee_id)),
    }

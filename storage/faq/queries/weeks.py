"""What was asked in a week: counts for the picture, entries and items for the list."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Row, select
from sqlmodel import Session, col

from storage.community.queries import find_committee
from storage.errors import RuleError
from storage.faq.kinds import Feedback, ItemState, Outcome
from storage.faq.queries.asked import AskedEntry, ItemView, Unanswered, Week
from storage.faq.queries.questions import list_opened
from storage.faq.tables import FaqQuestion
from storage.local_time import local_day

_MOST_ASKED = 10
_MOST_UNANSWERED = 20
_DAYS = 7


def find_week(session: Session, committee_id: int, now: datetime, *, ago: int = 0) -> Week:
    """One week of questions, as far as they are still kept.

    Args:
        ago: 0 for the running week, 1 for the one before.

    Raises:
        RuleError: `not_found` with `kind`.
    """
    committee = find_committee(session, committee_id)
    if committee is None:
        raise RuleError("not_found", kind="committee")
    zone = ZoneInfo(committee.time_zone)
    today = local_day(now, committee.time_zone)
    monday = today - timedelta(days=today.weekday() + _DAYS * ago)
    begin, end = (_midnight(monday + timedelta(days=days), zone) for days in (0, _DAYS))
    rows = _list_asked(session, committee_id, begin, end)
    outcomes = Counter(row.outcome for row in rows)
    opinions = Counter(row.feedback for row in rows)
    days = Counter(row.asked_at.astimezone(zone).weekday() for row in rows)
    return Week(
        first_day=monday,
        last_day=monday + timedelta(days=_DAYS - 1),
        time_zone=committee.time_zone,
        asked=len(rows),
        answered=outcomes[Outcome.ANSWERED],
        offered=outcomes[Outcome.OFFERED],
        ended=outcomes[Outcome.ENDED],
        unknown=outcomes[Outcome.UNKNOWN],
        helpful=opinions[Feedback.HELPFUL],
        not_helpful=opinions[Feedback.NOT_HELPFUL],
        by_day=tuple(days[day] for day in range(_DAYS)),
        most_asked=_count_entries(rows),
        unanswered=_list_unanswered(list_opened(session, committee_id, begin, end)),
    )


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time.min, zone).astimezone(UTC)


def _list_asked(
    session: Session, committee_id: int, begin: datetime, end: datetime
) -> Sequence[Row[Any]]:
    columns = (
        FaqQuestion.asked_at,
        FaqQuestion.outcome,
        FaqQuestion.feedback,
        FaqQuestion.entry_id,
    )
    query = select(*(col(column) for column in columns)).where(
        col(FaqQuestion.committee_id) == committee_id,
        col(FaqQuestion.asked_at) >= begin,
        col(FaqQuestion.asked_at) < end,
    )
    return session.execute(query).all()


def _count_entries(rows: Iterable[Row[Any]]) -> tuple[AskedEntry, ...]:
    asked: Counter[int] = Counter()
    helpful: Counter[int] = Counter()
    not_helpful: Counter[int] = Counter()
    for row in rows:
        if row.entry_id is not None:
            asked[row.entry_id] += 1
            helpful[row.entry_id] += row.feedback is Feedback.HELPFUL
            not_helpful[row.entry_id] += row.feedback is Feedback.NOT_HELPFUL
    ranked = sorted(asked, key=lambda entry: (-asked[entry], entry))
    return tuple(
        AskedEntry(entry, asked[entry], helpful[entry], not_helpful[entry])
        for entry in ranked[:_MOST_ASKED]
    )


def _list_unanswered(items: Iterable[ItemView]) -> tuple[Unanswered, ...]:
    ranked = sorted(
        items, key=lambda item: (item.state is not ItemState.OPEN, -item.askers, item.id)
    )
    return tuple(
        Unanswered(item.id, item.text, item.askers, item.state)
        for item in ranked[:_MOST_UNANSWERED]
    )

"""Counts of requests: for groups with a floor, for staff by day, by kind and by medicine."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.sql.base import ExecutableOption
from sqlmodel import Session, col

from storage.community.queries import CommitteeView, find_committee
from storage.community.tables import Household
from storage.errors import RuleError
from storage.requests.codec import from_values
from storage.requests.kinds import Purpose, RequestState
from storage.requests.queries.figures import Digest, KindCount, NeedCount, RankedDrug, RankedNeed
from storage.requests.queries.requests import LIVE, PLAIN
from storage.requests.rules import floor_count, fold_drug, is_waiting, median_minutes
from storage.requests.tables import Request, RequestKind

_HOURS = 24


@dataclass
class _Tally:
    """Households that needed one thing, now and before, and what of it is open."""

    households: set[int] = field(default_factory=set)
    before: set[int] = field(default_factory=set)
    open: int = 0
    names: Counter[str] = field(default_factory=Counter)


def count_needs(
    session: Session, estate_id: int, building_id: int | None, since: datetime
) -> tuple[NeedCount, ...]:
    """For a group: how many households have an open need of each kind, with a floor.

    Below five households there is no number: one of them could be recognised.
    """
    query = (
        select(col(Request.kind_id), col(Request.household_id))
        .join(Household, col(Household.id) == col(Request.household_id))
        .where(
            col(Household.estate_id) == estate_id,
            col(Request.state).in_(LIVE),
            col(Request.opened_at) >= since,
        )
        .distinct()
    )
    if building_id is not None:
        query = query.where(col(Request.building_id) == building_id)
    counted = Counter(kind for kind, _ in session.execute(query))
    return tuple(
        NeedCount(kind_id, kind.icon, kind.title, floor_count(counted[kind_id]))
        for kind_id, kind in _kinds(session, counted).items()
    )


def find_digest(session: Session, committee_id: int, day: date, now: datetime) -> Digest:
    """One day of requests, as it ended, or as it stands where it still runs.

    Raises:
        RuleError: `not_found` with `kind`.
    """
    committee = _committee(session, committee_id)
    begin, end = _day_edges(day, committee.time_zone)
    opened = _opened(session, committee_id, begin, end, PLAIN)
    closed = _closed(session, committee_id, begin, end)
    waiting = _open_at(session, committee_id, min(now, end))
    hours = Counter(row.opened_at.astimezone(ZoneInfo(committee.time_zone)).hour for row in opened)
    return Digest(
        committee_id=committee_id,
        day=day,
        asked=len(opened),
        closed=len(closed),
        open=len(waiting),
        overdue=sum(_was_late(row, min(now, end)) for row in waiting),
        claim_minutes=median_minutes(_claim_spans(session, committee_id, begin, end)),
        work_minutes=median_minutes(_work_spans(closed)),
        by_kind=_by_kind(session, opened, closed),
        by_hour=tuple(hours[hour] for hour in range(_HOURS)),
    )


def rank_needs(
    session: Session, committee_id: int, since: datetime, until: datetime
) -> tuple[RankedNeed, ...]:
    """Kinds by how many households asked for them from `since` until before `until` (S101)."""
    tallies: dict[int, _Tally] = {}
    for row, is_before in _two_periods(session, committee_id, since, until):
        _add(tallies.setdefault(row.kind_id, _Tally()), row, is_before)
    kinds = _kinds(session, tallies)
    ranked = [
        RankedNeed(
            kind_id,
            kinds[kind_id].icon,
            kinds[kind_id].title,
            len(tally.households),
            tally.open,
            len(tally.before),
        )
        for kind_id, tally in tallies.items()
        if tally.households
    ]
    return tuple(sorted(ranked, key=lambda need: (-need.households, -need.open, need.kind_id)))


def rank_drugs(
    session: Session, committee_id: int, since: datetime, until: datetime
) -> tuple[RankedDrug, ...]:
    """Medicines by how many households asked for them; for staff only.

    Two ways to write a name that differ in blanks, width or case are one.
    """
    tallies: dict[str, _Tally] = {}
    for row, is_before in _two_periods(session, committee_id, since, until):
        name = _drug(row)
        if name is not None:
            tally = tallies.setdefault(fold_drug(name), _Tally())
            tally.names[name] += 1
            _add(tally, row, is_before)
    ranked = [
        RankedDrug(
            tally.names.most_common(1)[0][0], len(tally.households), tally.open, len(tally.before)
        )
        for tally in tallies.values()
        if tally.households
    ]
    return tuple(sorted(ranked, key=lambda drug: (-drug.households, -drug.open, drug.drug)))


def _committee(session: Session, committee_id: int) -> CommitteeView:
    committee = find_committee(session, committee_id)
    if committee is None:
        raise RuleError("not_found", kind="committee")
    return committee


def _day_edges(day: date, zone: str) -> tuple[datetime, datetime]:
    begin, end = (
        datetime.combine(each, time.min, ZoneInfo(zone)).astimezone(UTC)
        for each in (day, day + timedelta(days=1))
    )
    return begin, end


def _opened(
    session: Session,
    committee_id: int,
    begin: datetime,
    end: datetime,
    options: Sequence[ExecutableOption] = (),
) -> Sequence[Request]:
    query = select(Request).where(
        col(Request.committee_id) == committee_id,
        col(Request.opened_at) >= begin,
        col(Request.opened_at) < end,
    )
    ordered = query.order_by(col(Request.id)).options(*options)
    return session.execute(ordered).scalars().all()


def _closed(
    session: Session, committee_id: int, begin: datetime, end: datetime
) -> Sequence[Request]:
    query = select(Request).where(
        col(Request.committee_id) == committee_id,
        col(Request.closed_at) >= begin,
        col(Request.closed_at) < end,
    )
    ordered = query.order_by(col(Request.id)).options(*PLAIN)
    return session.execute(ordered).scalars().all()


def _open_at(session: Session, committee_id: int, at: datetime) -> Sequence[Request]:
    query = select(Request).where(
        col(Request.committee_id) == committee_id,
        col(Request.opened_at) <= at,
        col(Request.closed_at).is_(None) | (col(Request.closed_at) > at),
    )
    return session.execute(query.options(*PLAIN)).scalars().all()


def _was_late(row: Request, at: datetime) -> bool:
    is_brought = row.delivered_at is not None and row.delivered_at <= at and row.reopened_at is None
    return row.due_at <= at and not is_waiting(row.asked_at, at) and not is_brought


def _claim_spans(
    session: Session, committee_id: int, begin: datetime, end: datetime
) -> list[timedelta]:
    claimed = col(Request.first_claimed_at)
    query = select(col(Request.opened_at), claimed).where(
        col(Request.committee_id) == committee_id, claimed >= begin, claimed < end
    )
    return [first - opened for opened, first in session.execute(query)]


def _work_spans(closed: Iterable[Request]) -> list[timedelta]:
    return [
        row.closed_at - row.first_claimed_at
        for row in closed
        if row.state is RequestState.DONE and row.closed_at and row.first_claimed_at
    ]


def _by_kind(
    session: Session, opened: Sequence[Request], closed: Sequence[Request]
) -> tuple[KindCount, ...]:
    asked = Counter(row.kind_id for row in opened)
    ended = Counter(row.kind_id for row in closed)
    counted = [
        KindCount(kind_id, kind.icon, kind.title, asked[kind_id], ended[kind_id])
        for kind_id, kind in _kinds(session, asked.keys() | ended.keys()).items()
    ]
    return tuple(sorted(counted, key=lambda kind: (-kind.asked, -kind.closed, kind.kind_id)))


def _two_periods(
    session: Session, committee_id: int, since: datetime, until: datetime
) -> list[tuple[Request, bool]]:
    """Requests of the period, and of the one of the same length before it (True)."""
    earlier = since - (until - since)
    rows = _opened(session, committee_id, earlier, until)
    return [(row, row.opened_at < since) for row in rows]


def _add(tally: _Tally, row: Request, is_before: bool) -> None:
    tally.open += row.state in LIVE
    (tally.before if is_before else tally.households).add(row.household_id)


def _drug(row: Request) -> str | None:
    question = from_values(row.questions).find(Purpose.DRUG)
    answer = row.answers.get(question.name) if question is not None else None
    return str(answer) if answer else None


def _kinds(session: Session, ids: Iterable[int]) -> dict[int, RequestKind]:
    """Kinds by number, in their committee's order."""
    query = select(RequestKind).where(col(RequestKind.id).in_(list(ids)))
    ordered = query.order_by(col(RequestKind.position), col(RequestKind.id))
    return {row.id: row for row in session.execute(ordered).scalars() if row.id is not None}

"""What people reported of themselves: self-tests and codes."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import func, select
from sqlmodel import Session, col

from storage.community.tables import Household
from storage.testing.coverage.kinds import AntigenResult
from storage.testing.coverage.queries.views import AntigenView, CodeView
from storage.testing.coverage.rules import CODE_DAYS
from storage.testing.coverage.tables import AntigenReport, Code


def find_antigen(session: Session, report_id: int) -> AntigenView | None:
    """One report."""
    report = session.get(AntigenReport, report_id)
    return _view(report) if report is not None else None


def find_own_antigen(
    session: Session, household_id: int, person_id: int, taken_on: date
) -> AntigenView | None:
    """What somebody reported of themselves for a day."""
    query = select(AntigenReport).where(
        col(AntigenReport.household_id) == household_id,
        col(AntigenReport.person_id) == person_id,
        col(AntigenReport.taken_on) == taken_on,
    )
    report = session.execute(query).scalar()
    return _view(report) if report is not None else None


def count_reported(session: Session, estate_id: int, taken_on: date) -> dict[int, int]:
    """From how many households of each building a self-test was reported for a day (S52)."""
    query = (
        select(
            col(Household.building_id), func.count(func.distinct(col(AntigenReport.household_id)))
        )
        .join(Household, col(Household.id) == col(AntigenReport.household_id))
        .where(col(Household.estate_id) == estate_id, col(AntigenReport.taken_on) == taken_on)
        .group_by(col(Household.building_id))
    )
    return {row[0]: row[1] for row in session.execute(query)}


def find_code(session: Session, person_id: int) -> CodeView | None:
    """When somebody fetched their code."""
    code = session.get(Code, person_id)
    if code is None:
        return None
    return CodeView(code.fetched_on, code.fetched_on + timedelta(days=CODE_DAYS - 1))


def has_reported(session: Session, person_id: int) -> bool:
    """Whether something is held that a person reported of themselves: a self-test, or a code."""
    test = select(col(AntigenReport.id)).where(col(AntigenReport.person_id) == person_id)
    if session.get(Code, person_id) is not None:
        return True
    return session.execute(test.limit(1)).first() is not None


def _view(report: AntigenReport) -> AntigenView:
    assert report.id is not None
    return AntigenView(
        report.id,
        report.household_id,
        report.person_id,
        report.taken_on,
        AntigenResult(report.result),
    )

"""What goes by itself, and what goes with a person who asks to be forgotten."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Update, delete, update
from sqlmodel import Session, col, select

from storage.community.tables import Resident
from storage.outbox.tables import OutboxMessage
from storage.testing.coverage.kinds import MarkState, SeenBy
from storage.testing.coverage.rules import CODE_DAYS, antigen_key
from storage.testing.coverage.tables import AntigenReport, Code, HomeVisit, Mark, SquadMember


def forget_tested(session: Session, person_id: int) -> int:
    """Erase what somebody reported of themselves, and their number from what they did for others.

    That their household was seen stays, without reason; so does its place on the list of those
    who are sampled at home, without remark. To be called while the ties still stand.

    Returns:
        How many self-tests were erased.
    """
    reports = session.exec(
        select(AntigenReport.id).where(AntigenReport.person_id == person_id)
    ).all()
    for report_id in reports:
        key = col(OutboxMessage.dedupe_key)
        about = key.startswith(antigen_key(report_id), autoescape=True)
        session.execute(delete(OutboxMessage).where(about))
    for table in (AntigenReport, Code, SquadMember):
        session.execute(delete(table).where(col(table.person_id) == person_id))
    _blank_words(session, person_id)
    return len(reports)


def drop_coverage(session: Session, before: datetime) -> int:
    """Delete marks, self-tests, visits and squads that are older than `before`; how many marks.

    A code goes so long after it has ended. A household stays on the list of homes, but its remark
    goes where it was written before then and nobody has seen the household since.
    """
    day = before.date()
    old = [
        delete(AntigenReport).where(col(AntigenReport.reported_at) < before),
        delete(HomeVisit).where(col(HomeVisit.until) < day),
        delete(SquadMember).where(col(SquadMember.named_at) < before),
        delete(Code).where(col(Code.fetched_on) < day - timedelta(days=CODE_DAYS)),
    ]
    for statement in old:
        session.execute(statement)
    session.execute(_blank_notes(before))
    return int(session.exec(delete(Mark).where(col(Mark.at) < before)).rowcount)


def _blank_notes(before: datetime) -> Update:
    seen = select(Mark.household_id).where(Mark.state == MarkState.DONE, col(Mark.at) >= before)
    return (
        update(HomeVisit)
        .where(
            col(HomeVisit.note).is_not(None),
            col(HomeVisit.added_at) < before,
            col(HomeVisit.household_id).not_in(seen),
        )
        .values(note=None)
    )


def _blank_words(session: Session, person_id: int) -> None:
    homes = select(Resident.household_id).where(Resident.person_id == person_id)
    theirs = update(Mark).where(col(Mark.person_id) == person_id)
    session.execute(theirs.where(col(Mark.how) == SeenBy.RESIDENT).values(reason=None))
    session.execute(theirs.values(person_id=None))
    session.execute(
        update(HomeVisit).where(col(HomeVisit.household_id).in_(homes)).values(note=None)
    )
    columns: tuple[Any, ...] = (HomeVisit.added_by, SquadMember.named_by)
    for column in columns:
        session.execute(update(column.class_).where(column == person_id).values({column.key: None}))

"""Self-tests, told in private (S52). A positive one reaches the people on duty at once."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete
from sqlmodel import Session, col, select

from storage.audit.actions import record
from storage.community.actor import Actor, Tie
from storage.community.queries import find_actor, find_committee, find_duty
from storage.errors import RuleError
from storage.local_time import local_day
from storage.outbox.actions import leave
from storage.outbox.tables import OutboxMessage, SendState, Urgency
from storage.testing.coverage.kinds import AntigenResult
from storage.testing.coverage.rules import antigen_key, check_taken
from storage.testing.coverage.tables import AntigenReport

_POSITIVE, _CORRECTED = "testing/antigen_positive", "testing/antigen_corrected"


def report_antigen(
    session: Session,
    household_id: int,
    taken_on: date,
    result: AntigenResult,
    *,
    by: int,
    now: datetime,
) -> int:
    """Put down the result of one's self-test of a day; a later one corrects it.

    Nobody but the people on duty hears of a positive one, once; of its correction hears who
    was told of it.

    Returns:
        How many people are told.

    Raises:
        RuleError: `not_member`, `antigen_day_wrong`.
    """
    actor = find_actor(session, by, now)
    tie = _find_tie(actor, household_id)
    committee = find_committee(session, tie.committee_id)
    assert committee is not None
    check_taken(taken_on, local_day(now, committee.time_zone))
    report, former = _bring(session, household_id, taken_on, result, by, now)
    if former is result:
        return 0
    record(session, "antigen.reported", f"antigen:{report.id}", at=now, actor_id=by)
    if result is AntigenResult.POSITIVE:
        duty = find_duty(session, tie.committee_id, now).people
        return _tell(session, report, tie, _POSITIVE, duty, now)
    if former is AntigenResult.POSITIVE:
        return _correct(session, report, tie, now)
    return 0


def drop_antigen(session: Session, report_id: int, *, by: int, now: datetime) -> None:
    """Take back what one reported. Who was told of a positive one is told of that, too.

    Raises:
        RuleError: `not_member` for anybody else's, and for one that is not there.
    """
    report = session.get(AntigenReport, report_id, with_for_update={"key_share": True})
    if report is None or report.person_id != by:
        raise RuleError("not_member")
    tie = find_actor(session, by, now).residents
    own = next((each for each in tie if each.household_id == report.household_id), None)
    if report.result == AntigenResult.POSITIVE and own is not None:
        _correct(session, report, own, now)
    session.delete(report)
    record(session, "antigen.dropped", f"antigen:{report_id}", at=now, actor_id=by)


def _bring(
    session: Session,
    household_id: int,
    taken_on: date,
    result: AntigenResult,
    by: int,
    now: datetime,
) -> tuple[AntigenReport, AntigenResult | None]:
    """The report as it stands now, and what it said before."""
    query = select(AntigenReport).where(
        AntigenReport.household_id == household_id,
        AntigenReport.person_id == by,
        AntigenReport.taken_on == taken_on,
    )
    report = session.exec(query.with_for_update(key_share=True)).first()
    former = AntigenResult(report.result) if report is not None else None
    if report is None:
        report = AntigenReport(
            household_id=household_id,
            person_id=by,
            taken_on=taken_on,
            result=result.value,
            reported_at=now,
        )
    report.result, report.reported_at = result.value, now
    session.add(report)
    session.flush()
    return report, former


def _find_tie(actor: Actor, household_id: int) -> Tie:
    for tie in actor.residents:
        if tie.household_id == household_id and tie.is_active:
            return tie
    raise RuleError("not_member")


def _correct(session: Session, report: AntigenReport, tie: Tie, now: datetime) -> int:
    """Take away what nobody has read yet, and tell the others that it does not hold."""
    own = col(OutboxMessage.dedupe_key).startswith(antigen_key(report.id), autoescape=True)
    waiting = col(OutboxMessage.state) == SendState.WAITING
    session.execute(delete(OutboxMessage).where(own, waiting))
    left = col(OutboxMessage.state).in_((SendState.SENDING, SendState.SENT))
    query = select(OutboxMessage.chat_id, OutboxMessage.template).where(own, left)
    newest = dict(session.exec(query.order_by(col(OutboxMessage.id))).all())
    believe = [person for person, template in newest.items() if template == _POSITIVE]
    return _tell(session, report, tie, _CORRECTED, believe, now)


def _tell(
    session: Session,
    report: AntigenReport,
    tie: Tie,
    template: str,
    people: Collection[int],
    now: datetime,
) -> int:
    params: dict[str, Any] = {
        "report_id": report.id,
        "door": tie.door,
        "day": report.taken_on.isoformat(),
    }
    for person_id in people:
        leave(
            session,
            person_id,
            template,
            params,
            now=now,
            urgency=Urgency.URGENT,
            dedupe_key=f"{antigen_key(report.id)}{now.isoformat()}:{person_id}",
        )
    return len(people)

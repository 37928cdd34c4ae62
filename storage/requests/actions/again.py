"""The same once more, before it runs out (S82)."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from storage.community.actions import lock_committee
from storage.errors import RuleError
from storage.requests.actions._requests import lock_request, today_of, view
from storage.requests.actions.asking import NewRequest, open_new, photos_of
from storage.requests.forms import Answer
from storage.requests.kinds import AnswerKind, Purpose
from storage.requests.queries import RequestView
from storage.requests.queries.kinds import find_kind
from storage.requests.queries.requests import LIVE
from storage.requests.rights import Act
from storage.requests.tables import Request

_SOONEST = timedelta(days=2)


def ask_again(
    session: Session, request_id: int, *, by: int, now: datetime, update_id: int | None = None
) -> RequestView:
    """Ask for the same once more, before it runs out (S82). While that one is open, it is it.

    Raises:
        RuleError: `need_unknown`, `need_not_yours`, `need_erased`, `need_kind_gone`, or
            `need_answer_missing` where the kind asks for more by now.
    """
    # As everywhere: the committee before its requests.
    committee_id = session.exec(
        select(Request.committee_id).where(Request.id == request_id)
    ).first()
    if committee_id is not None:
        lock_committee(session, committee_id)
    row = lock_request(session, request_id, Act.RESPOND, by, now)
    if row.erased_at is not None:
        raise RuleError("need_erased")
    again = select(Request).where(Request.again_of == request_id, col(Request.state).in_(LIVE))
    standing = session.exec(again).first()
    if standing is not None:
        return view(session, standing)
    new = NewRequest(
        kind_id=row.kind_id,
        household_id=row.household_id,
        answers=_renewed(session, row, now),
        language=row.language,
        channel=row.channel,
        photos=photos_of(session, request_id),
        update_id=update_id,
        caller=row.caller,
    )
    act = Act.ASK if row.person_id is not None else Act.ENTER
    opened = open_new(
        session,
        new,
        act,
        person_id=row.person_id,
        entered_by=None if row.person_id is not None else by,
        by=by,
        now=now,
    )
    session.get_one(Request, opened.id).again_of = request_id
    return opened


def _renewed(session: Session, row: Request, now: datetime) -> dict[str, Answer]:
    """The same answers, with days that lie ahead."""
    kind = find_kind(session, row.kind_id)
    assert kind is not None
    today = today_of(session, row.committee_id, now)
    answers: dict[str, Answer] = dict(row.answers)
    for question in kind.form.questions:
        given = answers.get(question.name)
        if question.kind is not AnswerKind.DATE or given is None or str(given) >= today.isoformat():
            continue
        del answers[question.name]
        if question.purpose is Purpose.NEEDED_BY:
            answers[question.name] = (today + _SOONEST).isoformat()
    return answers

"""The requester's side: changed, withdrawn, answered, confirmed, reopened, rated, erased."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlmodel import Session

from storage.audit.actions import record
from storage.errors import RuleError
from storage.requests.actions._requests import (
    form_of,
    lock_either,
    lock_request,
    note,
    tell_owner,
    tell_requester,
    today_of,
    view,
    zone_of,
)
from storage.requests.actions.asking import derive
from storage.requests.actions.closing import bring, check_undelivered, end
from storage.requests.actions.escalating import announce, wait_anew
from storage.requests.actions.working import follow_session
from storage.requests.forms import Form, check_answer, missing
from storage.requests.kinds import EventKind, Handover, Outcome, Purpose, RequestState
from storage.requests.queries import RequestView
from storage.requests.rights import Act
from storage.requests.rules import check_live, check_reopen, check_text, find_due
from storage.requests.tables import Request, RequestKind
from storage.requests.telling import tell_people
from storage.requests.upkeep import erase_rows


def change_answers(
    session: Session, request_id: int, answers: Mapping[str, Any], *, by: int, now: datetime
) -> RequestView:
    """Change some answers; whoever works on the request is told that, not what.

    Args:
        answers: by question; None takes an answer away. The others stay as they are.

    Raises:
        RuleError: `need_unknown`, `need_not_yours`, `need_delivered`, `need_closed`,
            `need_erased`, `need_answer_missing` with `name`, or what `check_answer` raises.
    """
    row = lock_request(session, request_id, Act.CHANGE, by, now)
    check_undelivered(row)
    form = form_of(row)
    changed = _merge(session, row, form, answers, now)
    names = sorted(
        name for name in {*changed, *row.answers} if changed.get(name) != row.answers.get(name)
    )
    if not names:
        return view(session, row)
    row.answers = changed
    _derive_days(session, row, form, names, now)
    event = note(session, row, EventKind.CHANGED, by, now, names=names)
    if row.owner_id is not None and row.owner_id != by:
        tell_people(session, row, [row.owner_id], "changed", event, now)
    return view(session, row)


def withdraw(session: Session, request_id: int, *, by: int, now: datetime) -> RequestView:
    """Take a request back; its owner is told. Withdrawn again, nothing changes.

    Raises:
        RuleError: `need_unknown`, `need_not_yours`, `need_closed`, `need_erased`,
            `need_delivered` for what was brought and is not disputed.
    """
    row = lock_request(session, request_id, Act.CHANGE, by, now)
    if row.state is not RequestState.WITHDRAWN:
        check_live(row.state, row.erased_at)
        if row.delivered_at is not None and row.reopened_at is None:
            raise RuleError("need_delivered")
        withdraw_row(session, row, by, now)
    return view(session, row)


def erase_request(session: Session, request_id: int, *, by: int, now: datetime) -> None:
    """Erase what a request says and who asked; what is open is withdrawn. The bare row stays.

    Raises:
        RuleError: `need_unknown`, `need_not_yours`.
    """
    row = lock_request(session, request_id, Act.ERASE, by, now)
    if row.state in (RequestState.OPEN, RequestState.CLAIMED):
        withdraw_row(session, row, by, now)
    session.add(row)
    session.flush()
    erase_rows(session, [request_id], now=now)
    record(session, "request.erased", f"request:{request_id}", at=now, actor_id=by)


def answer_back(
    session: Session, request_id: int, text: str, *, by: int, now: datetime
) -> RequestView:
    """Answer what staff asked, or add a word; whoever works on the request is told.

    Raises:
        RuleError: `need_unknown`, `need_not_yours`, `need_closed`, `need_erased`, or what
            `check_text` raises.
    """
    row = lock_request(session, request_id, Act.RESPOND, by, now)
    check_live(row.state, row.erased_at)
    words = check_text(text)
    row.asked_at = None
    event = note(session, row, EventKind.ANSWER, by, now, reply=words)
    tell_owner(session, row, "answered", event, now)
    return view(session, row)


def report_absent(
    session: Session, request_id: int, text: str, *, by: int, now: datetime
) -> RequestView:
    """Say that what was noted as delivered is not there: it is worked on again, by whoever did.

    Raises:
        RuleError: `need_unknown`, `need_not_yours`, `need_closed`, `need_erased`, `stale_button`
            where nothing was noted as delivered, or what `check_text` raises.
    """
    row = lock_request(session, request_id, Act.RESPOND, by, now)
    check_live(row.state, row.erased_at)
    words = check_text(text)
    if row.delivered_at is None or row.reopened_at is not None:
        raise RuleError("stale_button")
    kind = session.get_one(RequestKind, row.kind_id)
    row.reopened_at, row.overdue_told_at = now, None
    row.due_at = find_due(now, kind.hours, None, zone_of(session, row.committee_id))
    event = note(session, row, EventKind.REOPENED, by, now, reply=words)
    tell_owner(session, row, "answered", event, now)
    return view(session, row)


def confirm_receipt(session: Session, request_id: int, *, by: int, now: datetime) -> RequestView:
    """Confirm that it arrived, which ends the request. Confirmed again, nothing changes.

    Where nobody had noted the delivery, this is it.

    Raises:
        RuleError: `need_unknown`, `need_not_yours`, `need_closed`, `need_erased`.
    """
    row = lock_request(session, request_id, Act.RESPOND, by, now)
    if row.confirmed_at is not None:
        return view(session, row)
    if row.delivered_at is None:
        bring(session, row, Handover.TAP, by, now)
    row.confirmed_at = now
    if row.closed_at is None:
        end(row, Outcome.DELIVERED, by, now)
    note(session, row, EventKind.CONFIRMED, by, now)
    return view(session, row)


def reopen(
    session: Session, request_id: int, reason: str, *, by: int, now: datetime
) -> RequestView:
    """Take up again what ended, by the requester or by staff. What was delivered stays so.

    Raises:
        RuleError: `need_unknown`, `need_not_yours`, `need_not_closed`, `need_reopen_late` with
            `days`, `need_erased`, or what `check_text` raises.
    """
    row = _lock_for_reopen(session, request_id, by, now)
    words = check_text(reason)
    kind = session.get_one(RequestKind, row.kind_id)
    wait_anew(row, now)
    row.closed_at = row.closed_by = row.outcome = row.solved = None
    row.confirmed_at = row.overdue_told_at = None
    row.reopened_at = now
    row.due_at = find_due(now, kind.hours, None, zone_of(session, row.committee_id))
    event = note(session, row, EventKind.REOPENED, by, now, reply=words)
    if row.person_id != by:
        tell_requester(session, row, "told_reopened", event, now, reply=words)
    announce(session, row, now, is_again=True)
    return view(session, row)


def rate(session: Session, request_id: int, solved: bool, *, by: int, now: datetime) -> RequestView:
    """Say whether it is solved (S119); the last word counts.

    Raises:
        RuleError: `need_unknown`, `need_not_yours`, `need_not_closed`, `need_erased`.
    """
    row = lock_request(session, request_id, Act.RESPOND, by, now)
    if row.erased_at is not None:
        raise RuleError("need_erased")
    if row.state is not RequestState.DONE:
        raise RuleError("need_not_closed")
    if row.solved is not solved:
        row.solved = solved
        note(session, row, EventKind.RATED, by, now, ids={"solved": solved})
    return view(session, row)


def withdraw_row(session: Session, row: Request, by: int, now: datetime) -> None:
    """A request is taken back by its requester."""
    end(row, Outcome.WITHDRAWN, by, now)
    row.refill_on = None
    event = note(session, row, EventKind.WITHDRAWN, by, now)
    if row.owner_id is not None and row.owner_id != by:
        tell_people(session, row, [row.owner_id], "withdrawn", event, now)


def _merge(
    session: Session, row: Request, form: Form, answers: Mapping[str, Any], now: datetime
) -> dict[str, Any]:
    today = today_of(session, row.committee_id, now)
    merged: dict[str, Any] = dict(row.answers)
    for name, raw in answers.items():
        question = form.question(name)
        if question is None or raw == merged.get(name):
            continue
        merged.pop(name, None)
        if raw is not None:
            merged[name] = check_answer(question, raw, today)
    lacking = missing(form, merged)
    if lacking:
        raise RuleError("need_answer_missing", name=lacking[0].name)
    return merged


def _derive_days(
    session: Session, row: Request, form: Form, changed: Sequence[str], now: datetime
) -> None:
    """What clocks go by follows the answers that were changed.

    The next session stays what was said of it since, unless it is that answer that changed.
    """
    kind = session.get_one(RequestKind, row.kind_id)
    needed_by = derive(form, row.answers, Purpose.NEEDED_BY)
    if needed_by != row.needed_by:
        zone = zone_of(session, row.committee_id)
        row.needed_by, row.overdue_told_at = needed_by, None
        row.due_at = find_due(row.opened_at, kind.hours, needed_by, zone)
    asked = form.find(Purpose.SESSION)
    if asked is not None and asked.name in changed:
        row.session_on = derive(form, row.answers, Purpose.SESSION)
        follow_session(session, row, now)


def _lock_for_reopen(session: Session, request_id: int, by: int, now: datetime) -> Request:
    """Staff may take up what anybody asked; so may its requester."""
    row = lock_either(session, request_id, by, now)
    if row.erased_at is not None:
        raise RuleError("need_erased")
    check_reopen(row.state, row.closed_at, now)
    return row

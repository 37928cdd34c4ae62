"""Where it can be had (S90): looked for, found, or none and an alternative asked."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from storage.requests.actions._requests import lock_row, note, tell_requester, view
from storage.requests.actions.working import lock_work, take_if_free
from storage.requests.kinds import EventKind, Source
from storage.requests.queries import RequestView
from storage.requests.rules import check_live, check_text
from storage.requests.tables import Request


def set_source(
    session: Session,
    request_id: int,
    source: Source,
    alternative: str | None = None,
    *,
    by: int,
    now: datetime,
) -> RequestView:
    """Say where it can be had (S90); the requester is told. Said again, nothing changes.

    Args:
        alternative: what is offered where there is none.

    Raises:
        RuleError: `need_unknown`, `not_staff`, `need_closed`, `need_erased`, `need_text_long`.
    """
    row = lock_work(session, request_id, by, now)
    take_if_free(session, row, by, now)
    words = check_text(alternative) if alternative and source is Source.NONE else None
    if (row.source, row.alternative) == (source, words):
        return view(session, row)
    return _put_source(session, row, source, by, now, alternative=words)


def set_source_for_run(
    session: Session,
    request_id: int,
    source: Source,
    reason: str | None = None,
    *,
    by: int,
    now: datetime,
) -> RequestView:
    """As `set_source`, for a runner: the caller has checked that they hold the run.

    Args:
        reason: why there is none; the requester is told.

    Raises:
        RuleError: `need_unknown`, `need_closed`, `need_erased`, `need_text_long`.
    """
    row = lock_row(session, request_id)
    check_live(row.state, row.erased_at)
    words = check_text(reason) if reason and source is Source.NONE else None
    if words is None and (row.source, row.alternative) == (source, None):
        return view(session, row)
    return _put_source(session, row, source, by, now, reason=words)


def _put_source(
    session: Session,
    row: Request,
    source: Source,
    by: int,
    now: datetime,
    *,
    alternative: str | None = None,
    reason: str | None = None,
) -> RequestView:
    row.source, row.alternative = source, alternative
    said = alternative or reason or ""
    event = note(session, row, EventKind.SOURCE, by, now, ids={"source": source.value}, reply=said)
    tell_requester(
        session,
        row,
        "told_source",
        event,
        now,
        source=source.value,
        reason={"reply": reason or ""},
        reply=alternative or "",
    )
    return view(session, row)

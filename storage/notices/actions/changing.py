"""What was sent is edited and recalled, in every chat at once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlmodel import Session

from storage.notices.actions._rows import (
    SUBJECT,
    list_rows,
    lock_own,
    lock_with_schedule,
    note,
    put_text,
)
from storage.notices.actions.following import bring_up
from storage.notices.actions.proposing import propose
from storage.notices.kinds import NoticeState
from storage.notices.rules import check_facts, check_state
from storage.notices.tables import Notice
from storage.schedules.actions import end_schedule
from storage.schedules.kinds import ScheduleKind
from storage.schedules.queries import find_schedule_of
from storage.volunteers.actions import cancel_tasks


def edit_sent(
    session: Session,
    notice_id: int,
    language: str,
    text: str,
    *,
    by: int,
    now: datetime,
    facts: Mapping[str, str] | None = None,
) -> int | None:
    """Change a notice that was sent, in every chat; a language may be new to it.

    What has not left yet leaves with the new text. Of one that needed two people the new words
    wait for a second one, too.

    Returns:
        How many copies are edited now. The same text again: none. None: they wait.

    Raises:
        RuleError: `notice_unknown`, `not_staff`, `notice_recalled`, `notice_wrong_state`
            (state) for one that never left, `notice_no_second`, and what `change_text` says of
            texts.
    """
    notice = lock_own(session, notice_id, by, now)
    allowed = [NoticeState.SENT] + [NoticeState.SCHEDULED] * (notice.sent_at is not None)
    check_state(notice.state, *allowed)
    if notice.is_mass:
        propose(session, notice, language, text, facts, by=by, now=now)
        return None
    if not put_text(session, notice, language, text, facts, by=by, now=now):
        return 0
    _check_facts(session, notice)
    edits = bring_up(session, notice, now)
    note(session, notice, "edited", by, now, edits=edits)
    return edits


def recall_notice(session: Session, notice_id: int, *, by: int, now: datetime) -> int:
    """Take a notice back wherever it is, and send it nowhere any more. Again: changes nothing.

    Nobody has to knock for it any more. Texts are edited into a line that says so; what has a
    picture is deleted, or edited where Telegram does not let it be.

    Returns:
        How many copies are changed now.

    Raises:
        RuleError: `notice_unknown`, `not_staff`, `notice_wrong_state` (state).
    """
    notice = lock_with_schedule(session, notice_id, by, now)
    if notice.state is NoticeState.RECALLED:
        return 0
    check_state(notice.state, NoticeState.SENT, NoticeState.SCHEDULED)
    stop_recurring(session, notice, by, now)
    cancel_tasks(session, SUBJECT, notice_id, by=by, now=now)
    notice.state, notice.recalled_at, notice.send_at = NoticeState.RECALLED, now, None
    notice.proposed, notice.proposed_by = {}, None
    changed = bring_up(session, notice, now)
    note(session, notice, "recalled", by, now, copies=changed)
    return changed


def stop_recurring(session: Session, notice: Notice, by: int, now: datetime) -> None:
    """End the schedule of a notice, where it has one."""
    assert notice.id is not None
    schedule = find_schedule_of(session, ScheduleKind.NOTICE, notice.id)
    if schedule is not None and schedule.is_live:
        end_schedule(session, schedule.id, by=by, now=now)


def _check_facts(session: Session, notice: Notice) -> None:
    for row in list_rows(session, notice):
        check_facts(notice.kind, row.facts, row.language)

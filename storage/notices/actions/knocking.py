"""Volunteers knock where a notice was not heard of otherwise (S59)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from datetime import datetime

from sqlmodel import Session

from storage.errors import RuleError
from storage.notices.actions._rows import SUBJECT, lock_own, note, title_of
from storage.notices.kinds import NoticeState
from storage.notices.queries.reach import find_reach
from storage.notices.rules import check_state
from storage.notices.tables import Notice
from storage.volunteers.actions import NewTask, open_task
from storage.volunteers.kinds import LIVE, TaskKind
from storage.volunteers.queries import list_tasks_about


def make_knock_tasks(
    session: Session,
    notice_id: int,
    *,
    by: int,
    now: datetime,
    building_ids: Collection[int] | None = None,
) -> int:
    """Open a task for volunteers for each building that has doors left (S59). Repeatable.

    Args:
        building_ids: only these; None: every one.

    Returns:
        How many buildings have a task now.

    Raises:
        RuleError: `notice_unknown`, `not_staff`, `notice_recalled`, `notice_wrong_state`
            (state), `notice_no_more` where no door is left.
    """
    notice = lock_own(session, notice_id, by, now)
    check_state(notice.state, NoticeState.SENT, NoticeState.SCHEDULED)
    left = [
        building.id
        for building in find_reach(session, notice_id).buildings
        if building.counts.remaining and (building_ids is None or building.id in building_ids)
    ]
    if not left:
        raise RuleError("notice_no_more")
    for building_id, ended in _count_ended(session, notice_id, left).items():
        _open(session, notice, building_id, ended, by, now)
    note(session, notice, "knocking", by, now, buildings=len(left))
    return len(left)


def _count_ended(session: Session, notice_id: int, buildings: Collection[int]) -> dict[int, int]:
    """How many of its tasks have ended already, by building."""
    ended = Counter(
        task.building_id
        for task in list_tasks_about(session, SUBJECT, notice_id)
        if task.state not in LIVE
    )
    return {building_id: ended[building_id] for building_id in buildings}


def _open(
    session: Session, notice: Notice, building_id: int, ended: int, by: int, now: datetime
) -> None:
    """A task that ended with doors still left is followed by another."""
    again = f":{ended}" if ended else ""
    new = NewTask(
        kind=TaskKind.KNOCK,
        committee_id=notice.committee_id,
        key=f"{SUBJECT}:{notice.id}:knock:{building_id}{again}",
        title=title_of(session, notice),
        building_id=building_id,
        subject=SUBJECT,
        subject_id=notice.id,
        is_again=bool(again),
    )
    open_task(session, new, now=now, by=by)

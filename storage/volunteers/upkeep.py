"""What becomes of tasks and offers when a right, a person or their time goes.

Called by the features that these belong to and by the clock; it stands apart from the actions.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, update
from sqlmodel import Session, col, select

from storage.audit.actions import record
from storage.community.queries import find_actor, find_duty
from storage.outbox.actions import leave
from storage.outbox.tables import Urgency
from storage.volunteers import rules
from storage.volunteers.kinds import LIVE, TaskState
from storage.volunteers.queries import find_task, list_volunteers
from storage.volunteers.tables import HandbookReading, Task, Volunteer
from storage.volunteers.telling import tell_volunteers

# A volunteer can ask for more time before the power ends.
_BEFORE_END = timedelta(days=1)


def return_tasks(session: Session, now: datetime) -> int:
    """Open the tasks again whose holders have no right any more, and tell those on duty.

    Returns:
        How many.
    """
    query = select(Task).where(Task.state == TaskState.CLAIMED).order_by(col(Task.id))
    # Two processes look at once: each task is returned by one of them.
    held = session.exec(query.with_for_update(skip_locked=True)).all()
    lost = [task for task in held if _is_lost(session, task, now)]
    for task in lost:
        holder = task.claimed_by
        reopen(session, task, by=None, now=now)
        tell_duty(session, "volunteers/task_lost", task, now=now)
        if holder is not None:
            leave(session, holder, "volunteers/task_over", task_params(session, task), now=now)
    return len(lost)


def tell_late(session: Session, now: datetime) -> int:
    """Remind whoever holds a task that is late, and tell those on duty, once.

    Returns:
        Of how many tasks.
    """
    query = select(Task).where(
        col(Task.state).in_(LIVE), col(Task.due_at) < now, col(Task.late_told_at).is_(None)
    )
    late = session.exec(query.order_by(col(Task.id)).with_for_update(skip_locked=True)).all()
    for task in late:
        task.late_told_at = now
        session.add(task)
        session.flush()
        if task.claimed_by is not None:
            params = task_params(session, task)
            leave(session, task.claimed_by, "volunteers/task_late", params, now=now)
        tell_duty(session, "volunteers/task_overdue", task, now=now)
    return len(late)


def tell_ending(session: Session, now: datetime) -> int:
    """Tell volunteers a day before that their power ends, once an end.

    Returns:
        How many were told.
    """
    committees = session.exec(select(Volunteer.committee_id).distinct()).all()
    told = 0
    for committee_id in committees:
        for view in list_volunteers(session, committee_id, now):
            if view.until is None or view.until - now > _BEFORE_END:
                continue
            told += leave(
                session,
                view.person_id,
                "volunteers/ending",
                {"until": view.until.isoformat(), "committee_id": committee_id},
                now=now,
                urgency=Urgency.REMINDER,
                dedupe_key=f"volunteers:ending:{view.id}:{view.until.isoformat()}",
            )
    return told


def erase_old_tasks(session: Session, before: datetime, *, now: datetime) -> int:
    """Empty the words of tasks that ended before a time; that there was one stays.

    Returns:
        How many.
    """
    query = select(Task).where(col(Task.ended_at) < before, col(Task.erased_at).is_(None))
    old = session.exec(query).all()
    for task in old:
        task.title, task.reason, task.household_id, task.erased_at = "", None, None, now
        session.add(task)
    session.flush()
    return len(old)


def forget_volunteer(session: Session, person_id: int, *, now: datetime) -> int:
    """Erase a person's offers and readings; what they held is open again.

    Returns:
        How many offers.
    """
    held = select(Task).where(Task.claimed_by == person_id, Task.state == TaskState.CLAIMED)
    for task in session.exec(held).all():
        reopen(session, task, by=None, now=now)
        tell_duty(session, "volunteers/task_lost", task, now=now)
    for column in (Task.claimed_by, Task.opened_by, Task.ended_by, Volunteer.answered_by):
        _blank(session, column, person_id)
    session.execute(delete(HandbookReading).where(col(HandbookReading.person_id) == person_id))
    gone = session.execute(
        delete(Volunteer).where(col(Volunteer.person_id) == person_id).returning(col(Volunteer.id))
    )
    return len(gone.all())


def reopen(session: Session, task: Task, *, by: int | None, now: datetime) -> None:
    """Let somebody else take a task that was held: all but its holder hear of it again."""
    holder = task.claimed_by
    task.state, task.claimed_by, task.claimed_at = TaskState.OPEN, None, None
    session.add(task)
    session.flush()
    record(session, "task.released", f"task:{task.id}", at=now, actor_id=by)
    tell_volunteers(session, task, now=now, again=True, but=holder)


def tell_duty(session: Session, template: str, task: Task, *, now: datetime, **more: Any) -> None:
    """Tell those who answer for the committee something about a task."""
    params = {**task_params(session, task), **more}
    for person_id in find_duty(session, task.committee_id, now).people:
        leave(session, person_id, template, params, now=now)


def task_params(session: Session, task: Task) -> dict[str, Any]:
    """A task in a notice: what kind, where and by when, never whose door."""
    assert task.id is not None
    view = find_task(session, task.id)
    assert view is not None
    return {
        "task_id": view.id,
        "kind": view.kind.value,
        "estate": view.estate,
        "building": view.building,
        "title": view.title,
        "due_at": view.due_at.isoformat() if view.due_at else None,
    }


def _is_lost(session: Session, task: Task, now: datetime) -> bool:
    if task.claimed_by is None:
        return True
    actor = find_actor(session, task.claimed_by, now)
    return not rules.list_rights(actor, task.committee_id, task.building_id)


def _blank(session: Session, column: Any, person_id: int) -> None:
    session.execute(
        update(column.class_).where(col(column) == person_id).values({column.key: None})
    )

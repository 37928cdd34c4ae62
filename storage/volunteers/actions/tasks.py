"""The life of a task: held by one person, ended once (S98)."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session, col, select

from storage.audit.actions import record
from storage.community.queries import find_actor
from storage.errors import RuleError
from storage.outbox.actions import leave
from storage.volunteers import rules
from storage.volunteers.kinds import LIVE, TaskState
from storage.volunteers.queries import TaskView, find_task, find_volunteer_of, has_read_handbook
from storage.volunteers.tables import Task
from storage.volunteers.upkeep import reopen, task_params, tell_duty


def claim_task(session: Session, task_id: int, *, by: int, now: datetime) -> TaskView:
    """Take a task on. Of two who do so at once one has it; taking one's own changes nothing.

    Raises:
        RuleError: `not_found`, `volunteer_only`, `task_out_of_scope`, `volunteer_paused`,
            `handbook_unread` (S107), `task_taken`, `task_closed`.
    """
    task = _lock(session, task_id)
    _check_may_claim(session, task, by, now)
    if task.state is TaskState.CLAIMED:
        if task.claimed_by == by:
            return _view(session, task)
        raise RuleError("task_taken")
    _check_live(task)
    task.state, task.claimed_by, task.claimed_at = TaskState.CLAIMED, by, now
    session.add(task)
    session.flush()
    record(session, "task.claimed", f"task:{task.id}", at=now, actor_id=by)
    return _view(session, task)


def release_task(
    session: Session, task_id: int, *, by: int, now: datetime, reason: str = ""
) -> TaskView:
    """Give a task back, or take it from whoever holds it; an open one stays as it is.

    Those on duty are told when the holder gives it back, the holder when it is taken away.

    Args:
        reason: why, for those on duty.

    Raises:
        RuleError: `not_found`, `task_not_yours`, `task_closed`.
    """
    task = _lock(session, task_id)
    _check_answers_for(session, task, by, now)
    _check_live(task)
    if task.state is TaskState.OPEN:
        return _view(session, task)
    holder = task.claimed_by
    reopen(session, task, by=by, now=now)
    if holder == by:
        tell_duty(session, "volunteers/task_released", task, now=now, reply=reason)
    elif holder is not None:
        leave(session, holder, "volunteers/task_over", task_params(session, task), now=now)
    return _view(session, task)


def finish_task(
    session: Session, task_id: int, *, by: int, now: datetime, failed: str | None = None
) -> TaskView:
    """End a task: done, or not done for a reason. Ending it in the same way again is harmless.

    Args:
        failed: why it could not be done; those on duty are told.

    Raises:
        RuleError: `not_found`, `task_not_yours`, `task_closed`; `task_of_feature` for one of a
            run or a round: that is done when its bags have arrived.
    """
    task = _lock(session, task_id)
    if task.subject and failed is None:
        raise RuleError("task_of_feature")
    state = TaskState.DONE if failed is None else TaskState.FAILED
    if task.state is state and task.ended_by == by:
        return _view(session, task)
    _check_answers_for(session, task, by, now)
    _check_live(task)
    task.reason = None if failed is None else failed[: rules.REASON_LENGTH]
    _end(session, task, state, by, now)
    if failed is not None:
        tell_duty(session, "volunteers/task_failed", task, now=now, reply=task.reason)
    return _view(session, task)


def settle_task(session: Session, task_id: int, *, by: int, now: datetime) -> None:
    """End one task as done, for the feature that it is about: that has asked for the right."""
    task = _lock(session, task_id)
    if task.state in LIVE:
        _end(session, task, TaskState.DONE, by, now)


def settle_tasks(
    session: Session,
    subject: str,
    subject_id: int,
    *,
    by: int | None,
    now: datetime,
    building_id: int | None = None,
) -> int:
    """End the tasks about something as done: what they were for has happened.

    It asks for no right: the feature that they are about has.

    Returns:
        How many.
    """
    tasks = _lock_live(session, subject, subject_id)
    settled = [task for task in tasks if building_id in (None, task.building_id)]
    for task in settled:
        _end(session, task, TaskState.DONE, by, now)
    return len(settled)


def move_tasks(session: Session, subject: str, subject_id: int, due_at: datetime) -> None:
    """Have the tasks about something end at another time. It asks for no right, as `settle_tasks`.

    Whoever was told that they are late may be told again.
    """
    for task in _lock_live(session, subject, subject_id):
        task.due_at, task.late_told_at = due_at, None
        session.add(task)
    session.flush()


def cancel_tasks(
    session: Session, subject: str, subject_id: int, *, by: int | None, now: datetime
) -> int:
    """End the tasks about something that is called off; whoever holds one is told.

    It asks for no right: the feature that they are about has.

    Returns:
        How many.
    """
    tasks = _lock_live(session, subject, subject_id)
    for task in tasks:
        _cancel(session, task, by, now)
    return len(tasks)


def cancel_task(session: Session, task_id: int, *, by: int, now: datetime) -> TaskView:
    """Call a task off that was made by hand. Again, it changes nothing.

    Raises:
        RuleError: `not_found`; `task_not_yours` for all but staff and the building's lead;
            `task_closed` for one that ended otherwise; `task_of_feature` for one that belongs
            to a run or a round: those are called off there.
    """
    task = _lock(session, task_id)
    actor = find_actor(session, by, now)
    if not rules.can_lead(actor, task.committee_id, task.building_id):
        raise RuleError("task_not_yours")
    if task.subject:
        raise RuleError("task_of_feature")
    if task.state is not TaskState.CANCELLED:
        _check_live(task)
        _cancel(session, task, by, now)
    return _view(session, task)


def check_holds(session: Session, task_id: int, *, by: int, now: datetime) -> TaskView:
    """The task, for whoever holds it and may still do so.

    Raises:
        RuleError: `task_not_yours`.
    """
    task = find_task(session, task_id)
    if task is None or task.state is not TaskState.CLAIMED or task.claimed_by != by:
        raise RuleError("task_not_yours")
    actor = find_actor(session, by, now)
    if not rules.list_rights(actor, task.committee_id, task.building_id):
        raise RuleError("task_not_yours")
    return task


def _check_may_claim(session: Session, task: Task, by: int, now: datetime) -> None:
    actor = find_actor(session, by, now)
    rules.check_may_take(actor, task.committee_id, task.building_id)
    if not rules.needs_handbook(actor, task.committee_id, task.building_id):
        return
    volunteer = find_volunteer_of(session, by, task.committee_id, now)
    if volunteer is not None and volunteer.is_paused:
        raise RuleError("volunteer_paused")
    if not has_read_handbook(session, by):
        raise RuleError("handbook_unread")


def _check_answers_for(session: Session, task: Task, by: int, now: datetime) -> None:
    """The holder while their right lasts, staff, and the lead of the building."""
    actor = find_actor(session, by, now)
    rights = rules.list_rights(actor, task.committee_id, task.building_id)
    holds = task.claimed_by == by and bool(rights)
    if not holds and not rules.can_lead(actor, task.committee_id, task.building_id):
        raise RuleError("task_not_yours")


def _check_live(task: Task) -> None:
    if task.state not in LIVE:
        raise RuleError("task_closed")


def _end(session: Session, task: Task, state: TaskState, by: int | None, now: datetime) -> None:
    task.state, task.ended_by, task.ended_at = state, by, now
    session.add(task)
    session.flush()
    record(session, f"task.{state.value}", f"task:{task.id}", at=now, actor_id=by)


def _cancel(session: Session, task: Task, by: int | None, now: datetime) -> None:
    _end(session, task, TaskState.CANCELLED, by, now)
    if task.claimed_by not in (None, by):
        assert task.claimed_by is not None
        params = task_params(session, task)
        leave(session, task.claimed_by, "volunteers/task_cancelled", params, now=now)


def _lock(session: Session, task_id: int) -> Task:
    task = session.exec(select(Task).where(Task.id == task_id).with_for_update()).first()
    if task is None:
        raise RuleError("not_found", kind="task")
    return task


def _lock_live(session: Session, subject: str, subject_id: int) -> list[Task]:
    query = select(Task).where(
        Task.subject == subject, Task.subject_id == subject_id, col(Task.state).in_(LIVE)
    )
    return list(session.exec(query.order_by(col(Task.id)).with_for_update()))


def _view(session: Session, task: Task) -> TaskView:
    assert task.id is not None
    view = find_task(session, task.id)
    assert view is not None
    return view

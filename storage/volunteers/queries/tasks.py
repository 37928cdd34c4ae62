"""Tasks: those that somebody may take or holds, and those about one thing."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Select, select
from sqlmodel import Session, col

from storage.community.queries import find_actor
from storage.community.tables import Building, Estate, Household, Person
from storage.volunteers import rules
from storage.volunteers.kinds import LIVE, TaskState
from storage.volunteers.queries.views import TaskView
from storage.volunteers.tables import Task


def find_task(session: Session, task_id: int) -> TaskView | None:
    """One task. No right is asked: for actions, and for pages that ask themselves."""
    row = session.execute(_tasks().where(col(Task.id) == task_id)).first()
    return TaskView(*row) if row else None


def list_tasks(session: Session, by: int, now: datetime, *, mine: bool) -> tuple[TaskView, ...]:
    """What somebody holds, or what is open and in the scope of their rights.

    The buildings that they live in or have a right for come first; then what is due soonest.
    """
    actor = find_actor(session, by, now)
    if mine:
        query = _tasks().where(col(Task.state) == TaskState.CLAIMED, col(Task.claimed_by) == by)
    else:
        committees = {right.committee_id for right in actor.roles}
        query = _tasks().where(
            col(Task.state) == TaskState.OPEN, col(Task.committee_id).in_(committees)
        )
    near = {right.building_id for right in actor.roles} | {
        tie.building_id for tie in actor.residents
    }
    tasks = [TaskView(*row) for row in session.execute(query)]
    seen = [
        task
        for task in tasks
        if mine or rules.list_rights(actor, task.committee_id, task.building_id)
    ]
    far = max((task.due_at for task in seen if task.due_at), default=now)
    return tuple(
        sorted(
            seen,
            key=lambda task: (
                task.building_id is None or task.building_id not in near,
                task.due_at is None,
                task.due_at or far,
                task.id,
            ),
        )
    )


def list_live_tasks(session: Session, committee_id: int) -> tuple[TaskView, ...]:
    """All that is open or held in a committee, what is due soonest first; for staff."""
    query = _tasks().where(col(Task.committee_id) == committee_id, col(Task.state).in_(LIVE))
    tasks = [TaskView(*row) for row in session.execute(query)]
    return tuple(sorted(tasks, key=lambda task: (task.due_at or task.opened_at, task.id)))


def list_tasks_about(session: Session, subject: str, subject_id: int) -> tuple[TaskView, ...]:
    """The tasks about one row of a feature, in whatever state, in the order of their opening."""
    query = _tasks().where(col(Task.subject) == subject, col(Task.subject_id) == subject_id)
    return tuple(TaskView(*row) for row in session.execute(query.order_by(col(Task.id))))


def find_holder(
    session: Session, subject: str, subject_id: int, *, building_id: int | None = None
) -> int | None:
    """Who holds the task about something now; of its tasks, the one for `building_id` if given."""
    held = (
        task
        for task in list_tasks_about(session, subject, subject_id)
        if task.state is TaskState.CLAIMED and building_id in (None, task.building_id)
    )
    return next((task.claimed_by for task in held), None)


def _tasks() -> Select[*tuple[Any, ...]]:
    columns = (
        Task.id,
        Task.committee_id,
        Task.kind,
        Task.building_id,
        Building.label,
        Estate.name,
        Task.household_id,
        Household.door,
        Task.subject,
        Task.subject_id,
        Task.needs_vehicle,
        Task.title,
        Task.place,
        Task.places,
        Task.state,
        Task.claimed_by,
        Person.name,
        Task.due_at,
        Task.opened_at,
    )
    return (
        select(*(col(column) for column in columns))
        .select_from(Task)
        .outerjoin(Building, col(Building.id) == col(Task.building_id))
        .outerjoin(Estate, col(Estate.id) == col(Building.estate_id))
        .outerjoin(Household, col(Household.id) == col(Task.household_id))
        .outerjoin(Person, col(Person.id) == col(Task.claimed_by))
    )

"""A task is opened once, and those who may take it hear of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, select

from storage.audit.actions import record
from storage.upsert import insert_new
from storage.volunteers.kinds import TaskKind, TaskState
from storage.volunteers.tables import Task
from storage.volunteers.telling import tell_volunteers


@dataclass(frozen=True)
class NewTask:
    """A task to be opened.

    Attributes:
        key: at most 80 letters; opening again under the same key changes nothing.
        title: what all who may take it read; no names, no doors, no medicine.
        building_id: where; None: nothing less than a right for the whole committee will do.
        household_id: whose door, shown to the holder only.
        subject: the feature and the number of the row that it is about.
        due_at: kept to the minute, as people read it.
        is_again: volunteers heard of its subject before, and are to hear of it once more.
    """

    kind: TaskKind
    committee_id: int
    key: str
    title: str = ""
    building_id: int | None = None
    household_id: int | None = None
    subject: str = ""
    subject_id: int | None = None
    needs_vehicle: bool = False
    due_at: datetime | None = None
    place: int = 1
    places: int = 1
    is_again: bool = False


def open_task(session: Session, new: NewTask, *, now: datetime, by: int | None = None) -> int:
    """Open a task and tell the volunteers who may take it, once a subject; returns its number.

    It asks for no right: the feature that opens it has. Opening it again changes nothing.

    Args:
        by: whoever made it necessary; None: the clock.
    """
    row = {
        "committee_id": new.committee_id,
        "unique_key": new.key,
        "kind": new.kind,
        "building_id": new.building_id,
        "household_id": new.household_id,
        "subject": new.subject,
        "subject_id": new.subject_id,
        "needs_vehicle": new.needs_vehicle,
        "title": new.title,
        "place": new.place,
        "places": new.places,
        "state": TaskState.OPEN,
        "due_at": new.due_at and new.due_at.replace(second=0, microsecond=0),
        "opened_by": by,
        "opened_at": now,
    }
    is_new = insert_new(session, Task, [row], keys=["unique_key"]) > 0
    task = session.exec(select(Task).where(Task.unique_key == new.key)).one()
    assert task.id is not None
    if is_new:
        record(session, "task.opened", f"task:{task.id}", at=now, actor_id=by)
        tell_volunteers(session, task, now=now, again=new.is_again)
    return task.id

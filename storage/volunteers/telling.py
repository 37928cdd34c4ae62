"""Who hears that there is something to do."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session, select

from storage.community.kinds import RoleKind
from storage.community.queries import RoleView, find_person, list_roles
from storage.outbox.actions import leave
from storage.volunteers.kinds import Vehicle
from storage.volunteers.tables import Task, Volunteer


def tell_volunteers(
    session: Session, task: Task, *, now: datetime, again: bool = False, but: int | None = None
) -> None:
    """Tell every volunteer in whose scope a task is; of many tasks about one thing only once.

    Args:
        again: somebody had it already: all are told once more.
        but: who gave it back.

    Who paused, or has nothing to drive where something is needed, is left in peace.
    """
    subject = f"{task.subject}:{task.subject_id}" if task.subject else f"task:{task.id}"
    if again:
        subject = f"{subject}:{int(now.timestamp())}"
    for person_id in _list_helpers(session, task, now):
        if person_id == but:
            continue
        leave(
            session,
            person_id,
            "volunteers/task_new",
            {"committee_id": task.committee_id},
            now=now,
            dedupe_key=f"volunteers:new:{subject}:{person_id}",
        )


def _list_helpers(session: Session, task: Task, now: datetime) -> list[int]:
    query = select(Volunteer).where(Volunteer.committee_id == task.committee_id)
    offers = {volunteer.person_id: volunteer for volunteer in session.exec(query)}
    people = dict.fromkeys(
        role.person_id
        for role in list_roles(session, task.committee_id, now)
        if _reaches(role, task)
    )
    return [
        person_id
        for person_id in people
        if _is_willing(offers.get(person_id), task) and _is_reachable(session, person_id)
    ]


def _reaches(role: RoleView, task: Task) -> bool:
    return role.kind is RoleKind.VOLUNTEER and role.building_id in (None, task.building_id)


def _is_willing(offer: Volunteer | None, task: Task) -> bool:
    if offer is None:
        return True
    return not offer.is_paused and not (task.needs_vehicle and offer.vehicle is Vehicle.NONE)


def _is_reachable(session: Session, person_id: int) -> bool:
    person = find_person(session, person_id)
    return person is not None and person.reachable

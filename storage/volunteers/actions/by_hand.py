"""Tasks that staff and leads make by hand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from storage.community.queries import find_actor
from storage.community.tables import Building, Estate
from storage.errors import RuleError
from storage.volunteers import rules
from storage.volunteers.actions.opening import NewTask, open_task
from storage.volunteers.kinds import TaskKind


@dataclass(frozen=True)
class HandTask:
    """What staff wrote.

    Attributes:
        kind: `ERRAND` or `CHECK`; the others belong to runs and rounds.
        places: for how many people, 1 to 20; each of them takes one.
    """

    committee_id: int
    title: str
    kind: TaskKind = TaskKind.ERRAND
    building_id: int | None = None
    needs_vehicle: bool = False
    places: int = 1
    due_at: datetime | None = None


def open_by_hand(
    session: Session, hand: HandTask, key: str, *, by: int, now: datetime
) -> tuple[int, ...]:
    """Open a task, one for each person that it needs; returns their numbers.

    Args:
        key: the same key again makes nothing new.

    Raises:
        RuleError: `volunteer_lead_only` for all but staff and the building's lead; `not_found`
            for a building of somebody else's; `task_title_empty`, `text_too_long`,
            `task_places_wrong`, `task_due_past`.
    """
    actor = find_actor(session, by, now)
    if not rules.can_lead(actor, hand.committee_id, hand.building_id):
        raise RuleError("volunteer_lead_only")
    check_buildings(session, hand.committee_id, [hand.building_id] if hand.building_id else [])
    title = rules.check_title(hand.title)
    rules.check_places(hand.places)
    rules.check_due(hand.due_at, now)
    return tuple(
        open_task(
            session,
            NewTask(
                kind=hand.kind,
                committee_id=hand.committee_id,
                key=f"hand:{key}:{place}",
                title=title,
                building_id=hand.building_id,
                needs_vehicle=hand.needs_vehicle,
                due_at=hand.due_at,
                place=place,
                places=hand.places,
            ),
            by=by,
            now=now,
        )
        for place in range(1, hand.places + 1)
    )


def check_buildings(session: Session, committee_id: int, building_ids: list[int]) -> None:
    """Buildings of this committee only.

    Raises:
        RuleError: `not_found` with `kind`.
    """
    for building_id in building_ids:
        building = session.get(Building, building_id)
        estate = None if building is None else session.get(Estate, building.estate_id)
        if estate is None or estate.committee_id != committee_id:
            raise RuleError("not_found", kind="building")

"""What volunteers may do. Pure: values in, an answer or a `RuleError` out."""

from __future__ import annotations

from datetime import datetime

from storage.community.actor import Actor, Right
from storage.community.kinds import RoleKind
from storage.community.rules import clean_name
from storage.errors import RuleError

# Days for which a volunteer is accepted; then the power ends by itself.
TERMS = (3, 7, 14, 30)
TITLE_LENGTH = 120
REASON_LENGTH = 200
MOST_PLACES = 20


def check_term(days: int) -> None:
    """A volunteer is accepted for one of a few terms.

    Raises:
        RuleError: `volunteer_term_wrong`.
    """
    if days not in TERMS:
        raise RuleError("volunteer_term_wrong")


def check_title(text: str) -> str:
    """The cleaned words of a task made by hand.

    Raises:
        RuleError: `task_title_empty`; `text_too_long` with `limit`.
    """
    cleaned = clean_name(text, TITLE_LENGTH + 1)
    if not cleaned:
        raise RuleError("task_title_empty")
    if len(cleaned) > TITLE_LENGTH:
        raise RuleError("text_too_long", limit=TITLE_LENGTH)
    return cleaned


def check_places(places: int) -> None:
    """A task made by hand is for one to twenty people.

    Raises:
        RuleError: `task_places_wrong` with `most`.
    """
    if not 1 <= places <= MOST_PLACES:
        raise RuleError("task_places_wrong", most=MOST_PLACES)


def check_due(due_at: datetime | None, now: datetime) -> None:
    """What is to be done by a time that has passed is a slip.

    Raises:
        RuleError: `task_due_past`.
    """
    if due_at is not None and due_at <= now:
        raise RuleError("task_due_past")


def list_rights(actor: Actor, committee_id: int, building_id: int | None) -> list[Right]:
    """The rights by which somebody may work there.

    What has no building is the whole committee's: a right for one building does not reach it.
    """
    return [
        right
        for right in actor.roles
        if right.committee_id == committee_id and right.building_id in (None, building_id)
    ]


def check_may_take(actor: Actor, committee_id: int, building_id: int | None) -> None:
    """Staff take any task; leads and volunteers those in the scope of their right.

    Raises:
        RuleError: `volunteer_only` without any right there; `task_out_of_scope`.
    """
    if list_rights(actor, committee_id, building_id):
        return
    works_here = any(right.committee_id == committee_id for right in actor.roles)
    raise RuleError("task_out_of_scope" if works_here else "volunteer_only")


def needs_handbook(actor: Actor, committee_id: int, building_id: int | None) -> bool:
    """Whether somebody would work there as a volunteer only; staff and leads know the rules."""
    rights = list_rights(actor, committee_id, building_id)
    return all(right.kind is RoleKind.VOLUNTEER for right in rights)


def can_lead(actor: Actor, committee_id: int, building_id: int | None) -> bool:
    """Whether somebody answers for what others do there: staff, and the lead of the building."""
    rights = list_rights(actor, committee_id, building_id)
    return any(right.kind is not RoleKind.VOLUNTEER for right in rights)

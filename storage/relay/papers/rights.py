"""Who may bring in papers, and for which houses."""

from __future__ import annotations

from storage.community.actor import Actor
from storage.community.kinds import RoleKind
from storage.errors import RuleError

EVERYWHERE = None
"""No building is left out."""


def list_buildings_to_enter(actor: Actor, committee_id: int) -> frozenset[int] | None:
    """Buildings whose papers a person may bring in; None is every one, empty is no right at all.

    Staff bring in all of their committee's, a building's lead those of the building.
    """
    rights = [right for right in actor.roles if right.committee_id == committee_id]
    led = [right.building_id for right in rights if right.kind is RoleKind.LEAD]
    if None in led or any(right.kind is RoleKind.STAFF for right in rights):
        return EVERYWHERE
    return frozenset(building_id for building_id in led if building_id is not None)


def list_committees_to_enter(actor: Actor) -> tuple[int, ...]:
    """Committees for which a person may bring in papers of any building."""
    kinds = (RoleKind.STAFF, RoleKind.LEAD)
    own = (right.committee_id for right in actor.roles if right.kind in kinds)
    return tuple(dict.fromkeys(own))


def check_may_enter(actor: Actor, committee_id: int) -> frozenset[int] | None:
    """The buildings of `list_buildings_to_enter`.

    Raises:
        RuleError: `not_staff` for none at all.
    """
    buildings = list_buildings_to_enter(actor, committee_id)
    if buildings is not EVERYWHERE and not buildings:
        raise RuleError("not_staff")
    return buildings

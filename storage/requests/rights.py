"""Who may do what with a request. Pure; the table is the whole of it.

Nothing here comes from a button: an actor's ties and rights are read anew for every action.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from storage.community.actor import Actor
from storage.community.kinds import RoleKind
from storage.errors import RuleError


class Relation(StrEnum):
    """What a person is to a request."""

    STAFF = "staff"
    LEAD = "lead"
    REQUESTER = "requester"
    MEMBER = "member"
    VOLUNTEER = "volunteer"
    STRANGER = "stranger"


class Act(StrEnum):
    """What can be done."""

    ASK = "ask"
    ENTER = "enter"
    LIST = "list"
    OPEN = "open"
    WORK = "work"
    MANAGE = "manage"
    READ_OWN = "read_own"
    CHANGE = "change"
    RESPOND = "respond"
    ERASE = "erase"


@dataclass(frozen=True)
class RequestFacts:
    """What decides about rights to a request.

    Attributes:
        person_id: who asked in the chat; None where staff entered it for somebody.
    """

    committee_id: int
    building_id: int
    household_id: int
    person_id: int | None
    is_sensitive: bool


# Ask: for one's household, as long as one belongs to it. Enter: for somebody who telephones.
# List: lines without details.
# Work: claim, release, assign, ask back, note, source, deliver, close. Manage: kinds, digest.
# Change: answers, withdraw. Respond: answer, confirm, reopen, rate, sessions, ask again.
MAY: Mapping[Relation, frozenset[Act]] = {
    Relation.STAFF: frozenset({Act.ENTER, Act.LIST, Act.OPEN, Act.WORK, Act.MANAGE}),
    Relation.LEAD: frozenset({Act.ENTER, Act.LIST, Act.OPEN, Act.WORK}),
    Relation.REQUESTER: frozenset({Act.READ_OWN, Act.CHANGE, Act.RESPOND, Act.ERASE}),
    Relation.MEMBER: frozenset({Act.ASK}),
    Relation.VOLUNTEER: frozenset(),
    Relation.STRANGER: frozenset(),
}
# A lead reads and works on nothing that concerns somebody's health or worries.
_NOT_SENSITIVE = frozenset({Act.OPEN, Act.WORK})
# Where nobody asked in the chat, whoever is called for has no button to press.
_FOR_CALLERS = frozenset({Act.CHANGE, Act.RESPOND, Act.ERASE})
_OWN = frozenset({Act.READ_OWN, Act.CHANGE, Act.RESPOND, Act.ERASE})


def relations(actor: Actor, facts: RequestFacts) -> frozenset[Relation]:
    """Everything that a person is to a request; a stranger where nothing else."""
    found = {
        _BY_ROLE[right.kind]
        for right in actor.roles
        if right.committee_id == facts.committee_id
        and (right.kind is RoleKind.STAFF or right.building_id in (None, facts.building_id))
    }
    if facts.person_id == actor.person_id:
        found.add(Relation.REQUESTER)
    if actor.may_act_for(facts.household_id):
        found.add(Relation.MEMBER)
    return frozenset(found or {Relation.STRANGER})


def is_allowed(actor: Actor, act: Act, facts: RequestFacts) -> bool:
    """Whether a person may do this."""
    return any(_may(relation, act, facts) for relation in relations(actor, facts))


def check_may(actor: Actor, act: Act, facts: RequestFacts) -> None:
    """Refuse whoever may not.

    Raises:
        RuleError: `need_not_yours` for what only the requester does, `not_tied` for asking on
            behalf of a household that is not one's own, otherwise `not_staff`.
    """
    if is_allowed(actor, act, facts):
        return
    if act is Act.ASK:
        raise RuleError("not_tied")
    raise RuleError("need_not_yours" if act in _OWN else "not_staff")


def _may(relation: Relation, act: Act, facts: RequestFacts) -> bool:
    if relation is Relation.LEAD and facts.is_sensitive and act in _NOT_SENSITIVE:
        return False
    if relation is Relation.STAFF and facts.person_id is None and act in _FOR_CALLERS:
        return True
    return act in MAY[relation]


_BY_ROLE = {
    RoleKind.STAFF: Relation.STAFF,
    RoleKind.LEAD: Relation.LEAD,
    RoleKind.VOLUNTEER: Relation.VOLUNTEER,
}

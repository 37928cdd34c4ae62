"""Who may become a proxy, of how many, and for how long. Pure."""

from __future__ import annotations

from datetime import timedelta

from storage.community.actor import Actor
from storage.errors import RuleError

# Enough for the children of a family; whoever asks more of a household is collecting doors.
MOST_OF_A_HOUSEHOLD = 4
# Without a role in the committee: one's parents, one's grandparents, a neighbour.
MOST_OF_A_PERSON = 4
INVITE_LASTS = timedelta(days=7)
ASK_LASTS = timedelta(days=7)
PROXY_LASTS = timedelta(days=180)


def check_room(actor: Actor, committee_id: int, *, of_household: int, of_person: int) -> None:
    """Refuse one proxy more than a household may have, or one household more than a person.

    Leads, volunteers and staff help as many as accept them (S12, S33).

    Raises:
        RuleError: `too_many_proxies` (limit), `too_many_households` (limit).
    """
    if of_household >= MOST_OF_A_HOUSEHOLD:
        raise RuleError("too_many_proxies", limit=MOST_OF_A_HOUSEHOLD)
    has_role = any(right.committee_id == committee_id for right in actor.roles)
    if not has_role and of_person >= MOST_OF_A_PERSON:
        raise RuleError("too_many_households", limit=MOST_OF_A_PERSON)


def check_not_own(actor: Actor, household_id: int) -> None:
    """Refuse a proxy for the household that one lives in.

    Raises:
        RuleError: `own_household`.
    """
    if any(tie.household_id == household_id for tie in actor.residents):
        raise RuleError("own_household")

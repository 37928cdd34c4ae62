"""For which household a press is, and in which capacity its presser acts (T6)."""

from __future__ import annotations

from dataclasses import dataclass

from handlers.context import Context
from storage.community.queries import find_household
from storage.errors import RuleError
from storage.proxies.queries import may_act
from storage.relay.kinds import Role
from storage.relay.queries import EntryView, RelayView, find_entry, find_relay


@dataclass(frozen=True)
class Acting:
    """A household in a relay, and who speaks for it now."""

    relay: RelayView
    household_id: int
    role: Role
    entry: EntryView | None


async def find_acting(context: Context, relay_id: int, household_id: int) -> Acting:
    """The household that a press is about, if the presser may act for it.

    Args:
        household_id: 0 is the presser's own in the relay's estate.

    Raises:
        RuleError: `relay_unknown`, `not_tied`, `tie_disputed`, `not_proxy`.
    """
    relay = await context.work.read(find_relay, relay_id)
    if relay is None:
        raise RuleError("relay_unknown")
    role = Role.HOUSEHOLD
    tie = (await context.actor()).tie(relay.estate_id)
    if household_id in (0, tie.household_id if tie else 0):
        if tie is None:
            raise RuleError("not_tied")
        if not tie.is_active:
            raise RuleError("tie_disputed")
        household_id = tie.household_id
    else:
        await _check_proxy(context, relay, household_id)
        role = Role.PROXY
    entry = await context.work.read(find_entry, relay.id, household_id)
    return Acting(relay, household_id, role, entry)


async def _check_proxy(context: Context, relay: RelayView, household_id: int) -> None:
    household = await context.work.read(find_household, household_id)
    is_here = household is not None and household.estate_id == relay.estate_id
    now = context.received_at
    if not is_here or not await context.work.read(may_act, context.person_id, household_id, now):
        raise RuleError("not_proxy")

"""To whom a relay's list may be shown."""

from __future__ import annotations

from handlers.context import Context
from storage.errors import RuleError
from storage.relay.queries import RelayView


async def check_may_look(context: Context, relay: RelayView) -> None:
    """The list is public in its own estate only: to residents and the committee's staff.

    Raises:
        RuleError: `not_tied`.
    """
    actor = await context.actor()
    if actor.tie(relay.estate_id) is None and not actor.is_staff(relay.committee_id):
        raise RuleError("not_tied")

"""An appeal to households with enough at home: let the others go first (S28)."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlmodel import Session

from storage.audit.actions import record
from storage.community.queries import find_actor, list_bound_chats
from storage.errors import RuleError
from storage.outbox.actions import tell
from storage.outbox.tables import Urgency
from storage.relay.queries import find_relay

# Asked more often it would be pressure.
ONCE_IN = timedelta(hours=6)


def appeal(session: Session, relay_id: int, *, by: int, now: datetime) -> int:
    """Ask in the relay's groups who can wait. Asked again within six hours, nothing is sent.

    Returns:
        How many groups are asked.

    Raises:
        RuleError: `relay_unknown`, `not_staff`.
    """
    relay = find_relay(session, relay_id)
    if relay is None:
        raise RuleError("relay_unknown")
    if not find_actor(session, by, now).is_staff(relay.committee_id):
        raise RuleError("not_staff")
    spell = int(now.timestamp() // ONCE_IN.total_seconds())
    asked = 0
    for chat in list_bound_chats(session, relay.estate_id, relay.building_ids or None):
        asked += tell(
            session,
            chat.telegram_id,
            "relay/appeal",
            now=now,
            urgency=Urgency.REMINDER,
            thread_id=chat.thread_id,
            dedupe_key=f"relay_appeal:{relay_id}:{spell}:{chat.telegram_id}",
            relay_id=relay_id,
            title=relay.title,
            waiting=relay.waiting,
        )
    if asked:
        record(session, "relay.appeal", f"relay:{relay_id}", at=now, actor_id=by)
    return asked

"""Made-up households join a rehearsal by themselves, most of them at once, as on the day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlmodel import Session, col, func, select

from storage.community.tables import Household
from storage.outbox.actions import touch_cards
from storage.relay.kinds import Channel, EntryState, RelayState
from storage.relay.pools import COMMON
from storage.relay.rules import to_stamp
from storage.relay.statements import CARD_KIND
from storage.relay.tables import Relay, RelayEntry

# All have joined by then.
JOINING = timedelta(minutes=3)


def count_joined(households: int, passed: timedelta) -> int:
    """How many of the households have joined so long after the opening; fewer and fewer do."""
    left = 1 - min(max(passed / JOINING, 0), 1)
    return int(households * (1 - left * left))


def has_due_joins(session: Session, now: datetime) -> bool:
    """Whether a made-up household is to join, or all have and the rehearsal is to close."""
    return any(_is_due(session, relay, now) for relay in session.exec(_RUNNING))


def join_due(session: Session, now: datetime) -> int:
    """Have those join whose time has come; once all have, the rehearsal closes.

    Returns:
        How many rehearsals it did something to.
    """
    running = session.exec(_RUNNING.with_for_update(skip_locked=True)).all()
    due = [relay for relay in running if _is_due(session, relay, now)]
    for relay in due:
        homes = list_homes(session, relay.estate_id)
        join_up_to(session, relay, homes, count_joined(len(homes), now - relay.opens_at), now)
        if relay.closes_at <= now:
            relay.state, relay.closed_at = RelayState.CLOSED, now
        session.flush()
        touch_cards(session, CARD_KIND, relay.id or 0)
    return len(due)


def list_homes(session: Session, estate_id: int) -> Sequence[Household]:
    """The households of a rehearsal, in the order in which they join."""
    homes = select(Household).where(Household.estate_id == estate_id).order_by(col(Household.id))
    return session.exec(homes).all()


def join_up_to(
    session: Session, relay: Relay, homes: Sequence[Household], count: int, now: datetime
) -> None:
    """Give a place to each of the first `count` households that has none."""
    for number, home in enumerate(homes[relay.admitted : count], start=relay.admitted + 1):
        stamp = to_stamp(now) + number
        session.add(
            RelayEntry(
                relay_id=relay.id or 0,
                number=number,
                household_id=home.id or 0,
                building_id=home.building_id,
                quantity=1,
                state=EntryState.ADMITTED,
                pool=COMMON,
                channel=Channel.ONLINE,
                ordered_at=stamp,
                came_at=stamp,
            )
        )
    relay.admitted = relay.last_number = max(count, relay.admitted)


_RUNNING = select(Relay).where(col(Relay.is_rehearsal), Relay.state == RelayState.OPEN)


def _is_due(session: Session, relay: Relay, now: datetime) -> bool:
    homes = select(func.count()).where(Household.estate_id == relay.estate_id)
    due = count_joined(session.exec(homes).one(), now - relay.opens_at)
    return due > relay.admitted or relay.closes_at <= now

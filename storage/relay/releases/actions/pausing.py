"""The stock is late: who was called waits for a new time, and is told it when it comes."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from storage.errors import RuleError
from storage.local_time import local_day
from storage.outbox.actions import touch_cards
from storage.relay.releases.actions._locks import Held, hold_own, note
from storage.relay.releases.actions._telling import tell_groups, tell_households
from storage.relay.releases.books import list_open_slots, list_points
from storage.relay.releases.kinds import SlotState
from storage.relay.releases.queries import LEAD, list_slots
from storage.relay.releases.slots import Desks, next_grain, open_spans
from storage.relay.releases.tables import RelaySlot
from storage.relay.statements import CARD_KIND


def pause_release(session: Session, relay_id: int, *, by: int, now: datetime) -> int:
    """Have everybody who was called and did not collect wait: a new time follows.

    Again changes nothing.

    Returns:
        How many wait.

    Raises:
        RuleError: `relay_unknown`, `not_staff`, `relay_cancelled`.
    """
    held = hold_own(session, relay_id, by, now)
    if held.plan.paused_at is not None:
        return 0
    held.plan.paused_at = now
    today = local_day(now, held.time_zone)
    waiting = [
        slot
        for slot in list_open_slots(session, relay_id, SlotState.CALLED)
        if local_day(slot.starts_at, held.time_zone) >= today
    ]
    for slot in waiting:
        slot.state, slot.before_at = SlotState.HELD, None
    _tell(session, held, "relay/slot_held", waiting, now)
    if waiting:
        tell_groups(session, held, "relay/release_paused", key=_key("paused", now), now=now)
    note(session, held, "paused", by, now, count=len(waiting))
    touch_cards(session, CARD_KIND, relay_id)
    return len(waiting)


def resume_release(session: Session, relay_id: int, *, by: int, now: datetime) -> int:
    """The stock is here: who waits is told a new time, in the order of the former ones.

    Nobody comes before the time told at first. Again changes nothing.

    Returns:
        How many were told a new time.

    Raises:
        RuleError: `relay_unknown`, `not_staff`, `relay_cancelled`, `release_beyond` (fits).
    """
    held = hold_own(session, relay_id, by, now)
    if held.plan.paused_at is None:
        return 0
    held.plan.paused_at = None
    waiting = list_open_slots(session, relay_id, SlotState.HELD)
    _lay_out_again(session, held, waiting, now)
    _tell(session, held, "relay/slot_moved", waiting, now)
    note(session, held, "resumed", by, now, count=len(waiting))
    touch_cards(session, CARD_KIND, relay_id)
    return len(waiting)


def _lay_out_again(session: Session, held: Held, waiting: list[RelaySlot], now: datetime) -> None:
    soonest = next_grain(now + LEAD)
    desks = {
        point.number: Desks(
            point.desks, held.plan.seconds_per_person, open_spans(point, held.time_zone)
        )
        for point in list_points(session, held.relay_id)
    }
    for done, slot in enumerate(waiting):
        at = desks[slot.point_number].take(max(soonest, slot.starts_at))
        if at is None:
            raise RuleError("release_beyond", fits=done)
        slot.starts_at = slot.told_at = at
        slot.state = SlotState.CALLED


def _tell(
    session: Session, held: Held, template: str, slots: list[RelaySlot], now: datetime
) -> None:
    session.flush()
    mine = {slot.entry_number for slot in slots}
    views = [slot for slot in list_slots(session, held.relay_id) if slot.entry_number in mine]
    tell_households(session, held, template, views, key=_key(template, now), now=now)


def _key(word: str, now: datetime) -> str:
    return f"{word.rpartition('/')[2]}:{int(now.timestamp())}"

"""Call the next so many in order as stock arrives (S15, 放号); the rest keep their place."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, select

from storage.errors import RuleError
from storage.outbox.actions import touch_cards
from storage.relay.kinds import EventKind, Role
from storage.relay.proof.actions import NewEvent, append_events
from storage.relay.releases.actions._layout import Layout, lay_out_lines, lay_out_next
from storage.relay.releases.actions._locks import Held, hold_own, note
from storage.relay.releases.actions._telling import tell_groups, tell_households
from storage.relay.releases.books import list_lines, read_slots
from storage.relay.releases.hours import hour_params, hour_table
from storage.relay.releases.kinds import SlotState
from storage.relay.releases.queries import list_slots
from storage.relay.releases.slots import Slot
from storage.relay.releases.tables import RelayRelease, RelaySlot
from storage.relay.releases.views import SlotView
from storage.relay.statements import CARD_KIND


@dataclass(frozen=True, slots=True)
class Released:
    """What a release came to.

    Attributes:
        number: of the release, from 1.
        unreached: called households in which nobody can be written to: for the call list.
    """

    number: int
    called: int
    unreached: int = 0


def release_next(
    session: Session,
    relay_id: int,
    count: int,
    *,
    by: int,
    now: datetime,
    release: int | None = None,
    with_grants: bool = False,
    update_id: int | None = None,
) -> Released:
    """Call the next `count` in order: each household is told when and where, groups the ranges.

    Who needs a check that nobody made yet is passed over and keeps the place.

    Args:
        release: its number as previewed: what somebody else released meanwhile is seen first.
        with_grants: call those with a reserved place as well, before the list (S03).
        update_id: the same update releases once.

    Raises:
        RuleError: `relay_unknown`, `not_staff`, `relay_cancelled`, `release_paused`,
            `stale_button`, `nothing_to_release`, `release_beyond` (fits).
    """
    held = hold_own(session, relay_id, by, now)
    if update_id is not None and (told := _find_told(session, relay_id, update_id)):
        return told
    if held.plan.paused_at is not None:
        raise RuleError("release_paused")
    if release is not None and release != held.plan.last_release + 1:
        raise RuleError("stale_button")
    laid = lay_out_next(session, relay_id, count, now=now, with_grants=with_grants)
    if len(laid.slots) < laid.asked:
        raise RuleError("release_beyond", fits=len(laid.slots))
    number = _write_release(session, held, laid.slots, by, now, update_id)
    unreached = _tell_called(session, held, laid, number, now)
    return Released(number, len(laid.slots), unreached)


def recall_missed(session: Session, relay_id: int, *, by: int, now: datetime) -> Released:
    """Call those again who did not come in their time; they come after all who were called.

    Raises:
        RuleError: `relay_unknown`, `not_staff`, `relay_cancelled`, `release_paused`,
            `nothing_to_release`, `release_beyond` (fits).
    """
    held = hold_own(session, relay_id, by, now)
    if held.plan.paused_at is not None:
        raise RuleError("release_paused")
    missed = {
        number: slot
        for number, slot in read_slots(session, relay_id).items()
        if slot.state is SlotState.MISSED
    }
    lines = [
        line
        for line in list_lines(session, relay_id)
        if line.number in missed and line.collected_at is None
    ]
    laid = lay_out_lines(session, relay_id, lines, now=now)
    if len(laid.slots) < laid.asked:
        raise RuleError("release_beyond", fits=len(laid.slots))
    for slot in laid.slots:
        session.delete(missed[slot.number])
    session.flush()
    number = _write_release(session, held, laid.slots, by, now, None)
    return Released(number, len(laid.slots), _tell_called(session, held, laid, number, now))


def cancel_rest(session: Session, relay_id: int, *, by: int, now: datetime) -> int:
    """Take back the calls whose time is still to come; they keep their places in the order.

    Returns:
        How many calls were taken back.

    Raises:
        RuleError: `relay_unknown`, `not_staff`, `relay_cancelled`.
    """
    held = hold_own(session, relay_id, by, now)
    collected = {
        line.number for line in list_lines(session, relay_id) if line.collected_at is not None
    }
    ahead = [
        slot
        for slot in list_slots(session, relay_id)
        if slot.entry_number not in collected
        and (slot.state is SlotState.HELD or slot.starts_at > now)
        and slot.state is not SlotState.MISSED
    ]
    if not ahead:
        return 0
    _drop_slots(session, held, ahead, by, now)
    key = f"withdrawn:{held.plan.last_release}:{int(now.timestamp())}"
    tell_households(session, held, "relay/call_withdrawn", ahead, key=key, now=now)
    note(session, held, "cancelled", by, now, count=len(ahead))
    touch_cards(session, CARD_KIND, relay_id)
    return len(ahead)


def _drop_slots(
    session: Session, held: Held, slots: Sequence[SlotView], by: int, now: datetime
) -> None:
    rows = read_slots(session, held.relay_id)
    for slot in slots:
        session.delete(rows[slot.entry_number])
    for release in {slot.release for slot in slots}:
        row = session.get_one(RelayRelease, (held.relay_id, release))
        row.cancelled_at = now
    numbers = [slot.entry_number for slot in slots]
    _log(session, held, EventKind.UNDONE, numbers, by, now, {"of": "released"})


def _find_told(session: Session, relay_id: int, update_id: int) -> Released | None:
    same = select(RelayRelease).where(
        RelayRelease.relay_id == relay_id, RelayRelease.update_id == update_id
    )
    row = session.exec(same).first()
    return Released(row.number, row.called) if row else None


def _write_release(
    session: Session,
    held: Held,
    slots: Sequence[Slot],
    by: int,
    now: datetime,
    update_id: int | None,
) -> int:
    held.plan.last_release += 1
    number = held.plan.last_release
    session.add(
        RelayRelease(
            relay_id=held.relay_id,
            number=number,
            called=len(slots),
            by=by,
            at=now,
            update_id=update_id,
        )
    )
    session.add_all(
        RelaySlot(
            relay_id=held.relay_id,
            entry_number=slot.number,
            release_number=number,
            point_number=slot.point,
            starts_at=slot.starts_at,
            told_at=slot.starts_at,
        )
        for slot in slots
    )
    session.flush()
    numbers = [slot.number for slot in slots]
    _log(session, held, EventKind.RELEASED, numbers, by, now, {"release": number})
    note(session, held, "called", by, now, release=number, count=len(slots))
    touch_cards(session, CARD_KIND, held.relay_id)
    return number


def _tell_called(session: Session, held: Held, laid: Layout, number: int, now: datetime) -> int:
    mine = {slot.number for slot in laid.slots}
    slots = [slot for slot in list_slots(session, held.relay_id) if slot.entry_number in mine]
    more = {slot: {"quantity": laid.lines[slot].quantity, "item": held.relay.item} for slot in mine}
    unreached = tell_households(
        session, held, "relay/called", slots, key=f"called:{number}", now=now, more=more
    )
    places = {slot.point: slot.place for slot in slots}
    tell_groups(
        session,
        held,
        "relay/release_posted",
        key=f"release:{number}",
        now=now,
        called=len(slots),
        hours=hour_params(hour_table(session, held.relay_id, laid.slots, places)),
    )
    return unreached


def _log(
    session: Session,
    held: Held,
    kind: EventKind,
    numbers: Iterable[int],
    by: int,
    now: datetime,
    public: dict[str, object],
) -> None:
    events = [
        NewEvent(kind, now, number, actor_id=by, role=Role.STAFF, note=public) for number in numbers
    ]
    append_events(session, held.relay_id, events)

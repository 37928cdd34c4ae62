"""A voucher with all that stands on it: what of, for whom, when and where it is collected."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from storage.errors import RuleError
from storage.relay.queries import RelayView, find_entry, find_relay, list_entries
from storage.relay.releases.kinds import SlotState
from storage.relay.releases.queries import find_slot, list_called_numbers, list_slots
from storage.relay.releases.views import SlotView
from storage.relay.vouchers.queries import list_vouchers
from storage.relay.vouchers.views import VoucherView


@dataclass(frozen=True, slots=True)
class Shown:
    """A voucher as it is shown.

    Attributes:
        place: in the list, from 1; 0 for a reserved place, which stands in none.
        called_for: what its household was told last; None before it was called.
        point: where it is called to, in words; empty where nothing is said.
        slot: in which state the call stands; None before it.
        has_calls: numbers of this relay are called: one that was not has to wait.
    """

    voucher: VoucherView
    relay: RelayView
    place: int
    called_for: datetime | None
    point: str
    slot: SlotState | None
    has_calls: bool


def show_voucher(session: Session, voucher: VoucherView) -> Shown:
    """A voucher with its relay, place and slot as they stand now.

    Raises:
        RuleError: `relay_unknown`.
    """
    relay = _find_relay(session, voucher.relay_id)
    entry = find_entry(session, voucher.relay_id, voucher.household_id)
    place = entry.place if entry is not None and entry.number == voucher.number else 0
    slot = find_slot(session, voucher.relay_id, voucher.number)
    has_calls = slot is not None or bool(list_called_numbers(session, voucher.relay_id))
    return _shown(voucher, relay, place, slot, has_calls=has_calls)


def show_vouchers(
    session: Session, relay_id: int, *, building_ids: frozenset[int] | None = None
) -> tuple[Shown, ...]:
    """The vouchers of a relay, or of some of its buildings, in order.

    Raises:
        RuleError: `relay_unknown`.
    """
    relay = _find_relay(session, relay_id)
    places = {entry.number: entry.place for entry in list_entries(session, relay_id)}
    slots = {slot.entry_number: slot for slot in list_slots(session, relay_id)}
    return tuple(
        _shown(
            voucher,
            relay,
            places.get(voucher.number, 0),
            slots.get(voucher.number),
            has_calls=bool(slots),
        )
        for voucher in list_vouchers(session, relay_id, building_ids=building_ids)
    )


def _find_relay(session: Session, relay_id: int) -> RelayView:
    relay = find_relay(session, relay_id)
    if relay is None:
        raise RuleError("relay_unknown")
    return relay


def _shown(
    voucher: VoucherView, relay: RelayView, place: int, slot: SlotView | None, *, has_calls: bool
) -> Shown:
    return Shown(
        voucher=voucher,
        relay=relay,
        place=place,
        called_for=slot.told_at if slot else None,
        point=slot.place if slot else "",
        slot=slot.state if slot else None,
        has_calls=has_calls,
    )

"""What texts say of a voucher, as JSON values."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from storage.relay.kinds import EntryState
from storage.relay.releases.kinds import SlotState
from storage.relay.releases.slots import about
from storage.relay.vouchers.codes import spell_code
from storage.relay.vouchers.kinds import CheckState, Validity
from storage.relay.vouchers.showing import Shown
from storage.relay.vouchers.views import VoucherView


def voucher_facts(shown: Shown) -> dict[str, Any]:
    """A voucher as its household sees it."""
    voucher, relay = shown.voucher, shown.relay
    return {
        "relay_id": voucher.relay_id,
        "number": voucher.number,
        "title": relay.title,
        "item": relay.item,
        "is_rehearsal": relay.is_rehearsal,
        "place": shown.place,
        "quantity": voucher.quantity,
        "door": voucher.door,
        "code": spell_code(voucher.code),
        "called_for": about(shown.called_for).isoformat() if shown.called_for else None,
        "point": shown.point,
        "slot": shown.slot.value if shown.slot else None,
        "collection": relay.collection,
        "bring": relay.sharing.bring,
        "validity": voucher.validity.value,
        "collected_at": _iso(voucher.collected_at),
        "is_paid": voucher.is_paid,
    }


def counter_facts(shown: Shown, now: datetime, *, sees_door: bool) -> dict[str, Any]:
    """A voucher as whoever hands out sees it: without the door where that is none of theirs."""
    return voucher_facts(shown) | {
        "door": shown.voucher.door if sees_door else "",
        "warning": _find_warning(shown, now),
        "from_list": shown.voucher.from_list,
    }


def find_want(voucher: VoucherView) -> str:
    """What a household without a voucher waits for."""
    if voucher.entry_state is EntryState.DRAWING:
        return "draw"
    if voucher.entry_state is EntryState.WAITING:
        return "place"
    if voucher.is_offered:
        return "offer"
    return "papers" if voucher.check is CheckState.AWAITING else "check"


def _find_warning(shown: Shown, now: datetime) -> str | None:
    if shown.voucher.validity is not Validity.VALID or not shown.has_calls:
        return None
    if shown.called_for is None:
        return "not_called"
    if shown.slot is SlotState.HELD:
        return "held"
    return "early" if shown.called_for > now else None


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None

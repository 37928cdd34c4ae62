"""Staff refuse an entry with a reason, and take decisions back (S14)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import update
from sqlmodel import Session, col

from storage.audit.actions import record
from storage.errors import RuleError
from storage.relay.kinds import EventKind, Role
from storage.relay.moves import restore_entry, void_entry
from storage.relay.proof.actions import NewEvent, append_events
from storage.relay.vouchers.candidates import find_candidate
from storage.relay.vouchers.kinds import CheckState
from storage.relay.vouchers.photos import drop_photos_of
from storage.relay.vouchers.rights import find_staff_area, lock_relay
from storage.relay.vouchers.tables import RelayCheck, RelayVoucher
from storage.upsert import upsert


def refuse(
    session: Session, relay_id: int, number: int, reason: str, *, by: int, now: datetime
) -> None:
    """Refuse an entry: it is void, its place goes on, and its household is told why.

    Raises:
        RuleError: `relay_unknown`, `not_staff`, `entry_unknown`, `voucher_collected` (at); what
            `void_entry` raises, as for a reason that is missing or too long.
    """
    find_staff_area(session, relay_id, by, now)
    lock_relay(session, relay_id)
    candidate = find_candidate(session, relay_id, number)
    if candidate is None:
        raise RuleError("entry_unknown")
    if candidate.state is CheckState.REFUSED:
        return
    _check_not_collected(session, relay_id, number)
    void_entry(session, relay_id, number, reason, by=by, now=now)
    _decide(session, relay_id, number, CheckState.REFUSED, by, now)
    drop_photos_of(session, relay_id, [number], now)


def undo_check(session: Session, relay_id: int, number: int, *, by: int, now: datetime) -> None:
    """Take a decision back: a refused entry stands again at its place, a voucher is void.

    Raises:
        RuleError: `relay_unknown`, `not_staff`, `voucher_collected` (at); what `restore_entry`
            raises, as where the household has joined again.
    """
    find_staff_area(session, relay_id, by, now)
    lock_relay(session, relay_id)
    check = session.get(RelayCheck, (relay_id, number))
    if check is None or check.state is CheckState.AWAITING:
        return
    _check_not_collected(session, relay_id, number)
    was_confirmed = check.state is CheckState.CONFIRMED
    session.delete(check)
    session.flush()
    if was_confirmed:
        _withdraw(session, relay_id, number, by, now)
    else:
        restore_entry(session, relay_id, number, by=by, now=now)
    record(session, "relay.check_undone", f"relay:{relay_id}", at=now, actor_id=by, entry=number)


def _decide(
    session: Session, relay_id: int, number: int, state: CheckState, by: int, now: datetime
) -> None:
    row = {
        "relay_id": relay_id,
        "number": number,
        "state": state,
        "decided_by": by,
        "decided_at": now,
    }
    upsert(session, RelayCheck, row, keys=["relay_id", "number"])


def _check_not_collected(session: Session, relay_id: int, number: int) -> None:
    voucher = session.get(RelayVoucher, (relay_id, number))
    if voucher is not None and voucher.collected_at is not None:
        raise RuleError("voucher_collected", at=voucher.collected_at.isoformat())


def _withdraw(session: Session, relay_id: int, number: int, by: int, now: datetime) -> None:
    """Not given out any more; its code stays its entry's, in case it is confirmed after all."""
    session.execute(
        update(RelayVoucher)
        .where(col(RelayVoucher.relay_id) == relay_id, col(RelayVoucher.number) == number)
        .values(issued_at=None)
    )
    undone = NewEvent(
        EventKind.UNDONE,
        now,
        number,
        actor_id=by,
        role=Role.STAFF,
        note={"undone": EventKind.CONFIRMED.value},
    )
    append_events(session, relay_id, [undone])

"""A voucher is collected once (S01, S21), by who may, and can be taken back on its day."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlmodel import Session, col, select

from storage.audit.actions import record
from storage.errors import RuleError
from storage.relay.kinds import EventKind, Role
from storage.relay.moves import note_served, take_back_served
from storage.relay.proof.actions import NewEvent, append_events
from storage.relay.vouchers.kinds import Validity
from storage.relay.vouchers.queries import find_voucher, find_voucher_by_code
from storage.relay.vouchers.rights import (
    Area,
    find_area,
    find_staff_area,
    lock_relay,
    may_collect_anywhere,
)
from storage.relay.vouchers.rules import (
    MOST_WRONG_CODES,
    WRONG_CODES_COUNT,
    check_may_undo,
)
from storage.relay.vouchers.tables import RelayVoucher, WrongCode
from storage.relay.vouchers.views import VoucherView


def look_up(session: Session, code: str, *, by: int, now: datetime) -> VoucherView | None:
    """The voucher of a code, for whoever may collect it.

    One that somebody may not collect is as unknown to them as one that does not exist: codes
    are not to be found by trying.

    Returns:
        None where it is unknown; that it was tried is noted.

    Raises:
        RuleError: `not_collector`, `voucher_tries` (minutes).
    """
    if not may_collect_anywhere(session, by, now):
        raise RuleError("not_collector")
    tried = session.get(WrongCode, by)
    _check_tries(tried, now)
    voucher = find_voucher_by_code(session, code)
    if voucher is not None and _may_collect(session, voucher, by, now):
        return voucher
    _note_wrong(session, tried, by, now)
    return None


def collect(
    session: Session, relay_id: int, number: int, *, by: int, now: datetime, is_paid: bool = False
) -> VoucherView:
    """Hand out what a voucher is for. The same person again changes nothing.

    Raises:
        RuleError: `relay_unknown`, `not_collector`, `voucher_unknown`, `voucher_void`;
            `voucher_collected` (at) for one that somebody else has taken.
    """
    row, voucher, _ = _lock_voucher(session, relay_id, number, by, now)
    if voucher.validity is Validity.COLLECTED:
        if voucher.collected_by != by:
            assert voucher.collected_at is not None
            raise RuleError("voucher_collected", at=voucher.collected_at.isoformat())
        return voucher
    if voucher.validity is Validity.VOID or voucher.issued_at is None:
        raise RuleError("voucher_void")
    row.collected_at, row.collected_by, row.is_paid = now, by, is_paid
    session.flush()
    collected = NewEvent(EventKind.COLLECTED, now, number, actor_id=by, role=Role.STAFF)
    append_events(session, relay_id, [collected])
    note_served(session, relay_id, [number], now=now)
    return _read(session, relay_id, number)


def undo_collect(
    session: Session, relay_id: int, number: int, *, by: int, now: datetime
) -> VoucherView:
    """Take a collection back, on its own day; staff, or whoever pressed. Again changes nothing.

    Raises:
        RuleError: `relay_unknown`, `not_collector`, `voucher_unknown`, `voucher_undo_late`.
    """
    row, voucher, area = _lock_voucher(session, relay_id, number, by, now)
    if row.collected_at is None:
        return voucher
    if not area.is_staff and row.collected_by != by:
        raise RuleError("not_collector")
    check_may_undo(row.collected_at, now, area.time_zone)
    row.collected_at, row.collected_by, row.is_paid, row.from_list = None, None, False, False
    take_back_served(session, relay_id, number, by=by, now=now)
    return _read(session, relay_id, number)


def set_paid(
    session: Session, relay_id: int, number: int, is_paid: bool, *, by: int, now: datetime
) -> VoucherView:
    """Tick that a collected voucher was paid for, or take the tick away (S21).

    Raises:
        RuleError: `relay_unknown`, `not_collector`, `voucher_unknown`, `voucher_void` where
            nothing was collected.
    """
    row, voucher, _ = _lock_voucher(session, relay_id, number, by, now)
    if row.collected_at is None:
        raise RuleError("voucher_void")
    if voucher.is_paid is not is_paid:
        row.is_paid = is_paid
        subject = f"relay:{relay_id}"
        action = "relay.voucher_paid" if is_paid else "relay.voucher_unpaid"
        record(session, action, subject, at=now, actor_id=by, entry=number)
    return _read(session, relay_id, number)


def mark_delivered(
    session: Session, relay_id: int, numbers: Collection[int], *, by: int, now: datetime
) -> int:
    """Note that printed vouchers are in the mailboxes (S29). Returns how many were not before.

    Raises:
        RuleError: `relay_unknown`, `not_staff`.
    """
    find_staff_area(session, relay_id, by, now)
    lock_relay(session, relay_id)
    rows = session.exec(
        select(RelayVoucher).where(
            RelayVoucher.relay_id == relay_id,
            col(RelayVoucher.issued_at).is_not(None),
            col(RelayVoucher.delivered_at).is_(None),
        )
    ).all()
    wanted = set(numbers)
    brought = [row for row in rows if row.number in wanted]
    for row in brought:
        row.delivered_at = now
    if brought:
        subject = f"relay:{relay_id}"
        record(
            session, "relay.vouchers_delivered", subject, at=now, actor_id=by, entries=len(brought)
        )
    return len(brought)


def note_sheet(
    session: Session, relay_id: int, deed: str, count: int, *, by: int, now: datetime
) -> None:
    """Note in the audit that vouchers were `printed`, or `exported` for a pharmacy.

    Raises:
        RuleError: `relay_unknown`, `not_staff`.
    """
    find_staff_area(session, relay_id, by, now)
    action, subject = f"relay.vouchers_{deed}", f"relay:{relay_id}"
    record(session, action, subject, at=now, actor_id=by, entries=count)


def _check_tries(tried: WrongCode | None, now: datetime) -> None:
    if tried is None or now - tried.since >= WRONG_CODES_COUNT:
        return
    if tried.tries >= MOST_WRONG_CODES:
        rest = tried.since + WRONG_CODES_COUNT - now
        raise RuleError("voucher_tries", minutes=-(-rest.seconds // 60))


def _note_wrong(session: Session, tried: WrongCode | None, by: int, now: datetime) -> None:
    if tried is None:
        session.add(WrongCode(person_id=by, since=now, tries=1))
    elif now - tried.since >= WRONG_CODES_COUNT:
        tried.since, tried.tries = now, 1
    else:
        tried.tries += 1


def _may_collect(session: Session, voucher: VoucherView, by: int, now: datetime) -> bool:
    try:
        return find_area(session, voucher.relay_id, by, now).covers(voucher.building_id)
    except RuleError:
        return False


def _lock_voucher(
    session: Session, relay_id: int, number: int, by: int, now: datetime
) -> tuple[RelayVoucher, VoucherView, Area]:
    area = find_area(session, relay_id, by, now)
    lock_relay(session, relay_id)
    row = session.get(RelayVoucher, (relay_id, number), populate_existing=True)
    voucher = find_voucher(session, relay_id, number)
    if row is None or voucher is None:
        raise RuleError("voucher_unknown")
    if not area.covers(voucher.building_id):
        raise RuleError("not_collector")
    return row, voucher, area


def _read(session: Session, relay_id: int, number: int) -> VoucherView:
    session.flush()
    voucher = find_voucher(session, relay_id, number)
    assert voucher is not None
    return voucher

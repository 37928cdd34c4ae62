"""Take what was collected without a line to Telegram from a list, once it is looked at (S39)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from storage.audit.actions import record
from storage.relay.kinds import EventKind, Role
from storage.relay.moves import note_served
from storage.relay.proof.actions import NewEvent, append_events
from storage.relay.vouchers.kinds import Conflict, Validity
from storage.relay.vouchers.lists import ListLine, find_twice
from storage.relay.vouchers.queries import list_issued
from storage.relay.vouchers.rights import find_staff_area, lock_relay
from storage.relay.vouchers.tables import RelayVoucher
from storage.relay.vouchers.views import VoucherView


@dataclass(frozen=True, slots=True)
class Clash:
    """A line that is not taken; `at` is when the voucher had been collected before."""

    line: int
    text: str
    conflict: Conflict
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Reconciled:
    """What a list comes to.

    Attributes:
        taken: entry numbers with the time that the list says, or when it was read.
        clashes: lines that are not taken, each with its reason.
    """

    taken: tuple[tuple[int, datetime], ...]
    clashes: tuple[Clash, ...]


def match_list(
    session: Session, relay_id: int, lines: Sequence[ListLine], *, by: int, now: datetime
) -> Reconciled:
    """What taking a list would do; nothing is changed.

    Raises:
        RuleError: `relay_unknown`, `not_staff`.
    """
    find_staff_area(session, relay_id, by, now)
    vouchers = {voucher.code: voucher for voucher in list_issued(session, relay_id)}
    taken: list[tuple[int, datetime]] = []
    clashes: list[Clash] = []
    for line in find_twice(lines):
        voucher = vouchers.get(line.code or "")
        conflict = line.conflict or _find_conflict(voucher)
        if conflict is None and voucher is not None:
            taken.append((voucher.number, line.at or now))
        elif conflict is not None:
            at = voucher.collected_at if voucher else None
            clashes.append(Clash(line.line, line.text, conflict, at))
    return Reconciled(tuple(taken), tuple(clashes))


def take_list(
    session: Session, relay_id: int, lines: Sequence[ListLine], *, by: int, now: datetime
) -> Reconciled:
    """Mark as collected what a list says and what does not clash. Again, all of it clashes.

    Raises:
        RuleError: `relay_unknown`, `not_staff`.
    """
    lock_relay(session, relay_id)
    result = match_list(session, relay_id, lines, by=by, now=now)
    if not result.taken:
        return result
    times = dict(result.taken)
    rows = session.exec(select(RelayVoucher).where(col(RelayVoucher.relay_id) == relay_id))
    for row in rows:
        if row.number in times:
            row.collected_at, row.collected_by, row.from_list = times[row.number], by, True
    session.flush()
    events = [
        NewEvent(
            EventKind.COLLECTED, now, number, actor_id=by, role=Role.STAFF, note={"from_list": True}
        )
        for number in times
    ]
    append_events(session, relay_id, events)
    note_served(session, relay_id, list(times), now=now)
    subject = f"relay:{relay_id}"
    record(session, "relay.list_taken", subject, at=now, actor_id=by, entries=len(times))
    return result


def _find_conflict(voucher: VoucherView | None) -> Conflict | None:
    if voucher is None:
        return Conflict.UNKNOWN
    if voucher.validity is Validity.COLLECTED:
        return Conflict.COLLECTED
    # One that was taken back is as good as none.
    void = voucher.validity is Validity.VOID or voucher.issued_at is None
    return Conflict.VOID if void else None

"""Give vouchers to entries that hold a place and are confirmed (S01, S14)."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Iterator, Sequence
from datetime import datetime

from sqlalchemy import insert, update
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from storage.outbox.actions import NewMessage, leave_many
from storage.outbox.tables import Urgency
from storage.proxies.readers import list_readers
from storage.relay.kinds import EntryState, RelayState
from storage.relay.tables import Relay, RelayEntry
from storage.relay.vouchers.codes import PLAIN_DIGITS, add_check_digit
from storage.relay.vouchers.kinds import CheckState
from storage.relay.vouchers.rights import lock_relay
from storage.relay.vouchers.tables import RelayCheck, RelayVoucher

LETTER = "relay/voucher"
# What a database takes as values of one statement.
_CHUNK = 500


def issue_vouchers(session: Session, relay_id: int, now: datetime) -> int:
    """Give a voucher to every entry of a relay that should have one, and tell its household.

    A voucher that was taken back and is due again keeps its code: it may hang in a hallway.

    Returns:
        How many were given.
    """
    lock_relay(session, relay_id)
    entries = session.exec(_due(RelayEntry.relay_id == relay_id)).all()
    if not entries:
        return 0
    numbers = {entry.number for entry in entries}
    known = set(
        session.exec(select(RelayVoucher.number).where(RelayVoucher.relay_id == relay_id)).all()
    )
    for some in _chunks(sorted(numbers & known)):
        session.execute(
            update(RelayVoucher)
            .where(col(RelayVoucher.relay_id) == relay_id, col(RelayVoucher.number).in_(some))
            .values(issued_at=now)
        )
    _insert(session, relay_id, sorted(numbers - known), now)
    _tell(session, relay_id, entries, now)
    return len(entries)


def issue_due_vouchers(session: Session, now: datetime) -> int:
    """Give vouchers to those who have moved up to a place since they were confirmed."""
    relays = {entry.relay_id for entry in session.exec(_due())}
    return sum(issue_vouchers(session, relay_id, now) for relay_id in sorted(relays))


def _due(*wanted: bool) -> SelectOfScalar[RelayEntry]:
    return (
        select(RelayEntry)
        .join(
            RelayCheck,
            (col(RelayCheck.relay_id) == col(RelayEntry.relay_id))
            & (col(RelayCheck.number) == col(RelayEntry.number)),
        )
        .join(Relay, col(Relay.id) == col(RelayEntry.relay_id))
        .outerjoin(
            RelayVoucher,
            (col(RelayVoucher.relay_id) == col(RelayEntry.relay_id))
            & (col(RelayVoucher.number) == col(RelayEntry.number)),
        )
        .where(
            RelayCheck.state == CheckState.CONFIRMED,
            RelayEntry.state == EntryState.ADMITTED,
            col(RelayEntry.offer_until).is_(None),
            col(RelayVoucher.issued_at).is_(None),
            Relay.state != RelayState.CANCELLED,
            *wanted,
        )
    )


def _insert(session: Session, relay_id: int, numbers: Sequence[int], now: datetime) -> None:
    codes = _draw_codes(session, len(numbers))
    rows = [
        {
            "relay_id": relay_id,
            "number": number,
            "code": code,
            "issued_at": now,
            "from_list": False,
            "is_paid": False,
        }
        for number, code in zip(numbers, codes, strict=True)
    ]
    if rows:
        session.execute(insert(RelayVoucher), rows)


def _draw_codes(session: Session, count: int) -> list[str]:
    """So many codes that no voucher has; nobody can tell one from another."""
    drawn: set[str] = set()
    while len(drawn) < count:
        drawn |= {_draw_code() for _ in range(count - len(drawn))}
        for some in _chunks(sorted(drawn)):
            taken = select(RelayVoucher.code).where(col(RelayVoucher.code).in_(some))
            drawn -= set(session.exec(taken).all())
    return list(drawn)


def _draw_code() -> str:
    return add_check_digit(f"{secrets.randbelow(10**PLAIN_DIGITS):0{PLAIN_DIGITS}d}")


def _tell(session: Session, relay_id: int, entries: Sequence[RelayEntry], now: datetime) -> None:
    """What the voucher says is read when the letter leaves."""
    readers = list_readers(session, {entry.household_id for entry in entries}, now)
    leave_many(
        session,
        [
            NewMessage(
                reader.person_id,
                LETTER,
                {"relay_id": relay_id, "number": entry.number},
                dedupe_key=f"voucher:{relay_id}:{entry.number}:{reader.person_id}:{now.isoformat()}",
                urgency=Urgency.REMINDER,
            )
            for entry in entries
            for reader in readers.get(entry.household_id, ())
        ],
        now=now,
    )


def _chunks(values: Sequence[str] | Sequence[int]) -> Iterator[Collection[str] | Collection[int]]:
    for start in range(0, len(values), _CHUNK):
        yield values[start : start + _CHUNK]

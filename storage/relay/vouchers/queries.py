"""Vouchers, and who may collect them: SELECTs that return frozen values.

Knows nothing of slots, so that what gives those out may ask here who has collected.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func
from sqlmodel import Session, col, select

from storage.community.tables import Building, Household
from storage.relay.kinds import EntryState, RelayState
from storage.relay.tables import Relay, RelayEntry
from storage.relay.vouchers.joins import of_entry
from storage.relay.vouchers.kinds import CheckState
from storage.relay.vouchers.rules import find_validity
from storage.relay.vouchers.tables import (
    RelayCheck,
    RelayCollector,
    RelayPhoto,
    RelayVoucher,
)
from storage.relay.vouchers.views import CollectorView, Pickup, VoucherView


def find_photo(session: Session, relay_id: int, number: int) -> str | None:
    """Telegram's id of the photo of an entry's papers."""
    photo = session.get(RelayPhoto, (relay_id, number))
    return photo.file_id if photo else None


def find_voucher(session: Session, relay_id: int, number: int) -> VoucherView | None:
    """An entry with its voucher, if it has one."""
    return _first(session, RelayEntry.relay_id == relay_id, RelayEntry.number == number)


def find_voucher_by_code(session: Session, code: str) -> VoucherView | None:
    """The voucher with this code."""
    return _first(session, RelayVoucher.code == code)


def find_voucher_of_household(
    session: Session, relay_id: int, household_id: int
) -> VoucherView | None:
    """A household's standing entry with its voucher, if it has one."""
    return _first(
        session,
        RelayEntry.relay_id == relay_id,
        RelayEntry.household_id == household_id,
        RelayEntry.state != EntryState.LEFT,
    )


def list_of_households(
    session: Session, household_ids: Collection[int], *, most: int = 5
) -> tuple[VoucherView, ...]:
    """Standing entries of some households with their vouchers, the newest relays first."""
    latest = (
        select(RelayEntry.relay_id)
        .join(Relay, col(Relay.id) == col(RelayEntry.relay_id))
        .where(
            col(RelayEntry.household_id).in_(household_ids),
            RelayEntry.state != EntryState.LEFT,
            Relay.state != RelayState.CANCELLED,
        )
        .distinct()
        .order_by(col(RelayEntry.relay_id).desc())
        .limit(most)
    )
    relays = session.exec(latest).all()
    found = _list(
        session,
        [
            col(RelayEntry.relay_id).in_(relays),
            col(RelayEntry.household_id).in_(household_ids),
            RelayEntry.state != EntryState.LEFT,
        ],
    )
    return tuple(sorted(found, key=lambda each: each.relay_id, reverse=True))


def list_vouchers(
    session: Session, relay_id: int, *, building_ids: frozenset[int] | None = None
) -> tuple[VoucherView, ...]:
    """Vouchers that are given out, of entries that still stand, in order."""
    wanted: list[Any] = [
        RelayEntry.relay_id == relay_id,
        RelayEntry.state != EntryState.LEFT,
        col(RelayVoucher.issued_at).is_not(None),
    ]
    if building_ids is not None:
        wanted.append(col(RelayEntry.building_id).in_(building_ids))
    return _list(session, wanted)


def list_issued(session: Session, relay_id: int) -> tuple[VoucherView, ...]:
    """All vouchers that a relay ever gave out, void ones too."""
    return _list(session, [RelayEntry.relay_id == relay_id, col(RelayVoucher.code).is_not(None)])


def list_pickups(
    session: Session, relay_id: int, *, since: datetime | None = None
) -> tuple[Pickup, ...]:
    """What was collected, the earliest first; what was taken back is not among it."""
    rows = (
        select(RelayVoucher)
        .where(RelayVoucher.relay_id == relay_id, col(RelayVoucher.collected_at).is_not(None))
        .order_by(col(RelayVoucher.collected_at), col(RelayVoucher.number))
    )
    if since is not None:
        rows = rows.where(col(RelayVoucher.collected_at) >= since)
    return tuple(
        Pickup(row.number, row.collected_at, row.collected_by, row.from_list)
        for row in session.exec(rows)
        if row.collected_at is not None
    )


def list_collected_times(session: Session, relay_id: int) -> dict[int, datetime]:
    """When each entry was collected, by its number; those from offline lists with their times."""
    return {each.number: each.at for each in list_pickups(session, relay_id)}


def list_collectors(session: Session, relay_id: int, now: datetime) -> tuple[CollectorView, ...]:
    """Who of the pharmacy may collect in a relay now, and links that nobody used yet."""
    collected = (
        select(col(RelayVoucher.collected_by), func.count())
        .where(RelayVoucher.relay_id == relay_id, col(RelayVoucher.collected_at).is_not(None))
        .group_by(col(RelayVoucher.collected_by))
    )
    by_person = dict(session.exec(collected).all())
    rows = session.exec(
        select(RelayCollector)
        .where(
            RelayCollector.relay_id == relay_id,
            col(RelayCollector.revoked_at).is_(None),
            col(RelayCollector.expires_at) > now,
        )
        .order_by(col(RelayCollector.id))
    )
    return tuple(
        CollectorView(
            row.id or 0, row.label, row.person_id, row.expires_at, by_person.get(row.person_id, 0)
        )
        for row in rows
    )


def _first(session: Session, *wanted: Any) -> VoucherView | None:
    return next(iter(_list(session, wanted)), None)


def _list(session: Session, wanted: Sequence[Any]) -> tuple[VoucherView, ...]:
    columns: list[Any] = [
        RelayEntry,
        Household.door,
        Building.label,
        RelayCheck.state,
        RelayVoucher,
    ]
    statement = (
        select(*columns)
        .join(Household, col(Household.id) == col(RelayEntry.household_id))
        .join(Building, col(Building.id) == col(Household.building_id))
        .outerjoin(RelayCheck, of_entry(RelayCheck))
        .outerjoin(RelayVoucher, of_entry(RelayVoucher))
        .where(*wanted)
        .order_by(col(RelayEntry.ordered_at), col(RelayEntry.number))
    )
    return tuple(_voucher(*row) for row in session.execute(statement))


def _voucher(
    entry: RelayEntry,
    door: str,
    building: str,
    check: CheckState | None,
    voucher: RelayVoucher | None,
) -> VoucherView:
    given = voucher or RelayVoucher(relay_id=entry.relay_id, number=entry.number, code="")
    is_offered = entry.offer_until is not None
    return VoucherView(
        relay_id=entry.relay_id,
        number=entry.number,
        household_id=entry.household_id,
        building_id=entry.building_id,
        building=building,
        door=door,
        quantity=entry.quantity,
        entry_state=entry.state,
        is_offered=is_offered,
        check=check,
        code=given.code,
        issued_at=given.issued_at,
        delivered_at=given.delivered_at,
        collected_at=given.collected_at,
        collected_by=given.collected_by,
        from_list=given.from_list,
        is_paid=given.is_paid,
        validity=find_validity(
            entry.state, is_offered=is_offered, check=check, collected_at=given.collected_at
        ),
    )

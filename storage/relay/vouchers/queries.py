"""Entries to be checked, and vouchers: SELECTs that return frozen values.

Knows nothing of slots, so that what gives them out may ask here who has collected.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func
from sqlmodel import Session, col, select

from storage.community.kinds import ResidentState
from storage.community.tables import Building, Household, Resident
from storage.relay.kinds import EntryState
from storage.relay.tables import Relay, RelayEntry
from storage.relay.vouchers.kinds import CheckState
from storage.relay.vouchers.rules import Evidence, find_validity, list_doubts
from storage.relay.vouchers.tables import (
    RelayCheck,
    RelayCollector,
    RelayPhoto,
    RelayVoucher,
)
from storage.relay.vouchers.views import (
    Candidate,
    CheckCounts,
    CollectorView,
    Pickup,
    VoucherView,
)


def list_candidates(
    session: Session, relay_id: int, *, building_id: int | None = None
) -> tuple[Candidate, ...]:
    """Entries that hold a place, in order, with what was decided or is proposed (S14, S44)."""
    held = _candidates(relay_id).where(
        RelayEntry.state == EntryState.ADMITTED, *_in_building(building_id)
    )
    return _read_candidates(session, held)


def find_candidate(session: Session, relay_id: int, number: int) -> Candidate | None:
    """One entry, whatever its state."""
    found = _read_candidates(session, _candidates(relay_id).where(RelayEntry.number == number))
    return found[0] if found else None


def list_refused(session: Session, relay_id: int, *, most: int) -> tuple[Candidate, ...]:
    """The entries that staff refused last, the latest first."""
    refused = _candidates(relay_id).where(RelayCheck.state == CheckState.REFUSED)
    found = _read_candidates(session, refused.order_by(None))
    return tuple(sorted(found, key=_decided, reverse=True)[:most])


def _decided(each: Candidate) -> tuple[datetime, int]:
    assert each.decided_at is not None
    return each.decided_at, each.number


def count_checks(session: Session, relay_id: int) -> CheckCounts:
    """How far the check has come."""
    held = list_candidates(session, relay_id)
    open_ones = [each for each in held if each.is_open]
    review = [each for each in open_ones if each.doubts]
    refused = select(func.count()).where(
        RelayCheck.relay_id == relay_id, RelayCheck.state == CheckState.REFUSED
    )
    return CheckCounts(
        proposed=len(open_ones) - len(review),
        review=len(review),
        awaiting=sum("papers_missing" in each.doubts for each in review),
        photos=sum(each.has_photo for each in review),
        confirmed=len(held) - len(open_ones),
        refused=session.exec(refused).one(),
    )


def _candidates(relay_id: int) -> Any:
    ties = (
        select(
            col(Resident.household_id).label("household_id"),
            func.sum(_one_if(col(Resident.state) == ResidentState.ACTIVE)).label("active"),
            func.sum(_one_if(col(Resident.state) == ResidentState.DISPUTED)).label("disputed"),
        )
        .join(Household, col(Household.id) == col(Resident.household_id))
        .join(Relay, col(Relay.estate_id) == col(Household.estate_id))
        .where(Relay.id == relay_id)
        .group_by(col(Resident.household_id))
        .subquery()
    )
    return (
        select(
            RelayEntry,
            Household.door,
            Relay.needs_papers,
            RelayCheck.state,
            RelayCheck.decided_at,
            col(RelayPhoto.number).is_not(None),
            func.coalesce(ties.c.active, 0),
            func.coalesce(ties.c.disputed, 0),
        )
        .join(Relay, col(Relay.id) == col(RelayEntry.relay_id))
        .join(Household, col(Household.id) == col(RelayEntry.household_id))
        .outerjoin(RelayCheck, _of_entry(RelayCheck))
        .outerjoin(RelayPhoto, _of_entry(RelayPhoto))
        .outerjoin(ties, ties.c.household_id == col(RelayEntry.household_id))
        .where(RelayEntry.relay_id == relay_id)
        .order_by(col(RelayEntry.ordered_at), col(RelayEntry.number))
    )


def _one_if(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return case((condition, 1), else_=0)


def _of_entry(table: type[RelayCheck | RelayPhoto | RelayVoucher]) -> ColumnElement[bool]:
    return (col(table.relay_id) == col(RelayEntry.relay_id)) & (
        col(table.number) == col(RelayEntry.number)
    )


def _in_building(building_id: int | None) -> list[ColumnElement[bool]]:
    return [] if building_id is None else [col(RelayEntry.building_id) == building_id]


def _read_candidates(session: Session, statement: Any) -> tuple[Candidate, ...]:
    return tuple(_candidate(*row) for row in session.exec(statement))


def _candidate(
    entry: RelayEntry,
    door: str,
    needs_papers: bool,
    state: CheckState | None,
    decided_at: datetime | None,
    has_photo: bool,
    active: int,
    disputed: int,
) -> Candidate:
    evidence = Evidence(
        residents=active,
        disputed=disputed,
        needs_papers=needs_papers or state is CheckState.AWAITING,
        has_photo=bool(has_photo),
    )
    return Candidate(
        number=entry.number,
        household_id=entry.household_id,
        building_id=entry.building_id,
        door=door,
        quantity=entry.quantity,
        channel=entry.channel,
        ordered_at=entry.ordered_at,
        state=state,
        doubts=list_doubts(evidence),
        has_photo=bool(has_photo),
        decided_at=decided_at,
    )


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


def list_vouchers(
    session: Session, relay_id: int, *, building_ids: frozenset[int] | None = None
) -> tuple[VoucherView, ...]:
    """Vouchers that were given out, of entries that still stand, in order."""
    wanted: list[Any] = [
        RelayEntry.relay_id == relay_id,
        RelayEntry.state != EntryState.LEFT,
        col(RelayVoucher.issued_at).is_not(None),
    ]
    if building_ids is not None:
        wanted.append(col(RelayEntry.building_id).in_(building_ids))
    return _list(session, wanted)


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
    statement: Select[Any] = (
        select(RelayEntry, Household.door, Building.label, RelayCheck.state, RelayVoucher)
        .join(Household, col(Household.id) == col(RelayEntry.household_id))
        .join(Building, col(Building.id) == col(Household.building_id))
        .outerjoin(RelayCheck, _of_entry(RelayCheck))
        .outerjoin(RelayVoucher, _of_entry(RelayVoucher))
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

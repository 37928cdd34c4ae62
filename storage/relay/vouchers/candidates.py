"""Entries to be checked, with what is proposed about them (S14, S44)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, case, func
from sqlmodel import Session, col, select

from storage.community.kinds import ResidentState
from storage.community.tables import Household, Resident
from storage.relay.kinds import EntryState
from storage.relay.tables import Relay, RelayEntry
from storage.relay.vouchers.joins import of_entry
from storage.relay.vouchers.kinds import CheckState
from storage.relay.vouchers.rules import Evidence, list_doubts
from storage.relay.vouchers.tables import RelayCheck, RelayPhoto
from storage.relay.vouchers.views import Candidate, CheckCounts


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
    columns: list[Any] = [
        RelayEntry,
        Household.door,
        Relay.needs_papers,
        RelayCheck.state,
        RelayCheck.decided_at,
        col(RelayPhoto.number).is_not(None),
        func.coalesce(ties.c.active, 0),
        func.coalesce(ties.c.disputed, 0),
    ]
    return (
        select(*columns)
        .join(Relay, col(Relay.id) == col(RelayEntry.relay_id))
        .join(Household, col(Household.id) == col(RelayEntry.household_id))
        .outerjoin(RelayCheck, of_entry(RelayCheck))
        .outerjoin(RelayPhoto, of_entry(RelayPhoto))
        .outerjoin(ties, ties.c.household_id == col(RelayEntry.household_id))
        .where(RelayEntry.relay_id == relay_id)
        .order_by(col(RelayEntry.ordered_at), col(RelayEntry.number))
    )


def _one_if(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return case((condition, 1), else_=0)


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

"""The lights of supply lines: set by staff, each with number, time and source (S74)."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session, col, select

from storage.audit.actions import record
from storage.community.actions import lock_committee
from storage.errors import RuleError
from storage.facts import check_text
from storage.supplies.actions._locks import check_staff
from storage.supplies.kinds import Light
from storage.supplies.tables import SupplyReading, SupplyStatus

LONGEST_NAME, LONGEST_AMOUNT, LONGEST_SOURCE = 40, 60, 120


def set_light(
    session: Session,
    committee_id: int,
    name: str,
    light: Light,
    amount: str,
    source: str,
    *,
    by: int,
    now: datetime,
) -> int:
    """Put down how a line of supply stands; a line of a new name is added.

    Args:
        amount: number and unit: `12 tonnes`, `3 days`.
        source: who says so.

    Returns:
        The line's number.

    Raises:
        RuleError: `not_found`, `not_staff`, `fact_missing`, `text_too_long`.
    """
    check_staff(session, committee_id, by, now)
    check_text("name", name, LONGEST_NAME)
    check_text("amount", amount, LONGEST_AMOUNT)
    check_text("source", source, LONGEST_SOURCE)
    lock_committee(session, committee_id)
    status = _find(session, committee_id, name.strip())
    reading = SupplyReading(
        status_id=status,
        light=light,
        amount=amount.strip(),
        source=source.strip(),
        as_of=now,
        set_by=by,
    )
    session.add(reading)
    record(session, f"supply_status.{light.value}", f"supply_status:{status}", at=now, actor_id=by)
    return status


def _find(session: Session, committee_id: int, name: str) -> int:
    standing = select(SupplyStatus).where(
        SupplyStatus.committee_id == committee_id,
        SupplyStatus.name == name,
        col(SupplyStatus.withdrawn_at).is_(None),
    )
    status = session.exec(standing).first()
    if status is None:
        status = SupplyStatus(committee_id=committee_id, name=name)
        session.add(status)
        session.flush()
    assert status.id is not None
    return status.id


def withdraw_status(session: Session, status_id: int, *, by: int, now: datetime) -> None:
    """Watch a line no longer; its history stays. Again, it changes nothing.

    Raises:
        RuleError: `not_found`, `not_staff`.
    """
    query = select(SupplyStatus).where(SupplyStatus.id == status_id).with_for_update()
    status = session.exec(query).first()
    if status is None:
        raise RuleError("not_found", kind="status")
    check_staff(session, status.committee_id, by, now)
    if status.withdrawn_at is None:
        status.withdrawn_at = now
        session.add(status)
        record(
            session, "supply_status.withdrawn", f"supply_status:{status_id}", at=now, actor_id=by
        )

"""Rows that are locked before a decision, so that two who decide at once do so in turn.

The locks leave the rows' numbers free: others may go on pointing at them. SQLite has one writer
and needs none.
"""

from __future__ import annotations

from typing import TypeVar

from sqlmodel import Session, select

from storage.community.tables import Committee, Estate, Household, Person, Resident
from storage.errors import RuleError

T = TypeVar("T")


def lock_committee(session: Session, committee_id: int) -> Committee:
    """Rights of one committee change one after the other; so do its estates."""
    query = select(Committee).where(Committee.id == committee_id)
    return _found(session.exec(query.with_for_update(key_share=True)).first(), "committee")


def lock_estate(session: Session, estate_id: int) -> Estate:
    """Two imports of one roster do not collide."""
    query = select(Estate).where(Estate.id == estate_id)
    return _found(session.exec(query.with_for_update(key_share=True)).first(), "estate")


def lock_person(session: Session, person_id: int) -> Person:
    """One person's ties change one after the other."""
    query = select(Person).where(Person.id == person_id)
    return _found(session.exec(query.with_for_update(key_share=True)).first(), "person")


def lock_household(session: Session, household_id: int) -> Household:
    """Two who join at once must see each other, or neither would be told."""
    query = select(Household).where(Household.id == household_id)
    return _found(session.exec(query.with_for_update(key_share=True)).first(), "household")


def lock_resident(session: Session, resident_id: int) -> Resident:
    """One tie changes one after the other."""
    query = select(Resident).where(Resident.id == resident_id)
    return _found(session.exec(query.with_for_update(key_share=True)).first(), "resident")


def _found(row: T | None, kind: str) -> T:
    if row is None:
        raise RuleError("not_found", kind=kind)
    return row

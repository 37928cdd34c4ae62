"""Committees, estates, and rosters brought into them."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert
from sqlmodel import Session, select

from storage.audit.actions import record
from storage.community.actions._locks import lock_committee, lock_estate
from storage.community.queries import find_actor
from storage.community.roster import Roster, RosterRow
from storage.community.rules import check_label, check_staff
from storage.community.tables import Building, Committee, Estate, Household

_NAME_LENGTH = 80
_LINK_BYTES = 9
"""Random bytes of a building's link: 12 characters that nobody can guess."""


@dataclass(frozen=True)
class ImportReport:
    """What an import changed.

    Attributes:
        added: households that are new.
        unchanged: households that stood there already.
        missing: doors in the estate that the file does not name; they stay.
        buildings_added: labels of new buildings.
    """

    added: int
    unchanged: int
    missing: tuple[str, ...]
    buildings_added: tuple[str, ...]


def create_committee(
    session: Session,
    name: str,
    *,
    now: datetime,
    time_zone: str = "Asia/Shanghai",
    language: str = "zh-hans",
    by: int | None = None,
) -> int:
    """Found a committee, at the command line; returns its number.

    Raises:
        RuleError: `name_empty`.
    """
    committee = Committee(
        name=check_label("committee", name, _NAME_LENGTH), time_zone=time_zone, language=language
    )
    session.add(committee)
    session.flush()
    assert committee.id is not None
    record(session, "committee.created", f"committee:{committee.id}", at=now, actor_id=by)
    return committee.id


def change_committee(
    session: Session,
    committee_id: int,
    *,
    now: datetime,
    time_zone: str | None = None,
    language: str | None = None,
) -> None:
    """Set a committee's clock or its own language, at the command line. None leaves as it is.

    Args:
        time_zone: an IANA name.
        language: what its groups' cards are in, unless a group chose another.
    """
    committee = session.get_one(Committee, committee_id)
    committee.time_zone = time_zone or committee.time_zone
    committee.language = language or committee.language
    session.add(committee)
    record(session, "committee.changed", f"committee:{committee_id}", at=now, actor_id=None)


def create_estate(
    session: Session, committee_id: int, name: str, *, now: datetime, by: int | None = None
) -> int:
    """Add an estate to a committee; one of the same name is left as it is. Returns its number.

    Args:
        by: staff; None at the command line.

    Raises:
        RuleError: `not_staff`, `not_found`, `name_empty`.
    """
    cleaned = check_label("estate", name, _NAME_LENGTH)
    lock_committee(session, committee_id)
    check_operator_or_staff(session, committee_id, by, now)
    same = select(Estate).where(Estate.committee_id == committee_id, Estate.name == cleaned)
    estate = session.exec(same).first()
    if estate is None:
        estate = Estate(committee_id=committee_id, name=cleaned)
        session.add(estate)
        session.flush()
        record(session, "estate.created", f"estate:{estate.id}", at=now, actor_id=by)
    assert estate.id is not None
    return estate.id


def import_roster(
    session: Session,
    estate_id: int,
    roster: Roster,
    *,
    now: datetime,
    by: int | None = None,
    on_progress: Callable[[int], None] | None = None,
) -> ImportReport:
    """Bring an estate's roster up to a file. Importing twice changes nothing; nothing is deleted.

    Args:
        by: staff; None at the command line.
        on_progress: told how many rows were brought in since it was last told.

    Raises:
        RuleError: `not_staff`, `not_found`.
    """
    estate = lock_estate(session, estate_id)
    check_operator_or_staff(session, estate.committee_id, by, now)
    buildings, added_buildings = _bring_buildings(session, estate_id, roster)
    known = set(session.exec(select(Household.door).where(Household.estate_id == estate_id)))
    added = 0
    for label in roster.buildings:
        rows = [row for row in roster.rows if row.building == label]
        new = [row for row in rows if row.key not in known]
        _add_households(session, estate_id, buildings[label], new)
        added += len(new)
        if on_progress is not None:
            on_progress(len(rows))
    if added:
        record(session, "roster.imported", f"estate:{estate_id}", at=now, actor_id=by, added=added)
    missing = known - {row.key for row in roster.rows}
    return ImportReport(added, len(roster.rows) - added, tuple(sorted(missing)), added_buildings)


def check_operator_or_staff(
    session: Session, committee_id: int, by: int | None, now: datetime
) -> None:
    """Whoever types on the server's command line (None) may; anybody else must be staff.

    Raises:
        RuleError: `not_staff`.
    """
    if by is not None:
        check_staff(find_actor(session, by, now), committee_id)


def _bring_buildings(
    session: Session, estate_id: int, roster: Roster
) -> tuple[dict[str, int], tuple[str, ...]]:
    """Ids by label of every building of the roster, and the labels of those that are new."""
    query = select(Building).where(Building.estate_id == estate_id)
    known = {building.label: building for building in session.exec(query)}
    added = tuple(label for label in roster.buildings if label not in known)
    last = max((building.position for building in known.values()), default=0)
    for position, label in enumerate(added, last + 1):
        known[label] = Building(
            estate_id=estate_id,
            label=label,
            position=position,
            link_code=secrets.token_urlsafe(_LINK_BYTES),
        )
        session.add(known[label])
    session.flush()
    ids = {label: building.id for label, building in known.items() if building.id is not None}
    return ids, added


def _add_households(
    session: Session, estate_id: int, building_id: int, rows: list[RosterRow]
) -> None:
    if not rows:
        return
    values = [
        {
            "estate_id": estate_id,
            "building_id": building_id,
            "unit": row.unit,
            "room": row.room,
            "door": row.key,
        }
        for row in rows
    ]
    session.execute(insert(Household), values)

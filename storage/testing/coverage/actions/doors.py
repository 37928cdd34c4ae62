"""Door by door: what leads, staff and the squad put down, and rooms that the roster lacks."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session, col, select

from storage.audit.actions import record
from storage.community.actions import import_roster
from storage.community.queries import find_actor
from storage.community.roster import Roster, RosterRow
from storage.community.tables import Building, Household
from storage.errors import RuleError
from storage.testing.coverage.actions._marking import (
    check_household,
    drop_mark,
    lock_household,
    put_mark,
)
from storage.testing.coverage.kinds import MarkState, SeenBy
from storage.testing.coverage.queries import (
    find_building_place,
    find_home,
    find_mark,
    find_place,
    is_in_squad,
)
from storage.testing.coverage.rules import check_may_see, find_how, read_room


def mark_door(
    session: Session, day_id: int, household_id: int, state: MarkState, *, by: int, now: datetime
) -> None:
    """Put down what came of a door: done, cannot come, nobody at home. Again changes nothing.

    Raises:
        RuleError: `doors_not_yours`, `testing_unknown`, `testing_over`, `doors_too_early`,
            `stale_button`.
    """
    how = _check_how(session, day_id, household_id, by, now)
    lock_household(session, household_id)
    day = check_household(session, day_id, household_id, state, now)
    mark = find_mark(session, day_id, household_id)
    if mark is not None and mark.state is state:
        return
    put_mark(session, day, household_id, state, how, reason=None, by=by, now=now)


def unmark_door(
    session: Session, day_id: int, household_id: int, *, by: int, now: datetime
) -> None:
    """Take back a tick that was a slip.

    Raises:
        RuleError: `doors_not_yours`, `testing_unknown`, `testing_over`, `stale_button`.
    """
    _check_how(session, day_id, household_id, by, now)
    lock_household(session, household_id)
    day = check_household(session, day_id, household_id, MarkState.CANNOT, now)
    drop_mark(session, day, household_id, by=by, now=now)


def _check_how(session: Session, day_id: int, household_id: int, by: int, now: datetime) -> SeenBy:
    place = find_place(session, household_id)
    if place is None:
        raise RuleError("stale_button")
    goes_round = is_in_squad(session, day_id, by) and find_home(session, household_id) is not None
    return find_how(find_actor(session, by, now), place, is_in_squad=goes_round)


def add_room(
    session: Session, building_id: int, text: str, *, by: int, now: datetime
) -> tuple[int, bool]:
    """Add a door that somebody stands before and that the roster does not have (S55).

    Args:
        text: `501`; in a building with units `2-501`.

    Returns:
        The household's number, and whether it is new: a door that is known stays as it is.

    Raises:
        RuleError: `doors_not_yours`, `stale_button`, `room_unreadable`, `room_without_unit`.
    """
    place = find_building_place(session, building_id)
    if place is None:
        raise RuleError("stale_button")
    check_may_see(find_actor(session, by, now), place)
    building = session.get_one(Building, building_id)
    has_units = select(Household.id).where(
        Household.building_id == building_id, col(Household.unit) != ""
    )
    unit, room = read_room(text, has_units=session.exec(has_units).first() is not None)
    row = RosterRow(0, building.label, unit, room)
    report = import_roster(session, building.estate_id, Roster((row,)), now=now)
    query = select(Household.id).where(
        Household.estate_id == building.estate_id, Household.door == row.key
    )
    household_id = session.exec(query).one()
    assert household_id is not None
    if report.added:
        subject = f"household:{household_id}"
        record(session, "door.added", subject, at=now, actor_id=by, building_id=building_id)
    return household_id, bool(report.added)

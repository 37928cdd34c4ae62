"""The daily reserve (机动名额, S03): places beside the order, given by staff with a reason.

What is public of them is a number (T5). A place that is not given on its day is gone with it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, func, select

from storage.audit.actions import record
from storage.community.tables import Household
from storage.errors import RuleError
from storage.facts import check_text
from storage.local_time import local_day
from storage.relay import corrections
from storage.relay.entries import Act
from storage.relay.kinds import EntryState, Role
from storage.relay.moves.table import Table, check_staff, take_table
from storage.relay.pools import RESERVE
from storage.relay.queries import find_relay
from storage.relay.rules import check_eligible, to_stamp
from storage.relay.tables import Relay, RelayEntry, RelayGrant

LONGEST_REASON = 200


@dataclass(frozen=True, slots=True)
class Reserve:
    """The reserve of one day: how many places there are, and how many were given."""

    places: int
    granted: int


@dataclass(frozen=True, slots=True)
class GrantView:
    """A place given out of the reserve, for staff.

    Attributes:
        number: of the entry.
        day: of the committee's calendar.
    """

    id: int
    household_id: int
    door: str
    group: str
    reason: str
    day: date
    granted_at: datetime
    granted_by: int
    revoked_at: datetime | None
    number: int


def grant_place(
    session: Session,
    relay_id: int,
    household_id: int,
    group: str,
    reason: str,
    *,
    by: int,
    now: datetime,
    quantity: int = 1,
) -> int:
    """Give a household a place out of today's reserve. Nobody's place in the order is touched.

    A household that stands in the list keeps its pieces; its place there goes on to the next.

    Returns:
        The grant's number.

    Raises:
        RuleError: `relay_unknown`, `not_staff`, `relay_cancelled`, `reserve_none`, `wrong_group`,
            `fact_missing`, `text_too_long`, `household_unknown`, `not_eligible`,
            `already_granted`, `reserve_spent` (places).
    """
    table = take_table(session, relay_id)
    check_staff(table, by, now)
    row = table.page.row
    _check_terms(row, group, table)
    check_text("reason", reason, LONGEST_REASON)
    standing = table.find_household(household_id)
    door = table.books.door_in(relay_id, household_id)
    check_eligible(table.sheet.terms, door.building_id)
    if standing is not None and standing.pool == RESERVE:
        raise RuleError("already_granted")
    day = local_day(now, row.time_zone)
    if _count_granted(session, relay_id, day) >= row.daily_reserve:
        raise RuleError("reserve_spent", places=row.daily_reserve)
    act = Act(to_stamp(now), by, Role.STAFF, reason=f"{group}: {reason.strip()}")
    entry = corrections.grant(
        table.sheet,
        household_id,
        act,
        building_id=door.building_id,
        quantity=quantity,
        day=day.isoformat(),
    )
    table.write()
    grant = RelayGrant(
        relay_id=relay_id,
        household_id=household_id,
        entry_number=entry.number,
        day=day,
        group_name=group,
        reason=reason.strip(),
        was_listed=standing is not None,
        granted_by=by,
        granted_at=now,
    )
    session.add(grant)
    session.flush()
    assert grant.id is not None
    subject = f"relay:{relay_id}"
    record(session, "relay.granted", subject, at=now, actor_id=by, grant=grant.id)
    return grant.id


def revoke_grant(session: Session, grant_id: int, *, by: int, now: datetime) -> None:
    """Take a grant back. Who stood in the list before goes back to its place there.

    Raises:
        RuleError: `grant_unknown`, `not_staff`.
    """
    grant = session.get(RelayGrant, grant_id)
    if grant is None:
        raise RuleError("grant_unknown")
    table = take_table(session, grant.relay_id)
    check_staff(table, by, now)
    session.refresh(grant)
    if grant.revoked_at is not None:
        return
    grant.revoked_by, grant.revoked_at = by, now
    session.add(grant)
    was_listed, number = grant.was_listed, grant.entry_number
    session.flush()
    entry = table.find_number(number)
    if entry.state is EntryState.ADMITTED and entry.pool == RESERVE:
        act = Act(to_stamp(now), by, Role.STAFF)
        (corrections.take_back if was_listed else corrections.void)(table.sheet, entry, act)
        table.write()
    subject = f"relay:{table.relay_id}"
    record(session, "relay.grant_revoked", subject, at=now, actor_id=by, grant=grant_id)


def is_granted(session: Session, relay_id: int, number: int) -> bool:
    """Whether an entry was given a place of the reserve that was not taken back."""
    standing = select(RelayGrant.id).where(
        RelayGrant.relay_id == relay_id,
        RelayGrant.entry_number == number,
        col(RelayGrant.revoked_at).is_(None),
    )
    return session.exec(standing).first() is not None


def find_reserve(session: Session, relay_id: int, now: datetime) -> Reserve:
    """Today's reserve; the day is the committee's.

    Raises:
        RuleError: `relay_unknown`.
    """
    relay = find_relay(session, relay_id)
    if relay is None:
        raise RuleError("relay_unknown")
    granted = _count_granted(session, relay_id, local_day(now, relay.time_zone))
    return Reserve(relay.sharing.daily_reserve, granted)


def list_grants(session: Session, relay_id: int) -> tuple[GrantView, ...]:
    """All grants of a relay, the newest first. For staff only."""
    rows = session.exec(
        select(RelayGrant, Household.door)
        .join(Household, col(Household.id) == col(RelayGrant.household_id))
        .where(RelayGrant.relay_id == relay_id)
        .order_by(col(RelayGrant.id).desc())
    )
    return tuple(_view(grant, door) for grant, door in rows)


def _view(grant: RelayGrant, door: str) -> GrantView:
    assert grant.id is not None
    return GrantView(
        id=grant.id,
        household_id=grant.household_id,
        door=door,
        group=grant.group_name,
        reason=grant.reason,
        day=grant.day,
        granted_at=grant.granted_at,
        granted_by=grant.granted_by,
        revoked_at=grant.revoked_at,
        number=grant.entry_number,
    )


def _check_terms(row: Relay, group: str, table: Table) -> None:
    if table.sheet.terms.is_cancelled:
        raise RuleError("relay_cancelled")
    if not row.daily_reserve:
        raise RuleError("reserve_none")
    if group not in row.reserve_groups:
        raise RuleError("wrong_group")


def _count_granted(session: Session, relay_id: int, day: date) -> int:
    """Places given on a day and still held: who gave theirs back left it for another."""
    held = (
        select(func.count())
        .select_from(RelayGrant)
        .join(
            RelayEntry,
            (col(RelayEntry.relay_id) == col(RelayGrant.relay_id))
            & (col(RelayEntry.number) == col(RelayGrant.entry_number)),
        )
        .where(
            RelayGrant.relay_id == relay_id,
            RelayGrant.day == day,
            col(RelayGrant.revoked_at).is_(None),
            RelayEntry.state != EntryState.LEFT,
        )
    )
    return session.exec(held).one()

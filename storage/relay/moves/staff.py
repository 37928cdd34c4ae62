"""What staff correct in a list: pieces, times, entries that should not stand."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from storage.audit.actions import record
from storage.errors import RuleError
from storage.facts import check_text
from storage.relay import corrections, presses
from storage.relay import statements as sql
from storage.relay.entries import Act, Entry, Paper
from storage.relay.kinds import EntryState, EventKind, Role
from storage.relay.moves.grants import is_granted
from storage.relay.moves.papers import Former
from storage.relay.moves.table import Table, check_may_write, take_table
from storage.relay.pools import RESERVE
from storage.relay.rules import check_entry_time, to_stamp

LONGEST_REASON = 200
# Taken out by staff or by the clock; what a household gave up itself it alone may ask for again.
_RESTORABLE = frozenset({EventKind.VOIDED, EventKind.LAPSED})


def change_entry(
    session: Session,
    relay_id: int,
    number: int,
    quantity: int,
    *,
    by: int,
    now: datetime,
    update_id: int | None = None,
) -> None:
    """Change the pieces of an entry; its place stays. The same number again changes nothing.

    Raises:
        RuleError: `relay_unknown`, `relay_cancelled`, `entry_unknown`, `entry_left`, `not_staff`,
            `wrong_quantity`, `voucher_collected`.
    """
    table = take_table(session, relay_id)
    entry = _find_standing(table, number)
    check_may_write(table, entry.building_id, by, now)
    if entry.quantity != quantity:
        presses.change(table.sheet, entry, quantity, _staff_act(by, now, update_id))
        table.write()


def void_entry(
    session: Session,
    relay_id: int,
    number: int,
    reason: str,
    *,
    by: int,
    now: datetime,
    update_id: int | None = None,
) -> None:
    """Take an entry out, with a reason that its household is told. Again, it changes nothing.

    Raises:
        RuleError: `relay_unknown`, `relay_cancelled`, `entry_unknown`, `not_staff`,
            `fact_missing`, `text_too_long`, `voucher_collected`.
    """
    check_text("reason", reason, LONGEST_REASON)
    table = take_table(session, relay_id)
    entry = table.find_number(number)
    check_may_write(table, entry.building_id, by, now)
    if entry.state is EntryState.LEFT:
        return
    _check_not_cancelled(table)
    act = _staff_act(by, now, update_id, reason=reason.strip())
    corrections.void(table.sheet, entry, act)
    table.write()
    _audit(table, "relay.entry_voided", entry, by, now)


def restore_entry(
    session: Session,
    relay_id: int,
    number: int,
    *,
    by: int,
    now: datetime,
    update_id: int | None = None,
) -> None:
    """Put an entry that was void, or whose offer lapsed, back at its old place in the order.

    An entry that stands is left as it is.

    Raises:
        RuleError: `relay_unknown`, `relay_cancelled`, `entry_unknown`, `not_staff`,
            `entry_not_void` where its household left by itself or it was of the reserve,
            `household_has_entry`.
    """
    table = take_table(session, relay_id)
    entry = table.find_number(number)
    check_may_write(table, entry.building_id, by, now)
    if entry.state is not EntryState.LEFT:
        return
    check_restorable(table, entry)
    corrections.restore(table.sheet, entry, _staff_act(by, now, update_id))
    table.write()
    _audit(table, "relay.entry_restored", entry, by, now)


def retime_entry(
    session: Session,
    relay_id: int,
    number: int,
    received_at: datetime,
    *,
    by: int,
    now: datetime,
    not_before: datetime | None = None,
    former: Former | None = None,
    reason: str = "",
    update_id: int | None = None,
) -> None:
    """Move an entry to another time, as on a paper that was misread.

    Args:
        former: put it back exactly there, instead of at `received_at`.

    Raises:
        RuleError: `relay_unknown`, `entry_unknown`, `entry_left`, `entry_granted`, `not_staff`,
            `entry_time_outside`.
    """
    table = take_table(session, relay_id)
    entry = _find_standing(table, number)
    check_may_write(table, entry.building_id, by, now)
    if entry.pool == RESERVE:
        raise RuleError("entry_granted")
    is_back = former is not None
    if former is None:
        check_entry_time(table.sheet.terms, received_at, now)
        stamp = to_stamp(received_at)
        earliest = None if not_before is None else to_stamp(not_before)
        former = Former(stamp, stamp, earliest, entry.channel)
    paper = paper_of(entry, former)
    act = _staff_act(by, now, update_id, reason=reason.strip() or None)
    ordered_at = former.ordered_at if is_back else presses.order_of(table.sheet, paper)
    presses.retime(table.sheet, entry, paper, ordered_at, act, is_back=is_back)
    table.write()
    _audit(table, "relay.entry_retimed", entry, by, now)


def _find_standing(table: Table, number: int) -> Entry:
    _check_not_cancelled(table)
    entry = table.find_number(number)
    if entry.state is EntryState.LEFT:
        raise RuleError("entry_left")
    return entry


def _check_not_cancelled(table: Table) -> None:
    # Nobody moves up in a relay that was called off, so nobody may make room in it.
    if table.sheet.terms.is_cancelled:
        raise RuleError("relay_cancelled")


def paper_of(entry: Entry, former: Former) -> Paper:
    """What an entry stands by at another time."""
    return Paper(
        household_id=entry.household_id,
        building_id=entry.building_id,
        quantity=entry.quantity,
        channel=former.channel,
        came_at=former.came_at,
        ordered_at=former.ordered_at,
        not_before=former.not_before,
    )


def check_restorable(table: Table, entry: Entry) -> None:
    """Refuse to put back what its household gave up itself, or what another entry stands for.

    Raises:
        RuleError: `relay_cancelled`, `entry_not_void`, `household_has_entry`.
    """
    _check_not_cancelled(table)
    asked = {"relay": table.relay_id, "number": entry.number}
    if table.connection.execute(sql.WHY_LEFT, asked).scalar() not in _RESTORABLE:
        raise RuleError("entry_not_void")
    # A place of the reserve hides its building in the log: in the list nobody could check it.
    if table.connection.execute(sql.HOW_MADE, asked).scalar() is EventKind.GRANTED:
        raise RuleError("entry_not_void")
    # Of the reserve it was when it was taken out: a new grant gives it a place there again.
    if is_granted(table.session, table.relay_id, entry.number):
        raise RuleError("entry_not_void")
    table.know_households([entry.household_id])
    if entry.household_id in table.sheet.entries:
        raise RuleError("household_has_entry")


def _staff_act(by: int, now: datetime, update_id: int | None, reason: str | None = None) -> Act:
    return Act(to_stamp(now), by, Role.STAFF, update_id, reason)


def _audit(table: Table, action: str, entry: Entry, by: int, now: datetime) -> None:
    subject = f"relay:{table.relay_id}"
    record(table.session, action, subject, at=now, actor_id=by, entry=entry.number)

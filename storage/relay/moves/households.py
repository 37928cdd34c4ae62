"""What a single household does about its place: yield it, take up an offer or let it pass."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from sqlmodel import Session, col, select

from storage.errors import RuleError
from storage.relay import corrections
from storage.relay import statements as sql
from storage.relay.counting import count_places
from storage.relay.entries import Act, Entry
from storage.relay.kinds import EntryState, Role
from storage.relay.moves.table import Table, take_table
from storage.relay.pools import RESERVE
from storage.relay.ranking import Ranked
from storage.relay.rules import from_stamp, to_stamp
from storage.relay.sheet import Sheet
from storage.relay.tables import RelayEntry


@dataclass(frozen=True, slots=True)
class Moved:
    """Where an entry stands after its household acted.

    Attributes:
        place: from 1; 0 once left.
        waiting_place: from 1, for who waits.
    """

    number: int
    household_id: int
    state: EntryState
    place: int
    waiting_place: int | None


def yield_place(
    session: Session,
    relay_id: int,
    household_id: int,
    *,
    by: int,
    now: datetime,
    role: Role = Role.HOUSEHOLD,
    update_id: int | None = None,
) -> Moved:
    """Let all who stand behind a household go first (让一让, S28): it is ordered by now.

    Args:
        by: who acts; that they may act for the household was checked before.

    Raises:
        RuleError: `relay_unknown`, `relay_cancelled`, `not_joined`, `yield_drawing` before the
            draw, `yield_granted` for a place of the reserve.
    """
    table = take_table(session, relay_id)
    if table.sheet.terms.is_cancelled:
        raise RuleError("relay_cancelled")
    entry = _find_own(table, household_id)
    if table.was_done(update_id, by):
        return _moved(table, entry)
    if entry.state is EntryState.DRAWING:
        raise RuleError("yield_drawing")
    if entry.pool == RESERVE:
        raise RuleError("yield_granted")
    corrections.yield_place(table.sheet, entry, Act(to_stamp(now), by, role, update_id))
    table.write()
    return _moved(table, entry)


def accept_offer(
    session: Session,
    relay_id: int,
    household_id: int,
    *,
    by: int,
    now: datetime,
    role: Role = Role.HOUSEHOLD,
    update_id: int | None = None,
) -> Moved:
    """Take up the place that a household was offered. Again, it is answered as before.

    Raises:
        RuleError: `relay_unknown`, `not_joined`, `no_offer`, `offer_over`.
    """
    act = Act(to_stamp(now), by, role, update_id)
    return _answer_offer(session, relay_id, household_id, act, corrections.accept)


def decline_offer(
    session: Session,
    relay_id: int,
    household_id: int,
    *,
    by: int,
    now: datetime,
    role: Role = Role.HOUSEHOLD,
    update_id: int | None = None,
) -> Moved:
    """Let an offered place pass: it goes on to the next, and the household leaves the list.

    Raises:
        RuleError: as `accept_offer`.
    """
    act = Act(to_stamp(now), by, role, update_id)
    return _answer_offer(session, relay_id, household_id, act, corrections.lapse)


def has_lapsing_offers(session: Session, now: datetime) -> bool:
    """Whether the time of an offer is over."""
    due = select(RelayEntry.number).where(col(RelayEntry.offer_until) <= to_stamp(now)).limit(1)
    return session.exec(due).first() is not None


def lapse_offers(session: Session, now: datetime) -> int:
    """End the offers whose time is over: their places go on. Returns how many ended."""
    due = session.connection().execute(sql.LAPSING, {"now": to_stamp(now)}).all()
    return sum(
        _lapse(session, relay_id, [row.number for row in rows], now)
        for relay_id, rows in groupby(due, key=lambda row: row.relay_id)
    )


def _lapse(session: Session, relay_id: int, entries: list[int], now: datetime) -> int:
    table = take_table(session, relay_id)
    act = Act(to_stamp(now))
    if table.sheet.terms.is_cancelled:
        return 0
    # Read again under the lock: the household may have answered meanwhile.
    found = table.know_numbers(entries)
    over = [entry for entry in found if entry.offer_until and entry.offer_until <= act.at]
    for entry in over:
        corrections.lapse(table.sheet, entry, act)
    table.write()
    return len(over)


def _answer_offer(
    session: Session,
    relay_id: int,
    household_id: int,
    act: Act,
    answer: Callable[[Sheet, Entry, Act], None],
) -> Moved:
    table = take_table(session, relay_id)
    entry = _find_own(table, household_id)
    if table.was_done(act.update_id, act.by):
        return _moved(table, entry)
    if table.sheet.terms.is_cancelled:
        raise RuleError("relay_cancelled")
    if entry.offer_until is None:
        raise RuleError("no_offer")
    if entry.offer_until <= act.at:
        raise RuleError("offer_over", until=from_stamp(entry.offer_until).isoformat())
    answer(table.sheet, entry, act)
    table.write()
    return _moved(table, entry)


def _find_own(table: Table, household_id: int) -> Entry:
    entry = table.find_household(household_id)
    if entry is None:
        raise RuleError("not_joined")
    return entry


def _moved(table: Table, entry: Entry) -> Moved:
    places = count_places(table.connection, table.sheet, [entry.number])
    place, waiting_place = places.get(entry.number, Ranked(0, None))
    return Moved(entry.number, entry.household_id, entry.state, place, waiting_place)

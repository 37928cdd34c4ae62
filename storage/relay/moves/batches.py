"""Many corrections of one list in one step: the list is read once and written once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from storage.batch import fetch
from storage.errors import RuleError
from storage.relay import corrections, ledger, presses
from storage.relay import statements as sql
from storage.relay.entries import Act, Entry
from storage.relay.kinds import EntryState, EventKind, Role
from storage.relay.moves.papers import Former
from storage.relay.moves.staff import check_restorable, paper_of
from storage.relay.moves.table import Table, list_own_buildings, take_table
from storage.relay.pools import RESERVE
from storage.relay.rules import to_stamp


@dataclass(frozen=True, slots=True)
class Correction:
    """What is to become of one entry.

    Attributes:
        kind: `VOIDED`, `RESTORED`, `CHANGED` (to `quantity`) or `RETIMED` (back to `former`).
        stands_with: pieces that it must still have; None is any.
    """

    number: int
    kind: EventKind
    quantity: int = 0
    former: Former | None = None
    stands_with: int | None = None


def correct_all(
    session: Session,
    relay_id: int,
    asked: Sequence[Correction],
    *,
    reason: str,
    by: int,
    now: datetime,
) -> list[bool]:
    """Correct entries one after another; which were: what a rule refuses is left as it stands.

    Args:
        reason: what the log says, and the households concerned are told.

    Raises:
        RuleError: `relay_unknown`, `relay_cancelled`, `not_staff`.
    """
    table = take_table(session, relay_id)
    own = list_own_buildings(table, by, now)
    if table.sheet.terms.is_cancelled:
        raise RuleError("relay_cancelled")
    table.know_all()
    act = Act(to_stamp(now), by, Role.STAFF, reason=reason.strip() or None)
    standing = {entry.number: entry for entry in table.sheet.entries.values()}
    done = [_correct(table, standing, each, own, act) for each in asked]
    table.write()
    return done


def _correct(
    table: Table,
    standing: dict[int, Entry],
    asked: Correction,
    own: frozenset[int] | None,
    act: Act,
) -> bool:
    entry = standing.get(asked.number)
    is_back = asked.kind is EventKind.RESTORED
    if entry is None and is_back:
        entry = _read_left(table, asked.number)
    if entry is None or (entry.state is EntryState.LEFT) is not is_back:
        return False
    if own is not None and entry.building_id not in own:
        return False
    if asked.stands_with not in (None, entry.quantity):
        return False
    try:
        _apply(table, entry, asked, act)
    except RuleError:
        return False
    standing[entry.number] = entry
    return True


def _read_left(table: Table, number: int) -> Entry | None:
    rows = fetch(table.connection, sql.ONE, relay=table.relay_id, number=number)
    return ledger.entry_of(rows[0]) if rows else None


def _apply(table: Table, entry: Entry, asked: Correction, act: Act) -> None:
    if asked.kind is EventKind.VOIDED:
        corrections.void(table.sheet, entry, act)
    elif asked.kind is EventKind.CHANGED:
        presses.change(table.sheet, entry, asked.quantity, act)
    elif asked.kind is EventKind.RESTORED:
        check_restorable(table, entry)
        corrections.restore(table.sheet, entry, act)
    else:
        assert asked.former is not None
        if entry.pool == RESERVE:
            raise RuleError("entry_granted")
        paper = paper_of(entry, asked.former)
        presses.retime(table.sheet, entry, paper, paper.ordered_at, act, is_back=True)

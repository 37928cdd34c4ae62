"""Merge rows that others wrote down into the order, all in one transaction (S06, S14, S29)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlmodel import Session

from storage.errors import RuleError
from storage.relay import ledger, presses
from storage.relay.counting import count_places
from storage.relay.entries import Act, Entry, Paper
from storage.relay.kinds import Channel, EntryState, Role, TieRule
from storage.relay.moves.table import Table, list_own_buildings, take_table
from storage.relay.order import spread
from storage.relay.ranking import Ranked
from storage.relay.rules import check_eligible, from_stamp, to_stamp
from storage.relay.vouchers.checking import await_papers


@dataclass(frozen=True, slots=True)
class PaperRow:
    """A row that somebody wrote down for a household.

    Attributes:
        received_at: its time, aware UTC; the latest where only a span is known.
        not_before: the time is only known to lie after this, aware UTC.
        awaits_papers: it counts, but is not confirmed before papers come (S25).
    """

    household_id: int
    quantity: int
    channel: Channel
    received_at: datetime
    not_before: datetime | None = None
    awaits_papers: bool = False


@dataclass(frozen=True, slots=True)
class Former:
    """Where an entry stood before a paper moved it; stamps."""

    ordered_at: int
    came_at: int
    not_before: int | None
    channel: Channel


@dataclass(frozen=True, slots=True)
class PaperOutcome:
    """What came of a row.

    Attributes:
        kind: `joined`; `retimed`: the household stood already and the paper was earlier;
            `duplicate`: what stood was earlier, and this row is void; `refused`: see `code`.
        standing_channel, standing_at: of the entry that stood before.
        former: where a retimed entry stood.
        code, params: of the refusal, as of a `RuleError`.
    """

    kind: str
    household_id: int
    number: int | None = None
    state: EntryState | None = None
    place: int | None = None
    waiting_place: int | None = None
    standing_channel: Channel | None = None
    standing_at: datetime | None = None
    former: Former | None = None
    code: str | None = None
    params: dict[str, Any] = field(default_factory=dict)


def enter_papers(
    session: Session,
    relay_id: int,
    rows: Sequence[PaperRow],
    *,
    by: int,
    now: datetime,
    update_id: int | None = None,
) -> tuple[PaperOutcome, ...]:
    """Enter rows in their order. Rows of one sheet keep the order of its lines.

    Entering them again changes nothing: each household then stands by the very row.

    Args:
        rows: those of one sheet, with the same channel and times, stand together in line order.

    Raises:
        RuleError: `relay_unknown`, `not_staff`, `relay_cancelled`. What is wrong with a single
            row is in its outcome, and does not hold up the others.
    """
    table = take_table(session, relay_id)
    own = list_own_buildings(table, by, now)
    if table.sheet.terms.is_cancelled:
        raise RuleError("relay_cancelled")
    households = {row.household_id for row in rows}
    ledger.read_doors(table.connection, table.books, households)
    ledger.read_served(table.connection, table.books, households)
    table.know_all()
    act = Act(to_stamp(now), by, Role.STAFF)
    rows = [_within(row, table.sheet.terms.opens_at) for row in rows]
    ordered = zip(rows, _list_stamps(table, rows), strict=True)
    outcomes = [_enter_one(table, row, stamp, act, own) for row, stamp in ordered]
    _note_update(table, update_id)
    table.write()
    _await_papers(table, rows, outcomes)
    return _with_places(table, outcomes)


def _within(row: PaperRow, opens_at: datetime) -> PaperRow:
    """A row whose span begins with the relay: a sheet hung up earlier gives nobody an earlier time.

    Of a span without length, or one that ends before it begins, the end alone counts.
    """
    if row.not_before is None:
        return row
    begin = max(row.not_before, opens_at)
    return replace(row, not_before=begin if begin < row.received_at else None)


def _list_stamps(table: Table, rows: Sequence[PaperRow]) -> Iterator[int]:
    """What each row is ordered by, by the relay's published tie rule."""
    spreads = table.page.row.tie_rule is TieRule.SPREAD
    for (_, not_before, received_at), sheet in groupby(rows, key=_sheet_of):
        lines = list(sheet)
        if spreads and not_before is not None:
            yield from spread(to_stamp(not_before), to_stamp(received_at), len(lines))
        else:
            yield from [to_stamp(received_at)] * len(lines)


def _sheet_of(row: PaperRow) -> tuple[Channel, datetime | None, datetime]:
    return row.channel, row.not_before, row.received_at


def _enter_one(
    table: Table, row: PaperRow, ordered_at: int, act: Act, own: frozenset[int] | None
) -> PaperOutcome:
    standing = table.sheet.entries.get(row.household_id)
    former = None if standing is None else _former(standing)
    try:
        building_id = _check_household(table, row.household_id, own)
        paper = Paper(
            household_id=row.household_id,
            building_id=building_id,
            quantity=row.quantity,
            channel=row.channel,
            came_at=to_stamp(row.received_at),
            ordered_at=ordered_at,
            not_before=None if row.not_before is None else to_stamp(row.not_before),
        )
        decision = presses.enter(table.sheet, paper, act)
    except RuleError as refusal:
        return PaperOutcome(
            "refused", row.household_id, code=refusal.code, params=dict(refusal.params)
        )
    kind = "duplicate" if decision.kind == "already" else decision.kind
    return PaperOutcome(
        kind,
        row.household_id,
        number=decision.entry.number,
        standing_channel=None if former is None else former.channel,
        standing_at=None if former is None else from_stamp(former.came_at),
        former=former if kind == "retimed" else None,
    )


def _check_household(table: Table, household_id: int, own: frozenset[int] | None) -> int:
    """Refuse a household that the relay, or the right of who enters it, is not for."""
    building_id = table.books.door_in(table.relay_id, household_id).building_id
    if own is not None and building_id not in own:
        raise RuleError("not_staff")
    check_eligible(table.sheet.terms, building_id)
    table.books.check_unserved(table.relay_id, household_id)
    return building_id


def _former(entry: Entry) -> Former:
    return Former(entry.ordered_at, entry.came_at, entry.not_before, entry.channel)


def _note_update(table: Table, update_id: int | None) -> None:
    """Have the first line remember the update: a resent one then leaves no second trace."""
    events = table.sheet.events
    if events and update_id is not None and not table.was_done(update_id, events[0].actor_id):
        events[0] = events[0]._replace(update_id=update_id)


def _await_papers(table: Table, rows: Sequence[PaperRow], outcomes: Sequence[PaperOutcome]) -> None:
    awaiting = {
        outcome.number
        for row, outcome in zip(rows, outcomes, strict=True)
        if row.awaits_papers and outcome.number is not None and outcome.kind != "duplicate"
    }
    if awaiting:
        await_papers(table.session, table.relay_id, awaiting)


def _with_places(table: Table, outcomes: list[PaperOutcome]) -> tuple[PaperOutcome, ...]:
    wanted = {outcome.number for outcome in outcomes if outcome.number is not None}
    places = count_places(table.connection, table.sheet, wanted)
    states = {entry.number: entry.state for entry in table.sheet.entries.values()}
    return tuple(
        outcome
        if outcome.number is None
        else replace(
            outcome,
            state=states[outcome.number],
            place=places.get(outcome.number, Ranked(0, None)).place,
            waiting_place=places.get(outcome.number, Ranked(0, None)).waiting_place,
        )
        for outcome in outcomes
    )

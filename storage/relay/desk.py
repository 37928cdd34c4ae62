"""The relay's hot road: presses in, places out, one transaction for all who press at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import Connection

from storage.desk import Desk
from storage.engine import Database
from storage.errors import RuleError
from storage.relay import ledger
from storage.relay.kinds import Channel, EntryState
from storage.relay.posting import post
from storage.relay.rules import Decision, Sheet, check_eligible, check_open, from_stamp


class PressKind(StrEnum):
    """What a press asks for."""

    JOIN = "join"
    LEAVE = "leave"
    ENTER = "enter"


class Press(NamedTuple):
    """One wish about one relay.

    Attributes:
        update_id: Telegram's number of the update: the order of presses, and what makes a
            resent one harmless.
        person_id: who acts; for `ENTER` the member of staff, whose right was checked before.
        received_at: when the press arrived, aware UTC.
        quantity: pieces; None is one piece, or what stands already.
        may_change: whether `quantity` was meant as a new number by one who has joined.
        household_id: the door that the person wrote; for `ENTER` the household entered.
        channel: for `ENTER`: `stall` or `phone`.
        entered_for: for `ENTER`: when the paper was received, aware UTC.
    """

    kind: PressKind
    relay_id: int
    update_id: int
    person_id: int
    received_at: datetime
    quantity: int | None = None
    may_change: bool = False
    household_id: int | None = None
    channel: Channel = Channel.ONLINE
    entered_for: datetime | None = None


class Outcome(NamedTuple):
    """The answer to a press.

    Attributes:
        kind: `joined`, `already`, `changed` or `left`.
        place: place in the list, from 1; 0 once left.
        waiting_place: place on the waiting list, from 1; None for an admitted entry.
        by_family: Telegram name of the member of the household who holds the place, when it is
            not the one who presses. For this household's eyes only.
        ordered_at: the time that the place is held by, aware UTC.
        language: the presser's own choice, if any.
        time_zone: IANA name, of the committee.
    """

    kind: str
    relay_id: int
    number: int
    household_id: int
    quantity: int
    place: int
    waiting_place: int | None
    ordered_at: datetime
    by_family: str | None
    language: str | None
    time_zone: str


class RelayDesk(Desk[Press, Outcome]):
    """The desk that all presses of all relays go over."""

    def __init__(self, database: Database, after_commit: Callable[[], None]) -> None:
        super().__init__(
            database, decide, order=lambda press: press.update_id, after_commit=after_commit
        )


def decide(connection: Connection, presses: Sequence[Press]) -> list[Outcome | RuleError]:
    """Decide a batch in order, write what came of it, and word the outcomes."""
    books = ledger.open_books(connection, presses)
    decisions: list[Decision | RuleError] = []
    for press in presses:
        try:
            decisions.append(_decide_one(books, press))
        except RuleError as refusal:
            decisions.append(refusal)
    post(connection, books)
    return _outcomes(connection, books, presses, decisions)


def _decide_one(books: ledger.Books, press: Press) -> Decision:
    if (told := books.told(press)) is not None:
        return told
    sheet = books.sheet(press.relay_id)
    if press.kind is PressKind.ENTER:
        return _enter(books, sheet, press)
    check_open(sheet.terms, press.received_at)
    tie = books.tie(press)
    check_eligible(sheet.terms, tie.building_id)
    if press.kind is PressKind.LEAVE:
        return sheet.leave(
            tie.household_id, press.person_id, at=press.received_at, update_id=press.update_id
        )
    return sheet.join(
        tie.household_id,
        press.person_id,
        building_id=tie.building_id,
        quantity=_pieces(press),
        may_change=press.may_change,
        at=press.received_at,
        update_id=press.update_id,
    )


def _enter(books: ledger.Books, sheet: Sheet, press: Press) -> Decision:
    assert press.household_id is not None
    building_id = books.building_of(press.household_id)
    check_eligible(sheet.terms, building_id)
    return sheet.enter(
        press.household_id,
        press.person_id,
        building_id=building_id,
        quantity=_pieces(press),
        channel=press.channel,
        received_at=press.entered_for or press.received_at,
        now=press.received_at,
        update_id=press.update_id,
    )


def _pieces(press: Press) -> int:
    return 1 if press.quantity is None else press.quantity


def _outcomes(
    connection: Connection,
    books: ledger.Books,
    presses: Sequence[Press],
    decisions: Sequence[Decision | RuleError],
) -> list[Outcome | RuleError]:
    unplaced: dict[int, set[int]] = defaultdict(set)
    for press, decision in zip(presses, decisions, strict=True):
        if isinstance(decision, Decision) and decision.place is None and decision.kind != "left":
            unplaced[press.relay_id].add(decision.entry.number)
    places = {
        (relay_id, number): place
        for relay_id, numbers in unplaced.items()
        for number, place in ledger.count_places(connection, relay_id, numbers).items()
    }
    return [
        decision if isinstance(decision, RuleError) else _outcome(books, press, decision, places)
        for press, decision in zip(presses, decisions, strict=True)
    ]


def _outcome(
    books: ledger.Books,
    press: Press,
    decision: Decision,
    places: dict[tuple[int, int], int],
) -> Outcome:
    entry = decision.entry
    place = decision.place or places.get((press.relay_id, entry.number), 0)
    capacity = books.sheet(press.relay_id).terms.capacity
    waits = entry.state is EntryState.WAITING and capacity is not None
    holder = entry.person_id if entry.person_id != press.person_id else None
    return Outcome(
        kind=decision.kind,
        relay_id=press.relay_id,
        number=entry.number,
        household_id=entry.household_id,
        quantity=entry.quantity,
        place=place,
        waiting_place=place - (capacity or 0) if waits else None,
        ordered_at=from_stamp(entry.ordered_at),
        by_family=books.name_of(holder) if decision.kind == "already" and holder else None,
        language=books.language_of(press.person_id),
        time_zone=books.time_zone(press.relay_id),
    )

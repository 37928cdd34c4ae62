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
from storage.relay import ledger, presses
from storage.relay.counting import count_places
from storage.relay.entries import Act, Decision, Paper
from storage.relay.kinds import Channel, EntryState, Role
from storage.relay.posting import post
from storage.relay.ranking import Ranked
from storage.relay.rules import check_eligible, check_open, from_stamp, to_stamp
from storage.relay.sheet import Sheet


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
        channel: for `ENTER`: how the paper came.
        entered_for: for `ENTER`: when the paper was received, aware UTC.
        not_before: for `ENTER`: where the time is only known to lie after this, aware UTC.
        role: in which capacity the person acts. A proxy names the household, and its right to act
            for it was checked before, as that of staff.
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
    not_before: datetime | None = None
    role: Role = Role.HOUSEHOLD


class Outcome(NamedTuple):
    """The answer to a press.

    Attributes:
        kind: `joined`, `already`, `changed`, `left` or `retimed`.
        place: place in the list, from 1; 0 once left, for one in the pot of a draw, and for a
            place of the reserve, which stands in no list.
        waiting_place: from 1, among those who wait for a place that it may take; None for who
            does not wait.
        by_family: Telegram name of the member of the household who holds the place, when it is
            not the one who presses. For this household's eyes only.
        ordered_at: the time that the place is held by, aware UTC.
        language: the presser's own choice, if any.
        time_zone: IANA name, of the committee.
        pool: whose place is held.
        offer_until: until when the place stands that is offered.
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
    state: EntryState
    pool: int | None
    offer_until: datetime | None


class RelayDesk(Desk[Press, Outcome]):
    """The desk that all presses of all relays go over."""

    def __init__(self, database: Database, after_commit: Callable[[], None]) -> None:
        super().__init__(
            database, decide, order=lambda press: press.update_id, after_commit=after_commit
        )


def decide(connection: Connection, asked: Sequence[Press]) -> list[Outcome | RuleError]:
    """Decide a batch in order, write what came of it, and word the outcomes."""
    books = ledger.open_books(connection, asked)
    decisions: list[Decision | RuleError] = []
    for press in asked:
        try:
            decisions.append(_decide_one(books, press))
        except RuleError as refusal:
            decisions.append(refusal)
    post(connection, books)
    return _outcomes(connection, books, asked, decisions)


def _decide_one(books: ledger.Books, press: Press) -> Decision:
    if (told := books.told(press)) is not None:
        return told
    sheet = books.sheet(press.relay_id)
    if press.kind is PressKind.ENTER:
        return _enter(books, sheet, press)
    check_open(sheet.terms, press.received_at)
    household_id, building_id = _who(books, press)
    check_eligible(sheet.terms, building_id)
    act = Act(to_stamp(press.received_at), press.person_id, press.role, press.update_id)
    if press.kind is PressKind.LEAVE:
        return presses.leave(sheet, household_id, act)
    books.check_unserved(press.relay_id, household_id)
    return presses.join(
        sheet,
        household_id,
        act,
        person_id=press.person_id,
        building_id=building_id,
        quantity=_pieces(press),
        may_change=press.may_change,
    )


def _who(books: ledger.Books, press: Press) -> tuple[int, int]:
    """The household that is meant, and its building."""
    if press.role is Role.PROXY:
        assert press.household_id is not None
        return press.household_id, books.door_in(press.relay_id, press.household_id).building_id
    tie = books.tie(press)
    return tie.household_id, tie.building_id


def _enter(books: ledger.Books, sheet: Sheet, press: Press) -> Decision:
    assert press.household_id is not None
    door = books.door_in(press.relay_id, press.household_id)
    check_eligible(sheet.terms, door.building_id)
    books.check_unserved(press.relay_id, press.household_id)
    received = to_stamp(press.entered_for or press.received_at)
    paper = Paper(
        household_id=press.household_id,
        building_id=door.building_id,
        quantity=_pieces(press),
        channel=press.channel,
        came_at=received,
        ordered_at=received,
        not_before=None if press.not_before is None else to_stamp(press.not_before),
    )
    act = Act(to_stamp(press.received_at), press.person_id, Role.STAFF, press.update_id)
    return presses.enter(sheet, paper, act)


def _pieces(press: Press) -> int:
    return 1 if press.quantity is None else press.quantity


def _outcomes(
    connection: Connection,
    books: ledger.Books,
    asked: Sequence[Press],
    decisions: Sequence[Decision | RuleError],
) -> list[Outcome | RuleError]:
    unplaced: dict[int, set[int]] = defaultdict(set)
    for press, decision in zip(asked, decisions, strict=True):
        if isinstance(decision, Decision) and decision.place is None and decision.kind != "left":
            unplaced[press.relay_id].add(decision.entry.number)
    places = {
        (relay_id, number): place
        for relay_id, wanted in unplaced.items()
        for number, place in count_places(connection, books.sheet(relay_id), wanted).items()
    }
    return [
        decision if isinstance(decision, RuleError) else _outcome(books, press, decision, places)
        for press, decision in zip(asked, decisions, strict=True)
    ]


def _outcome(
    books: ledger.Books,
    press: Press,
    decision: Decision,
    places: dict[tuple[int, int], Ranked],
) -> Outcome:
    entry = decision.entry
    place, waiting_place = decision.place, decision.waiting_place
    if place is None:
        place, waiting_place = places.get((press.relay_id, entry.number), Ranked(0, None))
    holder = entry.person_id if entry.person_id != press.person_id else None
    return Outcome(
        kind=decision.kind,
        relay_id=press.relay_id,
        number=entry.number,
        household_id=entry.household_id,
        quantity=entry.quantity,
        place=place,
        waiting_place=waiting_place,
        ordered_at=from_stamp(entry.ordered_at),
        by_family=books.name_of(holder) if decision.kind == "already" and holder else None,
        language=books.language_of(press.person_id),
        time_zone=books.time_zone(press.relay_id),
        state=entry.state,
        pool=entry.pool,
        offer_until=None if entry.offer_until is None else from_stamp(entry.offer_until),
    )

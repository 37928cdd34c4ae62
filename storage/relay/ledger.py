"""What a batch of presses has to know, in a few reads whatever its size."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import Connection

from storage.batch import fetch, numbers
from storage.community.kinds import ResidentState
from storage.errors import RuleError
from storage.relay import statements as sql
from storage.relay.kinds import Channel, EntryState, EventKind, RelayState
from storage.relay.rules import Decision, Entry, Sheet, Terms

if TYPE_CHECKING:
    from storage.relay.desk import Press


def count_places(connection: Connection, relay_id: int, numbers: Iterable[int]) -> dict[int, int]:
    """Places, from 1, of active entries by their numbers: one pass, however many are asked."""
    rows = connection.execute(sql.COUNT_PLACES, {"relay": relay_id, "numbers": list(numbers)})
    return {row.number: row.place for row in rows}


class PersonLine(NamedTuple):
    """What an answer to somebody needs to know of a person."""

    name: str
    language: str | None


class Tie(NamedTuple):
    """The household that a person may act for."""

    household_id: int
    building_id: int
    state: ResidentState


@dataclass(slots=True)
class Page:
    """A relay's row and its sheet."""

    row: Any
    sheet: Sheet


@dataclass(slots=True)
class Books:
    """All that one batch knows and changes."""

    pages: dict[int, Page] = field(default_factory=dict)
    ties: dict[tuple[int, int], Tie] = field(default_factory=dict)
    people: dict[int, PersonLine] = field(default_factory=dict)
    buildings: dict[int, int] = field(default_factory=dict)
    answered: dict[tuple[int, int, int], Decision] = field(default_factory=dict)

    def sheet(self, relay_id: int) -> Sheet:
        """The relay's sheet.

        Raises:
            RuleError: `relay_unknown`.
        """
        page = self.pages.get(relay_id)
        if page is None:
            raise RuleError("relay_unknown")
        return page.sheet

    def told(self, press: Press) -> Decision | None:
        """What this very update came to before, if it was handled."""
        return self.answered.get((press.update_id, press.relay_id, press.person_id))

    def tie(self, press: Press) -> Tie:
        """The household that the presser acts for in the relay's estate.

        Raises:
            RuleError: `not_tied`, `tie_disputed`, `other_door`.
        """
        estate_id = self.pages[press.relay_id].row.estate_id
        tie = self.ties.get((press.person_id, estate_id))
        if tie is None or tie.state is ResidentState.REMOVED:
            raise RuleError("not_tied")
        if tie.state is ResidentState.DISPUTED:
            raise RuleError("tie_disputed")
        if press.household_id is not None and press.household_id != tie.household_id:
            raise RuleError("other_door")
        return tie

    def building_of(self, household_id: int) -> int:
        """The building of a household that staff named."""
        return self.buildings[household_id]

    def language_of(self, person_id: int) -> str | None:
        """The language that the person chose, if any."""
        person = self.people.get(person_id)
        return person.language if person else None

    def name_of(self, person_id: int) -> str | None:
        """A Telegram name, for the person's own household."""
        person = self.people.get(person_id)
        return person.name if person else None

    def time_zone(self, relay_id: int) -> str:
        """IANA name of the relay's committee's zone."""
        zone: str = self.pages[relay_id].row.time_zone
        return zone


def open_books(connection: Connection, presses: Sequence[Press]) -> Books:
    """Lock the relays of a batch and read all that its presses are about."""
    books = Books()
    relays = sorted({press.relay_id for press in presses})
    _read_relays(connection, books, relays)
    _read_people(connection, books, {press.person_id for press in presses})
    named = {press.household_id for press in presses if press.household_id is not None}
    if named:
        rows = connection.execute(sql.BUILDINGS, {"households": list(named)})
        books.buildings = {row.id: row.building_id for row in rows}
    _read_entries(connection, books, named)
    _read_told(connection, books, presses)
    _read_edges(connection, books, presses)
    return books


def _read_relays(connection: Connection, books: Books, relays: list[int]) -> None:
    scopes: dict[int, set[int]] = {}
    for row in connection.execute(sql.SCOPES, {"relays": relays}):
        scopes.setdefault(row.relay_id, set()).add(row.building_id)
    for row in connection.execute(sql.LOCK_RELAYS, {"relays": relays}):
        books.pages[row.id] = Page(row, _sheet(row, scopes.get(row.id)))


def _sheet(row: Any, scope: set[int] | None) -> Sheet:
    return Sheet(
        terms=Terms(
            relay_id=row.id,
            opens_at=row.opens_at,
            closes_at=row.closes_at,
            closed_at=row.closed_at if row.state is RelayState.CLOSED else None,
            is_cancelled=row.state is RelayState.CANCELLED,
            capacity=row.capacity,
            waiting_list=row.waiting_list,
            per_household=row.per_household,
            buildings=frozenset(scope) if scope else None,
        ),
        admitted=row.admitted,
        waiting=row.waiting,
        last_number=row.last_number,
        last_ordered_at=row.last_ordered_at,
    )


def _read_people(connection: Connection, books: Books, people: Iterable[int]) -> None:
    for person_id, language, name, estate_id, *tie in fetch(
        connection, sql.PEOPLE, people=numbers(people)
    ):
        books.people[person_id] = PersonLine(name, language)
        if estate_id is not None:
            state, household_id, building_id = tie
            books.ties[person_id, estate_id] = Tie(household_id, building_id, _TIE_STATES[state])


# Looked up rather than called: a batch makes hundreds.
_TIE_STATES = {state.value: state for state in ResidentState}
_STATES = {state.value: state for state in EntryState}
_KINDS = {kind.value: kind for kind in EventKind}
_CHANNELS = {channel.value: channel for channel in Channel}


def _read_entries(connection: Connection, books: Books, named: set[int]) -> None:
    households = numbers(named | {tie.household_id for tie in books.ties.values()})
    holders: set[int | None] = set()
    for relay_id, page in books.pages.items():
        for row in fetch(connection, sql.STANDING, relay=relay_id, households=households):
            entry = _entry_of(row)
            page.sheet.entries[entry.household_id] = entry
            holders.add(entry.person_id)
    if strangers := {person for person in holders if person is not None} - books.people.keys():
        _read_people(connection, books, strangers)


def _entry_of(row: Sequence[Any]) -> Entry:
    number, household_id, quantity, state, ordered_at, person_id, channel, by, left_at, *rest = row
    building_id, came_at, pool, not_before, offer_until = rest
    return Entry(
        number=number,
        household_id=household_id,
        quantity=quantity,
        state=_STATES[state],
        ordered_at=ordered_at,
        person_id=person_id,
        channel=_CHANNELS[channel],
        entered_by=by,
        left_at=left_at,
        building_id=building_id,
        came_at=came_at,
        pool=pool,
        not_before=not_before,
        offer_until=offer_until,
    )


def _read_told(connection: Connection, books: Books, presses: Sequence[Press]) -> None:
    updates = numbers(press.update_id for press in presses)
    for relay_id, actor_id, update_id, kind, *row in fetch(connection, sql.TOLD, updates=updates):
        entry = _entry_of(row)
        told = EventKind.LEFT if entry.state is EntryState.LEFT else _KINDS[kind]
        books.answered[update_id, relay_id, actor_id] = Decision(told.value, entry)


def _read_edges(connection: Connection, books: Books, presses: Sequence[Press]) -> None:
    moves: dict[int, int] = {}
    for press in presses:
        # Joining online only ever adds at the end; leaving and entering move the cut.
        if press.kind != "join":
            moves[press.relay_id] = moves.get(press.relay_id, 0) + 1
    for relay_id, most in moves.items():
        page = books.pages.get(relay_id)
        if page is None or page.row.capacity is None:
            continue
        known = {entry.number: entry for entry in page.sheet.entries.values()}
        for statement in (sql.FIRST_WAITING, sql.LAST_ADMITTED):
            for row in connection.execute(statement, {"relay": relay_id, "most": most}):
                page.sheet.edge[row.number] = known.get(row.number) or _entry_of(row)

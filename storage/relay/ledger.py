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
from storage.relay.entries import Decision, Entry
from storage.relay.kinds import (
    Channel,
    EntryState,
    EventKind,
    OrderRule,
    RelayState,
    ServedRule,
    SplitRule,
)
from storage.relay.pools import COMMON, Pool
from storage.relay.rules import Terms
from storage.relay.sheet import Sheet

if TYPE_CHECKING:
    from storage.relay.desk import Press


class PersonLine(NamedTuple):
    """What an answer to somebody needs to know of a person."""

    name: str
    language: str | None


class Tie(NamedTuple):
    """The household that a person may act for."""

    household_id: int
    building_id: int
    state: ResidentState
    door: str


class Door(NamedTuple):
    """Where a household lives."""

    building_id: int
    door: str
    estate_id: int


@dataclass(slots=True)
class Page:
    """A relay's row and its sheet."""

    row: Any
    sheet: Sheet

    @property
    def has_pools(self) -> bool:
        """Whether its pools are rows of their own."""
        return has_pools(self.row)


@dataclass(slots=True)
class Books:
    """All that one batch knows and changes."""

    pages: dict[int, Page] = field(default_factory=dict)
    ties: dict[tuple[int, int], Tie] = field(default_factory=dict)
    people: dict[int, PersonLine] = field(default_factory=dict)
    doors: dict[int, Door] = field(default_factory=dict)
    served: dict[int, set[int]] = field(default_factory=dict)
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

    def door_in(self, relay_id: int, household_id: int) -> Door:
        """Where a household lives that somebody else names, in the relay's estate.

        Raises:
            RuleError: `household_unknown`.
        """
        door = self.doors.get(household_id)
        if door is None or door.estate_id != self.pages[relay_id].row.estate_id:
            raise RuleError("household_unknown")
        return door

    def check_unserved(self, relay_id: int, household_id: int) -> None:
        """Refuse who was served in a round before, where a relay is for the others.

        Raises:
            RuleError: `already_served`.
        """
        if household_id in self.served.get(relay_id, ()):
            raise RuleError("already_served")

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
    read_relays(connection, books, sorted({press.relay_id for press in presses}))
    _read_people(connection, books, {press.person_id for press in presses})
    named = {press.household_id for press in presses if press.household_id is not None}
    read_doors(connection, books, named)
    households = named | {tie.household_id for tie in books.ties.values()}
    _read_entries(connection, books, households)
    read_served(connection, books, households)
    _read_told(connection, books, presses)
    _read_edges(connection, books, presses)
    return books


def has_pools(row: Any) -> bool:
    """Whether a relay's row says that some places are open to some entries only."""
    return row.split_rule is SplitRule.BUILDINGS or row.offline_share > 0


def peek(connection: Connection, relay_id: int) -> Sheet:
    """A relay's sheet as it was last committed, to count by; nothing may be decided on it."""
    books = Books()
    read_relays(connection, books, [relay_id], sql.READ_RELAYS)
    return books.sheet(relay_id)


def read_relays(
    connection: Connection, books: Books, relays: Sequence[int], rows: Any = None
) -> None:
    """Lock relays and open their sheets; `rows` is another way to read them."""
    scopes: dict[int, set[int]] = {}
    for row in connection.execute(sql.SCOPES, {"relays": relays}):
        scopes.setdefault(row.relay_id, set()).add(row.building_id)
    reading = sql.LOCK_RELAYS if rows is None else rows
    for row in connection.execute(reading, {"relays": relays}):
        books.pages[row.id] = Page(row, _sheet(row, scopes.get(row.id)))
    shared = [relay_id for relay_id, page in books.pages.items() if page.has_pools]
    if shared:
        for row in connection.execute(sql.POOLS, {"relays": shared}):
            pool = Pool(row.key, row.quota, row.taken, row.waiting)
            books.pages[row.relay_id].sheet.pools[row.key] = pool


def _sheet(row: Any, scope: set[int] | None) -> Sheet:
    pools: dict[int, Pool] = {}
    if not has_pools(row):
        pools[COMMON] = Pool(COMMON, row.capacity, row.admitted, row.waiting)
    return Sheet(
        terms=read_terms(row, scope),
        pools=pools,
        admitted=row.admitted,
        waiting=row.waiting,
        drawing=row.drawing,
        last_number=row.last_number,
        last_ordered_at=row.last_ordered_at,
        is_drawing=row.order_rule is OrderRule.DRAW and row.drawn_at is None,
        shares_opened=row.shares_opened_at is not None,
    )


def read_terms(row: Any, scope: set[int] | None) -> Terms:
    """What a relay's row publishes."""
    return Terms(
        relay_id=row.id,
        opens_at=row.opens_at,
        closes_at=row.closes_at,
        closed_at=row.closed_at if row.state is RelayState.CLOSED else None,
        is_cancelled=row.state is RelayState.CANCELLED,
        capacity=row.capacity,
        waiting_list=row.waiting_list,
        per_household=row.per_household,
        buildings=frozenset(scope) if scope else None,
        offer_minutes=row.offer_minutes,
        time_zone=row.time_zone,
        drawn_until=row.draw_until if row.order_rule is OrderRule.DRAW else None,
    )


def _read_people(connection: Connection, books: Books, people: Iterable[int]) -> None:
    for person_id, language, name, estate_id, *tie in fetch(
        connection, sql.PEOPLE, people=numbers(people)
    ):
        books.people[person_id] = PersonLine(name, language)
        if estate_id is not None:
            state, household_id, building_id, door = tie
            where = Door(building_id, door, estate_id)
            books.ties[person_id, estate_id] = Tie(
                household_id, building_id, _TIE_STATES[state], door
            )
            books.doors[household_id] = where


def read_doors(connection: Connection, books: Books, households: Iterable[int]) -> None:
    """Read where households live that somebody else names."""
    if wanted := set(households) - books.doors.keys():
        for household_id, *door in fetch(connection, sql.DOORS, households=numbers(wanted)):
            books.doors[household_id] = Door(*door)


# Looked up rather than called: a batch makes hundreds.
_TIE_STATES = {state.value: state for state in ResidentState}
_STATES = {state.value: state for state in EntryState}
_KINDS = {kind.value: kind for kind in EventKind}
_CHANNELS = {channel.value: channel for channel in Channel}


def _read_entries(connection: Connection, books: Books, households: set[int]) -> None:
    wanted = numbers(households)
    holders: set[int | None] = set()
    for relay_id, page in books.pages.items():
        for row in fetch(connection, sql.STANDING, relay=relay_id, households=wanted):
            entry = entry_of(row)
            page.sheet.entries[entry.household_id] = entry
            holders.add(entry.person_id)
    if strangers := {person for person in holders if person is not None} - books.people.keys():
        _read_people(connection, books, strangers)


def entry_of(row: Sequence[Any]) -> Entry:
    """An entry from a row of the columns that `statements` reads."""
    number, household_id, quantity, state, ordered_at, person_id, channel, by, left_at, *rest = row
    building_id, came_at, pool, not_before, offer_until, served_at = rest
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
        served_at=served_at,
    )


def read_served(connection: Connection, books: Books, households: set[int]) -> None:
    """Read who of `households` the rounds before have served, where that matters."""
    for relay_id, page in books.pages.items():
        if page.row.served_rule is ServedRule.UNSERVED:
            values = {
                "relays": list_rounds_before(connection, relay_id),
                "households": numbers(households),
            }
            served = connection.execute(sql.SERVED, values).scalars()
            books.served[relay_id] = set(served)


def list_rounds_before(connection: Connection, relay_id: int) -> list[int]:
    """The relays that a relay follows, the last first."""
    rounds: list[int] = []
    last = connection.execute(sql.ROUND_BEFORE, {"relay": relay_id}).scalar()
    while last is not None and last not in rounds:
        rounds.append(last)
        last = connection.execute(sql.ROUND_BEFORE, {"relay": last}).scalar()
    return rounds


def _read_told(connection: Connection, books: Books, presses: Sequence[Press]) -> None:
    updates = numbers(press.update_id for press in presses)
    for relay_id, actor_id, update_id, kind, *row in fetch(connection, sql.TOLD, updates=updates):
        entry = entry_of(row)
        told = EventKind.LEFT if entry.state is EntryState.LEFT else _KINDS[kind]
        books.answered[update_id, relay_id, actor_id] = Decision(told.value, entry)


# A paper may take an entry from one place and put it into another.
MOVES_AN_ACT = 2


def _read_edges(connection: Connection, books: Books, presses: Sequence[Press]) -> None:
    moves: dict[int, int] = {}
    for press in presses:
        # Joining online only ever adds at the end; leaving and entering move the cut.
        if press.kind != "join":
            moves[press.relay_id] = moves.get(press.relay_id, 0) + MOVES_AN_ACT
    for relay_id, most in moves.items():
        if relay_id in books.pages:
            read_edges(connection, books.pages[relay_id], most)


def read_edges(connection: Connection, page: Page, most: int) -> None:
    """Read those whom `most` moves can reach, besides the entries that are known."""
    if page.row.capacity is None or page.sheet.is_drawing:
        return
    edges = (sql.BOTH_ENDS,) if page.has_pools else (sql.FIRST_WAITING, sql.LAST_ADMITTED)
    known = {entry.number: entry for entry in page.sheet.entries.values()}
    for statement in edges:
        for row in connection.execute(statement, {"relay": page.row.id, "most": most}):
            if row.number not in known:
                known[row.number] = entry_of(row)
    page.sheet.know(known.values())

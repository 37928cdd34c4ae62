"""A relay's sheet for one slow move: its row is locked, and what the move can reach is read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection
from sqlmodel import Session

from storage.batch import fetch, numbers
from storage.community.queries import find_actor
from storage.errors import RuleError
from storage.relay import ledger
from storage.relay import statements as sql
from storage.relay.entries import Entry
from storage.relay.kinds import EntryState
from storage.relay.papers.rights import list_buildings_to_enter
from storage.relay.posting import post
from storage.relay.sheet import Sheet


@dataclass(frozen=True, slots=True)
class Table:
    """One relay taken up in a transaction."""

    session: Session
    relay_id: int
    books: ledger.Books

    @property
    def connection(self) -> Connection:
        """The transaction's."""
        return self.session.connection()

    @property
    def page(self) -> ledger.Page:
        """The relay's row and sheet."""
        return self.books.pages[self.relay_id]

    @property
    def sheet(self) -> Sheet:
        """The relay's sheet."""
        return self.page.sheet

    def write(self) -> None:
        """Write what was decided."""
        post(self.connection, self.books)
        # What the session holds of these rows is old by now.
        self.session.expire_all()

    def was_done(self, update_id: int | None, by: int | None) -> bool:
        """Whether this very update moved something before."""
        if update_id is None:
            return False
        asked = {"update": update_id, "relay": self.relay_id, "actor": by}
        return self.connection.execute(sql.DONE, asked).first() is not None

    def find_number(self, number: int) -> Entry:
        """An entry by its number, and those whom its moves can reach.

        Raises:
            RuleError: `entry_unknown`.
        """
        rows = fetch(self.connection, sql.ONE, relay=self.relay_id, number=number)
        if not rows:
            raise RuleError("entry_unknown")
        return self._reach(ledger.entry_of(rows[0]))

    def find_household(self, household_id: int) -> Entry | None:
        """A household's standing entry, and those whom its moves can reach."""
        self.know_households([household_id])
        entry = self.sheet.entries.get(household_id)
        ledger.read_edges(self.connection, self.page, ledger.MOVES_AN_ACT)
        return entry

    def know_households(self, households: Iterable[int]) -> None:
        """Read where households live and their standing entries."""
        wanted = set(households)
        ledger.read_doors(self.connection, self.books, wanted)
        rows = fetch(self.connection, sql.STANDING, relay=self.relay_id, households=numbers(wanted))
        self._stand(rows)

    def know_numbers(self, entries: Iterable[int]) -> list[Entry]:
        """Several standing entries by their numbers, and those whom their moves can reach."""
        found = [
            ledger.entry_of(row)
            for number in entries
            for row in fetch(self.connection, sql.ONE, relay=self.relay_id, number=number)
        ]
        standing = [entry for entry in found if entry.state is not EntryState.LEFT]
        for entry in standing:
            self.sheet.entries[entry.household_id] = entry
        ledger.read_edges(self.connection, self.page, ledger.MOVES_AN_ACT * len(standing))
        return standing

    def know_all(self) -> None:
        """Read the whole list."""
        self._stand(fetch(self.connection, sql.ACTIVE, relay=self.relay_id))
        self.sheet.know(self.sheet.entries.values())

    def _stand(self, rows: list[list[object]]) -> None:
        for row in rows:
            entry = ledger.entry_of(row)
            self.sheet.entries[entry.household_id] = entry

    def _reach(self, entry: Entry) -> Entry:
        if entry.state is not EntryState.LEFT:
            self.sheet.entries[entry.household_id] = entry
        ledger.read_edges(self.connection, self.page, ledger.MOVES_AN_ACT)
        return entry


def take_table(session: Session, relay_id: int) -> Table:
    """Lock a relay.

    Raises:
        RuleError: `relay_unknown`.
    """
    session.flush()
    books = ledger.Books()
    ledger.read_relays(session.connection(), books, [relay_id])
    books.sheet(relay_id)
    return Table(session, relay_id, books)


def check_staff(table: Table, by: int, now: datetime) -> None:
    """Refuse whoever is not staff of the relay's committee.

    Raises:
        RuleError: `not_staff`.
    """
    if not find_actor(table.session, by, now).is_staff(table.page.row.committee_id):
        raise RuleError("not_staff")


def list_own_buildings(table: Table, by: int, now: datetime) -> frozenset[int] | None:
    """Buildings whose rows a person may write: None is all, for staff; a lead's are some.

    Raises:
        RuleError: `not_staff`.
    """
    actor = find_actor(table.session, by, now)
    buildings = list_buildings_to_enter(actor, table.page.row.committee_id)
    if buildings is not None and not buildings:
        raise RuleError("not_staff")
    return buildings


def check_may_write(table: Table, building_id: int, by: int, now: datetime) -> None:
    """Refuse whoever may not write rows of a building.

    Raises:
        RuleError: `not_staff`.
    """
    own = list_own_buildings(table, by, now)
    if own is not None and building_id not in own:
        raise RuleError("not_staff")

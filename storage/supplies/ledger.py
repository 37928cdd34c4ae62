"""What a batch of orders has to know, in a few reads whatever its size."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import Connection

from storage.batch import fetch, numbers
from storage.community.kinds import ResidentState
from storage.errors import RuleError
from storage.supplies import statements as sql
from storage.supplies.kinds import RoundState
from storage.supplies.rules import Line, Order, Package, Shelf, Terms

if TYPE_CHECKING:
    from storage.supplies.desk import OrderPress


class Home(NamedTuple):
    """A household that may be ordered for."""

    household_id: int
    estate_id: int
    building_id: int


@dataclass(slots=True)
class Page:
    """A round's row and its shelf."""

    row: Any
    shelf: Shelf


@dataclass(slots=True)
class Books:
    """All that one batch knows and changes."""

    pages: dict[int, Page] = field(default_factory=dict)
    ties: dict[tuple[int, int], tuple[Home, str]] = field(default_factory=dict)
    staff: set[tuple[int, int]] = field(default_factory=set)
    homes: dict[int, Home] = field(default_factory=dict)
    answered: set[tuple[int, int, int]] = field(default_factory=set)

    def page(self, round_id: int) -> Page:
        """The round.

        Raises:
            RuleError: `supply_unknown`.
        """
        page = self.pages.get(round_id)
        if page is None:
            raise RuleError("supply_unknown")
        return page

    def was_told(self, press: OrderPress) -> bool:
        """Whether this very update was handled before."""
        return (press.update_id, press.round_id, press.person_id) in self.answered

    def home(self, press: OrderPress) -> Home:
        """The household that is ordered for: the presser's own, or the one that staff named.

        Raises:
            RuleError: `not_tied`, `tie_disputed`; `not_staff`, `stale_button` for a household
                of another estate.
        """
        row = self.pages[press.round_id].row
        if press.household_id is not None:
            return self._named(press.household_id, press.person_id, row)
        home, state = self.ties.get((press.person_id, row.estate_id), (None, ""))
        if home is None or state == ResidentState.REMOVED:
            raise RuleError("not_tied")
        if state == ResidentState.DISPUTED:
            raise RuleError("tie_disputed")
        return home

    def _named(self, household_id: int, staff_id: int, row: Any) -> Home:
        if (staff_id, row.committee_id) not in self.staff:
            raise RuleError("not_staff")
        home = self.homes.get(household_id)
        if home is None or home.estate_id != row.estate_id:
            raise RuleError("stale_button")
        return home


def open_books(connection: Connection, presses: Sequence[OrderPress]) -> Books:
    """Lock the rounds of a batch and read all that its presses are about."""
    books = Books()
    _read_rounds(connection, books, sorted({press.round_id for press in presses}))
    _read_people(connection, books, presses)
    _read_orders(connection, books)
    updates = numbers(press.update_id for press in presses)
    for round_id, actor_id, update_id in fetch(connection, sql.TOLD, updates=updates):
        books.answered.add((update_id, round_id, actor_id))
    return books


def _read_rounds(connection: Connection, books: Books, rounds: list[int]) -> None:
    # The lock comes first: what is read behind it stands still.
    rows = connection.execute(sql.LOCK_ROUNDS, {"rounds": rounds}).all()
    scopes: dict[int, set[int]] = {}
    for scope in connection.execute(sql.SCOPES, {"rounds": rounds}):
        scopes.setdefault(scope.round_id, set()).add(scope.building_id)
    for row in rows:
        books.pages[row.id] = Page(row, _shelf(row, scopes.get(row.id)))
    for package in connection.execute(sql.PACKAGES, {"rounds": rounds}):
        books.pages[package.round_id].shelf.packages[package.id] = Package(
            package.id, package.price, package.per_household, package.stock, package.ordered
        )


_TAKES_ORDERS = frozenset({RoundState.SCHEDULED, RoundState.OPEN})


def _shelf(row: Any, scope: set[int] | None) -> Shelf:
    return Shelf(
        terms=Terms(
            opens_at=row.opens_at,
            closes_at=row.closes_at,
            closed_at=None if row.state in _TAKES_ORDERS else row.closed_at or row.closes_at,
            is_cancelled=row.state is RoundState.CANCELLED,
            buildings=frozenset(scope) if scope else None,
        ),
        packages={},
        households=row.households,
        last_order=row.last_order,
        last_ordered_at=row.last_ordered_at,
    )


def _read_people(connection: Connection, books: Books, presses: Sequence[OrderPress]) -> None:
    people = {press.person_id for press in presses}
    for person_id, estate_id, state, household_id, building_id in fetch(
        connection, sql.TIES, people=numbers(people)
    ):
        home = Home(household_id, estate_id, building_id)
        books.ties[person_id, estate_id] = (home, state)
    named = [press for press in presses if press.household_id is not None]
    if not named:
        return
    now = max(press.received_at for press in named)
    staff = list({press.person_id for press in named})
    for right in connection.execute(sql.STAFF, {"people": staff, "now": now}):
        books.staff.add((right.person_id, right.committee_id))
    households = list({press.household_id for press in named})
    for row in connection.execute(sql.HOMES, {"households": households}):
        books.homes[row.id] = Home(row.id, row.estate_id, row.building_id)


def _read_orders(connection: Connection, books: Books) -> None:
    households = {home.household_id for home, _ in books.ties.values()} | set(books.homes)
    for round_id, page in books.pages.items():
        rows = fetch(connection, sql.STANDING, round=round_id, households=numbers(households))
        page.shelf.orders = _orders(rows)


def _orders(rows: Iterable[list[Any]]) -> dict[int, Order]:
    orders: dict[int, Order] = {}
    for number, household_id, person_id, package_id, quantity, ordered_at in rows:
        order = orders.setdefault(household_id, Order(number, household_id, person_id))
        if package_id is not None:
            order.lines[package_id] = Line(quantity, ordered_at)
    return orders

"""The orders' hot road: presses in, pieces out, one transaction for all who press at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection

from storage.desk import Desk
from storage.engine import Database
from storage.errors import RuleError
from storage.supplies import ledger
from storage.supplies.posting import post
from storage.supplies.rules import Order, Wish, check_eligible, check_open


class OrderPress(NamedTuple):
    """One wish about one round.

    Attributes:
        update_id: Telegram's number of the update: the order of presses, and what makes a
            resent one harmless.
        person_id: who acts; with `household_id` a member of staff.
        received_at: when the press arrived, aware UTC.
        package_id: None takes the whole order back.
        change: pieces more or fewer; counts where `quantity` is None.
        quantity: so many, whatever stands.
        household_id: the household that telephoned (S76); None is the presser's own.
    """

    round_id: int
    update_id: int
    person_id: int
    received_at: datetime
    package_id: int | None
    change: int = 0
    quantity: int | None = None
    household_id: int | None = None


class OrderOutcome(NamedTuple):
    """What a household has ordered after a press.

    Attributes:
        quantity: pieces of the package that was pressed; 0 where all was taken back.
        pieces: of all packages together.
        price: of all together, in hundredths of the currency.
    """

    round_id: int
    household_id: int
    quantity: int
    pieces: int
    price: int


class SupplyDesk(Desk[OrderPress, OrderOutcome]):
    """The desk that all orders of all rounds go over."""

    def __init__(self, database: Database, after_commit: Callable[[], None]) -> None:
        super().__init__(
            database, decide, order=lambda press: press.update_id, after_commit=after_commit
        )


def decide(connection: Connection, presses: Sequence[OrderPress]) -> list[OrderOutcome | RuleError]:
    """Decide a batch in order and write what came of it."""
    books = ledger.open_books(connection, presses)
    outcomes: list[OrderOutcome | RuleError] = []
    for press in presses:
        try:
            outcomes.append(_decide_one(books, press))
        except RuleError as refusal:
            outcomes.append(refusal)
    post(connection, books)
    return outcomes


def _decide_one(books: ledger.Books, press: OrderPress) -> OrderOutcome:
    page = books.page(press.round_id)
    home = books.home(press)
    if books.was_told(press):
        return _outcome(page, press, home, page.shelf.orders.get(home.household_id))
    check_open(page.shelf.terms, press.received_at)
    check_eligible(page.shelf.terms, home.building_id)
    is_staff = press.household_id is not None
    wish = Wish(
        household_id=home.household_id,
        person_id=None if is_staff else press.person_id,
        package_id=press.package_id,
        change=press.change,
        quantity=press.quantity,
        at=press.received_at,
        update_id=press.update_id,
        staff_id=press.person_id if is_staff else None,
    )
    order = page.shelf.put(wish)
    books.answered.add((press.update_id, press.round_id, press.person_id))
    return _outcome(page, press, home, order)


def _outcome(
    page: ledger.Page, press: OrderPress, home: ledger.Home, order: Order | None
) -> OrderOutcome:
    line = order.lines.get(press.package_id) if order and press.package_id is not None else None
    return OrderOutcome(
        round_id=press.round_id,
        household_id=home.household_id,
        quantity=line.quantity if line else 0,
        pieces=order.pieces if order else 0,
        price=page.shelf.price(order) if order else 0,
    )

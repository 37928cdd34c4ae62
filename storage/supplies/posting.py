"""Put what a batch decided into rows: orders, lines, log, counters and cards."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection

from storage.supplies import statements as sql
from storage.supplies.kinds import DoorState
from storage.supplies.ledger import Books, Page


def post(connection: Connection, books: Books) -> None:
    """Write all that changed, in the transaction that read it."""
    touched = {key: page for key, page in books.pages.items() if page.shelf.events}
    if not touched:
        return
    _write_orders(connection, touched)
    _write_lines(connection, touched)
    _write_events(connection, touched)
    connection.execute(sql.UPDATE_PACKAGES, _packages(touched))
    connection.execute(sql.UPDATE_ROUNDS, [_counters(*pair) for pair in touched.items()])
    connection.execute(sql.TOUCH_CARDS, [{"of_round": round_id} for round_id in touched])


def _write_orders(connection: Connection, touched: dict[int, Page]) -> None:
    rows = [
        (
            round_id,
            order.number,
            order.household_id,
            order.person_id,
            order.channel,
            order.entered_by,
            DoorState.WAITING,
        )
        for round_id, page in touched.items()
        for order in page.shelf.added
    ]
    if rows:
        sql.INSERT_ORDERS.run(connection, rows)


def _write_lines(connection: Connection, touched: dict[int, Page]) -> None:
    lines = [
        (round_id, number, package_id, line)
        for round_id, page in touched.items()
        for (number, package_id), line in page.shelf.lines.items()
    ]
    changed = [
        {
            "of_round": round_id,
            "of_order": number,
            "of_package": package_id,
            "new_quantity": line.quantity,
            "new_ordered_at": line.ordered_at,
        }
        for round_id, number, package_id, line in lines
        if not line.is_new
    ]
    added = [
        (round_id, number, package_id, line.quantity, line.ordered_at)
        for round_id, number, package_id, line in lines
        if line.is_new
    ]
    if changed:
        connection.execute(sql.UPDATE_LINES, changed)
    if added:
        sql.INSERT_LINES.run(connection, added)


def _write_events(connection: Connection, touched: dict[int, Page]) -> None:
    rows = [
        (round_id, number, *event)
        for round_id, page in touched.items()
        for number, event in enumerate(page.shelf.events, start=page.row.last_event + 1)
    ]
    sql.INSERT_EVENTS.run(connection, rows)


def _packages(touched: dict[int, Page]) -> list[dict[str, int]]:
    return [
        {"of_package": package.id, "new_ordered": package.ordered}
        for page in touched.values()
        for package in page.shelf.packages.values()
    ]


def _counters(round_id: int, page: Page) -> dict[str, Any]:
    return {
        "of_round": round_id,
        "new_households": page.shelf.households,
        "new_order": page.shelf.last_order,
        "new_event": page.row.last_event + len(page.shelf.events),
        "new_ordered_at": page.shelf.last_ordered_at,
    }

"""Put what was decided into rows: entries, the chained log, counters, cards and notices."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection

from storage.relay import statements as sql
from storage.relay.entries import Entry, Event
from storage.relay.ledger import Books, Page, read_doors
from storage.relay.opening import opening_event
from storage.relay.proof.chain import Line, link_lines, to_note
from storage.relay.telling import write_notices
from storage.sealing import SealedText


def post(connection: Connection, books: Books) -> None:
    """Write all that changed, in the transaction that read it."""
    touched = {key: page for key, page in books.pages.items() if page.sheet.events}
    if not touched:
        return
    _write_entries(connection, touched)
    heads = _write_events(connection, books, touched)
    connection.execute(
        sql.UPDATE_RELAYS,
        [_counters(relay_id, page, heads[relay_id]) for relay_id, page in touched.items()],
    )
    _write_pools(connection, touched)
    connection.execute(sql.TOUCH_CARDS, [{"of_relay": relay_id} for relay_id in touched])
    write_notices(connection, books, touched)


def _write_entries(connection: Connection, touched: dict[int, Page]) -> None:
    added = [
        (
            relay_id,
            entry.number,
            entry.household_id,
            entry.quantity,
            entry.state,
            entry.ordered_at,
            entry.person_id,
            entry.channel,
            entry.entered_by,
            entry.left_at,
            entry.building_id,
            entry.came_at,
            entry.pool,
            entry.not_before,
            entry.offer_until,
            entry.served_at,
        )
        for relay_id, page in touched.items()
        for entry in page.sheet.added
    ]
    changed = [
        _changed_values(relay_id, entry)
        for relay_id, page in touched.items()
        for entry in _changed(page)
    ]
    # Those who left make room first: one active entry a household is also a constraint.
    if changed:
        sql.UPDATE_ENTRIES.run(connection, changed)
    if added:
        sql.INSERT_ENTRIES.run(connection, added)


def _changed(page: Page) -> list[Entry]:
    """Entries that stood before, those who left first."""
    last = page.row.last_number
    before = [entry for entry in page.sheet.changed.values() if entry.number <= last]
    return sorted(before, key=lambda entry: entry.left_at is None)


def _changed_values(relay_id: int, entry: Entry) -> tuple[Any, ...]:
    values = (getattr(entry, column) for column in sql.CHANGED_COLUMNS)
    return relay_id, entry.number, *values


def _write_events(connection: Connection, books: Books, touched: dict[int, Page]) -> dict[int, str]:
    """Add lines to the logs; returns the new head of each chain."""
    begun = (event for page in touched.values() for event in page.sheet.events if event.makes)
    read_doors(connection, books, {event.entry.household_id for event in begun if event.entry})
    heads: dict[int, str] = {}
    rows: list[tuple[Any, ...]] = []
    for relay_id, page in touched.items():
        if page.row.last_event == 0:
            page.sheet.events.insert(0, opening_event(connection, page))
        numbered = enumerate(page.sheet.events, start=page.row.last_event + 1)
        lines = [_line(books, number, event) for number, event in numbered]
        links = link_lines(relay_id, page.row.head, lines)
        heads[relay_id] = links[-1].digest
        rows += [
            (relay_id, *_stored(connection, line), *link)
            for line, link in zip(lines, links, strict=True)
        ]
    sql.INSERT_EVENTS.run(connection, rows)
    return heads


def _line(books: Books, number: int, event: Event) -> Line:
    entry = event.entry
    note = to_note(event.note) if isinstance(event.note, dict) else event.note
    makes = entry if event.makes else None
    return Line(
        number,
        0 if entry is None else entry.number,
        event.kind,
        event.at,
        event.quantity,
        event.role,
        event.state,
        event.pool,
        event.ordered_at,
        event.claimed_at,
        event.because_of,
        note,
        event.actor_id,
        event.update_id,
        event.reason,
        None if makes is None else makes.building_id,
        None if makes is None else books.doors[makes.household_id].door,
    )


def _stored(connection: Connection, line: Line) -> tuple[Any, ...]:
    reason = line.reason
    if reason is not None:
        reason = SealedText().process_bind_param(reason, connection.dialect)
    return (
        line.number,
        line.entry_number,
        line.kind,
        line.at,
        line.quantity,
        line.actor_id,
        line.update_id,
        line.claimed_at,
        line.because_of,
        line.role,
        line.state,
        line.pool,
        line.ordered_at,
        line.note,
        reason,
    )


def _counters(relay_id: int, page: Page, head: str) -> dict[str, Any]:
    return {
        "of_relay": relay_id,
        "new_admitted": page.sheet.admitted,
        "new_waiting": page.sheet.waiting,
        "new_drawing": page.sheet.drawing,
        "new_number": page.sheet.last_number,
        "new_event": page.row.last_event + len(page.sheet.events),
        "new_ordered_at": page.sheet.last_ordered_at,
        "new_head": head,
    }


def _write_pools(connection: Connection, touched: dict[int, Page]) -> None:
    rows = [
        (relay_id, pool.key, pool.quota, pool.taken, pool.waiting)
        for relay_id, page in touched.items()
        if page.has_pools
        for pool in page.sheet.pools.values()
    ]
    if rows:
        sql.UPDATE_POOLS.run(connection, rows)

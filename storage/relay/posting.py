"""Put what a batch decided into rows: entries, log, counters, cards and notices."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection

from storage.outbox.tables import Urgency
from storage.relay import statements as sql
from storage.relay.kinds import EventKind
from storage.relay.ledger import Books, Page
from storage.relay.rules import Event, from_stamp

# What befell an entry through somebody else than who pressed for it is told to its household.
TOLD_TO_FAMILY = {
    EventKind.PROMOTED: "relay/promoted",
    EventKind.DEMOTED: "relay/demoted",
    EventKind.LEFT: "relay/left_by_family",
}


def post(connection: Connection, books: Books) -> None:
    """Write all that changed, in the transaction that read it."""
    touched = {key: page for key, page in books.pages.items() if page.sheet.events}
    if not touched:
        return
    _write_entries(connection, touched)
    _write_events(connection, touched)
    connection.execute(
        sql.UPDATE_RELAYS, [_counters(relay_id, page) for relay_id, page in touched.items()]
    )
    connection.execute(sql.TOUCH_CARDS, [{"of_relay": relay_id} for relay_id in touched])
    _write_notices(connection, touched)


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
        )
        for relay_id, page in touched.items()
        for entry in page.sheet.added
    ]
    changed = [
        {
            "of_relay": relay_id,
            "of_number": entry.number,
            "new_quantity": entry.quantity,
            "new_state": entry.state.value,
            "new_left_at": entry.left_at,
        }
        for relay_id, page in touched.items()
        for entry in page.sheet.changed.values()
    ]
    # Those who left make room first: one active entry a household is also a constraint.
    if changed:
        connection.execute(sql.UPDATE_ENTRIES, changed)
    if added:
        sql.INSERT_ENTRIES.run(connection, added)


def _write_events(connection: Connection, touched: dict[int, Page]) -> None:
    rows = [
        (
            relay_id,
            number,
            event.entry.number,
            event.kind,
            event.at,
            event.entry.quantity,
            event.actor_id,
            event.update_id,
            event.claimed_at,
            event.because_of,
        )
        for relay_id, page in touched.items()
        for number, event in enumerate(page.sheet.events, start=page.row.last_event + 1)
    ]
    sql.INSERT_EVENTS.run(connection, rows)


def _counters(relay_id: int, page: Page) -> dict[str, int]:
    return {
        "of_relay": relay_id,
        "new_admitted": page.sheet.admitted,
        "new_waiting": page.sheet.waiting,
        "new_number": page.sheet.last_number,
        "new_event": page.row.last_event + len(page.sheet.events),
        "new_ordered_at": page.sheet.last_ordered_at,
    }


def _write_notices(connection: Connection, touched: dict[int, Page]) -> None:
    moved = [
        (relay_id, page, step, event)
        for relay_id, page in touched.items()
        for step, event in enumerate(page.sheet.events, start=1)
        if event.kind in TOLD_TO_FAMILY and _by_another(event)
    ]
    if not moved:
        return
    households = list({event.entry.household_id for _, _, _, event in moved})
    families: dict[int, list[int]] = {}
    for row in connection.execute(sql.FAMILIES, {"households": households}):
        families.setdefault(row.household_id, []).append(row.person_id)
    notices = [
        _notice(relay_id, page, page.row.last_event + step, event, person_id)
        for relay_id, page, step, event in moved
        for person_id in families.get(event.entry.household_id, ())
        if person_id != event.actor_id
    ]
    if notices:
        connection.execute(sql.INSERT_NOTICES, notices)


def _by_another(event: Event) -> bool:
    return event.actor_id is None or event.actor_id != event.entry.person_id


def _notice(relay_id: int, page: Page, number: int, event: Event, person_id: int) -> dict[str, Any]:
    return {
        "dedupe_key": f"relay:{relay_id}:{number}:{person_id}",
        "chat_id": person_id,
        "template": TOLD_TO_FAMILY[event.kind],
        "params": {
            "relay_id": relay_id,
            "title": page.row.title,
            "collection": page.row.collection,
        },
        "urgency": Urgency.URGENT,
        "due_at": from_stamp(event.at),
        "created_at": from_stamp(event.at),
        "state": "waiting",
        "attempts": 0,
    }

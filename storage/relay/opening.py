"""How a relay begins: its pools, and the first line of its log, which publishes its terms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete
from sqlmodel import Session, col

from storage.relay import statements as sql
from storage.relay.entries import Event
from storage.relay.kinds import EventKind
from storage.relay.ledger import Books, Page, has_pools, read_relays
from storage.relay.pools import House, plan_quotas
from storage.relay.proof.actions import NewEvent, append_events
from storage.relay.proof.notes import BuildingTerms, terms_note
from storage.relay.rules import to_stamp
from storage.relay.sharing_rows import read_sharing
from storage.relay.tables import Relay, RelayPool


def list_buildings(
    connection: Connection, estate_id: int, scope: frozenset[int] | None
) -> list[BuildingTerms]:
    """The buildings that may join, by position; `scope` None is the whole estate."""
    rows = connection.execute(sql.HOUSES, {"estate": estate_id})
    return [BuildingTerms(*row) for row in rows if not scope or row.id in scope]


def plan_pools(row: Any, buildings: Sequence[BuildingTerms]) -> dict[int, int | None]:
    """Places by pool, as the relay's rules make them."""
    houses = [House(house.id, house.position, house.households) for house in buildings]
    return plan_quotas(read_sharing(row), row.capacity, houses)


def write_pools(session: Session, relay: Relay, scope: frozenset[int] | None) -> None:
    """Make the pools of a relay that nobody has joined yet, by the roster as it is now."""
    session.flush()
    connection = session.connection()
    connection.execute(delete(RelayPool).where(col(RelayPool.relay_id) == relay.id))
    if not has_pools(relay):
        return
    quotas = plan_pools(relay, list_buildings(connection, relay.estate_id, scope))
    assert relay.id is not None
    for key, quota in quotas.items():
        assert quota is not None
        session.add(RelayPool(relay_id=relay.id, key=key, quota=quota))
    session.flush()


def begin_log(session: Session, relay_id: int, now: datetime) -> None:
    """Publish the terms as the first line of a relay's log, where no press did that already."""
    session.flush()
    books = Books()
    read_relays(session.connection(), books, [relay_id])
    page = books.pages[relay_id]
    if page.row.last_event:
        return
    note = publish(session.connection(), page, _quotas(page))
    at = min(page.row.opens_at, now)
    append_events(session, relay_id, [NewEvent(EventKind.OPENED, at, note=note)])
    session.flush()


def opening_event(connection: Connection, page: Page) -> Event:
    """The line with which a log begins."""
    at = min(to_stamp(page.row.opens_at), page.sheet.events[0].at)
    return Event(None, EventKind.OPENED, at, note=publish(connection, page, _quotas(page)))


def publish(connection: Connection, page: Page, quotas: Mapping[int, int | None]) -> str:
    """A relay's terms and the places of its pools, as the log publishes them."""
    scope = page.sheet.terms.buildings
    return terms_note(page.row, list_buildings(connection, page.row.estate_id, scope), quotas)


def _quotas(page: Page) -> dict[int, int | None]:
    return {key: pool.quota for key, pool in page.sheet.pools.items()}

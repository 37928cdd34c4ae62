"""How a relay begins: its pools, and the first line of its log, which publishes its terms."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, delete
from sqlmodel import Session, col

from storage.relay import statements as sql
from storage.relay.entries import Event
from storage.relay.kinds import EventKind
from storage.relay.ledger import Page, has_pools
from storage.relay.pools import House, plan_quotas
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


def opening_event(connection: Connection, page: Page) -> Event:
    """The line with which a log begins."""
    at = min(to_stamp(page.row.opens_at), page.sheet.events[0].at)
    return Event(None, EventKind.OPENED, at, note=publish(connection, page))


def publish(connection: Connection, page: Page) -> str:
    """A relay's terms and pools, as the log publishes them."""
    buildings = list_buildings(connection, page.row.estate_id, page.sheet.terms.buildings)
    quotas = {key: pool.quota for key, pool in page.sheet.pools.items()}
    return terms_note(page.row, buildings, quotas)

"""An estate large enough to measure with: households, people, a relay that is open."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import insert
from sqlmodel import Session

from storage import schema
from storage.community.tables import Building, Committee, Estate, Household, Person, Resident
from storage.engine import Database
from storage.relay.kinds import RelayState
from storage.relay.opening import write_pools
from storage.relay.tables import Relay
from storage.sealing import Keyring, new_key

OPENED = datetime(2020, 2, 1, 16, 0, tzinfo=UTC)
BUILDINGS = 24
# The pretend Telegram numbers its people from 1001.
PEOPLE_FROM = 1_000


def person_of(household: int) -> int:
    """The Telegram id of the one who lives in household `household`, from 1."""
    return PEOPLE_FROM + household


def build_estate(session: Session, households: int, **terms: Any) -> int:
    """Fill an empty database; returns the number of a relay with these terms."""
    session.add(Committee(id=1, name="图们居委会"))
    session.flush()
    session.add(Estate(id=1, committee_id=1, name="图们小区"))
    session.flush()
    session.add_all(
        Building(id=n, estate_id=1, label=str(n), position=n, link_code=f"code{n}")
        for n in range(1, BUILDINGS + 1)
    )
    session.flush()
    numbers = range(1, households + 1)
    session.execute(
        insert(Household),
        [
            {
                "id": n,
                "estate_id": 1,
                "building_id": 1 + n % BUILDINGS,
                "unit": "",
                "room": str(100 + n // BUILDINGS),
                "door": f"{1 + n % BUILDINGS}-{100 + n // BUILDINGS}",
            }
            for n in numbers
        ],
    )
    session.execute(
        insert(Person),
        [
            {"id": person_of(n), "name": "居民", "reachable": True, "seen_at": OPENED}
            for n in numbers
        ],
    )
    session.execute(
        insert(Resident),
        [
            {
                "person_id": person_of(n),
                "household_id": n,
                "estate_id": 1,
                "state": "active",
                "joined_at": OPENED,
            }
            for n in numbers
        ],
    )
    values: dict[str, Any] = {
        "estate_id": 1,
        "state": RelayState.OPEN,
        "title": "口罩",
        "item": "口罩",
        "per_household": 2,
        "capacity": None,
        "opens_at": OPENED,
        "closes_at": OPENED + timedelta(days=36_500),
        "place": "本群",
        "eligibility": "本小区居民",
        "collection": "药房",
        "created_by": 1,
        "created_at": OPENED,
    }
    relay = Relay(**(values | terms))
    session.add(relay)
    write_pools(session, relay, None)
    assert relay.id is not None
    return relay.id


def open_filled(url: str, households: int, **terms: Any) -> tuple[Database, int]:
    """A database at the newest schema with an estate in it, and the relay's number."""
    schema.upgrade(url)
    database = Database(url, Keyring(new_key()))
    with database.writer.begin() as connection, Session(connection) as session:
        relay_id = build_estate(session, households, **terms)
        session.flush()
    return database, relay_id


@contextmanager
def sqlite_url() -> Iterator[str]:
    """An address of a fresh SQLite file."""
    with TemporaryDirectory() as folder:
        yield f"sqlite:///{Path(folder) / 'linli.db'}"

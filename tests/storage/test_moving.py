"""A whole database moves to the other kind and goes on there."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func
from sqlmodel import Session, select

from storage.community.actions import create_estate
from storage.engine import Database
from storage.moving import TargetNotEmptyError, move
from storage.outbox.actions import tell
from storage.relay.desk import Press, PressKind, RelayDesk
from storage.relay.queries import list_entries
from storage.tables import metadata
from storage.work import Work
from tests.builders import KEYRING, OPENING, build_neighbourhood, build_relay


def _counts(session: Session) -> dict[str, int]:
    return {
        table.name: session.execute(select(func.count()).select_from(table)).scalar_one()
        for table in metadata.sorted_tables
    }


@pytest.mark.parametrize(("old", "new"), [("sqlite", "postgres"), ("postgres", "sqlite")])
async def test_everything_moves_and_goes_on(
    request: pytest.FixtureRequest, old: str, new: str
) -> None:
    old_url = request.getfixturevalue(f"{old}_url")
    new_url = request.getfixturevalue(f"{new}_url")
    before = Work(Database(old_url, KEYRING), after_commit=lambda: None)
    place = await before.write(build_neighbourhood)
    relay_id = await before.write(build_relay, place)
    desk = RelayDesk(before.database, after_commit=lambda: None)
    at = OPENING + timedelta(seconds=40)
    for household in range(3):
        person = place.person(household)
        await desk.ask(Press(PressKind.JOIN, relay_id, 10 + household, person, at))
    await before.write(tell, -100, "relay/none_running", now=at, title="<口罩>")
    counts = await before.read(_counts)
    lines = await before.read(list_entries, relay_id)
    before.database.close()

    rows = move(old_url, new_url, KEYRING, on_table=lambda _name, _rows: None)

    after = Work(Database(new_url, KEYRING), after_commit=lambda: None)
    try:
        assert await after.read(_counts) == counts
        assert rows == sum(counts.values()) - counts["pace"]
        assert await after.read(list_entries, relay_id) == lines
        desk = RelayDesk(after.database, after_commit=lambda: None)
        resent = await desk.ask(Press(PressKind.JOIN, relay_id, 11, place.person(1), at))
        fresh = await desk.ask(Press(PressKind.JOIN, relay_id, 20, place.person(5), at))
        assert (resent.kind, resent.place, fresh.place) == ("joined", 2, 4)
        second = await after.write(create_estate, place.committee_id, "另一个小区", now=at)
        assert second != place.estate_id
    finally:
        after.database.close()


def test_database_with_rows_is_not_written_over(sqlite_url: str, postgres_url: str) -> None:
    database = Database(postgres_url, KEYRING)
    with database.writer.begin() as connection, Session(connection) as session:
        build_neighbourhood(session)
        session.flush()
    database.close()

    with pytest.raises(TargetNotEmptyError):
        move(sqlite_url, postgres_url, KEYRING, on_table=lambda _name, _rows: None)

"""The proof of a relay: rows are as the log says, and every change of one is found."""

from __future__ import annotations

import asyncio
import io
import json
import zipfile
from datetime import date, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import FlushError
from sqlmodel import Session, SQLModel, col, select

from bot.commands.errors import OperatorError
from bot.commands.prove import check_rows, write_proof
from bot.settings import Settings
from storage.engine import Database
from storage.errors import RuleError
from storage.outbox.tables import OutboxMessage
from storage.relay import moves
from storage.relay.actions import close_relay, turn_due_relays
from storage.relay.desk import PressKind
from storage.relay.kinds import (
    Channel,
    EntryState,
    EventKind,
    OrderRule,
    RemainderRule,
    Role,
    SplitRule,
)
from storage.relay.lottery import seed_digest
from storage.relay.proof import verify
from storage.relay.proof.actions import NewEvent, append_events, post_root_anew
from storage.relay.proof.checking import check_log
from storage.relay.proof.export import build_proof, find_log, pack_proof
from storage.relay.tables import Relay, RelayEntry, RelayEvent, RelayGrant, RelayPool
from storage.work import Work
from tests.builders import KEY, KEYRING, OPENING, STAFF, build_neighbourhood
from tests.storage.test_relay_moves import Relays

SEED = "ab" * 16
SPLIT = {"split_rule": SplitRule.BUILDINGS}
DRAW = {
    "order_rule": OrderRule.DRAW,
    "draw_until": OPENING + timedelta(seconds=3606),
    "seed": SEED,
    "seed_digest": seed_digest(SEED),
}
MODES: dict[str, dict[str, Any]] = {
    "strict": {"capacity": 4},
    "unlimited": {"capacity": None},
    "offline": {"capacity": 4, "offline_share": 1},
    "offers": {"capacity": 4, "offer_minutes": 10},
    "split": {"capacity": 5, **SPLIT},
    "split-common": {"capacity": 5, **SPLIT, "remainder_rule": RemainderRule.COMMON},
    "split-offline": {"capacity": 7, **SPLIT, "offline_share": 2},
    "draw": {"capacity": 4, **DRAW},
    "draw-split": {"capacity": 7, **SPLIT, "offline_share": 1, **DRAW},
}


@pytest.fixture
def database(sqlite_url: str) -> Any:
    """Most of this is decided in Python: one database will do."""
    opened = Database(sqlite_url, KEYRING)
    yield opened
    opened.close()


@pytest.fixture
async def relays(work: Work, database: Database) -> Relays:
    return Relays(work, database, await work.write(build_neighbourhood, buildings=3))


async def _play(relays: Relays, **terms: Any) -> None:
    """A relay in which everything happens, to its end and a little behind it."""
    await relays.opens(daily_reserve=2, reserve_groups=["孕妇"], **terms)
    for household in range(5):
        await relays.press(household)
    await relays.work.write(turn_due_relays, relays.now + timedelta(seconds=20))
    relays.second += 20
    for household in (6, 7, 8):
        await relays.press(household)
    doors = relays.place.households
    await relays.enters(*(relays.row(household, 60 + household) for household in (9, 6)))
    granted = await relays.does(moves.grant_place, doors[10], "孕妇", "产检", by=STAFF)
    await relays.does(moves.grant_place, doors[7], "孕妇", "产检", by=STAFF)
    await relays.press(0, PressKind.LEAVE)
    await relays.does(moves.yield_place, doors[1], by=relays.place.person(1))
    await relays.does(moves.void_entry, 3, "不是本小区", by=STAFF)
    await relays.press(2, quantity=2)
    await relays.work.write(moves.revoke_grant, granted + 1, by=STAFF, now=relays.now)
    await relays.work.write(moves.lapse_offers, relays.now + timedelta(days=1))
    await relays.does(close_relay, by=STAFF)
    await relays.enters(relays.row(11, 70, channel=Channel.PHONE))
    confirmed = NewEvent(EventKind.CONFIRMED, relays.now, 4, actor_id=STAFF, role=Role.STAFF)
    await relays.work.write(append_events, relays.relay_id, [confirmed])


async def _faults(relays: Relays) -> list[str]:
    return await relays.work.read(check_log, relays.relay_id)


@pytest.mark.parametrize("terms", MODES.values(), ids=MODES)
async def test_rows_of_every_mode_are_as_their_log_says(
    relays: Relays, terms: dict[str, Any]
) -> None:
    await _play(relays, **terms)
    assert await _faults(relays) == []
    report = verify.verify(await relays.work.read(build_proof, relays.relay_id))
    assert report.problems == []
    assert (report.seed is not None) == ("seed" in terms)


# Of a relay's row: whose it is, who made it when, and the words a committee uses, are not in its
# log, or are what the log itself is read by.
UNSEALED = {
    Relay: {"id", "estate_id", "created_by", "created_at"},
    RelayEntry: set[str](),
    RelayEvent: set[str](),
    RelayPool: {"waiting"},
    RelayGrant: {"id"},
}


def _changed(value: Any) -> Any:
    """Another value of the same kind."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, StrEnum):
        return next(other for other in type(value) if other is not value)
    if isinstance(value, int):
        return value + 1
    if isinstance(value, datetime | date):
        return value + timedelta(days=1)
    if isinstance(value, list):
        return [*value, "x"]
    return f"{value[:-1]}{'0' if value[-1:] != '0' else '1'}" if value else "x"


def _filled(rows: list[SQLModel], column: str) -> SQLModel | None:
    return next((row for row in rows if getattr(row, column) not in (None, "")), None)


def _forgeries(session: Session, relay_id: int) -> list[tuple[str, bool]]:
    """For every column that a row fills: what was changed, and whether somebody noticed."""
    found = []
    for table, unsealed in UNSEALED.items():
        for column in [each.name for each in table.__table__.columns]:
            own = Relay.id if table is Relay else table.relay_id
            row = _filled(list(session.exec(select(table).where(own == relay_id))), column)
            if row is None or column in unsealed:
                continue
            savepoint = session.begin_nested()
            found.append(
                (f"{table.__name__}.{column}", _is_noticed(session, row, column, relay_id))
            )
            savepoint.rollback()
            session.expire_all()
            assert check_log(session, relay_id) == []
    return found


def _is_noticed(session: Session, row: SQLModel, column: str, relay_id: int) -> bool:
    setattr(row, column, _changed(getattr(row, column)))
    try:
        session.flush()
    except (IntegrityError, FlushError):
        return True
    return check_log(session, relay_id) != []


@pytest.mark.parametrize("mode", ["split-offline", "draw-split", "offers"])
async def test_a_change_of_any_column_of_any_row_is_found(relays: Relays, mode: str) -> None:
    await _play(relays, **MODES[mode])
    forged = await relays.work.write(_forgeries, relays.relay_id)
    assert len(forged) > 70
    assert [column for column, is_noticed in forged if not is_noticed] == []


async def test_a_row_more_or_less_is_found(relays: Relays) -> None:
    await _play(relays, **MODES["split-offline"])

    def forge(session: Session) -> list[str]:
        unnoticed = []
        for table in (RelayEntry, RelayEvent, RelayGrant, RelayPool):
            row = session.exec(select(table).where(table.relay_id == relays.relay_id)).first()
            assert row is not None
            savepoint = session.begin_nested()
            session.delete(row)
            session.flush()
            if not check_log(session, relays.relay_id):
                unnoticed.append(f"{table.__name__} deleted")
            savepoint.rollback()
            session.expire_all()
        return unnoticed

    assert await relays.work.write(forge) == []


async def test_a_household_that_stands_twice_is_found(relays: Relays) -> None:
    await _play(relays, **MODES["split-offline"])

    def forge(session: Session) -> list[str]:
        # What the database's own index forbids, done by somebody who took the index away.
        session.execute(text("DROP INDEX uq_relay_entry_household"))
        standing = select(RelayEntry).where(
            RelayEntry.relay_id == relays.relay_id, RelayEntry.state != EntryState.LEFT
        )
        first, second, *_ = session.exec(standing.order_by("number")).all()
        second.household_id = first.household_id
        session.flush()
        return [each for each in check_log(session, relays.relay_id) if "one household" in each]

    assert len(await relays.work.write(forge)) == 1


async def test_proof_says_nothing_of_doors_people_or_reasons(relays: Relays) -> None:
    await _play(relays, **MODES["split-offline"])

    packed = pack_proof(await relays.work.read(build_proof, relays.relay_id), "how to")

    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        assert archive.namelist() == ["proof.json", "verify.py", "README.txt"]
        text = archive.read("proof.json").decode()
    for secret in ("不是本小区", "产检", str(STAFF), str(relays.place.person(3))):
        assert secret not in text
    granted = [line for line in json.loads(text)["lines"] if line[2] == "granted"]
    assert [line[11] for line in granted] == [None, None]


async def test_root_is_posted_at_closing_and_anew_for_later_lines(relays: Relays) -> None:
    await relays.opens()
    await relays.press(0)
    with pytest.raises(RuleError, match="stale_button"):
        await relays.does(post_root_anew, by=STAFF)
    await relays.does(close_relay, by=STAFF)
    closed = await relays.work.read(find_log, relays.relay_id)
    await relays.does(post_root_anew, by=STAFF)
    await relays.enters(relays.row(1, 70))
    for _ in range(2):
        await relays.does(post_root_anew, by=STAFF)
    with pytest.raises(RuleError, match="not_staff"):
        await relays.does(post_root_anew, by=relays.place.person(0))

    def posted(session: Session) -> list[tuple[str, int, bool]]:
        rows = select(OutboxMessage).where(OutboxMessage.template == "relay/root_posted")
        found = [row.params for row in session.exec(rows.order_by(col(OutboxMessage.id)))]
        return [(each["code"], each["lines"], each["is_again"]) for each in found]

    now = await relays.work.read(find_log, relays.relay_id)
    assert await relays.work.read(posted) == [(closed.code, 3, False), (now.code, 4, True)]
    assert now.posted == now.code != closed.code
    report = verify.verify(await relays.work.read(build_proof, relays.relay_id))
    assert closed.code is not None
    assert verify.check_code(report, closed.code) == "the code seals the lines 1 to 3"


async def test_log_older_than_the_chain_has_no_proof(relays: Relays) -> None:
    await relays.opens()
    await relays.press(0)

    def age(session: Session) -> None:
        for event in session.exec(select(RelayEvent)):
            event.salt = event.digest = None

    await relays.work.write(age)
    for read in (build_proof, check_log):
        with pytest.raises(RuleError, match="log_not_chained"):
            await relays.work.read(read, relays.relay_id)


async def test_lines_are_added_about_entries_that_there_are(relays: Relays) -> None:
    await relays.opens()
    await relays.press(0)
    collected = NewEvent(EventKind.COLLECTED, relays.now, 2)
    with pytest.raises(RuleError, match="entry_unknown"):
        await relays.work.write(append_events, relays.relay_id, [collected])
    with pytest.raises(RuleError, match="relay_unknown"):
        await relays.work.write(append_events, 99, [])
    assert await relays.work.write(append_events, relays.relay_id, []) == 2


async def test_place_of_the_reserve_does_not_come_back_into_the_list(relays: Relays) -> None:
    """Its building is in no line of the log, so nobody could check where it stands."""
    await relays.opens(capacity=3, daily_reserve=1, reserve_groups=["孕妇"], **SPLIT)
    await relays.press(0)
    door = relays.place.households[4]
    await relays.does(moves.grant_place, door, "孕妇", "产检", by=STAFF)
    await relays.does(moves.void_entry, 2, "不是本小区", by=STAFF)
    with pytest.raises(RuleError, match="entry_not_void"):
        await relays.does(moves.restore_entry, 2, by=STAFF)
    await relays.press(4)
    assert await _faults(relays) == []


async def test_command_writes_the_proof_and_compares_the_rows(
    relays: Relays, sqlite_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    await _play(relays, **MODES["strict"])
    settings = Settings(_env_file=None, token="0:none", database_url=sqlite_url, keys=KEY)
    file = tmp_path / "proof.zip"
    await asyncio.to_thread(write_proof, settings, relays.relay_id, file)
    assert zipfile.is_zipfile(file)
    assert await asyncio.to_thread(check_rows, settings, relays.relay_id)

    def forge(session: Session) -> None:
        session.get_one(RelayEntry, (relays.relay_id, 2)).quantity = 9

    await relays.work.write(forge)
    assert not await asyncio.to_thread(check_rows, settings, relays.relay_id)
    assert "No. 2: quantity was changed" in capsys.readouterr().out
    for command in (check_rows, lambda *known: write_proof(*known, file)):
        with pytest.raises(OperatorError, match="no relay 99"):
            await asyncio.to_thread(command, settings, 99)

"""Keys of a running house: made, tried, changed and lost, on both databases."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Table, text
from sqlmodel import Session
from typer.testing import CliRunner

from bot.__main__ import app
from bot.app import running_app
from bot.commands.keys import rotate, show_keys
from bot.keys import KeysError, check_keyring, load_keyring
from bot.preflight import inspect
from bot.settings import Settings
from simulator import Clock, Simulator
from storage.community.actions import save_conversation
from storage.community.queries import find_conversation
from storage.engine import Database
from storage.keys import actions as keys
from storage.keys.actions import Tally, count_sealed, reseal
from storage.keys.sealed import write_kept
from storage.outbox.actions import tell
from storage.sealing import Keyring, new_key
from storage.work import Work
from tests.builders import OPENING, STAFF
from tests.town import town_settings

OLD, NEW = new_key(), new_key()
SECRET = "氨氯地平 5mg"
ROWS = 25


def fill(session: Session) -> None:
    for number in range(ROWS):
        tell(session, STAFF, "x/y", now=OPENING, dedupe_key=f"k{number}", note=SECRET)
        save_conversation(session, number, number, "x.y", {"drug": SECRET}, now=OPENING)


async def sealed_with(url: str, *given: str) -> None:
    """A house whose rows were sealed with the first of these keys."""
    database = Database(url, Keyring(*given))
    try:
        work = Work(database, after_commit=lambda: None)
        await check_keyring(work, Keyring(*given))
        await work.write(fill)
    finally:
        database.close()


async def read_back(url: str, *given: str) -> list[Any]:
    """What is kept, as somebody with only these keys reads it."""
    database = Database(url, Keyring(*given))
    try:
        work = Work(database, after_commit=lambda: None)
        found = [await work.read(find_conversation, number, number) for number in range(ROWS)]
    finally:
        database.close()
    return [one.data for one in found if one]


async def tally(url: str, *given: str) -> Tally:
    database = Database(url, Keyring(*given))
    try:
        return await count_sealed(database, Keyring(*given))
    finally:
        database.close()


def settings(url: str, *given: str) -> Settings:
    keys_given = ",".join(given) or None
    return Settings(_env_file=None, token="1:x", database_url=url, keys=keys_given)


@pytest.fixture
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys, "BATCH", 7)


@pytest.mark.usefixtures("small_batches")
async def test_after_a_rotation_the_first_key_is_enough(database_url: str) -> None:
    await sealed_with(database_url, OLD)
    assert await tally(database_url, NEW, OLD) == Tally(later=2 * ROWS + 1)

    assert await rotate(settings(database_url, NEW, OLD), drop_lost=False)
    assert await rotate(settings(database_url, NEW, OLD), drop_lost=False)

    assert await tally(database_url, NEW) == Tally(first=2 * ROWS + 1)
    assert await read_back(database_url, NEW) == [{"drug": SECRET}] * ROWS
    assert await show_keys(settings(database_url, NEW))
    assert not await show_keys(settings(database_url, OLD))


@pytest.mark.usefixtures("small_batches")
async def test_a_rotation_that_was_killed_is_done_by_doing_it_again(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    await sealed_with(database_url, OLD)
    done = 0

    def dies(connection: Connection, table: Table, *rest: Any) -> None:
        nonlocal done
        done += 1
        if done > ROWS + 10:
            raise RuntimeError("killed")
        write_kept(connection, table, *rest)

    monkeypatch.setattr(keys, "write_kept", dies)
    with pytest.raises(RuntimeError):
        await rotate(settings(database_url, NEW, OLD), drop_lost=False)
    half = await tally(database_url, NEW, OLD)
    assert half.first
    assert half.later
    assert await read_back(database_url, NEW, OLD) == [{"drug": SECRET}] * ROWS
    # Who takes the old key away now is refused: the word is sealed anew last.
    with pytest.raises(KeysError, match="another key"):
        await sealed_with(database_url, NEW)

    monkeypatch.setattr(keys, "write_kept", write_kept)
    assert await rotate(settings(database_url, NEW, OLD), drop_lost=False)
    assert await tally(database_url, NEW) == Tally(first=2 * ROWS + 1)


@pytest.mark.usefixtures("small_batches")
async def test_the_bot_writes_on_while_keys_change(database_url: str) -> None:
    await sealed_with(database_url, OLD)
    both = Keyring(NEW, OLD)
    ours, theirs = Database(database_url, both), Database(database_url, both)
    try:
        work = Work(theirs, after_commit=lambda: None)

        async def go_on() -> None:
            for number in range(ROWS):
                changed = {"drug": f"{SECRET} {number}"}
                await work.write(save_conversation, number, number, "x.y", changed, now=OPENING)

        await asyncio.gather(go_on(), reseal(ours, both))
    finally:
        ours.close()
        theirs.close()
    assert (await tally(database_url, NEW)).none == 0
    assert await read_back(database_url, NEW) == [
        {"drug": f"{SECRET} {number}"} for number in range(ROWS)
    ]


async def test_a_wrong_key_takes_nothing_in(database_url: str) -> None:
    await sealed_with(database_url, OLD)
    async with Simulator(clock=Clock(OPENING)) as simulator:
        simulator.world(token="4242:linli-test-token")
        given = town_settings(simulator, database_url, keys=NEW)
        with pytest.raises(KeysError, match="another key"):
            async with running_app(given, Clock(OPENING)):
                pass
    assert (await tally(database_url, OLD)).none == 0


async def test_rows_older_than_the_word_try_the_keys_too(database_url: str) -> None:
    await sealed_with(database_url, OLD)
    database = Database(database_url, Keyring(OLD))
    try:
        with database.writer.begin() as connection:
            connection.execute(text("delete from key_check"))
    finally:
        database.close()

    with pytest.raises(KeysError, match="another key"):
        await sealed_with(database_url, NEW)


async def test_what_no_key_opens_is_emptied_only_when_told(database_url: str) -> None:
    await sealed_with(database_url, OLD)

    assert not await rotate(settings(database_url, NEW), drop_lost=False)
    assert await read_back(database_url, OLD) == [{"drug": SECRET}] * ROWS
    assert await rotate(settings(database_url, NEW), drop_lost=True)

    assert await read_back(database_url, NEW) == [{}] * ROWS
    await sealed_with(database_url, NEW)


def test_a_lost_key_file_is_never_replaced(sqlite_url: str) -> None:
    path = Path(f"{sqlite_url.removeprefix('sqlite:///')}.key")
    load_keyring(settings(sqlite_url))
    assert path.stat().st_mode & 0o777 == 0o600
    asyncio.run(sealed_with(sqlite_url, *path.read_text().split()))

    path.unlink()
    with pytest.raises(KeysError, match="is gone"):
        load_keyring(settings(sqlite_url))
    assert not path.exists()


def test_a_new_database_gets_a_key_of_its_own(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'new.db'}"
    load_keyring(settings(url))

    assert Keyring((tmp_path / "new.db.key").read_text().strip())


def test_several_keys_in_the_file_are_read(sqlite_url: str) -> None:
    path = Path(f"{sqlite_url.removeprefix('sqlite:///')}.key")
    path.write_text(f"{NEW}\n{OLD}\n")
    keyring = load_keyring(settings(sqlite_url))

    assert keyring.is_newest(Keyring(NEW).seal("x"))
    assert keyring.opens(Keyring(OLD).seal("x"))


def test_a_new_key_is_printed_on_the_command_line() -> None:
    printed = CliRunner().invoke(app, ["keys", "new"])

    assert printed.exit_code == 0
    assert Keyring(printed.output.strip()).open(Keyring(printed.output.strip()).seal("x")) == "x"


async def test_the_check_says_that_the_key_is_wrong(
    sqlite_url: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    # Rendering every text takes its time, and is looked at elsewhere.
    monkeypatch.setattr("bot.preflight.list_problems", list)
    await sealed_with(sqlite_url, OLD)
    async with Simulator(clock=Clock(OPENING)) as simulator:
        simulator.world(token="4242:linli-test-token")
        said = []
        for key in (NEW, OLD):
            await inspect(town_settings(simulator, sqlite_url, keys=key))
            said.append(" ".join(capsys.readouterr().out.split()))

    assert "keys: The database was sealed with another key" in said[0]
    assert "keys open what the database holds" in said[1]

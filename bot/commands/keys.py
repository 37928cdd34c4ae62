"""`linli keys`: make one, see which are in use, and seal everything with the first."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from rich.console import Console

from bot.commands.errors import OperatorError
from bot.keys import load_keyring
from bot.settings import Settings
from storage import schema
from storage.engine import Database
from storage.keys.actions import Tally, count_sealed, reseal
from storage.sealing import Keyring

console = Console()


async def show_keys(settings: Settings) -> bool:
    """Say how many sealed values which key opens; returns whether every one is opened.

    Raises:
        OperatorError: the keys or the database cannot be used.
    """
    tally = await _with_database(settings, count_sealed)
    _print(tally)
    if tally.later:
        console.print("Seal them with the first key, too: linli keys rotate")
    return not tally.none


async def rotate(settings: Settings, *, drop_lost: bool) -> bool:
    """Seal everything with the first key; returns whether no other key is needed any more.

    Raises:
        OperatorError: the keys or the database cannot be used.
    """

    async def renew(database: Database, keyring: Keyring) -> Tally:
        return await reseal(database, keyring, drops_lost=drop_lost)

    before = await _with_database(settings, renew)
    console.print(f"{before.later:,} values were sealed anew with the first key.")
    if before.none and drop_lost:
        console.print(f"{before.none:,} values that no key opened are empty now.")
        return True
    if before.none:
        console.print(f"[red]{before.none:,} values are opened by none of the keys.")
        return False
    console.print("Only the first key is needed now: the others can go.")
    return True


async def _with_database(
    settings: Settings, task: Callable[[Database, Keyring], Awaitable[Tally]]
) -> Tally:
    if not schema.is_at_head(settings.database_url):
        raise OperatorError("The database is behind: run `linli migrate` first")
    keyring = load_keyring(settings)
    database = Database(settings.database_url, keyring)
    try:
        return await task(database, keyring)
    finally:
        database.close()


def _print(tally: Tally) -> None:
    console.print(f"{tally.first:,} values are sealed with the first key.")
    if tally.later:
        console.print(f"{tally.later:,} values are sealed with a later one.")
    if tally.none:
        console.print(f"[red]{tally.none:,} values are opened by none of them.")

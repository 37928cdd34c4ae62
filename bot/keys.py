"""The keys that seal what residents ask for: from the settings, or from a file beside SQLite's."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import make_url

from bot.commands.errors import OperatorError
from bot.settings import PREFIX, Settings
from storage.keys.actions import holds_sealed, try_keys
from storage.sealing import Keyring, SealedError, new_key
from storage.work import Work


class KeysError(OperatorError):
    """The keys are missing, are no keys, or are not those of the database."""


def load_keyring(settings: Settings) -> Keyring:
    """The keys of these settings; for a new SQLite file one is made beside it.

    Raises:
        KeysError: what `LINLI_KEYS` or the file holds is no key, or there is neither; also
            where the file is gone that a database was sealed with.
    """
    if settings.keys is not None:
        given = settings.keys.get_secret_value()
    else:
        given = _read_or_make(settings.database_url)
    try:
        return Keyring(*(key for key in given.replace(",", " ").split()))
    except ValueError:
        raise KeysError(f"{PREFIX}KEYS holds no key: make one with `linli keys new`") from None


async def check_keyring(work: Work, keyring: Keyring) -> None:
    """Try the keys on what the database holds, before anything is taken in.

    Raises:
        KeysError: they are not those that it was sealed with.
    """
    try:
        await work.write(try_keys, keyring)
    except SealedError:
        raise KeysError(
            f"The database was sealed with another key: put the right one into {PREFIX}KEYS "
            "or the key file (docs/operators.md, Keys)"
        ) from None


def _read_or_make(database_url: str) -> str:
    path = _key_file(database_url)
    if not path.exists():
        _check_nothing_sealed(database_url, path)
        path.touch(mode=0o600)
        path.write_text(new_key() + "\n")
    return path.read_text()


def _key_file(database_url: str) -> Path:
    url = make_url(database_url)
    if url.get_backend_name() != "sqlite":
        raise KeysError(f"{PREFIX}KEYS is not set: make a key with `linli keys new`")
    assert url.database is not None
    return Path(f"{url.database}.key")


def _check_nothing_sealed(database_url: str, path: Path) -> None:
    """A lost key is never replaced in silence.

    Raises:
        KeysError: the database holds what only that key opens.
    """
    database = make_url(database_url).database
    if database and Path(database).exists() and holds_sealed(database_url):
        raise KeysError(
            f"{path.name} is gone, and the database was sealed with it: put it back "
            "(docs/operators.md, Keys)"
        )

"""The keys that seal what residents ask for: from the settings, or from a file beside SQLite's."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import make_url

from bot.commands.errors import OperatorError
from bot.settings import PREFIX, Settings
from storage.sealing import Keyring, new_key


class KeysError(OperatorError):
    """The keys are missing, or are no keys."""


def load_keyring(settings: Settings) -> Keyring:
    """The keys of these settings; for a new SQLite file one is made beside it.

    Raises:
        KeysError: what `LINLI_KEYS` or the file holds is no key, or there is neither.
    """
    if settings.keys is not None:
        given = settings.keys.get_secret_value()
    else:
        given = _read_or_make(_key_file(settings.database_url))
    try:
        return Keyring(*(key for key in given.replace(",", " ").split()))
    except ValueError:
        raise KeysError(f"{PREFIX}KEYS holds no key: make one with `linli keys new`") from None


def _key_file(database_url: str) -> Path:
    url = make_url(database_url)
    if url.get_backend_name() != "sqlite":
        raise KeysError(f"{PREFIX}KEYS is not set: make a key with `linli keys new`")
    assert url.database is not None
    return Path(f"{url.database}.key")


def _read_or_make(path: Path) -> str:
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(new_key() + "\n")
    return path.read_text()

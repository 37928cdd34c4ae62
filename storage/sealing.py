"""Columns that only this bot can read: sealed with a key that is not in the database.

Whoever copies the file or a backup learns who is in the estate, but not what they asked for.
Keys rotate: the first one seals, every one opens (docs/adr/0010).
"""

from __future__ import annotations

import json
from typing import Any, cast

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from sqlalchemy import JSON, Column, Dialect, Engine, Text
from sqlalchemy.types import TypeDecorator
from sqlmodel import Field


class SealedError(Exception):
    """What is kept cannot be opened with the keys at hand."""


class Keyring:
    """Keys in their order: the first seals, all of them open.

    Args:
        keys: urlsafe base64 of 32 bytes each, as `new_key` makes them.

    Raises:
        ValueError: no key at all, or one that is no key.
    """

    def __init__(self, *keys: str) -> None:
        if not keys:
            raise ValueError("a keyring needs a key")
        self._first = Fernet(keys[0])
        self._box = MultiFernet([Fernet(key) for key in keys])

    def seal(self, text: str) -> str:
        """The text as it is kept."""
        return self._box.encrypt(text.encode()).decode()

    def open(self, sealed: str) -> str:
        """The text that was sealed.

        Raises:
            SealedError: with another key, or changed since.
        """
        try:
            return self._box.decrypt(sealed.encode()).decode()
        except InvalidToken:
            raise SealedError("sealed with a key that is not at hand") from None

    def opens(self, sealed: str) -> bool:
        """Whether one of the keys opens it."""
        return _opens(self._box, sealed)

    def is_newest(self, sealed: str) -> bool:
        """Whether the first key sealed it."""
        return _opens(self._first, sealed)

    def renew(self, sealed: str) -> str:
        """The same text, sealed with the first key; when it was sealed stays readable.

        Raises:
            SealedError: none of the keys opens it.
        """
        try:
            return self._box.rotate(sealed.encode()).decode()
        except InvalidToken:
            raise SealedError("sealed with a key that is not at hand") from None


def _opens(box: Fernet | MultiFernet, sealed: str) -> bool:
    try:
        box.decrypt(sealed.encode())
    except InvalidToken:
        return False
    return True


def new_key() -> str:
    """A key that nobody has seen before."""
    return Fernet.generate_key().decode()


def hand_keys(engine: Engine, keyring: Keyring) -> None:
    """Let the sealed columns of this engine's sessions use `keyring`."""
    cast("Any", engine.dialect).linli_keyring = keyring


def _keyring(dialect: Dialect) -> Keyring:
    keyring = getattr(dialect, "linli_keyring", None)
    if keyring is None:
        raise SealedError("no key was handed to this engine")
    return cast("Keyring", keyring)


class SealedText(TypeDecorator[str]):
    """A text that is sealed in the database and plain in Python."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Seal what is written."""
        return None if value is None else _keyring(dialect).seal(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:
        """Open what is read."""
        return None if value is None else _keyring(dialect).open(value)


class SealedJSON(TypeDecorator[dict[str, Any]]):
    """A JSON object that is one sealed JSON text in the database.

    An object found there is read as it is: rows older than sealing, and those that a batch writes
    because they hold nothing private.
    """

    impl = JSON
    cache_ok = True

    def process_bind_param(self, value: dict[str, Any] | None, dialect: Dialect) -> Any:
        """Seal what is written; an empty object has nothing to hide."""
        if not value:
            return value
        return _keyring(dialect).seal(json.dumps(value, ensure_ascii=False))

    def process_result_value(self, value: Any, dialect: Dialect) -> dict[str, Any] | None:
        """Open what is read."""
        if isinstance(value, str):
            return cast("dict[str, Any]", json.loads(_keyring(dialect).open(value)))
        return cast("dict[str, Any] | None", value)


def sealed_text(*, nullable: bool = False) -> Any:
    """A field that holds a sealed text."""
    return Field(default=None if nullable else ..., sa_type=SealedText, nullable=nullable)


def sealed_json() -> Any:
    """A field that holds a sealed JSON object."""
    return Field(default_factory=dict, sa_column=Column(SealedJSON, nullable=False))

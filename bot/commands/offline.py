"""The database without the bot: for commands that run beside it, or before its first start."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from sqlmodel import Session

from bot.commands.errors import OperatorError
from bot.keys import load_keyring
from bot.settings import Settings
from bot.starter import shipped_kinds
from storage import schema
from storage.community.actions import create_committee
from storage.community.queries import list_committees, list_estates
from storage.engine import Database
from storage.requests.actions import seed_kinds

DEFAULT_COMMITTEE = "居委会"


@dataclass(frozen=True)
class Choice:
    """A committee or an estate that a command works on."""

    id: int
    name: str


class _Named(Protocol):
    @property
    def id(self) -> int: ...

    @property
    def name(self) -> str: ...


@contextmanager
def offline_session(settings: Settings) -> Iterator[Session]:
    """One transaction; an SQLite file is made, or brought to the newest schema, first."""
    if settings.database_url.startswith("sqlite"):
        schema.upgrade(settings.database_url)
    elif not schema.is_at_head(settings.database_url):
        raise OperatorError("The database is behind: run `linli migrate` first")
    database = Database(settings.database_url, load_keyring(settings))
    try:
        with database.writer.connect() as connection, Session(connection) as session:
            yield session
    finally:
        database.close()


def choose_committee(session: Session, name: str | None, now: datetime) -> Choice:
    """The named committee, made if new; the only one where no name was given.

    Raises:
        OperatorError: several committees and no name.
    """
    known = list_committees(session)
    if name is None and not known:
        name = DEFAULT_COMMITTEE
    if name is None:
        return _choose(known, None, "--committee")
    for committee in known:
        if committee.name == name:
            return Choice(committee.id, name)
    committee_id = create_committee(session, name, now=now)
    seed_kinds(session, committee_id, shipped_kinds(), now=now)
    return Choice(committee_id, name)


def choose_estate(session: Session, name: str | None) -> Choice:
    """The named estate, or the only one.

    Raises:
        OperatorError: none of that name, or several and no name.
    """
    return _choose(list_estates(session), name, "--estate")


def _choose(known: Sequence[_Named], name: str | None, option: str) -> Choice:
    fitting = [one for one in known if name in (None, one.name)]
    if len(fitting) == 1:
        return Choice(fitting[0].id, fitting[0].name)
    names = ", ".join(one.name for one in known) or "none yet; import a roster first"
    raise OperatorError(f"Say which with {option}: {names}")
